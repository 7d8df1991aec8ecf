"""The lists that the desk keeps: one for each exhibitor and each gate of an edition, made when it is first needed.

Such a list is a device that nobody holds. Its key is the hash of something random that is forgotten at once, so nobody
can send to it; what stands in it was entered by people of the office, or settled by them.
"""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.editions import SessionTimes
from fairapp.domain.errors import NotFound
from fairapp.models.base import new_id
from fairapp.models.devices import Device
from fairapp.models.editions import Edition, Session
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Gate
from fairapp.models.organisations import Organisation
from fairapp.models.takings import CashUp
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.devices import KEPT_BY_DESK
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.tokens import new_token, token_hash

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=365)
"""A list of the desk has no beginning: people say when something happened, also before the list was made."""


def lock_desk_list(
    actor: Actor, edition_id: uuid.UUID, *, exhibitor_id: uuid.UUID | None = None, gate_id: uuid.UUID | None = None
) -> LockedDevice:
    """The desk's list of one exhibitor or one gate, locked until the transaction ends.

    Raises ``unknown-edition``, ``unknown-exhibitor`` and, for a gate, ``not-found``: also for those beyond the wall.
    """
    if db.session.get(Edition, (actor.organisation_id, edition_id)) is None:
        raise NotFound("unknown-edition", edition="")
    if (exhibitor_id is None) == (gate_id is None):
        raise ValueError("a list of the desk is of one exhibitor or of one gate")
    device = _find(actor, edition_id, exhibitor_id, gate_id)
    if device is None:
        _lock_place(actor, edition_id, exhibitor_id, gate_id)  # two people may open it at once: one of them makes it
        device = _find(actor, edition_id, exhibitor_id, gate_id) or _make(actor, edition_id, exhibitor_id, gate_id)
    return locked(device)


def lock_list(actor: Actor, edition_id: uuid.UUID, device_id: uuid.UUID) -> LockedDevice:
    """Any list of the edition, a phone's or the desk's, locked until the end. Raises ``unknown-device``."""
    mine = (Device.organisation_id == actor.organisation_id, Device.edition_id == edition_id, Device.id == device_id)
    device = db.session.scalar(_fresh(*mine))
    if device is None:
        raise NotFound("unknown-device")
    return locked(device)


def locked(device: Device) -> LockedDevice:
    """A device whose row is locked, with the sessions of its edition."""
    asked = (
        select(Session)
        .where(Session.organisation_id == device.organisation_id, Session.edition_id == device.edition_id)
        .order_by(Session.number)
    )
    rows = list(db.session.scalars(asked))
    return LockedDevice(
        organisation_id=device.organisation_id,
        id=device.id,
        edition_id=device.edition_id,
        kind=device.kind,
        exhibitor_id=device.exhibitor_id,
        booth_id=device.booth_id,
        gate_id=device.gate_id,
        next_seq=device.next_seq,
        head=device.head,
        clock_offset_ms=device.clock_offset_ms,
        methods=frozenset(db.session.get_one(Organisation, device.organisation_id).payment_methods),
        enrolled_at=LONG_AGO if device.kept_by == KEPT_BY_DESK else device.enrolled_at,
        revoked=device.revoked_at is not None,
        lost=device.lost_at is not None,
        last_closed=_last_closed(device),
        sessions=tuple(
            SessionTimes(number=row.number, opens_at=row.opens_at, closes_at=row.closes_at, cut_off_at=row.cut_off_at)
            for row in rows
        ),
        session_numbers={str(row.id): row.number for row in rows},
    )


def _find(
    actor: Actor, edition_id: uuid.UUID, exhibitor_id: uuid.UUID | None, gate_id: uuid.UUID | None
) -> Device | None:
    found: Device | None = db.session.scalar(
        _fresh(
            Device.organisation_id == actor.organisation_id,
            Device.edition_id == edition_id,
            Device.kept_by == KEPT_BY_DESK,
            Device.exhibitor_id == exhibitor_id if exhibitor_id else Device.gate_id == gate_id,
        )
    )
    return found


def _fresh(*conditions: Any) -> Any:
    """The device as it is once its lock is ours: what this session read of it before is forgotten."""
    return select(Device).where(*conditions).with_for_update().execution_options(populate_existing=True)


def _lock_place(actor: Actor, edition_id: uuid.UUID, exhibitor_id: uuid.UUID | None, gate_id: uuid.UUID | None) -> None:
    """The weakest lock that two makers of a list exclude each other by: uploads, which point at the place, pass."""
    key = (actor.organisation_id, exhibitor_id or gate_id)
    row = db.session.get(Exhibitor if exhibitor_id else Gate, key, with_for_update={"key_share": True})
    if row is None or (isinstance(row, Gate) and row.edition_id != edition_id):
        raise NotFound("unknown-exhibitor" if exhibitor_id else "not-found")


def _make(actor: Actor, edition_id: uuid.UUID, exhibitor_id: uuid.UUID | None, gate_id: uuid.UUID | None) -> Device:
    device = Device(
        organisation_id=actor.organisation_id,
        id=new_id(),
        edition_id=edition_id,
        kind="till" if exhibitor_id else "gate",
        name=KEPT_BY_DESK,
        exhibitor_id=exhibitor_id,
        gate_id=gate_id,
        key_hash=token_hash(new_token()),
        enrolled_at=now(),
        kept_by=KEPT_BY_DESK,
    )
    db.session.add(device)
    db.session.flush()
    db.session.refresh(device)
    return device


def _last_closed(device: Device) -> int:
    asked = select(func.max(CashUp.session_number)).where(
        CashUp.organisation_id == device.organisation_id,
        CashUp.edition_id == device.edition_id,
        CashUp.exhibitor_id == device.exhibitor_id,
    )
    return db.session.scalar(asked) or 0
