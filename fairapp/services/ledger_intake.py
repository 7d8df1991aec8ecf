"""From what a phone sent to rows of its list: which place each thing takes, when it happened, what is odd about it."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from fairapp.domain.editions import UNCERTAIN, session_of
from fairapp.domain.ledger import (
    PAYLOAD_CHARACTERS,
    EntryKind,
    EntryStatus,
    LedgerEntry,
    Undecodable,
    canonical,
    parse_entry,
    read_moment,
    read_seq,
)
from fairapp.models.base import new_id
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.ledger_rows import EntryRow, Place, place_of

UNDECODABLE = "undecodable"
CLOCK_SLACK = timedelta(minutes=2)
"""A phone's clock and ours may differ by this much, counting the way of the upload, before anything is corrected."""

_FIT = {
    "till": {EntryKind.SALE, EntryKind.VOID, EntryKind.REFUND, EntryKind.CASH_UP, EntryKind.NOTE},
    "gate": {EntryKind.ENTRY, EntryKind.VOID, EntryKind.NOTE},
    "desk": {EntryKind.NOTE},
}
_ADDING = {EntryKind.SALE.value, EntryKind.REFUND.value, EntryKind.ENTRY.value, EntryKind.NOTE.value}


@dataclass(kw_only=True)
class Upload:
    """What holds for a whole upload: the device, the moment, its clock minus ours; ids taken and sessions cashed up."""

    device: LockedDevice
    received_at: datetime
    offset: timedelta
    taken: set[str]
    last_closed: int
    source: str = "phone"

    @property
    def by_desk(self) -> bool:
        return self.source != "phone"

    @cached_property
    def place(self) -> Place:
        """What all of its rows begin with."""
        device = self.device
        ids = (device.organisation_id, device.edition_id, device.id)
        return place_of((*ids, device.exhibitor_id, device.booth_id, device.gate_id))

    @cached_property
    def over(self) -> frozenset[int]:
        """The sessions whose cut-off had passed when this arrived."""
        return frozenset(times.number for times in self.device.sessions if times.cut_off_at <= self.received_at)


class Placed(NamedTuple):
    """One thing a phone sent, the place it claims, and the text by which it is recognised."""

    seq: int
    raw: object
    payload: str


def is_plain(raws: Sequence[object]) -> bool:
    """Whether things only add, each at the place after the one before: nothing stored has to be looked up for them."""
    seqs = [read_seq(raw) if isinstance(raw, dict) and str(raw.get("kind")) in _ADDING else None for raw in raws]
    return seqs[0] is not None and seqs == list(range(seqs[0], seqs[0] + len(seqs)))


def place_entries(raws: Sequence[object], next_seq: int) -> list[Placed]:
    """Everything with its place, in order. What names no place stands after what was sent before it."""
    seqs = [read_seq(raw) for raw in raws]
    expected = next((seq - at for at, seq in enumerate(seqs) if seq is not None), next_seq)
    placed = []
    for raw, seq in zip(raws, seqs, strict=True):
        place = max(1, expected if seq is None else seq)
        placed.append(Placed(seq=place, raw=raw, payload=payload_of(raw)))
        expected = place + 1
    return sorted(placed, key=lambda one: one.seq)


def payload_of(raw: object) -> str:
    """The text that is kept and compared. What is absurdly long is cut, and known by its hash."""
    try:
        text = canonical(raw)
    except (ValueError, TypeError, RecursionError):
        text = repr(type(raw))
    if len(text) <= PAYLOAD_CHARACTERS:
        return text
    return f"{text[:PAYLOAD_CHARACTERS]}…sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def clock_offset(device_time: object, received_at: datetime, known_ms: int) -> timedelta:
    """The phone's clock minus ours; nothing within the slack; what was known before when it does not say."""
    told = read_moment(device_time)
    if told is None:
        return timedelta(milliseconds=known_ms)
    offset = told - received_at
    return offset if abs(offset) > CLOCK_SLACK else timedelta()


