"""A gate's paper tally: people in and out, hour by hour of one session, as they were typed and what they mean."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fairapp.domain.errors import FairError, Refused
from fairapp.domain.footfall import Direction
from fairapp.queries.desk_details import new_line_id
from fairapp.queries.editions import SessionRow
from fairapp.services.clock import now
from fairapp.services.desk_entries import DeskLine
from fairapp.web.desk_typed import SOURCES, read_opened_at, read_row_id, read_source
from fairapp.web.typed import find_whole

DIRECTIONS = (Direction.IN.value, Direction.OUT.value)
MOST = 20_000
"""People in one hour through one gate: more is a slip of the pen."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class TallyHour:
    """One hour of the session. By direction: the id of its line, what was typed, how many that is, what is wrong."""

    begins_at: datetime
    ends_at: datetime
    occurred_at: datetime
    ids: Mapping[str, uuid.UUID]
    typed: Mapping[str, str]
    people: Mapping[str, int]
    faults: Mapping[str, FairError] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A session's sheet, of the hours that have begun."""

    session: SessionRow
    source: str
    opened_at: datetime
    hours: tuple[TallyHour, ...]

    @property
    def is_sound(self) -> bool:
        return not any(hour.faults for hour in self.hours)

    @property
    def sums(self) -> dict[str, int]:
        """People by direction."""
        return {way: sum(hour.people.get(way, 0) for hour in self.hours) for way in DIRECTIONS}

    def lines(self) -> list[DeskLine]:
        """What is to be recorded: a line for every cell in which somebody was counted."""
        return [_line(hour, way) for hour in self.hours for way in DIRECTIONS if hour.people.get(way)]


def blank_tally(session: SessionRow) -> Tally:
    """An empty sheet."""
    return _tally(session, now(), SOURCES[0], {})


def read_tally(session: SessionRow, typed: Mapping[str, str]) -> Tally:
    """The sheet as it was typed. Refuses nothing: faults stand by cells."""
    return _tally(session, read_opened_at(typed), read_source(typed), typed)


def _tally(session: SessionRow, opened_at: datetime, source: str, typed: Mapping[str, str]) -> Tally:
    begins = session.opens_at.replace(minute=0, second=0, microsecond=0)
    hours: list[TallyHour] = []
    while begins < min(session.closes_at, opened_at):
        hours.append(_hour(session, begins, opened_at, typed, len(hours)))
        begins += _HOUR
    return Tally(session=session, source=source, opened_at=opened_at, hours=tuple(hours))


def _hour(session: SessionRow, begins: datetime, opened_at: datetime, typed: Mapping[str, str], at: int) -> TallyHour:
    first, last = max(begins, session.opens_at), min(begins + _HOUR, session.closes_at)
    people, faults = {}, {}
    for way in DIRECTIONS:
        try:
            found = find_whole(typed, f"{way}-{at}") or 0
            if found > MOST:
                raise Refused("headcount-unfit", most=MOST)
            people[way] = found
        except FairError as error:
            faults[way] = error
    return TallyHour(
        begins_at=first,
        ends_at=last,
        occurred_at=min(first + (last - first) / 2, opened_at),
        ids={way: read_row_id(typed.get(f"id-{way}-{at}", "")) if typed else new_line_id() for way in DIRECTIONS},
        typed={way: typed.get(f"{way}-{at}", "").strip() for way in DIRECTIONS},
        people=people,
        faults=faults,
    )


def _line(hour: TallyHour, way: str) -> DeskLine:
    return DeskLine(
        id=hour.ids[way], kind="entry", occurred_at=hour.occurred_at, headcount=hour.people[way], direction=way
    )
