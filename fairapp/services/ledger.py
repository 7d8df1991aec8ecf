"""What phones send is taken in: exactly once, in order, with its consequences, in one transaction.

The server never refuses a well-formed entry of a device it knows: business problems become flags. It answers only after
the commit. A place in a device's list that is taken answers ``duplicate`` to the same content and keeps other content
aside as a fork; a place beyond the next is a gap, and the phone resends from ``next_seq``.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from fairapp.db import Driver, db, in_transaction, on_driver, session_driver, transactional
from fairapp.domain.errors import Conflict, Refused, TooMuch
from fairapp.domain.ledger import EntryKind, EntryStatus, LedgerEntry, read_id, read_seq
from fairapp.models.base import new_id
from fairapp.models.devices import Device
from fairapp.models.ledger import LedgerEntry as StoredEntry
from fairapp.models.ledger import LedgerFork
from fairapp.services.cash_ups import record_cash_ups
from fairapp.services.clock import now
from fairapp.services.footfall import project_footfall
from fairapp.services.ledger_device import LockedDevice, lock_device
from fairapp.services.ledger_intake import Placed, Upload, clock_offset, is_plain, place_entries, row_of
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_voids import Voidable
from fairapp.services.ledger_writes import Prepared, Writes
from fairapp.services.takings import project_takings

MOST_ENTRIES = 100
ENTRY_COLUMNS = EntryRow._fields
_ID = ENTRY_COLUMNS.index("id")

_LISTENED = Prepared(
    update(Device)
    .where(Device.organisation_id == bindparam("organisation"), Device.id == bindparam("device"))
    .values(
        next_seq=bindparam("next"),
        head=bindparam("hash"),
        last_heard_at=bindparam("at"),
        clock_offset_ms=bindparam("ms"),
    )
)


class EntryResult(NamedTuple):
    """What became of one entry. ``id`` is the phone's own, as far as it could be read."""

    seq: int
    id: str
    status: str
    flags: list[str]


@dataclass(frozen=True, kw_only=True)
class LedgerAnswer:
    """Where the device's list stands after an upload."""

    next_seq: int
    results: list[EntryResult]
    head: str
    server_time: datetime


@dataclass(kw_only=True)
class _Intake:
    """An upload while it is being taken in."""

    upload: Upload
    next_seq: int
    head: str
    voids: Voidable
    known: dict[int, tuple[str, str, list[str]]]
    rows: list[EntryRow] = field(default_factory=list)
    spelled: list[tuple[Any, ...]] = field(default_factory=list)
    entries: dict[int, LedgerEntry] = field(default_factory=dict)
    results: list[EntryResult] = field(default_factory=list)


def record_entries(device_key: str, body: object) -> LedgerAnswer:
    """Take in an upload ``{"device_time", "entries": [1 to 100]}``, as interfaces.md §3 says.

    Raises ``unknown-key``, ``body-unreadable``, ``too-many-entries`` and ``gap`` (with ``next_seq``).
    """
    if not isinstance(body, Mapping) or not isinstance(body.get("entries"), list) or not body["entries"]:
        raise Refused("body-unreadable")
    if len(body["entries"]) > MOST_ENTRIES:
        raise TooMuch("too-many-entries", maximum=MOST_ENTRIES)
    raws, device_time = body["entries"], body.get("device_time")
    try:
        answer = None
        if is_plain(raws) and not in_transaction():
            answer = _record_plain(device_key, raws, device_time)
        return answer or _record(device_key, raws, device_time, careful=False)
    except IntegrityError:
        # An id that another list holds already. Rare enough to look for only now.
        return _record(device_key, raws, device_time, careful=True)


@on_driver
def _record_plain(driver: Driver, device_key: str, raws: list[object], device_time: object) -> LedgerAnswer | None:
    """Nearly every upload: what happened after all that is known. None when some of it was sent before."""
    writes = Writes(driver)
    device = lock_device(writes, device_key)
    if read_seq(raws[0]) != device.next_seq:
        return None
    return take_in(writes, device, raws, device_time=device_time, careful=False)


@transactional
def _record(device_key: str, raws: list[object], device_time: object, *, careful: bool) -> LedgerAnswer:
    writes = Writes(session_driver())
    return take_in(writes, lock_device(writes, device_key), raws, device_time=device_time, careful=careful)


def take_in(
    writes: Writes,
    device: LockedDevice,
    raws: Sequence[object],
    *,
    device_time: object,
    careful: bool,
    source: str = "phone",
) -> LedgerAnswer:
    """The one way into the ledger, for what phones send and for what the desk enters: ``device`` is locked already."""
    placed = place_entries(raws, device.next_seq)
    if placed[0].seq > device.next_seq:
        raise Conflict("gap", next_seq=device.next_seq)
    received_at = now()
    upload = Upload(
        device=device,
        received_at=received_at,
        offset=clock_offset(device_time, received_at, device.clock_offset_ms),
        taken=_taken_ids(device, placed) if careful else set(),
        last_closed=device.last_closed,
        source=source,
    )
    intake = _Intake(
        upload=upload,
        next_seq=device.next_seq,
        head=device.head,
        voids=Voidable(device),
        known=_known_entries(device, placed),
    )
    for one in placed:
        if one.seq > intake.next_seq:
            break  # a hole inside the batch: what comes after it is asked for again by ``next_seq``
        _take(one, intake)
    _write(writes, intake)
    return LedgerAnswer(
        next_seq=intake.next_seq, results=intake.results, head=intake.head, server_time=upload.received_at
    )


