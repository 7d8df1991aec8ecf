"""Everything the page of visitors says of an edition, read once for the page, its live part and its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fairapp.domain.editions import UNCERTAIN
from fairapp.printing.counting_words import error_words
from fairapp.queries.editions import EditionRow, SessionRow, list_sessions
from fairapp.queries.footfall import GateHour, list_gate_hours
from fairapp.queries.gate_notes import GateNotes, error_of, read_gate_notes
from fairapp.queries.occupancy import GateCount, Occupancy, list_gate_counts, list_occupancies
from fairapp.services.clock import now
from fairapp.web.locale import current_locale
from fairapp.web.session_choice import choose_session

QUIET = timedelta(minutes=15)
"""A gate from which nothing was heard for so long may have counted what nobody knows yet."""


@dataclass(frozen=True, kw_only=True)
class CountLine:
    """People in and out, in one session (None: uncertain) or through one gate; None when nobody counted."""

    inwards: int | None
    outwards: int | None
    error: str


@dataclass(frozen=True, kw_only=True)
class SessionCount(CountLine):
    """``session`` is None for what belongs to no session for certain."""

    session: SessionRow | None


@dataclass(frozen=True, kw_only=True)
class GateLine(CountLine):
    """One gate in the session shown. ``quiet``: the session runs, and no phone of it was heard lately."""

    gate: GateCount
    hall: str
    quiet: bool


@dataclass(frozen=True, kw_only=True)
class VisitorsShown:
    """What the page shows. ``session`` is the one shown, None without sessions; ``halls`` is empty unless it runs."""

    edition: EditionRow
    at: datetime
    total: CountLine
    sessions: tuple[SessionCount, ...]
    session: SessionRow | None
    halls: tuple[Occupancy, ...]
    gates: tuple[GateLine, ...]
    notes: GateNotes


def show_visitors(edition: EditionRow, asked: str) -> VisitorsShown:
    """The visitors of an edition now, of the session ``asked`` for in particular.

    Raises ``NotFound("unknown-session")``.
    """
    wall, at = (edition.organisation_id, edition.id), now()
    sessions, hours, notes = list_sessions(*wall), list_gate_hours(*wall), read_gate_notes(*wall)
    session = choose_session(sessions, asked)
    counts = list_gate_counts(*wall, session.number) if session else []
    occupancies = list_occupancies(*wall, counts)
    runs = session is not None and session.opens_at <= at < session.cut_off_at
    shown = notes.of_session(session.number) if session else GateNotes()
    return VisitorsShown(
        edition=edition,
        at=at,
        total=_line(hours, notes),
        sessions=tuple(_sessions(sessions, hours, notes)),
        session=session,
        halls=tuple(_worth_showing(occupancies) if runs else ()),
        gates=tuple(_gate(gate, occupancies, shown, at if runs else None) for gate in counts),
        notes=shown,
    )


def _line(hours: Sequence[GateHour], notes: GateNotes) -> CountLine:
    inwards, outwards = (sum(hour.inwards for hour in hours), sum(hour.outwards for hour in hours))
    return CountLine(
        inwards=inwards if hours else None,
        outwards=outwards if hours else None,
        error=error_words(current_locale(), error_of(notes.recounts)),
    )


def _sessions(sessions: Sequence[SessionRow], hours: Sequence[GateHour], notes: GateNotes) -> list[SessionCount]:
    found = []
    for session in (*sessions, None):
        number = session.number if session else UNCERTAIN
        here = [hour for hour in hours if hour.session_number == number]
        line = _line(here, notes.of_session(number))
        if session or here:
            found.append(SessionCount(session=session, inwards=line.inwards, outwards=line.outwards, error=line.error))
    return found


def _worth_showing(occupancies: Sequence[Occupancy]) -> Sequence[Occupancy]:
    """The whole fair says nothing new beside a single hall that has all the gates."""
    *halls, fair = occupancies
    return halls if len(halls) == 1 and len(halls[0].gates) == len(fair.gates) else occupancies


def _gate(gate: GateCount, occupancies: Sequence[Occupancy], notes: GateNotes, running: datetime | None) -> GateLine:
    crossed, heard = gate.crossed, gate.last_heard_at
    recounts = [row for row in notes.recounts if row.gate_id == gate.gate_id]
    return GateLine(
        gate=gate,
        hall=next((one.name for one in occupancies if one.hall_id == gate.hall_id), ""),
        inwards=None if crossed is None else crossed.inwards,
        outwards=None if crossed is None else crossed.outwards,
        error=error_words(current_locale(), error_of(recounts)),
        quiet=running is not None and (heard is None or heard + QUIET <= running),
    )
