"""Phones that are lost: what is known of them at least, and what else is known of her to judge an estimate by."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import NotFound
from fairapp.domain.takings import TakingsEntry, TakingsKind, fold_takings
from fairapp.models.base import named_by
from fairapp.models.devices import Device
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth
from fairapp.models.ledger import LedgerEntry
from fairapp.queries.desk import list_estimates
from fairapp.queries.settled import counts, settled_in_edition


@dataclass(frozen=True, kw_only=True)
class LostPhone:
    """A lost till. ``received`` entries are known, ``unsent`` it said it still held."""

    device_id: uuid.UUID
    name: str
    exhibitor_id: uuid.UUID
    exhibitor: str
    booth: str
    lost_at: datetime
    last_heard_at: datetime | None
    received: int
    unsent: int
    unsent_since: datetime | None

    @property
    def came_back(self) -> bool:
        """Whether it was heard again after it was reported lost."""
        return self.last_heard_at is not None and self.last_heard_at > self.lost_at


def list_lost_phones(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, device_id: uuid.UUID | None = None
) -> list[LostPhone]:
    """Those lost last first; or the one."""
    asked = (
        select(Device, Exhibitor.name.label("exhibitor"), Booth.number.label("booth"))
        .join(Exhibitor, named_by(Exhibitor, Device.exhibitor_id))
        .outerjoin(Booth, named_by(Booth, Device.booth_id))
        .where(Device.organisation_id == organisation_id, Device.edition_id == edition_id)
        .where(Device.kind == "till", Device.kept_by == "phone", Device.lost_at.is_not(None))
        .order_by(Device.lost_at.desc(), Device.id)
    )
    if device_id is not None:
        asked = asked.where(Device.id == device_id)
    return [_row(row) for row in db.session.execute(asked)]


def list_phones_to_estimate(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[LostPhone]:
    """Those that stay lost, and of which no estimate waits or stands."""
    estimated = {one.device_id for one in list_estimates(organisation_id, edition_id) if one.outcome in ("", "agreed")}
    lost = list_lost_phones(organisation_id, edition_id)
    return [one for one in lost if not one.came_back and one.device_id not in estimated]


def get_lost_phone(organisation_id: uuid.UUID, edition_id: uuid.UUID, device_id: uuid.UUID) -> LostPhone:
    """Raises ``NotFound("unknown-device")``, also for a phone that nobody reported lost."""
    found = list_lost_phones(organisation_id, edition_id, device_id)
    if not found:
        raise NotFound("unknown-device")
    return found[0]


def known_takings(organisation_id: uuid.UUID, device_id: uuid.UUID) -> dict[int, int]:
    """Session → what this phone's own entries add up to, in minor units: she took at least that."""
    asked = select(LedgerEntry).where(
        LedgerEntry.organisation_id == organisation_id,
        LedgerEntry.device_id == device_id,
        counts(),
        LedgerEntry.kind.in_([kind.value for kind in TakingsKind]),
    )
    rows = db.session.scalars(asked).all()
    settled = settled_in_edition(organisation_id, rows[0].edition_id) if rows else {}
    entries = [
        TakingsEntry(
            id=row.id,
            device_id=row.device_id,
            seq=row.seq,
            kind=TakingsKind(row.kind),
            exhibitor_id=row.exhibitor_id,
            session_number=settled.get(row.id, row.session_number),
            method=row.method or "",
            amount_minor=row.amount_minor or 0,
            ref=row.ref_id,
        )
        for row in rows
    ]
    sums: dict[int, int] = {}
    for cell, takings in fold_takings(entries).items():
        sums[cell.session_number] = sums.get(cell.session_number, 0) + takings.net_minor
    return sums


def _row(row: Any) -> LostPhone:
    device = row.Device
    return LostPhone(
        device_id=device.id,
        name=device.name,
        exhibitor_id=device.exhibitor_id,
        exhibitor=row.exhibitor,
        booth=row.booth or "",
        lost_at=device.lost_at,
        last_heard_at=device.last_heard_at,
        received=device.next_seq - 1,
        unsent=device.unsent,
        unsent_since=device.unsent_since,
    )
