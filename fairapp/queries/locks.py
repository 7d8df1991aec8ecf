"""Reads of the booths fixed before a draw."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.base import named_by
from fairapp.models.draws import Lock
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest


@dataclass(frozen=True, kw_only=True)
class LockRow:
    """A booth fixed before the draw, for whom and why."""

    booth: str
    code: str
    exhibitor: str
    reason: str
    locked_at: datetime


def list_locks(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[LockRow]:
    """By booth."""
    asked = (
        select(Booth.number, BoothRequest.code, Exhibitor.name, Lock.reason, Lock.locked_at)
        .join(Booth, named_by(Booth, Lock.booth_id))
        .join(BoothRequest, named_by(BoothRequest, Lock.booth_request_id))
        .join(Exhibitor, named_by(Exhibitor, BoothRequest.exhibitor_id))
        .where(Lock.organisation_id == organisation_id, Lock.edition_id == edition_id)
        .order_by(Booth.number)
    )
    return [
        LockRow(booth=booth, code=code, exhibitor=exhibitor, reason=reason, locked_at=locked_at)
        for booth, code, exhibitor, reason, locked_at in db.session.execute(asked)
    ]
