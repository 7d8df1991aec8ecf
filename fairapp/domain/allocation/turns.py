"""Turns: locks first, then each request takes its first wish that fits, and every wish passed over has its reason.

A run goes to the first place of the published order where it fits. For a wish for a class it lies within the class;
for a named booth, and at last for ``anywhere``, it may cross into the next class of the row, as long as every booth
has the services needed: otherwise a usable pair of booths would stay empty beside a family that wished it.

Families that chose a class for one booth get their numbers when all turns are over, in the order of the queue and the
published order of the class. Second helpings (``growth``) come before that, the seeded exchange of numbers
(``numbering``) after it: ``Turn.place`` says who holds a place only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fairapp.domain.allocation.floor import Ceilings, Floor
from fairapp.domain.allocation.snapshot import Choice, Request, Snapshot

CLASS_FULL = "class-full"
BOOTH_TAKEN = "booth-taken"
CRAFT_CEILING = "craft-ceiling"
SERVICE_MISSING = "service-missing"
NO_ADJACENT_RUN = "no-adjacent-run"

ANYWHERE = "anywhere"

_NEAREST_LAST = (SERVICE_MISSING, CLASS_FULL, NO_ADJACENT_RUN, CRAFT_CEILING)
"""For ``anywhere``, the reason told is that of the class that came nearest to fitting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """What one request took: its ``choice`` (from 1, or ``anywhere``; None: waiting) and what it passed over.

    ``booths`` are the booths fixed for it; empty with a ``place`` (index of a class) while only a place is held.
    ``skipped`` holds the reason of each choice passed over, in order from the first; after all choices, for a family
    that waits though it would stand anywhere, one more for ``anywhere``.
    """

    request: Request
    skipped: tuple[str, ...]
    choice: int | str | None = None
    booths: tuple[str, ...] = ()
    place: int | None = None


def number_booths(floor: Floor, turns: Iterable[Turn]) -> list[Turn]:
    """The same turns with a booth for each place held: in queue order, in the published order of the class."""
    untaken = [iter(floor.untaken(booth_class)) for booth_class in floor.classes]
    return [
        turn
        if turn.place is None
        else Turn(request=turn.request, skipped=turn.skipped, choice=turn.choice, booths=(next(untaken[turn.place]),))
        for turn in turns
    ]


class Table:
    """Where turns are taken: the floor and the ceilings, with the locks already placed.

    ``turn`` gives a request its turn; ``release`` and ``seat`` move a family by hand.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.floor = Floor(snapshot)
        self._ceilings = Ceilings(snapshot)
        self._classes = snapshot.classes
        self._halls = tuple(hall.name for hall in snapshot.halls)
        self._anything = tuple(Choice(booth_class=index, booth=None) for index in range(len(snapshot.classes)))
        self._hall_of = {booth: booth_class.hall for booth_class in snapshot.classes for booth in booth_class.booths}
        crafts = {request.code: request.craft for request in snapshot.requests}
        for lock in snapshot.locks:
            for booth in lock.booths:
                self.floor.fix(booth)
            self._ceilings.count(crafts[lock.code], self._halls_of(lock.booths))

    def release(self, request: Request, booths: Sequence[str]) -> None:
        """``request`` leaves its ``booths``: they are free, and one exhibitor of its craft is counted less."""
        self.floor.lift(booths)
        self._ceilings.discount(request.craft, self._halls_of(booths))

    def seat(self, request: Request, booths: Sequence[str]) -> None:
        """``request`` takes these very ``booths``; none is no exhibitor."""
        for booth in booths:
            self.floor.fix(booth)
        if booths:
            self._ceilings.count(request.craft, self._halls_of(booths))

    def turn(self, request: Request) -> Turn:
        skipped: list[str] = []
        for number, choice in enumerate(request.choices, 1):
            reason = self._obstacle(request, choice)
            if reason is None:
                return self._taken(request, choice, number, tuple(skipped))
            skipped.append(reason)
        if request.anywhere:
            return self._turn_anywhere(request, tuple(skipped))
        return Turn(request=request, skipped=tuple(skipped))

    def _obstacle(self, request: Request, choice: Choice) -> str | None:
        """Why this wish cannot be had, or None. A ceiling is told only where it alone stands in the way."""
        booth_class = self._classes[choice.booth_class]
        if not request.needs <= booth_class.services:
            return SERVICE_MISSING
        if choice.booth is not None and self.floor.is_taken(choice.booth):
            return BOOTH_TAKEN
        if not self.floor.free[choice.booth_class]:
            return CLASS_FULL
        if request.units.minimum > 1 and self._run(request, choice) is None:
            return NO_ADJACENT_RUN
        if self._ceilings.is_reached(request.craft, booth_class.hall):
            return CRAFT_CEILING
        return None

    def _run(self, request: Request, choice: Choice) -> tuple[str, ...] | None:
        if choice.booth is None:
            return self.floor.run_in_class(choice.booth_class, request.units.minimum)
        return self.floor.run_around((choice.booth,), request.units.minimum, request.needs)

    def _taken(self, request: Request, choice: Choice, number: int | str, skipped: tuple[str, ...]) -> Turn:
        if request.units.minimum > 1:
            return self._fixed(request, self._run(request, choice) or (), number, skipped)
        if choice.booth is not None:
            return self._fixed(request, (choice.booth,), number, skipped)
        self.floor.hold(choice.booth_class)
        self._ceilings.count(request.craft, frozenset({self._classes[choice.booth_class].hall}))
        return Turn(request=request, skipped=skipped, choice=number, place=choice.booth_class)

    def _fixed(self, request: Request, booths: tuple[str, ...], number: int | str, skipped: tuple[str, ...]) -> Turn:
        self.seat(request, booths)
        return Turn(request=request, skipped=skipped, choice=number, booths=booths)

    def _halls_of(self, booths: Sequence[str]) -> frozenset[str]:
        return frozenset(self._hall_of[booth] for booth in booths)

    def _turn_anywhere(self, request: Request, skipped: tuple[str, ...]) -> Turn:
        """Classes in published order, then runs across classes in the order of the halls."""
        reasons = {self._fullness(request)}
        for index in self.floor.open_classes:
            reason = self._obstacle(request, self._anything[index])
            if reason is None:
                return self._taken(request, self._anything[index], ANYWHERE, skipped)
            reasons.add(reason)
        if request.units.minimum > 1:
            for hall in self._halls:
                run = self.floor.run_in_hall(hall, request.units.minimum, request.needs)
                if run is None:
                    continue
                if not self._ceilings.is_reached(request.craft, hall):
                    return self._fixed(request, run, ANYWHERE, skipped)
                reasons.add(CRAFT_CEILING)
        nearest = max(reasons, key=_NEAREST_LAST.index)
        return Turn(request=request, skipped=(*skipped, nearest))

    def _fullness(self, request: Request) -> str:
        """The reason that holds of the classes with no free booth left."""
        suits = any(request.needs <= booth_class.services for booth_class in self._classes)
        return CLASS_FULL if suits else SERVICE_MISSING
