"""The board as it is shown: who needs a person first, every booth with a sign and a word, the numbers on top."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from flask import url_for

from fairapp.domain.editions import SessionTimes, session_of
from fairapp.domain.exhibitors import search_key
from fairapp.domain.stall_states import NEEDS_A_PERSON, StallState
from fairapp.domain.text import ascii_digits
from fairapp.queries.board import Board, BoardGate, BoardList, BoardStall, read_board
from fairapp.queries.editions import EditionRow, SessionRow, list_sessions
from fairapp.queries.floor_plan import list_booths, list_halls
from fairapp.queries.hall_features import list_features
from fairapp.services.clock import now
from fairapp.web.locale import current_locale
from fairapp.web.plan_drawing import DrawnHall, drawn_from_rows

SIGNS = {
    StallState.FORK: "!",
    StallState.UNSENT: "↑",
    StallState.LOST: "?",
    StallState.REVOKED: "✕",
    StallState.SILENT: "○",
    StallState.NO_PHONE: "–",
    StallState.QUIET: "◐",
    StallState.HEARD: "●",
    StallState.DESK: "✎",
    StallState.CLOSED: "✓",
}
"""Told apart without colour. Each stands beside its word, or in a link that is named by it."""
IN_TOUCH = (StallState.HEARD, StallState.CLOSED)
ATTENTION, OPEN = "attention", "open"
CHOICES = (ATTENTION, OPEN, *(state.value for state in StallState))
_MINUTES = re.compile(r"(?<=:)\d\d")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the reader narrows the board to; empty for everything."""

    q: str = ""
    hall: str = ""
    state: str = ""


class BoothSign(NamedTuple):
    """What a booth of the drawing says: the class and sign of its state, and where it leads. ``label`` in words."""

    state: str
    sign: str
    label: str
    address: str
    matches: bool


class BoothDrawn(NamedTuple):
    """A booth as it stands in the drawing, in centimetres: its number over its sign, at ``middle``; None while free."""

    id: str
    number: str
    x: int
    y: int
    width: int
    depth: int
    middle: int
    number_y: int
    number_size: int
    sign_y: int
    sign_size: int
    said: BoothSign | None


