"""One dated holding of a fair and its sessions. A fair of Ramadan runs 21:00–02:00: the session is the trading day."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from fairapp.domain.errors import Refused

UNCERTAIN = 0
"""The session number of what belongs to no session, or cannot be told."""

GRACE = timedelta(minutes=60)
"""Before opening: a sale made while stalls are set up belongs to the session that is about to open."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_LENGTH = range(2, 61)


class EditionStep(StrEnum):
    """The life of an edition, in order: the line on its home page."""

    REGISTER = "register"
    PLAN = "plan"
    REQUESTS = "requests"
    DRAW = "draw"
    CONFIRMATIONS = "confirmations"
    FAIR = "fair"
    RESULTS = "results"


def steps_done(done: Collection[EditionStep]) -> list[EditionStep]:
    """Every step that is over, in order: one that is done takes those before it along."""
    steps = list(EditionStep)
    last = max((steps.index(step) for step in done), default=-1)
    return steps[: last + 1]


@dataclass(frozen=True, kw_only=True)
class SessionTimes:
    """One session's opening, closing, and the moment after which nothing more counts as made in it. All aware."""

    number: int
    opens_at: datetime
    closes_at: datetime
    cut_off_at: datetime

    def __post_init__(self) -> None:
        if any(moment.tzinfo is None for moment in (self.opens_at, self.closes_at, self.cut_off_at)):
            raise ValueError("a session needs aware datetimes")
        if not self.opens_at < self.closes_at <= self.cut_off_at:
            raise Refused("session-times-disordered", number=self.number)


def session_of(occurred_at: datetime, sessions: Sequence[SessionTimes], *, grace: timedelta = GRACE) -> int:
    """The number of the session in which something happened, or ``UNCERTAIN``.

    From opening to cut-off; otherwise within ``grace`` before the next opening. The cut-off itself is outside.
    """
    for session in sessions:
        if session.opens_at <= occurred_at < session.cut_off_at:
            return session.number
    for session in sessions:
        if session.opens_at - grace <= occurred_at < session.opens_at:
            return session.number
    return UNCERTAIN


def make_sessions(
    dates: Iterable[date], opens: time, closes: time, zone: ZoneInfo, cut_off_minutes: int = 60
) -> tuple[SessionTimes, ...]:
    """One session a date, in order of date, numbered from 1, in UTC. Closing at or before opening means the next day.

    Raises ``dates-repeated``, ``sessions-overlap`` and ``session-times-disordered``.
    """
    days = sorted(dates)
    if len(set(days)) != len(days):
        raise Refused("dates-repeated")
    closing_day = timedelta(days=1 if closes <= opens else 0)
    sessions = []
    for number, day in enumerate(days, start=1):
        # Durations are added in UTC: a clock may jump during the night.
        closes_at = _instant(day + closing_day, closes, zone)
        sessions.append(
            SessionTimes(
                number=number,
                opens_at=_instant(day, opens, zone),
                closes_at=closes_at,
                cut_off_at=closes_at + timedelta(minutes=cut_off_minutes),
            )
        )
    return check_sessions(sessions)


def check_sessions(sessions: Iterable[SessionTimes]) -> tuple[SessionTimes, ...]:
    """The sessions by time of opening; raises ``sessions-overlap`` when one opens before another's cut-off."""
    ordered = tuple(sorted(sessions, key=lambda session: session.opens_at))
    for earlier, later in pairwise(ordered):
        if later.opens_at < earlier.cut_off_at:
            raise Refused("sessions-overlap", first=earlier.number, second=later.number)
    return ordered


def parse_slug(text: str) -> str:
    """An edition's name in addresses and commands: ``jeddah-2014``. Raises ``slug-unreadable``."""
    slug = text.strip().lower()
    if len(slug) not in _SLUG_LENGTH or not _SLUG.fullmatch(slug):
        raise Refused("slug-unreadable", text=text)
    return slug


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
