"""Reads about the ledger."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.editions import UNCERTAIN, SessionTimes, session_of
from fairapp.domain.errors import NotAllowed
from fairapp.models.devices import Device
from fairapp.models.footfall import Footfall
from fairapp.models.takings import Takings
from fairapp.queries.editions import SessionRow, list_sessions
from fairapp.queries.occupancy import Occupancy, occupancy_at


@dataclass(frozen=True, kw_only=True)
class DeviceStanding:
    """Where a device's list stands; what its stall took or its gate counted in the session that runs, or ran last.

    Takings are net, in minor units of the edition's currency; a gate has none, a till has no entries. ``sessions`` are
    those of the edition now: an evening may have been added after the phone was enrolled.
    """

    organisation_id: uuid.UUID
    device_id: uuid.UUID
    kind: str
    next_seq: int
    head: str
    session_number: int
    takings_minor: int
    sales: int
    entries: int
    sessions: tuple[SessionRow, ...] = ()
    hall: Occupancy | None = None
    """At a gate: how many are inside where it leads, by all gates."""


def get_standing(key_hash: str, moment: datetime) -> DeviceStanding:
    """By the hash of the device's key. Raises ``NotAllowed("unknown-key")``."""
    device = db.session.scalar(select(Device).where(Device.key_hash == key_hash))
    if device is None:
        raise NotAllowed("unknown-key")
    sessions = tuple(list_sessions(device.organisation_id, device.edition_id))
    number = _session_now(sessions, moment)
    takings, sales = _takings(device, number)
    return DeviceStanding(
        organisation_id=device.organisation_id,
        device_id=device.id,
        kind=device.kind,
        next_seq=device.next_seq,
        head=device.head,
        session_number=number,
        takings_minor=takings,
        sales=sales,
        entries=_entries(device, number),
        sessions=sessions,
        hall=_hall(device, number),
    )


def _session_now(sessions: Sequence[SessionRow], moment: datetime) -> int:
    times = [
        SessionTimes(number=s.number, opens_at=s.opens_at, closes_at=s.closes_at, cut_off_at=s.cut_off_at)
        for s in sessions
    ]
    begun = [session.number for session in times if session.opens_at <= moment]
    return session_of(moment, times) or (begun[-1] if begun else UNCERTAIN)


def _takings(device: Device, number: int) -> tuple[int, int]:
    if device.exhibitor_id is None:
        return 0, 0
    net = func.sum(Takings.gross_minor - Takings.voided_minor - Takings.refunds_minor)
    row: Any = db.session.execute(
        select(net, func.sum(Takings.sales)).where(
            Takings.organisation_id == device.organisation_id,
            Takings.edition_id == device.edition_id,
            Takings.exhibitor_id == device.exhibitor_id,
            Takings.session_number == number,
        )
    ).one()
    return int(row[0] or 0), int(row[1] or 0)


def _entries(device: Device, number: int) -> int:
    if device.gate_id is None:
        return 0
    asked = select(func.sum(Footfall.inwards)).where(
        Footfall.organisation_id == device.organisation_id,
        Footfall.edition_id == device.edition_id,
        Footfall.gate_id == device.gate_id,
        Footfall.session_number == number,
    )
    return int(db.session.scalar(asked) or 0)


def _hall(device: Device, number: int) -> Occupancy | None:
    if device.gate_id is None:
        return None
    return occupancy_at(device.organisation_id, device.edition_id, device.gate_id, number)