def _take(one: Placed, intake: _Intake) -> None:
    if one.seq < intake.next_seq:
        _recognise(one, intake)
        return
    row, entry = row_of(one, intake.upload)
    accepted = row.status == EntryStatus.ACCEPTED
    more_flags: list[str] = []
    if accepted and isinstance(entry, LedgerEntry):
        more_flags = intake.voids.follow(row)
        intake.entries[one.seq] = entry
    row, spelled = row.chained(intake.upload.place, intake.head, more_flags)
    intake.rows.append(row)
    intake.spelled.append(spelled)
    intake.head, intake.next_seq = row.hash, one.seq + 1
    intake.known[one.seq] = (one.payload, row.status, row.flags)
    # Of two entries with one id in one upload, the second goes the way of an id that is taken.
    intake.upload.taken.add(spelled[_ID])
    if accepted and row.kind == EntryKind.CASH_UP:
        intake.upload.last_closed = max(intake.upload.last_closed, row.session_number)
    told = entry.id or ""
    intake.results.append(EntryResult(one.seq, told, row.status, row.flags))


def _recognise(one: Placed, intake: _Intake) -> None:
    payload, _, flags = intake.known[one.seq]
    if payload == one.payload:
        intake.results.append(_result(one, EntryStatus.DUPLICATE.value, flags))
        return
    _keep_fork(one, intake.upload)
    intake.results.append(_result(one, EntryStatus.QUARANTINED.value, ["fork"]))


def _result(one: Placed, status: str, flags: list[str]) -> EntryResult:
    told = one.raw.get("id") if isinstance(one.raw, dict) else None
    return EntryResult(seq=one.seq, id=read_id(told) or "", status=status, flags=flags)


def _write(writes: Writes, intake: _Intake) -> None:
    device, rows = intake.upload.device, intake.rows
    writes.insert("ledger_entry", ENTRY_COLUMNS, intake.spelled)
    accepted = [row for row in rows if row.status == EntryStatus.ACCEPTED]
    if device.exhibitor_id is not None:
        project_takings(writes, device, device.exhibitor_id, accepted, intake.voids)
    if device.gate_id is not None:
        project_footfall(writes, accepted, intake.voids.undone_by)
    writes.run(
        _LISTENED,
        organisation=device.organisation_id,
        device=device.id,
        next=intake.next_seq,
        hash=intake.head,
        at=intake.upload.received_at,
        ms=intake.upload.offset // timedelta(milliseconds=1),
    )
    writes.send()
    drawers = [(row, intake.entries[row.seq].drawer) for row in accepted]
    closings = [(row, drawer) for row, drawer in drawers if drawer is not None]
    if device.exhibitor_id is not None and closings:
        record_cash_ups(device, device.exhibitor_id, closings)


def _known_entries(device: LockedDevice, placed: Sequence[Placed]) -> dict[int, tuple[str, str, list[str]]]:
    """What the list holds in the places that are sent again: payload, status, flags."""
    again = [one.seq for one in placed if one.seq < device.next_seq]
    if not again:
        return {}
    asked = select(StoredEntry.seq, StoredEntry.payload, StoredEntry.status, StoredEntry.flags).where(
        StoredEntry.organisation_id == device.organisation_id,
        StoredEntry.device_id == device.id,
        StoredEntry.seq.in_(again),
    )
    return {seq: (payload, status, list(flags)) for seq, payload, status, flags in db.session.execute(asked)}


def _taken_ids(device: LockedDevice, placed: Sequence[Placed]) -> set[str]:
    told = [read_id(one.raw.get("id")) for one in placed if isinstance(one.raw, dict) and one.seq >= device.next_seq]
    asked = select(StoredEntry.id).where(
        StoredEntry.organisation_id == device.organisation_id,
        StoredEntry.id.in_([uuid.UUID(id_) for id_ in told if id_]),
    )
    return {str(id_) for id_ in db.session.scalars(asked)}


def _keep_fork(one: Placed, upload: Upload) -> None:
    """Keep what does not fit, once, and count it on the device: someone should look at this phone."""
    device = upload.device
    content_hash = hashlib.sha256(f"{one.seq}:{one.payload}".encode()).hexdigest()
    mine = (LedgerFork.organisation_id == device.organisation_id) & (LedgerFork.device_id == device.id)
    if db.session.scalar(select(LedgerFork.id).where(mine, LedgerFork.content_hash == content_hash)) is not None:
        return
    db.session.add(
        LedgerFork(
            organisation_id=device.organisation_id,
            id=new_id(),
            device_id=device.id,
            seq=one.seq,
            payload=one.payload,
            content_hash=content_hash,
            received_at=upload.received_at,
        )
    )
    db.session.flush()
    this = (Device.organisation_id == device.organisation_id) & (Device.id == device.id)
    db.session.execute(update(Device).where(this).values(fork_count=Device.fork_count + 1))
