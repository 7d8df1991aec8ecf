"""What the sales desk shows beside an entry: what the phone itself said, what was written by hand, counted drawers."""

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.ledger import read_moment
from fairapp.models.base import named_by, new_id
from fairapp.models.devices import Device
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp


@dataclass(frozen=True, kw_only=True)
class Told:
    """What stands in an entry itself. ``said_at`` is the hour by the phone's own clock; ``text`` a note or a reason."""

    said_at: datetime | None = None
    text: str = ""
    counted_minor: int | None = None


NOTHING_TOLD = Told()


@dataclass(frozen=True, kw_only=True)
class CountedDrawerRow:
    """The last count of one list in one session: minor units. ``by_desk``: staff counted it for her."""

    session_number: int
    counted_at: datetime
    counted_minor: int
    expected_minor: int
    zero_sales: bool
    by_desk: bool

    @property
    def difference_minor(self) -> int:
        """Over, or short when it is less than nothing."""
        return self.counted_minor - self.expected_minor


def new_line_id() -> uuid.UUID:
    """An id for a line that is not written yet: a form gives it, so that what is sent twice is stored once."""
    return new_id()


def told_by(organisation_id: uuid.UUID, entry_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Told]:
    """By the id of the entry. What cannot be read told nothing."""
    asked = select(LedgerEntry.id, LedgerEntry.payload).where(
        LedgerEntry.organisation_id == organisation_id, LedgerEntry.id.in_(list(entry_ids))
    )
    return {id_: _told(payload) for id_, payload in db.session.execute(asked)}


def list_counted_drawers(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_id: uuid.UUID
) -> list[CountedDrawerRow]:
    """The last count of each of her lists in each session, in order of session."""
    asked = (
        select(CashUp, Device.kept_by)
        .join(Device, named_by(Device, CashUp.device_id))
        .where(CashUp.organisation_id == organisation_id, CashUp.edition_id == edition_id)
        .where(CashUp.exhibitor_id == exhibitor_id)
        .order_by(CashUp.session_number, CashUp.id)
    )
    last = {(row.session_number, row.device_id): (row, kept_by) for row, kept_by in db.session.execute(asked)}
    return [
        CountedDrawerRow(
            session_number=row.session_number,
            counted_at=row.counted_at,
            counted_minor=row.counted_minor,
            expected_minor=row.expected_minor,
            zero_sales=row.zero_sales,
            by_desk=kept_by == "desk",
        )
        for row, kept_by in last.values()
    ]


def _told(payload: str) -> Told:
    try:
        raw = json.loads(payload)
    except (ValueError, RecursionError):
        return NOTHING_TOLD
    if not isinstance(raw, dict):
        return NOTHING_TOLD
    texts = (raw.get(name) for name in ("note", "reason", "text"))
    counted = raw.get("counted_minor")
    return Told(
        said_at=read_moment(raw.get("occurred_at")),
        text=next((text[:200] for text in texts if isinstance(text, str) and text), ""),
        counted_minor=counted if type(counted) is int else None,
    )
