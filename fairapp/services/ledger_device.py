"""The device behind a key, locked for the length of one upload, with the sessions that its entries may fall into."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, bindparam, func, select

from fairapp.domain.editions import SessionTimes
from fairapp.domain.errors import NotAllowed
from fairapp.models.devices import Device
from fairapp.models.editions import Session
from fairapp.models.takings import CashUp
from fairapp.services.clock import now
from fairapp.services.devices import UPLOAD_ONLY
from fairapp.services.ledger_writes import Prepared, Writes
from fairapp.services.tokens import token_hash

UNKNOWN_KEY = "unknown-key"

_LAST_CLOSED = (
    select(func.max(CashUp.session_number))
    .where(
        CashUp.organisation_id == Device.organisation_id,
        CashUp.edition_id == Device.edition_id,
        CashUp.exhibitor_id == Device.exhibitor_id,
    )
    .correlate(Device)
    .scalar_subquery()
)
_SESSIONS = (Session.organisation_id == Device.organisation_id) & (Session.edition_id == Device.edition_id)
_ASKED = (
    select(
        Device.organisation_id,
        Device.id,
        Device.edition_id,
        Device.kind,
        Device.exhibitor_id,
        Device.booth_id,
        Device.gate_id,
        Device.next_seq,
        Device.head,
        Device.clock_offset_ms,
        Device.enrolled_at,
        Device.revoked_at,
        Device.lost_at,
        _LAST_CLOSED.label("last_closed"),
        Session.id.label("session_id"),
        Session.number,
        Session.opens_at,
        Session.closes_at,
        Session.cut_off_at,
    )
    .outerjoin(Session, _SESSIONS)
    .where(Device.key_hash == bindparam("key_hash", type_=String))
    .order_by(Session.number)
    .with_for_update(of=Device)
)
_PREPARED = Prepared(_ASKED)


class _Found(NamedTuple):
    """A row of the statement above: the device, with one of its edition's sessions or none."""

    organisation_id: uuid.UUID
    id: uuid.UUID
    edition_id: uuid.UUID
    kind: str
    exhibitor_id: uuid.UUID | None
    booth_id: uuid.UUID | None
    gate_id: uuid.UUID | None
    next_seq: int
    head: str
    clock_offset_ms: int
    enrolled_at: datetime
    revoked_at: datetime | None
    lost_at: datetime | None
    last_closed: int | None
    session_id: uuid.UUID | None
    number: int
    opens_at: datetime
    closes_at: datetime
    cut_off_at: datetime


@dataclass(frozen=True, kw_only=True)
class LockedDevice:
    """A device as it stood when the upload began. ``last_closed`` is the last session its exhibitor cashed up, or 0."""

    organisation_id: uuid.UUID
    id: uuid.UUID
    edition_id: uuid.UUID
    kind: str
    exhibitor_id: uuid.UUID | None
    booth_id: uuid.UUID | None
    gate_id: uuid.UUID | None
    next_seq: int
    head: str
    clock_offset_ms: int
    enrolled_at: datetime
    revoked: bool
    lost: bool
    last_closed: int
    sessions: tuple[SessionTimes, ...]
    session_numbers: dict[str, int]


def lock_device(writes: Writes, device_key: str) -> LockedDevice:
    """Raises ``NotAllowed("unknown-key")`` for a key nobody has, or one revoked longer ago than phones may take."""
    rows = [_Found(*row) for row in writes.ask(_PREPARED, key_hash=token_hash(device_key))]
    if not rows or (rows[0].revoked_at is not None and rows[0].revoked_at + UPLOAD_ONLY <= now()):
        raise NotAllowed(UNKNOWN_KEY)
    first = rows[0]
    held = [row for row in rows if row.session_id is not None]
    return LockedDevice(
        organisation_id=first.organisation_id,
        id=first.id,
        edition_id=first.edition_id,
        kind=first.kind,
        exhibitor_id=first.exhibitor_id,
        booth_id=first.booth_id,
        gate_id=first.gate_id,
        next_seq=first.next_seq,
        head=first.head,
        clock_offset_ms=first.clock_offset_ms,
        enrolled_at=first.enrolled_at,
        revoked=first.revoked_at is not None,
        lost=first.lost_at is not None,
        last_closed=first.last_closed or 0,
        sessions=tuple(
            SessionTimes(number=row.number, opens_at=row.opens_at, closes_at=row.closes_at, cut_off_at=row.cut_off_at)
            for row in held
        ),
        session_numbers={str(row.session_id): row.number for row in held},
    )
