"""A line that somebody of the office enters: checked, and written as a phone would write it.

What a phone recorded cannot be mended any more and is flagged; whoever sits at the desk can still be asked. So what is
wrong here is refused.
"""

import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fairapp.domain.editions import UNCERTAIN, session_of
from fairapp.domain.errors import Refused
from fairapp.domain.footfall import Direction, Party
from fairapp.domain.ledger import HEADCOUNTS, LARGEST_MINOR, VERSION, CountedDrawer
from fairapp.domain.text import clean_text
from fairapp.models.base import new_id
from fairapp.services.clock import now
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.ledger_intake import CLOCK_SLACK

MOST_PEOPLE = 50_000
"""In one line of a paper tally."""
LONGEST_REASON = 500
Draft = dict[str, Any]
"""An entry as a phone would write it, without its place in the list."""


@dataclass(frozen=True, kw_only=True)
class DeskLine:
    """What happened, as somebody at the desk says it. ``occurred_at`` is aware.

    ``kind``: sale, refund, void, cash_up, note for an exhibitor; entry, void, note for a gate. ``id`` makes a line that
    is sent twice count once. ``ref`` is the line of the desk that a void undoes. Of ``drawer`` the sums of sales are
    not read: the server adds them up.
    """

    kind: str
    occurred_at: datetime
    amount_minor: int | None = None
    method: str | None = None
    ref: uuid.UUID | None = None
    reason: str = ""
    headcount: int | None = None
    direction: str | None = None
    party: str | None = None
    drawer: CountedDrawer | None = None
    note: str = ""
    id: uuid.UUID | None = None


def drafts_of(
    line: DeskLine, device: LockedDevice, *, methods: Collection[str], source: str, outside_sessions: bool
) -> Iterator[Draft]:
    """The entries of one line: one, or several for more people than an entry can hold.

    Raises ``entry-kind-unfit``, ``moment-to-come``, ``moment-outside-sessions``, ``amount-zero``, ``amount-too-large``,
    ``payment-method-unknown``, ``headcount-unfit``, ``direction-unknown``, ``party-unknown``, ``unknown-session``,
    ``reason-missing``, ``text-too-long`` and ``text-has-controls``.
    """
    if line.kind not in _KINDS[device.kind]:
        raise Refused("entry-kind-unfit", kind=line.kind)
    _check_moment(line, device, outside_sessions=outside_sessions)
    fields = _READERS[line.kind](line, device, methods)
    for part, more in enumerate(_parts(line)):
        yield draft(line.kind, _id_of(line, part), line.occurred_at, source=source, **fields, **more)


def draft(kind: str, id_: uuid.UUID, occurred_at: datetime, *, source: str, **fields: Any) -> Draft:
    """An entry of the wire's format, without its place; it says where it comes from."""
    moment = occurred_at.astimezone(UTC).isoformat()
    return {"v": VERSION, "id": str(id_), "kind": kind, "occurred_at": moment, "source": source, **fields}


def _check_moment(line: DeskLine, device: LockedDevice, *, outside_sessions: bool) -> None:
    if line.occurred_at > now() + CLOCK_SLACK:
        raise Refused("moment-to-come")
    dated = line.kind in ("sale", "refund", "entry")
    if dated and not outside_sessions and session_of(line.occurred_at, device.sessions) == UNCERTAIN:
        raise Refused("moment-outside-sessions")


def _sale(line: DeskLine, _: LockedDevice, methods: Collection[str]) -> Draft:
    note = clean_text(line.note, LONGEST_REASON)
    return _money(line, methods) | ({"note": note} if note else {})


def _refund(line: DeskLine, _: LockedDevice, methods: Collection[str]) -> Draft:
    return _money(line, methods) | {"reason": reason_of(line.reason)} | ({"ref": str(line.ref)} if line.ref else {})


def _void(line: DeskLine, _: LockedDevice, methods: Collection[str]) -> Draft:
    if line.ref is None:
        raise Refused("nothing-to-void")
    return {"ref": str(line.ref), "reason": reason_of(line.reason)}


def _crossing(line: DeskLine, _: LockedDevice, methods: Collection[str]) -> Draft:
    if line.headcount is None or not 1 <= line.headcount <= MOST_PEOPLE:
        raise Refused("headcount-unfit", most=MOST_PEOPLE)
    if line.direction not in list(Direction):
        raise Refused("direction-unknown")
    party = line.party or (Party.SINGLE if line.headcount == 1 else Party.GROUP).value
    if party not in list(Party):
        raise Refused("party-unknown")
    return {"party": party, "direction": line.direction}


def _cash_up(line: DeskLine, device: LockedDevice, methods: Collection[str]) -> Draft:
    drawer = line.drawer
    if drawer is None or drawer.session_id not in device.session_numbers:
        raise Refused("unknown-session", number="")
    sums = (drawer.float_minor, drawer.counted_minor, *drawer.denominations.values())
    if not all(0 <= minor <= LARGEST_MINOR for minor in sums):
        raise Refused("amount-too-large", text=str(max(sums)))
    return {
        "session_id": drawer.session_id,
        "float_minor": drawer.float_minor,
        "counted_minor": drawer.counted_minor,
        "denominations": dict(drawer.denominations),
        "zero_sales": drawer.zero_sales,
    }


def _note(line: DeskLine, _: LockedDevice, methods: Collection[str]) -> Draft:
    return {"text": reason_of(line.note)}


_KINDS = {"till": {"sale", "refund", "void", "cash_up", "note"}, "gate": {"entry", "void", "note"}}
_READERS: dict[str, Callable[[DeskLine, LockedDevice, Collection[str]], Draft]] = {
    "sale": _sale,
    "refund": _refund,
    "void": _void,
    "entry": _crossing,
    "cash_up": _cash_up,
    "note": _note,
}


def reason_of(text: str) -> str:
    """Why: never empty. Raises ``reason-missing``, ``text-too-long``, ``text-has-controls``."""
    reason = clean_text(text, LONGEST_REASON)
    if not reason:
        raise Refused("reason-missing")
    return reason


def check_amount(minor: int | None) -> int:
    """Raises ``amount-zero`` and ``amount-too-large``."""
    if minor is None or minor < 1:
        raise Refused("amount-zero")
    if minor > LARGEST_MINOR:
        raise Refused("amount-too-large", text=str(minor))
    return minor


def _money(line: DeskLine, methods: Collection[str]) -> Draft:
    if line.method not in methods:
        raise Refused("payment-method-unknown")
    return {"amount_minor": check_amount(line.amount_minor), "method": line.method}


def _parts(line: DeskLine) -> Iterator[Draft]:
    if line.kind != "entry" or line.headcount is None:
        yield {}
        return
    left, most = line.headcount, HEADCOUNTS.stop - 1
    while left > 0:
        yield {"headcount": min(left, most)}
        left -= most


def _id_of(line: DeskLine, part: int) -> uuid.UUID:
    """The parts of one line keep their ids however often it is sent."""
    if line.id is None:
        return new_id()
    return line.id if part == 0 else uuid.uuid5(line.id, str(part))
