"""The phones that may record: a one-time token on a card becomes a device with a key of its own.

Tokens and keys are random and kept hashed. A key never ends by itself: nothing at a stall may strand unsent sales.
"""

import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.codes import CODE_BYTES, encode_code, normalise_code
from fairapp.domain.errors import Conflict, Gone, NotFound, Refused
from fairapp.domain.text import clean_text
from fairapp.models.base import new_id
from fairapp.models.devices import Device, EnrolmentToken
from fairapp.models.editions import Edition
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth, Gate
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.tokens import new_token, token_hash

KINDS = ("till", "gate", "desk")
KEPT_BY_PHONE, KEPT_BY_DESK = "phone", "desk"
TOKEN_LASTING = timedelta(days=120)
UPLOAD_ONLY = timedelta(days=30)
"""How long a revoked phone may still hand over what it holds."""


@dataclass(frozen=True, kw_only=True)
class IssuedToken:
    """What is printed on the card: 26 characters, shown once."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class EnrolledDevice:
    """A device and its key, which is shown once."""

    organisation_id: uuid.UUID
    edition_id: uuid.UUID
    device_id: uuid.UUID
    device_key: str
    kind: str
    exhibitor_id: uuid.UUID | None
    booth_id: uuid.UUID | None
    gate_id: uuid.UUID | None
    next_seq: int
    enrolled_at: datetime


@transactional
def issue_token(
    actor: Actor,
    edition_id: uuid.UUID,
    *,
    kind: str,
    exhibitor_id: uuid.UUID | None = None,
    booth_id: uuid.UUID | None = None,
    gate_id: uuid.UUID | None = None,
) -> IssuedToken:
    """A one-time token for a till (of an exhibitor), a gate or a desk. Raises NotFound beyond the wall."""
    places = ((Edition, edition_id), (Exhibitor, exhibitor_id), (Booth, booth_id), (Gate, gate_id))
    for model, id_ in places:
        if id_ is not None and db.session.get(model, (actor.organisation_id, id_)) is None:
            raise NotFound("not-found")
    if kind not in KINDS or (kind == "till") != (exhibitor_id is not None) or (kind == "gate") != (gate_id is not None):
        raise Refused("device-kind-unfit", kind=kind)
    token = encode_code(secrets.token_bytes(CODE_BYTES))
    row = EnrolmentToken(
        organisation_id=actor.organisation_id,
        edition_id=edition_id,
        kind=kind,
        exhibitor_id=exhibitor_id,
        booth_id=booth_id,
        gate_id=gate_id,
        token_hash=token_hash(token),
        issued_at=now(),
        issued_by=actor.account_id,
        expires_at=now() + TOKEN_LASTING,
    )
    db.session.add(row)
    db.session.flush()
    record_event(actor, "device.token-issued", subject=kind, edition_id=edition_id, token_id=str(row.id))
    return IssuedToken(token=token, expires_at=row.expires_at)


@transactional
def enrol_device(token: str, name: str, attempt: str = "") -> EnrolledDevice:
    """Trade a token for a key. Raises ``unknown-token``, ``token-used``, ``token-expired``, ``code-unreadable``.

    ``attempt`` is a secret that the phone makes before it asks. When the answer is lost on the way it asks again with
    the same one, and gets the same device with a new key, as long as nothing was recorded with the old.
    """
    row = db.session.scalar(
        select(EnrolmentToken).where(EnrolmentToken.token_hash == token_hash(normalise_code(token))).with_for_update()
    )
    if row is None:
        raise NotFound("unknown-token")
    key = new_token()
    if row.used_at is not None:
        return _enrolled(_asked_again(row, attempt, key), key)
    if row.expires_at <= now():
        raise Gone("token-expired")
    device = Device(
        organisation_id=row.organisation_id,
        id=new_id(),
        edition_id=row.edition_id,
        kind=row.kind,
        name=clean_text(name, 80) or row.kind,
        exhibitor_id=row.exhibitor_id,
        booth_id=row.booth_id,
        gate_id=row.gate_id,
        key_hash=token_hash(key),
        enrolled_at=now(),
    )
    db.session.add(device)
    db.session.flush()
    row.used_at, row.device_id = now(), device.id
    row.attempt_hash = token_hash(attempt) if attempt else ""
    actor = Actor(organisation_id=row.organisation_id, name=device.name)
    record_event(actor, "device.enrolled", subject=device.name, edition_id=row.edition_id, device_id=str(device.id))
    return _enrolled(device, key)


def _asked_again(row: EnrolmentToken, attempt: str, key: str) -> Device:
    """The device of a token that its own phone trades once more. Raises ``token-used`` for everybody else."""
    device = None
    if attempt and hmac.compare_digest(row.attempt_hash, token_hash(attempt)):
        device = db.session.get(Device, (row.organisation_id, row.device_id), with_for_update=True)
    if device is None or device.next_seq > 1 or device.revoked_at is not None or device.lost_at is not None:
        raise Gone("token-used")
    device.key_hash = token_hash(key)
    db.session.flush()
    return device


def _enrolled(device: Device, key: str) -> EnrolledDevice:
    return EnrolledDevice(
        organisation_id=device.organisation_id,
        edition_id=device.edition_id,
        device_id=device.id,
        device_key=key,
        kind=device.kind,
        exhibitor_id=device.exhibitor_id,
        booth_id=device.booth_id,
        gate_id=device.gate_id,
        next_seq=device.next_seq,
        enrolled_at=device.enrolled_at,
    )


@transactional
def revoke_device(actor: Actor, device_id: uuid.UUID) -> None:
    """Take back the right to record. What the phone still holds is taken in for thirty days, outside the totals."""
    device = _get_locked(actor, device_id)
    if device.revoked_at is not None:
        raise Conflict("device-revoked", name=device.name)
    device.revoked_at, device.revoked_by = now(), actor.account_id
    record_event(actor, "device.revoked", subject=device.name, edition_id=device.edition_id, device_id=str(device_id))


@transactional
def report_lost(actor: Actor, device_id: uuid.UUID) -> None:
    """Say that a phone is lost. Whatever it sends afterwards is accepted and flagged ``late``."""
    device = _get_locked(actor, device_id)
    device.lost_at = device.lost_at or now()
    record_event(actor, "device.lost", subject=device.name, edition_id=device.edition_id, device_id=str(device_id))


def _get_locked(actor: Actor, device_id: uuid.UUID) -> Device:
    device = db.session.get(Device, (actor.organisation_id, device_id), with_for_update=True)
    if device is None or device.kept_by != KEPT_BY_PHONE:
        raise NotFound("unknown-device")
    return device
