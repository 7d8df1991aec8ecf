"""Which stored field of a row was changed: found by putting back, field by field, what the rest of the ledger says.

The chain tells that a row is not the row that was received. A field is named for certain when another value in its
place gives the recorded hash again; what cannot be put back is named by what contradicts it, or among few suspects.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from fairapp.domain.ledger import PAYLOAD_CHARACTERS, LedgerEntry, canonical, parse_entry
from fairapp.services.ledger_rows import EntryRow

UNDECODABLE = "undecodable"
SOURCES = ("phone", "staff", "paper", "estimate")
STATUSES = ("accepted", "quarantined")
READ_COLUMNS = ("kind", "amount_minor", "method", "ref_id", "headcount", "party", "direction")
PLAIN_FIELDS = {"v", "id", "seq", "kind", "occurred_at", "amount_minor", "method", "ref"} | set(READ_COLUMNS)
"""Fields of a payload that a column repeats: no other text can stand in their place unseen."""
_FLAGS_IN_ORDER: tuple[tuple[str, ...], ...] = (
    ("clock-corrected",),
    ("clock-wrong",),
    ("session-uncertain",),
    ("after-close",),
    ("session-unknown",),
    ("method-unknown",),
    ("late",),
    ("kind-unfit",),
    ("id-taken",),
    ("revoked",),
    ("nothing-to-void", "already-voided"),
)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the ledger says beside a row: its device's place, the rows around it, the sessions of the edition."""

    place: Mapping[str, uuid.UUID | None]
    near: tuple[EntryRow, ...]
    sessions: tuple[int, ...]
    last_heard_at: datetime | None
    clock_offset: timedelta
    following: str

    def after(self, following: str, near: tuple[EntryRow, ...]) -> "Surroundings":
        """The same device around another row: ``following`` is the hash on which what comes next stands."""
        return replace(self, following=following, near=near)


def read_columns(row: EntryRow) -> dict[str, Any]:
    """The columns that the payload of a row demands. Those of a payload that cannot be read are empty."""
    entry = _entry_of(row)
    if entry is None:
        return dict.fromkeys(READ_COLUMNS) | {"kind": UNDECODABLE}
    found = {name: getattr(entry, name) for name in READ_COLUMNS if name not in ("kind", "ref_id")}
    return found | {"kind": entry.kind.value, "ref_id": uuid.UUID(entry.ref) if entry.ref else None}


def find_disagreement(row: EntryRow) -> str | None:
    """The first column that is not what the payload beside it says."""
    demanded = read_columns(row)
    for name in READ_COLUMNS:
        if getattr(row, name) != demanded[name]:
            return name
    entry = _entry_of(row)
    if entry is None:
        return None if row.occurred_at is None else "occurred_at"
    if entry.seq != row.seq:
        return "seq"
    if entry.session_number not in (None, row.session_number):
        return "session_number"
    if row.source != "phone" and json.loads(row.payload).get("source") != row.source:
        return "source"
    if "id-taken" not in row.flags and uuid.UUID(entry.id) != row.id:
        return "id"
    right_clock = not {"clock-corrected", "clock-wrong"} & set(row.flags)
    return "occurred_at" if right_clock and row.occurred_at != entry.occurred_at else None


def locate(row: EntryRow, previous: str, around: Surroundings) -> tuple[str, ...]:
    """The columns one of which, or all of which together, were changed; one alone when it is certain."""
    if row.link(previous) == around.following:
        return ("hash",)
    for name, value in _candidates(row, around):
        if row._replace(**{name: value}).link(previous) == row.hash:
            return (name,)
    together = _put_back(row, around)
    if together.link(previous) == row.hash:
        return tuple(name for name in row._fields if getattr(row, name) != getattr(together, name))
    return _suspects(row, around)


def _candidates(row: EntryRow, around: Surroundings) -> Iterator[tuple[str, Any]]:
    yield from around.place.items()
    yield from ((name, getattr(other, name)) for other in around.near for name in around.place)
    entry = _entry_of(row)
    yield from read_columns(row).items()
    if entry is not None:
        yield from (("id", uuid.UUID(entry.id)), ("seq", entry.seq))
        yield from (("occurred_at", moment) for moment in _moments(entry, around))
    yield "occurred_at", None
    yield from (("received_at", other.received_at) for other in around.near)
    if around.last_heard_at is not None:
        yield "received_at", around.last_heard_at
    yield from (("session_number", number) for number in around.sessions)
    yield from (("source", source) for source in SOURCES)
    yield from (("status", status) for status in STATUSES)
    yield from (("flags", flags) for flags in _flag_lists(entry))


def _moments(entry: LedgerEntry, around: Surroundings) -> Iterator[datetime]:
    """When it may have happened by our clock: by a right clock, by the last known offset, by its neighbours'."""
    offsets = {timedelta(), around.clock_offset}
    for other in around.near:
        neighbour = _entry_of(other)
        if neighbour is not None and other.occurred_at is not None:
            offsets.add(neighbour.occurred_at - other.occurred_at)
    for offset in offsets:
        try:
            yield entry.occurred_at - offset
        except OverflowError:
            continue


def _flag_lists(entry: LedgerEntry | None) -> Iterator[list[str]]:
    yield [UNDECODABLE]
    known = list(entry.flags) if entry else []
    for chosen in product(*[("", *flags) for flags in _FLAGS_IN_ORDER]):
        yield [*known, *(flag for flag in chosen if flag)]


def _put_back(row: EntryRow, around: Surroundings) -> EntryRow:
    """The row with everything in it that the payload and the device say."""
    entry = _entry_of(row)
    values: dict[str, Any] = {**around.place, **read_columns(row)}
    if entry is not None:
        values |= {"id": uuid.UUID(entry.id), "seq": entry.seq, "occurred_at": entry.occurred_at}
    return row._replace(**values)


def _suspects(row: EntryRow, around: Surroundings) -> tuple[str, ...]:
    """What no other value puts back: the payload, the moment of receipt, and what was made here at random."""
    if not _is_canonical(row.payload) or find_disagreement(row) is not None:
        return ("payload",)
    if not _in_order(row, around.near):
        return ("received_at",)
    entry = _entry_of(row)
    plain = PLAIN_FIELDS if row.source == "phone" else PLAIN_FIELDS | {"source", "session_number"}
    suspects = ["received_at"] if entry and _fields_of(row.payload) <= plain else ["payload", "received_at"]
    if {"clock-corrected", "clock-wrong"} & set(row.flags):
        suspects.append("occurred_at")
    if entry is None or "id-taken" in row.flags:
        suspects.append("id")
    return tuple(suspects)


def _in_order(row: EntryRow, near: Iterable[EntryRow]) -> bool:
    """Whether it was received after those before it and before those after it."""
    return all(
        other.received_at <= row.received_at if other.seq < row.seq else row.received_at <= other.received_at
        for other in near
    )


def _entry_of(row: EntryRow) -> LedgerEntry | None:
    if len(row.payload) > PAYLOAD_CHARACTERS:
        return None
    try:
        read = parse_entry(json.loads(row.payload), by_desk=row.source != "phone")
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, LedgerEntry) else None


def _is_canonical(payload: str) -> bool:
    """Whether a payload is spelled as it is stored; what was cut, or could not be spelled, has no other spelling."""
    if len(payload) > PAYLOAD_CHARACTERS:
        return "…sha256:" in payload
    try:
        return canonical(json.loads(payload)) == payload
    except (ValueError, RecursionError):
        return payload.startswith("<class ")


def _fields_of(payload: str) -> set[str]:
    return set(json.loads(payload))
