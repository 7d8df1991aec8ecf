"""One entry of a phone's list: read from hostile JSON into a typed value, and chained to the entry before it.

A well-formed entry is never refused: what is odd about it becomes a flag. What cannot be read is ``Undecodable`` and is
kept as it came. Ids are the canonical text of a UUID; amounts are minor units; moments are aware, in UTC.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from fairapp.domain.footfall import Direction, Party
from fairapp.domain.text import has_bidi_controls

VERSION = 1
FIRST_HASH = "0" * 64
LARGEST_SEQ = 2**53 - 1
LARGEST_MINOR = 10**12
"""No stall takes ten billion in one sale: more is a fault. Nine million of these still add up in 64 bits."""
HEADCOUNTS = range(1, 501)
PAYLOAD_CHARACTERS = 65_536
_LONGEST_TEXT = 2_000
_MOST_ITEMS = 100
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_METHOD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)


class EntryKind(StrEnum):
    SALE = "sale"
    VOID = "void"
    REFUND = "refund"
    ENTRY = "entry"
    CASH_UP = "cash_up"
    NOTE = "note"
    SETTLEMENT = "settlement"  # only in lists of the desk: from a phone it cannot be read


class EntryStatus(StrEnum):
    """What is stored (``accepted``, ``quarantined``) and what an upload answers (also ``duplicate``)."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, kw_only=True)
class CountedDrawer:
    """What a cash-up says. ``sales`` and ``sales_minor`` are the phone's own sums of the sales that stand."""

    session_id: str
    float_minor: int
    counted_minor: int
    denominations: Mapping[str, int]
    sales: int
    sales_minor: int
    zero_sales: bool


class LedgerEntry(NamedTuple):
    """A well-formed entry. Fields that its kind does not have are None."""

    id: str
    seq: int
    kind: EntryKind
    occurred_at: datetime
    amount_minor: int | None = None
    method: str | None = None
    ref: str | None = None
    headcount: int | None = None
    party: str | None = None
    direction: str | None = None
    drawer: CountedDrawer | None = None
    session_number: int | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Undecodable:
    """Something in the place of an entry: ``seq`` and ``id`` where they could be read; ``field`` is the first fault."""

    seq: int | None
    id: str | None
    field: str


class _Unreadable(ValueError):
    """The field that cannot be read."""


def parse_entry(raw: object, *, by_desk: bool = False) -> LedgerEntry | Undecodable:
    """Read one entry of interfaces.md §3. Fields that are not known are kept in the payload and otherwise ignored.

    ``by_desk``: it stands in a list of the desk, which alone can settle other entries.
    """
    if not isinstance(raw, dict):
        return Undecodable(seq=None, id=None, field="entry")
    try:
        return _entry(raw, _DESK_READERS if by_desk else _READERS)
    except _Unreadable as fault:
        return Undecodable(seq=read_seq(raw), id=read_id(raw.get("id")), field=str(fault))


def canonical(raw: object) -> str:
    """The one spelling of a JSON value: sorted keys, no spaces, ASCII (so that any database can hold it)."""
    return _spell_sorted(raw)


def chain_hash(previous: str, place: str, fields: Sequence[object]) -> str:
    """The hash of an entry: SHA-256 over the previous hash and every stored field of this one, in their fixed order.

    ``place`` is the text of the fields that all entries of a device share. Ids and moments are written as ``str``
    writes them; moments are in UTC.
    """
    return hashlib.sha256(f"{previous} {place} {_spell(fields)}".encode()).hexdigest()


def _speller(encoder: json.JSONEncoder) -> Callable[[object], str]:
    """``encoder.encode``, whose C part is made once: making it costs as much as spelling something short."""
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return encoder.encode
    names = (encoder.key_separator, encoder.item_separator, encoder.sort_keys, encoder.skipkeys, encoder.allow_nan)
    spell = make(None, encoder.default, json.encoder.encode_basestring_ascii, None, *names)
    return lambda value: "".join(spell(value, 0))


# A number beyond all numbers (1e999) is spelled Infinity: without a spelling, two contents would be taken for one.
_spell_sorted = _speller(json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=True))
_spell = _speller(json.JSONEncoder(separators=(",", ":"), default=str))


def read_seq(raw: object) -> int | None:
    """The place of an entry in its list, from 1, if it says one."""
    seq = raw.get("seq") if isinstance(raw, dict) else None
    return seq if type(seq) is int and 1 <= seq <= LARGEST_SEQ else None


def read_id(value: object) -> str | None:
    """The canonical text of a UUID, or None."""
    text = value.lower() if isinstance(value, str) and len(value) == 36 else ""
    return text if _UUID.fullmatch(text) else None


