"""People through the gates. Four words that are never mixed up:

*entry*: one crossing inwards at one gate; *visit*: one person in one session; *visitor*: one person in the edition,
only when identified; *attendance*: visits and exhibitors' people and staff. Entries are never visitors in disguise, and
exhibitors, press and staff are never visitors. What was not counted is None, never 0.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Party(StrEnum):
    SINGLE = "single"
    FAMILY = "family"
    GROUP = "group"
    DELEGATION = "delegation"


class CountEvidence(StrEnum):
    """How well a count of people is proved, the strongest first. Printed beside every count."""

    SCANNED_IDENTITY = "A"
    SERIAL_TICKET = "B"
    HAND_COUNTER = "C"
    ESTIMATE = "D"


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """A ledger entry of kind ``entry``: ``headcount`` people through a gate together, one way."""

    gate_id: Hashable
    session_number: int
    direction: Direction
    headcount: int
    party: Party = Party.SINGLE


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """Where crossings are added up: one gate in one session (0 = uncertain)."""

    gate_id: Hashable
    session_number: int


@dataclass(frozen=True, kw_only=True)
class Footfall:
    """People inwards and outwards, and how many of those inwards came in which kind of party."""

    inwards: int = 0
    outwards: int = 0
    singles: int = 0
    families: int = 0
    groups: int = 0
    delegations: int = 0

    @property
    def entries(self) -> int:
        """Crossings inwards, in people. Someone who comes back is an entry again."""
        return self.inwards

    def __add__(self, other: "Footfall") -> "Footfall":
        return Footfall(
            inwards=self.inwards + other.inwards,
            outwards=self.outwards + other.outwards,
            singles=self.singles + other.singles,
            families=self.families + other.families,
            groups=self.groups + other.groups,
            delegations=self.delegations + other.delegations,
        )


_COUNTED_AS = {
    Party.SINGLE: "singles",
    Party.FAMILY: "families",
    Party.GROUP: "groups",
    Party.DELEGATION: "delegations",
}


def footfall_of(crossing: Crossing) -> Footfall:
    """What one crossing adds."""
    if crossing.direction is Direction.OUT:
        return Footfall(outwards=crossing.headcount)
    return Footfall(inwards=crossing.headcount, **{_COUNTED_AS[crossing.party]: crossing.headcount})


def fold_footfall(crossings: Iterable[Crossing]) -> dict[Gateway, Footfall]:
    """The footfall of every gate and session. Gates are disjoint: their sums mean something."""
    footfall: dict[Gateway, Footfall] = {}
    for crossing in crossings:
        gateway = Gateway(gate_id=crossing.gate_id, session_number=crossing.session_number)
        footfall[gateway] = footfall.get(gateway, Footfall()) + footfall_of(crossing)
    return footfall


class Crowding(StrEnum):
    """How near a hall is to the number of people it may hold. The phone at the gate says the same (watch.js)."""

    ROOM = "room"
    NEARLY_FULL = "nearly-full"
    FULL = "full"


def occupancy(session: Footfall) -> int:
    """People inside by all gates of a session. Never below nobody, though more may have been counted out than in."""
    return max(0, session.inwards - session.outwards)


def crowding(inside: int, limit: int | None) -> Crowding | None:
    """Nearly full from nine tenths on; None while the limit is not known."""
    if limit is None:
        return None
    if inside >= limit:
        return Crowding.FULL
    return Crowding.NEARLY_FULL if 10 * inside >= 9 * limit else Crowding.ROOM


def attendance(*, visits: int | None, exhibitors_people: int | None, staff: int | None) -> int | None:
    """Everyone who was there; unknown while any part is unknown."""
    if visits is None or exhibitors_people is None or staff is None:
        return None
    return visits + exhibitors_people + staff


def count_visitors(identities: Iterable[Hashable] | None) -> int | None:
    """Distinct people in the edition, only when they were identified; otherwise not available."""
    return None if identities is None else len(set(identities))


def weakest_count_evidence(levels: Iterable[CountEvidence]) -> CountEvidence | None:
    """The level that a count of several parts may claim; None when there are no parts."""
    return max(levels, default=None)
