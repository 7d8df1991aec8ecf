"""The device behind a key, locked for the length of one upload, with the sessions that its entries may fall into."""

import json
import uuid
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, cast, func, select

from fairapp.domain.editions import SessionTimes
from fairapp.domain.errors import NotAllowed
from fairapp.models.devices import Device
from fairapp.models.editions import Session
from fairapp.models.organisations import Organisation
from fairapp.models.takings import CashUp
from fairapp.services.clock import now
from fairapp.services.devices import UPLOAD_ONLY
from fairapp.services.ledger_writes import Answer, Prepared, Writes
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
        Device.enrolled_at,
        cast(Organisation.payment_methods, String).label("methods"),
        Device.next_seq,
        Device.head,
        Device.clock_offset_ms,
        Device.revoked_at,
        Device.lost_at,
        _LAST_CLOSED.label("last_closed"),
        Session.id.label("session_id"),
        Session.number,
        Session.opens_at,
        Session.closes_at,
        Session.cut_off_at,
    )
    .join(Organisation, Organisation.organisation_id == Device.organisation_id)
    .outerjoin(Session, _SESSIONS)
    .where(Device.key_hash == bindparam("key_hash", type_=String))
    .order_by(Session.number)
    .with_for_update(of=Device)
)
_PREPARED = Prepared(_ASKED)


_LASTING = 9  # columns of a device that hardly ever change, with the payment methods of its organisation
_DEVICE_COLUMNS = 15  # and those that change; after them come those of a session


class LockedDevice(NamedTuple):
    """A device as it stood when the upload began. ``last_closed`` is the last session its exhibitor cashed up, or 0."""

    organisation_id: uuid.UUID
    id: uuid.UUID
    edition_id: uuid.UUID
    kind: str
    exhibitor_id: uuid.UUID | None
    booth_id: uuid.UUID | None
    gate_id: uuid.UUID | None
    enrolled_at: datetime
    methods: frozenset[str]
    sessions: tuple[SessionTimes, ...]
    session_numbers: dict[str, int]
    next_seq: int
    head: str
    clock_offset_ms: int
    revoked: bool
    lost: bool
    last_closed: int


def lock_device(writes: Writes, device_key: str) -> LockedDevice:
    """Raises ``NotAllowed("unknown-key")`` for a key nobody has, or one revoked longer ago than phones may take."""
    answer = writes.ask(_PREPARED, key_hash=token_hash(device_key))
    if not answer.rows:
        raise NotAllowed(UNKNOWN_KEY)
    first = answer.rows[0]
    next_seq, head, offset_ms, revoked_at, lost_at, last_closed = answer.read(first[_LASTING:_DEVICE_COLUMNS], _LASTING)
    if revoked_at is not None and revoked_at + UPLOAD_ONLY <= now():
        raise NotAllowed(UNKNOWN_KEY)
    lasting = _lasting((first[:_LASTING], *(row[_DEVICE_COLUMNS:] for row in answer.rows)), answer)
    changing = (next_seq, head, offset_ms, revoked_at is not None, lost_at is not None, last_closed or 0)
    return LockedDevice._make(lasting + changing)


def _lasting(rows: tuple[tuple[Any, ...], ...], answer: Answer) -> tuple[Any, ...]:
    """The device and its sessions. The same columns are read once: an edition's sessions hardly ever change."""
    lasting = _READ.get(rows)
    if lasting is None:
        device, *found = rows
        read = [answer.read(session, _DEVICE_COLUMNS) for session in found if session[0] is not None]
        times = tuple(
            SessionTimes(number=number, opens_at=opens_at, closes_at=closes_at, cut_off_at=cut_off_at)
            for _, number, opens_at, closes_at, cut_off_at in read
        )
        *known, methods = answer.read(device)
        lasting = (*known, frozenset(json.loads(methods)), times, {str(id_): number for id_, number, *_ in read})
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        _READ[rows] = lasting
    return lasting  # and not what _READ holds by now: another thread may have emptied it


_MOST_READ = 1024
_READ: dict[tuple[tuple[Any, ...], ...], tuple[Any, ...]] = {}
