"""A phone says how it stands, also when it has nothing to send: heard now, and this much is still held back.

Nothing of it is proof. It tells the office where somebody should go and look, so a value that cannot be read is
bounded or left as it was known, and never refused: a phone with a mad clock has still been heard.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from fairapp.db import db, transactional
from fairapp.domain.errors import NotAllowed, Refused
from fairapp.domain.ledger import read_moment
from fairapp.models.devices import Device
from fairapp.services.clock import now
from fairapp.services.devices import UPLOAD_ONLY
from fairapp.services.ledger_intake import CLOCK_SLACK, clock_offset
from fairapp.services.tokens import token_hash

PHONE = "phone"
MOST_UNSENT = 1_000_000
"""More than a stall can sell in a year: whoever says more is shown as this much."""
RECENT = timedelta(seconds=20)
"""A phone that was heard so lately, and says nothing new, is not written down again."""
_RELEASE = re.compile(r"[A-Za-z0-9._-]{1,40}")


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What a device holds back, since when, and of which release its pages are, as they are written down."""

    unsent: int
    unsent_since: datetime | None
    release: str


def record_heartbeat(device_key: str, body: object) -> None:
    """Write down ``{"device_time", "unsent", "unsent_since", "release"}``; each of them may be missing.

    Raises ``body-unreadable`` and ``unknown-key``, the latter also for a phone revoked longer ago than it may send.
    """
    if not isinstance(body, Mapping):
        raise Refused("body-unreadable")
    moment = now()
    device = _find_device(device_key)
    if device is None or (device.revoked_at is not None and device.revoked_at + UPLOAD_ONLY <= moment):
        raise NotAllowed("unknown-key")
    known = _Told(unsent=device.unsent, unsent_since=device.unsent_since, release=device.release)
    told = _read(body, device, known, moment)
    recent = device.last_heard_at is not None and moment - device.last_heard_at < RECENT
    if told != known or not recent:
        _write(device.organisation_id, device.id, told, moment)


def _find_device(device_key: str) -> Any:
    asked = select(
        Device.organisation_id,
        Device.id,
        Device.enrolled_at,
        Device.last_heard_at,
        Device.revoked_at,
        Device.clock_offset_ms,
        Device.unsent,
        Device.unsent_since,
        Device.release,
    )
    return db.session.execute(asked.where(Device.key_hash == token_hash(device_key), Device.kept_by == PHONE)).first()


def _read(body: Mapping[str, object], device: Any, known: _Told, moment: datetime) -> _Told:
    unsent = body.get("unsent")
    if isinstance(unsent, bool) or not isinstance(unsent, int):
        unsent = known.unsent
    unsent = min(max(0, unsent), MOST_UNSENT)
    release = body.get("release")
    return _Told(
        unsent=unsent,
        unsent_since=_since(body, device, known, moment) if unsent else None,
        release=release if isinstance(release, str) and _RELEASE.fullmatch(release) else known.release,
    )


def _since(body: Mapping[str, object], device: Any, known: _Told, moment: datetime) -> datetime:
    """By our clock, neither before the phone was enrolled nor in the future; as it was known while that fits."""
    told = read_moment(body.get("unsent_since"))
    if told is None:
        return known.unsent_since or moment
    offset = clock_offset(body.get("device_time"), moment, device.clock_offset_ms)
    # Lengths of time and no moments: a clock may be so wrong that the moment itself is beyond all dates.
    enrolled_for: timedelta = max(moment - device.enrolled_at, timedelta())
    since = moment - min(max(moment - told + offset, timedelta()), enrolled_for)
    if known.unsent_since is not None and abs(known.unsent_since - since) <= CLOCK_SLACK:
        return known.unsent_since
    return since


@transactional
def _write(organisation_id: uuid.UUID, device_id: uuid.UUID, told: _Told, moment: datetime) -> None:
    this = (Device.organisation_id == organisation_id) & (Device.id == device_id)
    db.session.execute(
        update(Device)
        .where(this)
        .values(last_heard_at=moment, unsent=told.unsent, unsent_since=told.unsent_since, release=told.release)
        .execution_options(synchronize_session=False)
    )
