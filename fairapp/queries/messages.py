"""Whom to write to, in which language, and what was sent before."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from fairapp.db import db
from fairapp.models.base import named_by
from fairapp.models.confirmations import SentMessage
from fairapp.models.draws import Allocation, WaitingListEntry
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest


@dataclass(frozen=True, kw_only=True)
class SentRow:
    """The last message to a family."""

    kind: str
    channel: str
    sent_at: datetime
    sent_by_name: str


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A family with something to be told. ``booths`` offered and unanswered, or ``position`` on the waiting list."""

    request_id: uuid.UUID
    code: str
    exhibitor: str
    phone: str
    language: str
    booths: tuple[str, ...]
    answer_by: datetime | None
    position: int | None
    last: SentRow | None

    @property
    def kind(self) -> str:
        """Which message is due: offer, reminder or waiting."""
        if not self.booths:
            return "waiting"
        return "reminder" if self.last and self.last.kind in ("offer", "reminder") else "offer"


def list_unanswered(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[Recipient]:
    """Who was offered a booth and has not answered, the nearest deadline first."""
    asked = (
        select(BoothRequest, Exhibitor.name, Exhibitor.phone, Booth.number, Allocation.answer_by)
        .join(
            Allocation,
            and_(
                Allocation.organisation_id == BoothRequest.organisation_id,
                Allocation.booth_request_id == BoothRequest.id,
            ),
        )
        .join(
            Exhibitor,
            named_by(Exhibitor, BoothRequest.exhibitor_id),
        )
        .join(Booth, named_by(Booth, Allocation.booth_id))
        .where(Allocation.organisation_id == organisation_id, Allocation.edition_id == edition_id)
        .where(Allocation.ended_at.is_(None), Allocation.confirmed_at.is_(None))
        .order_by(Allocation.answer_by, BoothRequest.code, Booth.row, Booth.place)
    )
    found: dict[uuid.UUID, tuple[BoothRequest, str, str, list[str], datetime | None]] = {}
    for request, name, phone, number, answer_by in db.session.execute(asked):
        found.setdefault(request.id, (request, name, phone, [], answer_by))[3].append(number)
    last = _last(organisation_id, found)
    return [
        _recipient(request, name, phone, last, booths=tuple(booths), answer_by=answer_by)
        for request, name, phone, booths, answer_by in found.values()
    ]


def list_waiting_families(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[Recipient]:
    """Who waits, in order."""
    asked = (
        select(BoothRequest, Exhibitor.name, Exhibitor.phone, WaitingListEntry.position)
        .join(
            WaitingListEntry,
            and_(
                WaitingListEntry.organisation_id == BoothRequest.organisation_id,
                WaitingListEntry.booth_request_id == BoothRequest.id,
            ),
        )
        .join(
            Exhibitor,
            named_by(Exhibitor, BoothRequest.exhibitor_id),
        )
        .where(WaitingListEntry.organisation_id == organisation_id, WaitingListEntry.edition_id == edition_id)
        .where(WaitingListEntry.left_at.is_(None))
        .order_by(WaitingListEntry.position)
    )
    rows = db.session.execute(asked).all()
    last = _last(organisation_id, {row[0].id for row in rows})
    return [_recipient(request, name, phone, last, position=position) for request, name, phone, position in rows]


def _recipient(
    request: BoothRequest,
    name: str,
    phone: str,
    last: dict[uuid.UUID, SentRow],
    *,
    booths: tuple[str, ...] = (),
    answer_by: datetime | None = None,
    position: int | None = None,
) -> Recipient:
    return Recipient(
        request_id=request.id,
        code=request.code,
        exhibitor=name,
        phone=phone,
        language=request.language,
        booths=booths,
        answer_by=answer_by,
        position=position,
        last=last.get(request.id),
    )


def _last(organisation_id: uuid.UUID, request_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, SentRow]:
    asked = select(SentMessage).where(SentMessage.organisation_id == organisation_id).order_by(SentMessage.sent_at)
    return {
        one.booth_request_id: SentRow(
            kind=one.kind, channel=one.channel, sent_at=one.sent_at, sent_by_name=one.sent_by_name
        )
        for one in db.session.scalars(asked.where(SentMessage.booth_request_id.in_(list(request_ids))))
    }