def row_of(placed: Placed, upload: Upload) -> tuple[EntryRow, LedgerEntry | Undecodable]:
    """The row, not chained yet, and the entry as it was read."""
    entry = parse_entry(placed.raw, by_desk=upload.by_desk)
    if isinstance(entry, Undecodable) or len(placed.payload) > PAYLOAD_CHARACTERS:
        return _undecodable_row(placed, upload), entry
    if entry.session_number is not None:
        session = entry.session_number  # a settlement says its session; nothing about it is odd
        return _row(placed, upload, entry, entry.occurred_at, session, flags=list(entry.flags), set_aside=False), entry
    occurred_at, wrong = _moment_of(entry, upload)
    session = UNCERTAIN if wrong else session_of(occurred_at, upload.device.sessions)
    flags = [*entry.flags, *_flags(entry, upload, session, wrong=wrong)]
    reasons = _reasons_to_set_aside(entry, upload)
    return _row(placed, upload, entry, occurred_at, session, flags=flags + reasons, set_aside=bool(reasons)), entry


def _moment_of(entry: LedgerEntry, upload: Upload) -> tuple[datetime, bool]:
    """When it happened by our clock, and whether that cannot be: before the phone was enrolled, or in the future."""
    try:
        occurred_at = entry.occurred_at - upload.offset
    except OverflowError:
        return entry.occurred_at, True
    device = upload.device
    possible = device.enrolled_at - CLOCK_SLACK <= occurred_at <= upload.received_at + CLOCK_SLACK
    return occurred_at, not possible


def _flags(entry: LedgerEntry, upload: Upload, session: int, *, wrong: bool) -> list[str]:
    found = []
    if wrong:
        found.append("clock-wrong")
    elif upload.offset:
        found.append("clock-corrected")
    if session == UNCERTAIN:
        found.append("session-uncertain")
    elif session <= upload.last_closed or session in upload.over:
        found.append("after-close")
    if entry.drawer is not None and entry.drawer.session_id not in upload.device.session_numbers:
        found.append("session-unknown")
    if entry.method is not None and entry.method not in upload.device.methods:
        found.append("method-unknown")
    if upload.device.lost:
        found.append("late")
    return found


def _reasons_to_set_aside(entry: LedgerEntry, upload: Upload) -> list[str]:
    found = []
    if entry.kind not in _FIT[upload.device.kind]:
        found.append("kind-unfit")
    if entry.id in upload.taken:
        found.append("id-taken")
    if upload.device.revoked:
        found.append("revoked")
    return found


def _row(
    placed: Placed,
    upload: Upload,
    entry: LedgerEntry,
    occurred_at: datetime,
    session: int,
    *,
    flags: list[str],
    set_aside: bool,
) -> EntryRow:
    return EntryRow(
        *upload.place.ids,
        id=new_id() if "id-taken" in flags else uuid.UUID(entry.id),
        seq=placed.seq,
        kind=entry.kind.value,
        occurred_at=occurred_at,
        received_at=upload.received_at,
        session_number=session,
        amount_minor=entry.amount_minor,
        method=entry.method,
        ref_id=uuid.UUID(entry.ref) if entry.ref else None,
        headcount=entry.headcount,
        party=entry.party,
        direction=entry.direction,
        source=upload.source,
        status=(EntryStatus.QUARANTINED if set_aside else EntryStatus.ACCEPTED).value,
        flags=flags,
        payload=placed.payload,
        previous_hash="",
        hash="",
    )


def _undecodable_row(placed: Placed, upload: Upload) -> EntryRow:
    return EntryRow(
        *upload.place.ids,
        id=new_id(),
        seq=placed.seq,
        kind=UNDECODABLE,
        occurred_at=None,
        received_at=upload.received_at,
        session_number=UNCERTAIN,
        amount_minor=None,
        method=None,
        ref_id=None,
        headcount=None,
        party=None,
        direction=None,
        source=upload.source,
        status=EntryStatus.QUARANTINED.value,
        flags=[UNDECODABLE],
        payload=placed.payload,
        previous_hash="",
        hash="",
    )
