"""Who came. A stall whose family has not come by opening and a while is free for that session only."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

PATIENCE = timedelta(minutes=60)
"""How long after opening a booth is kept; a setting of the edition."""

FORFEITED_AT = 2
"""The absence without excuse that costs the rest of the edition."""

FIRST_TIER = 1
TIER_AFTER_ABSENCE = 2


class Presence(StrEnum):
    EXPECTED = "expected"
    ARRIVED = "arrived"
    EXCUSED = "excused"
    NO_SHOW = "no-show"


def no_show_from(opens_at: datetime, patience: timedelta = PATIENCE) -> datetime:
    """From this moment, whoever has not arrived is a no-show for the session."""
    return opens_at + patience


def presence(
    now: datetime,
    opens_at: datetime,
    arrived_at: datetime | None,
    patience: timedelta = PATIENCE,
    *,
    is_excused: bool = False,
    held_since: datetime | None = None,
) -> Presence:
    """Whether a family came, is excused, still awaited or a no-show. Late is still arrived. All moments aware.

    Who was given her booth after opening (``held_since``) is waited for as long from then.
    """
    if arrived_at is not None:
        return Presence.ARRIVED
    if is_excused:
        return Presence.EXCUSED
    awaited_from = max(opens_at, held_since or opens_at)
    return Presence.NO_SHOW if now >= no_show_from(awaited_from, patience) else Presence.EXPECTED


def is_free_today(state: Presence) -> bool:
    """Whether the booth may be taken by a stand-by for the session; an excused family keeps it for the next."""
    return state in (Presence.NO_SHOW, Presence.EXCUSED)


def forfeits(unexcused: Sequence[int]) -> bool:
    """Whether these sessions, missed without excuse, cost the rest of the edition."""
    return len(set(unexcused)) >= FORFEITED_AT


def tier_after(unexcused: Sequence[int]) -> int:
    """The tier of the next edition's request: who left a booth empty without excuse comes after everyone else."""
    return TIER_AFTER_ABSENCE if unexcused else FIRST_TIER
