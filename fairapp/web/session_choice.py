"""Which session a page of the day is about: the one asked for, the one that is open, the next one, or the last."""

from collections.abc import Sequence

from fairapp.domain.editions import UNCERTAIN, SessionTimes, session_of
from fairapp.domain.errors import NotFound
from fairapp.queries.editions import SessionRow
from fairapp.services.clock import now


def choose_session(sessions: Sequence[SessionRow], asked: str) -> SessionRow | None:
    """None without sessions. Raises ``NotFound("unknown-session")`` for one that is not there."""
    if not sessions:
        return None
    if asked:
        number = read_session_number(asked)
        found = next((session for session in sessions if session.number == number), None)
        if found is None:
            raise NotFound("unknown-session", number=number)
        return found
    moment = now()
    times = [
        SessionTimes(number=s.number, opens_at=s.opens_at, closes_at=s.closes_at, cut_off_at=s.cut_off_at)
        for s in sessions
    ]
    open_now = session_of(moment, times)
    if open_now != UNCERTAIN:
        return next(session for session in sessions if session.number == open_now)
    return next((session for session in sessions if session.opens_at > moment), sessions[-1])


def read_session_number(text: str) -> int:
    """Raises ``NotFound("unknown-session")`` for what is no number."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise NotFound("unknown-session", number=text[:20])
    return int(text)
