"""What a draw is held over: the values of a snapshot ``fairapp-draw/1``, checked and frozen.

A snapshot holds codes only, no names of people. ``fairapp.domain.allocation.parsing`` makes these values from JSON.
"""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = "fairapp-draw/1"

WHOLE_EDITION = "*"
"""In a ceiling, in place of a hall: counted over all halls together."""

OPEN = "open"
"""In a roster: this position is anyone's."""

LARGEST_RUN = 100
"""Booths one request may ask for. A bound keeps every turn cheap; nobody sells from a hundred booths."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hall:
    """A building. ``rows`` are the places in published order; neighbours are consecutive places of a row."""

    name: str
    spread: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BoothClass:
    """Booths alike in services and size, all in one hall, in published order."""

    name: str
    hall: str
    services: frozenset[str]
    booths: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ceiling:
    """At most ``maximum`` exhibitors of ``craft`` in ``hall`` (``*``: in the whole edition)."""

    hall: str
    craft: str
    maximum: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """Booths given before the draw, by name and for a recorded reason."""

    code: str
    booths: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One wish: any booth of a class, or (``booth`` set) this very booth. ``booth_class`` is an index of classes."""

    booth_class: int
    booth: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Units:
    """Booths side by side: at the first turn ``minimum``, growing later to at most ``maximum``."""

    minimum: int
    maximum: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One request for a place: one ticket, whatever the number of booths or of members."""

    code: str
    craft: str
    tier: int
    groups: frozenset[str]
    needs: frozenset[str]
    accessible: bool
    units: Units
    choices: tuple[Choice, ...]
    anywhere: bool
    seniority: int | None

    @property
    def stage(self) -> str:
        """``A`` a certified accessibility need, ``B`` another verified hard need, ``C`` the rest."""
        if self.accessible:
            return "A"
        return "B" if self.needs else "C"


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """Everything the draw depends on, except the seed. Lists keep their published order."""

    edition: str
    by_seniority: bool
    halls: tuple[Hall, ...]
    classes: tuple[BoothClass, ...]
    ceilings: tuple[Ceiling, ...]
    roster: tuple[str, ...]
    locks: tuple[Lock, ...]
    requests: tuple[Request, ...]
