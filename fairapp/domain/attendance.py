"""Who came. A stall whose family has not come by opening and a while is free for that session only."""

from datetime import datetime, timedelta
from enum import StrEnum

PATIENCE = timedelta(minutes=60)
"""How long after opening a booth is kept; a setting of the edition."""


class Presence(StrEnum):
    EXPECTED = "expected"
    ARRIVED = "arrived"
    NO_SHOW = "no-show"


def no_show_from(opens_at: datetime, patience: timedelta = PATIENCE) -> datetime:
    """From this moment, whoever has not arrived is a no-show for the session."""
    return opens_at + patience


def presence(
    now: datetime, opens_at: datetime, arrived_at: datetime | None, patience: timedelta = PATIENCE
) -> Presence:
    """Whether a family came, is still awaited or is a no-show. Late is still arrived. All moments aware."""
    if arrived_at is not None:
        return Presence.ARRIVED
    return Presence.NO_SHOW if now >= no_show_from(opens_at, patience) else Presence.EXPECTED