@dataclass(frozen=True, kw_only=True)
class HallBoard:
    """A hall with what stands in it; ``drawn`` is its outline, ``booths`` its booths with their signs."""

    drawn: DrawnHall
    booths: tuple[BoothDrawn, ...]


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The figures on top, of the halls that are shown. ``unsent`` are entries, on ``holding`` phones."""

    stalls: int
    open: int
    closed: int
    silent: int
    without_phone: int
    unsent: int
    holding: int
    takings_minor: int


@dataclass(frozen=True, kw_only=True)
class BoardShown:
    """Everything the page says; equal boards have equal ``tag``s, whenever they were made."""

    at: datetime
    session: SessionRow | None
    running: bool
    numbers: Numbers
    stalls: tuple[BoardStall, ...]
    gates: tuple[BoardGate, ...]
    halls: tuple[HallBoard, ...]
    hall_choices: tuple[tuple[str, str], ...]
    asked: Asked

    @property
    def tag(self) -> str:
        """A hash of all that is shown but the moment."""
        lines = [(one.exhibitor_id, one.exhibitor, one.state, one.closed, one.takings_minor, one.places,
                  [_said(phone, one.state) for phone in one.phones]) for one in self.stalls]  # fmt: skip
        gates = [(one.code, one.name, one.state, one.entries, [_said(phone, one.state) for phone in one.phones])
                 for one in self.gates]  # fmt: skip
        said = (self.session, self.running, self.numbers, lines, gates, self.halls, self.asked)
        return hashlib.sha256(repr((current_locale(), said)).encode()).hexdigest()[:32]


def _said(phone: BoardList, state: StallState) -> tuple[object, ...]:
    """A stall in touch does not say when it was heard, or an unchanged board would change with every heartbeat."""
    heard = None if state in IN_TOUCH else phone.last_heard_at
    return heard, phone.unsent, phone.unsent_since, phone.closed_at


def show_board(row: EditionRow, asked: Asked, *, drawing: bool = True) -> BoardShown:
    """The board of an edition at this moment; with ``drawing`` the halls too."""
    moment = now()
    wall = (row.organisation_id, row.id)
    session, running = _session_at(list_sessions(*wall), moment)
    number, opened_at = (session.number, session.opens_at) if session else (0, None)
    board = read_board(*wall, number, moment, opened_at=opened_at)
    in_hall = [one for one in board.stalls if not asked.hall or asked.hall in {place.hall for place in one.places}]
    found = [one for one in in_hall if _matches(one, asked)]
    return BoardShown(
        at=moment,
        session=session,
        running=running,
        numbers=_numbers(in_hall),
        stalls=tuple(sorted(found, key=_urgency)),
        gates=tuple(one for one in board.gates if not asked.hall or one.hall in (asked.hall, None)),
        halls=_halls(_drawn(row, asked), _signs(row, board, found)) if drawing else (),
        hall_choices=_hall_choices(board),
        asked=asked,
    )


def clock_with_seconds(moment: datetime, zone: str) -> str:
    """«٦:٤٢:١٠ م»: the time of day as this reader reads it, to the second."""
    locale = current_locale()
    seconds = locale.digits_text(f":{moment.second:02}")
    return _MINUTES.sub(lambda minutes: minutes[0] + seconds, locale.time(moment, zone), count=1)


def last_heard(lists: Iterable[BoardList]) -> datetime | None:
    """When any of these was heard last."""
    return max((one.last_heard_at for one in lists if one.last_heard_at), default=None)


def unsent_since(lists: Iterable[BoardList]) -> datetime | None:
    """Since when any of these holds something back."""
    return min((one.unsent_since for one in lists if one.unsent and one.unsent_since), default=None)


def _session_at(sessions: Sequence[SessionRow], moment: datetime) -> tuple[SessionRow | None, bool]:
    """The session that runs, and True; else the one that ran last, if any."""
    times = [
        SessionTimes(number=s.number, opens_at=s.opens_at, closes_at=s.closes_at, cut_off_at=s.cut_off_at)
        for s in sessions
    ]
    number = session_of(moment, times)
    for session in sessions:
        if session.number == number:
            return session, True
    begun = [session for session in sessions if session.opens_at <= moment]
    return (begun[-1] if begun else None), False


def _matches(stall: BoardStall, asked: Asked) -> bool:
    if asked.state == ATTENTION and stall.state not in NEEDS_A_PERSON:
        return False
    if asked.state == OPEN and stall.closed:
        return False
    if asked.state in set(StallState) and stall.state != asked.state:
        return False
    booths = {place.booth.casefold() for place in stall.places}
    for word in asked.q.split():
        folded = search_key(word)
        if not (folded and folded in stall.search_key) and ascii_digits(word).casefold() not in booths:
            return False
    return True


_ORDER = {state: at for at, state in enumerate(StallState)}
_NEVER = datetime.max.replace(tzinfo=UTC)


def _urgency(stall: BoardStall) -> tuple[int, datetime]:
    """The gravest state first, then what has lasted longest; else the order of the plan, which sorting keeps."""
    if stall.state is StallState.UNSENT:
        return _ORDER[stall.state], unsent_since(stall.phones) or _NEVER
    if stall.state in (StallState.SILENT, StallState.QUIET):
        return _ORDER[stall.state], last_heard(stall.phones) or stall.phones[0].enrolled_at
    return _ORDER[stall.state], _NEVER


def _numbers(stalls: Sequence[BoardStall]) -> Numbers:
    closed = sum(one.closed for one in stalls)
    states = [one.state for one in stalls]
    phones = [phone for one in stalls for phone in one.phones if phone.unsent]
    return Numbers(
        stalls=len(stalls),
        open=len(stalls) - closed,
        closed=closed,
        silent=states.count(StallState.SILENT),
        without_phone=states.count(StallState.NO_PHONE),
        unsent=sum(phone.unsent for phone in phones),
        holding=len(phones),
        takings_minor=sum(one.takings_minor for one in stalls),
    )


def _drawn(row: EditionRow, asked: Asked) -> list[DrawnHall]:
    wall = (row.organisation_id, row.id)
    halls = [hall for hall in list_halls(*wall) if not asked.hall or hall.code == asked.hall]
    booths = [booth for booth in list_booths(*wall) if not asked.hall or booth.hall == asked.hall]
    return drawn_from_rows(halls, booths, (), {}, list_features(*wall))


def _halls(drawn: Iterable[DrawnHall], signs: Mapping[str, BoothSign]) -> tuple[HallBoard, ...]:
    """The halls that have booths. All sums are done here: a template takes ten times as long for them."""
    locale = current_locale()
    return tuple(
        HallBoard(
            drawn=hall,
            booths=tuple(
                BoothDrawn(
                    id=booth.number,
                    number=locale.digits_text(booth.number),
                    x=booth.x,
                    y=booth.y,
                    width=booth.width,
                    depth=booth.depth,
                    middle=booth.x + booth.width // 2,
                    number_y=booth.y + booth.depth * 2 // 7,
                    number_size=booth.letter_size * 4 // 5,
                    sign_y=booth.y + booth.depth * 5 // 7,
                    sign_size=min(booth.depth, booth.width) * 2 // 5,
                    said=signs.get(booth.number),
                )
                for booth in hall.booths
            ),
        )
        for hall in drawn
        if hall.booths
    )


def _signs(row: EditionRow, board: Board, found: Iterable[BoardStall]) -> dict[str, BoothSign]:
    """By booth number. Addresses are put together here: asking for each would take longer than all the rest."""
    locale = current_locale()
    stalls = f"{url_for('board.index', edition=row.slug)}/stalls/"
    matching = {one.exhibitor_id for one in found}
    words = {state: locale.word("stall state", state.value) for state in StallState}
    return {
        place.booth: BoothSign(
            state=stall.state.value,
            sign=SIGNS[stall.state],
            label=f"{locale.digits_text(place.booth)} · {stall.exhibitor} · {words[stall.state]}",
            address=f"{stalls}{stall.exhibitor_id}",
            matches=stall.exhibitor_id in matching,
        )
        for stall in board.stalls
        for place in stall.places
    }


def _hall_choices(board: Board) -> tuple[tuple[str, str], ...]:
    """Code and name of the halls in which somebody holds a booth."""
    return tuple({place.hall: place.hall_name for stall in board.stalls for place in stall.places}.items())
