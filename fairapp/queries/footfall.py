"""Reads of the footfall, from its projection."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.footfall import CountEvidence
from fairapp.models.base import named_by
from fairapp.models.floor_plan import Gate
from fairapp.models.footfall import Footfall

EVIDENCE = CountEvidence.HAND_COUNTER
"""A marshal counts on an enrolled phone; tickets and identities are not scanned yet."""


@dataclass(frozen=True, kw_only=True)
class GateHour:
    """People through one gate in one hour (its beginning, in UTC) of one session (0 = uncertain)."""

    gate_id: uuid.UUID
    gate: str
    session_number: int
    hour_at: datetime
    inwards: int
    outwards: int


def list_gate_hours(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[GateHour]:
    """All gates, in order of time. No row at all means that nobody counted, which is not zero."""
    asked = (
        select(
            Footfall.gate_id,
            Gate.code,
            Gate.name,
            Footfall.session_number,
            Footfall.hour_at,
            func.sum(Footfall.inwards),
            func.sum(Footfall.outwards),
        )
        .join(Gate, named_by(Gate, Footfall.gate_id))
        .where(Footfall.organisation_id == organisation_id, Footfall.edition_id == edition_id)
        .group_by(Footfall.gate_id, Gate.code, Gate.name, Footfall.session_number, Footfall.hour_at)
        .order_by(Footfall.hour_at, Gate.code, Footfall.session_number)
    )
    return [
        GateHour(
            gate_id=gate_id,
            gate=name or code,
            session_number=number,
            hour_at=hour_at,
            inwards=int(inwards),
            outwards=int(outwards),
        )
        for gate_id, code, name, number, hour_at, inwards, outwards in db.session.execute(asked)
    ]
