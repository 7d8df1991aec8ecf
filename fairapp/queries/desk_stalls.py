"""The stalls as the sales desk looks for them: one session, who has cashed it up, who has reported nothing."""

import re
import uuid
from dataclasses import dataclass

from fairapp.domain.exhibitors import search_key
from fairapp.domain.text import ascii_digits, without_marks
from fairapp.queries.editions import SessionRow
from fairapp.queries.participation import Participant, list_participants
from fairapp.queries.takings import SessionTakings, list_session_takings

SHOWN = ("not-closed", "silent")
"""What the list can be narrowed to: a session not cashed up; nothing reported in it."""
_SIGNS = re.compile(r"[\W_]+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


@dataclass(frozen=True, kw_only=True)
class DeskStall:
    """One exhibitor in one session. ``takings`` is None when she has reported nothing; that is not zero."""

    participant: Participant
    takings: SessionTakings | None

    @property
    def exhibitor_id(self) -> uuid.UUID:
        return self.participant.exhibitor_id

    @property
    def is_closed(self) -> bool:
        return self.takings is not None and self.takings.closed


@dataclass(frozen=True, kw_only=True)
class Stalls:
    """Everybody who holds a booth or sold something, and all takings: read once, shown by session."""

    participants: tuple[Participant, ...]
    takings: tuple[SessionTakings, ...]


def read_stalls(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> Stalls:
    """The stalls of an edition."""
    takings = tuple(list_session_takings(organisation_id, edition_id))
    sold = {row.exhibitor_id for row in takings}
    return Stalls(participants=tuple(list_participants(organisation_id, edition_id, also=sold)), takings=takings)


def list_desk_stalls(stalls: Stalls, session: SessionRow | None, *, text: str = "", show: str = "") -> list[DeskStall]:
    """By name. ``text`` is a booth or register number in any digits (``a1`` finds A-01), or part of a name in any
    spelling.
    """
    number = session.number if session else -1
    takings = {row.exhibitor_id: row for row in stalls.takings if row.session_number == number}
    found = [
        DeskStall(participant=one, takings=takings.get(one.exhibitor_id))
        for one in stalls.participants
        if _is_asked_for(one, text)
    ]
    return [one for one in found if _shown(one, show)]


def find_exact_stall(stalls: list[DeskStall], text: str) -> DeskStall | None:
    """The one stall whose booth or register number this is; None for a part of a name, or for several."""
    exact = [one for one in stalls if _plain(text) in _numbers(one.participant)]
    return exact[0] if len(exact) == 1 else None


def _is_asked_for(one: Participant, text: str) -> bool:
    if not text.strip():
        return True
    key = search_key(text)
    return _plain(text) in _numbers(one) or bool(key and key in one.search_key)


def _numbers(one: Participant) -> set[str]:
    return {_plain(one.number), *(_plain(place.booth) for place in one.places)} - {""}


def _plain(number: str) -> str:
    """``A-01``, «أ-٠١», ``a 1`` without what people leave out: signs, zeros in front, capitals."""
    told = ascii_digits(without_marks(number)).casefold()
    return _SIGNS.sub("", _ZEROS.sub("", told))


def _shown(one: DeskStall, show: str) -> bool:
    match show:
        case "not-closed":
            return not one.is_closed and (one.participant.held or one.takings is not None)
        case "silent":
            return one.takings is None
        case _:
            return True
