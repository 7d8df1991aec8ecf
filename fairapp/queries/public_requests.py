"""What anyone who holds a request's code may see: the code and how far it has come, never a name."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import NotFound
from fairapp.models.draws import Allocation, WaitingListEntry
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest


@dataclass(frozen=True, kw_only=True)
class PublicRequest:
    """``state`` is the request's own, or allocated (with ``booths``), or waiting (with ``position`` on the list)."""

    code: str
    state: str
    submitted_at: datetime
    booths: tuple[str, ...]
    position: int | None


def get_public_request(organisation_id: uuid.UUID, edition_id: uuid.UUID, code: str) -> PublicRequest:
    """Raises ``NotFound("unknown-request")``."""
    asked = select(BoothRequest.id, BoothRequest.state, BoothRequest.submitted_at).where(
        BoothRequest.organisation_id == organisation_id,
        BoothRequest.edition_id == edition_id,
        BoothRequest.code == code,
    )
    found = db.session.execute(asked).first()
    if found is None:
        raise NotFound("unknown-request", request=code)
    booths = _booths(organisation_id, found.id)
    position = None if booths else _position(organisation_id, found.id)
    state = "allocated" if booths else "waiting" if position is not None else found.state
    return PublicRequest(code=code, state=state, submitted_at=found.submitted_at, booths=booths, position=position)


def _booths(organisation_id: uuid.UUID, request_id: uuid.UUID) -> tuple[str, ...]:
    asked = (
        select(Booth.number)
        .join(Allocation, (Allocation.organisation_id == Booth.organisation_id) & (Allocation.booth_id == Booth.id))
        .where(
            Allocation.organisation_id == organisation_id,
            Allocation.booth_request_id == request_id,
            Allocation.ended_at.is_(None),
        )
        .order_by(Booth.number)
    )
    return tuple(db.session.scalars(asked))


def _position(organisation_id: uuid.UUID, request_id: uuid.UUID) -> int | None:
    asked = select(WaitingListEntry.position).where(
        WaitingListEntry.organisation_id == organisation_id,
        WaitingListEntry.booth_request_id == request_id,
        WaitingListEntry.left_at.is_(None),
    )
    return db.session.scalar(asked.limit(1))
