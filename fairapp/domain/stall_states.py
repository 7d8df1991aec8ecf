"""How a stall or a gate stands at this moment, as far as anyone away from it can know: one state, the gravest.

A page in somebody's hand reports about once a minute, and with every sale; a dark screen reports nothing. So ten
minutes without a word are ordinary between two customers, and a stall is in touch until then. After ten minutes it is
quiet: look at it in passing. After thirty it is silent: somebody should go there, for nobody knows whether it sells.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

QUIET_AFTER = timedelta(minutes=10)
SILENT_AFTER = timedelta(minutes=30)


class StallState(StrEnum):
    """In the order in which they need a person, the gravest first."""

    FORK = "fork"
    UNSENT = "unsent"
    LOST = "lost"
    REVOKED = "revoked"
    SILENT = "silent"
    NO_PHONE = "no-phone"
    QUIET = "quiet"
    HEARD = "heard"
    DESK = "desk"
    CLOSED = "closed"


NEEDS_A_PERSON = (
    StallState.FORK,
    StallState.UNSENT,
    StallState.LOST,
    StallState.REVOKED,
    StallState.SILENT,
    StallState.NO_PHONE,
    StallState.QUIET,
)


@dataclass(frozen=True, kw_only=True)
class ListStanding:
    """One list of a stall or gate. ``heard_at`` is when its phone was last heard, or enrolled; a desk's list has none.

    ``received`` entries are held; ``unsent`` more were held back by its phone when last heard; ``closed``: cashed up in
    the session that is looked at. ``rested``: cashed up in an earlier one and not heard since this one opened.
    """

    by_desk: bool
    heard_at: datetime
    received: int
    unsent: int
    forked: bool
    revoked: bool
    lost: bool
    closed: bool
    rested: bool = False


def stall_state(lists: Iterable[ListStanding], moment: datetime) -> StallState:
    """The state of the stall that keeps these lists."""
    known = list(lists)
    allowed = [one for one in known if not one.by_desk and not one.revoked]
    at_work = [one for one in allowed if not one.lost]
    if any(one.forked for one in allowed):
        return StallState.FORK
    if any(one.unsent for one in at_work):
        return StallState.UNSENT
    if is_closed(known):
        return StallState.CLOSED
    if at_work:
        return _by_silence(moment - min(one.heard_at for one in _used(at_work)))
    return _without_phone(known, lost=bool(allowed))


def is_closed(lists: Sequence[ListStanding]) -> bool:
    """Whether every phone that is used there was cashed up; where no phone is at work, whether any list was."""
    at_work = [one for one in lists if not (one.by_desk or one.revoked or one.lost)]
    return all(one.closed for one in _used(at_work)) if at_work else any(one.closed for one in lists)


def _used(phones: Sequence[ListStanding]) -> Sequence[ListStanding]:
    """Beside another, a phone that never recorded anything, or was done with in an earlier session, worries nobody."""
    return [one for one in phones if one.received and not one.rested] or phones


def _by_silence(silence: timedelta) -> StallState:
    if silence >= SILENT_AFTER:
        return StallState.SILENT
    return StallState.QUIET if silence >= QUIET_AFTER else StallState.HEARD


def _without_phone(lists: Sequence[ListStanding], *, lost: bool) -> StallState:
    if lost:
        return StallState.LOST
    if any(one.by_desk for one in lists):
        return StallState.DESK
    return StallState.REVOKED if lists else StallState.NO_PHONE