def read_moment(value: object) -> datetime | None:
    """A moment of RFC 3339 with its offset, in UTC, or None."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _entry(raw: dict[str, object], readers: "Readers") -> LedgerEntry:
    if raw.get("v") != VERSION:
        raise _Unreadable("v")
    seq, id_, occurred_at = read_seq(raw), read_id(raw.get("id")), read_moment(raw.get("occurred_at"))
    if seq is None or id_ is None or occurred_at is None:
        raise _Unreadable("seq" if seq is None else "id" if id_ is None else "occurred_at")
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in readers:
        raise _Unreadable("kind")
    return readers[kind](raw, {"id": id_, "seq": seq, "kind": _KINDS[kind], "occurred_at": occurred_at})


def _sale(raw: dict[str, object], common: dict[str, object]) -> LedgerEntry:
    amount = _whole(raw, "amount_minor", 1)
    flags = _text_flags(raw, "note")
    if "items" in raw and _items_sum(raw["items"]) != amount:
        flags = ("items-differ", *flags)
    return _made(common, amount_minor=amount, method=_method(raw), flags=flags)


def _void(raw: dict[str, object], common: dict[str, object]) -> LedgerEntry:
    ref = read_id(raw.get("ref"))
    if ref is None:
        raise _Unreadable("ref")
    return _made(common, ref=ref, flags=_text_flags(raw, "reason"))


def _refund(raw: dict[str, object], common: dict[str, object]) -> LedgerEntry:
    ref = read_id(raw.get("ref"))
    if ref is None and raw.get("ref") is not None:
        raise _Unreadable("ref")
    flags = _text_flags(raw, "reason")
    return _made(common, amount_minor=_whole(raw, "amount_minor", 1), method=_method(raw), ref=ref, flags=flags)


def _crossing(raw: dict[str, object], common: dict[str, object]) -> LedgerEntry:
    headcount = _whole(raw, "headcount", HEADCOUNTS.start, HEADCOUNTS.stop - 1)
    party = _one_of(raw, "party", tuple(Party))
    return _made(common, headcount=headcount, party=party, direction=_one_of(raw, "direction", tuple(Direction)))


def _cash_up(raw: dict[str, object], common: dict[str, object]) -> LedgerEntry:
    session_id, zero, notes = read_id(raw.get("session_id")), raw.get("zero_sales", False), raw.get("denominations")
    if session_id is None or not isinstance(zero, bool):
        raise _Unreadable("session_id" if session_id is None else "zero_sales")
    if not isinstance(notes, dict) or len(notes) > _MOST_ITEMS:
        raise _Unreadable("denominations")
    drawer = CountedDrawer(
        session_id=session_id,
        float_minor=_whole(raw, "float_minor", 0),
        counted_minor=_whole(raw, "counted_minor", 0),
        denominations={str(note)[:40]: _whole(notes, note, 0) for note in notes},
        sales=_whole(raw, "sales", 0),
        sales_minor=_whole(raw, "sales_minor", 0),
        zero_sales=zero,
    )
    return _made(common, drawer=drawer, flags=("zero-sales-differ",) if zero and drawer.sales else ())


def _note(raw: dict[str, object], common: dict[str, object]) -> LedgerEntry:
    if not isinstance(raw.get("text"), str):
        raise _Unreadable("text")
    return _made(common, flags=_text_flags(raw, "text"))


def _settlement(raw: dict[str, object], common: dict[str, object]) -> LedgerEntry:
    """``ref`` is the entry that it settles, ``session_number`` the session in which that one counts from now on."""
    ref = read_id(raw.get("ref"))
    if ref is None:
        raise _Unreadable("ref")
    return _made(common, ref=ref, session_number=_whole(raw, "session_number", 0), flags=_text_flags(raw, "reason"))


Readers = Mapping[str, Callable[[dict[str, object], dict[str, object]], LedgerEntry]]
_READERS: Readers = {
    "sale": _sale,
    "void": _void,
    "refund": _refund,
    "entry": _crossing,
    "cash_up": _cash_up,
    "note": _note,
}
_KINDS = {kind.value: kind for kind in EntryKind}
_DESK_READERS: Readers = {**_READERS, "settlement": _settlement}


def _made(common: dict[str, object], **fields: object) -> LedgerEntry:
    return LedgerEntry(**common, **fields)  # type: ignore[arg-type]  # each field was read into its type just before


def _whole(raw: Mapping[str, object], name: str, least: int, most: int = LARGEST_MINOR) -> int:
    value = raw.get(name)
    if type(value) is not int or not least <= value <= most:
        raise _Unreadable(name)
    return value


def _one_of(raw: dict[str, object], name: str, allowed: tuple[str, ...]) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or value not in allowed:
        raise _Unreadable(name)
    return str(value)


def _method(raw: dict[str, object]) -> str:
    value = raw.get("method")
    if not isinstance(value, str) or len(value) > 40 or not _METHOD.fullmatch(value):
        raise _Unreadable("method")
    return value


def _text_flags(raw: dict[str, object], name: str) -> tuple[str, ...]:
    """What people wrote never costs them a sale: it is kept as it came, and flagged when it needs care."""
    text = raw.get(name)
    if text is None:
        return ()
    if not isinstance(text, str) or len(text) > _LONGEST_TEXT:
        return ("text-unreadable",)
    return ("text-has-controls",) if has_bidi_controls(text) else ()


def _items_sum(items: object) -> int | None:
    """What the goods of a sale add up to; None when they cannot be read (the amount stands by itself)."""
    if not isinstance(items, list) or len(items) > _MOST_ITEMS:
        return None
    total = 0
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("name"), str):
            return None
        quantity, unit = item.get("quantity"), item.get("unit_minor")
        if type(quantity) is not int or type(unit) is not int or quantity < 1 or unit < 0:
            return None
        total += quantity * unit
    return total
