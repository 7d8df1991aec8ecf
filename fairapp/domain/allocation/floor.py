"""What is free on the floor while turns are taken, and how many exhibitors of a craft each hall still takes.

Places are numbered through all halls and rows in published order, with one number left out after each row, so that
neighbours of a row are consecutive numbers. A place is *taken* once its booth is fixed: locked, named, or in a run.
A family that chose a class for one booth holds *a place in the class*: it counts, but no booth is fixed for it. Since
booths of a class are alike, re-seating such holders is counting: a class still fits them while it has as many booths
not taken as it has holders.

Nothing is ever freed during the turns, so what does not fit once never fits again. Every search for a run therefore
goes on from where the last search of its kind ended, and all of them together walk over each place once. What is freed
later makes those searches begin again (``forget_searches``).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence

from fairapp.domain.allocation.snapshot import WHOLE_EDITION, BoothClass, Snapshot

NO_CLASS = -1


class Floor:
    """The free booths of a snapshot. ``free[c]`` is how many more booths of class ``c`` can be given."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.classes = snapshot.classes
        self.place_of: dict[str, int] = {}
        self._booths: list[str] = []
        self._halls: dict[str, range] = {}
        for hall in snapshot.halls:
            start = len(self._booths)
            for row in hall.rows:
                self.place_of.update(zip(row, range(len(self._booths), len(self._booths) + len(row)), strict=True))
                self._booths.extend((*row, ""))
            self._halls[hall.name] = range(start, len(self._booths))
        self.free = [len(booth_class.booths) for booth_class in snapshot.classes]
        self._class_of = [NO_CLASS] * len(self._booths)
        self._taken = bytearray(b"\x01" * len(self._booths))
        for index, booth_class in enumerate(snapshot.classes):
            for booth in booth_class.booths:
                self._class_of[self.place_of[booth]] = index
                self._taken[self.place_of[booth]] = 0
        self.open_classes = [index for index, free in enumerate(self.free) if free]
        self._class_places: dict[int, list[int]] = {}
        self._class_cursors: dict[tuple[int, int], int] = {}
        self._hall_cursors: dict[tuple[str, int, frozenset[str]], int] = {}

    def is_taken(self, booth: str) -> bool:
        """Whether this very booth is fixed for somebody."""
        return self._taken[self.place_of[booth]] == 1

    def fix(self, booth: str) -> None:
        """Give this very booth away."""
        place = self.place_of[booth]
        self._taken[place] = 1
        self.hold(self._class_of[place])

    def hold(self, booth_class: int) -> None:
        """Give a place in the class away, whichever booth it will be."""
        self.free[booth_class] -= 1
        if not self.free[booth_class]:
            self.open_classes.remove(booth_class)

    def give_back(self, booth_class: int) -> None:
        """Take back a place in the class that was held or fixed."""
        self.free[booth_class] += 1
        if self.free[booth_class] == 1:
            insort(self.open_classes, booth_class)

    def lift(self, booths: Sequence[str]) -> None:
        """Free these booths. Unless the same family fixes them again, ``forget_searches`` must follow."""
        for booth in booths:
            place = self.place_of[booth]
            self._taken[place] = 0
            self.give_back(self._class_of[place])

    def forget_searches(self) -> None:
        """Booths were freed: a run may fit again where none did."""
        self._class_cursors.clear()
        self._hall_cursors.clear()

    def class_of(self, booth: str) -> int:
        """The index of the class that holds this booth; ``NO_CLASS`` for a place that is given to nobody."""
        return self._class_of[self.place_of[booth]]

    @property
    def size(self) -> int:
        """How many numbers the places have, the one left out after each row included."""
        return len(self._booths)

    def untaken(self, booth_class: BoothClass) -> list[str]:
        """The booths of a class that are not fixed, in published order."""
        return [booth for booth in booth_class.booths if not self._taken[self.place_of[booth]]]

    def run_in_class(self, booth_class: int, length: int) -> tuple[str, ...] | None:
        """The first run of ``length`` booths of one class side by side, or None."""
        if self.free[booth_class] < length:
            return None
        places = self._places_of(booth_class)
        run = 0
        for index in range(self._class_cursors.get((booth_class, length), 0), len(places)):
            place = places[index]
            if self._taken[place]:
                run = 0
                continue
            run = run + 1 if run and places[index - 1] == place - 1 else 1
            if run == length:
                self._class_cursors[booth_class, length] = index - length + 1
                return self._run(place - length + 1, length)
        self._class_cursors[booth_class, length] = len(places)
        return None

    def run_around(
        self, booths: Sequence[str], length: int, needs: frozenset[str], *, inside: int | None = None
    ) -> tuple[str, ...] | None:
        """The first free run of ``length`` booths with the services in ``needs`` that contains ``booths``, or None.

        ``booths`` are neighbours, in the order of their row. With ``inside`` the run lies in that class.
        """
        first, last = self.place_of[booths[0]], self.place_of[booths[-1]]
        low, high = first, last
        while low > max(last - length + 1, 0) and self._suits(low - 1, needs, inside):
            low -= 1
        while high < first + length - 1 and self._suits(high + 1, needs, inside):
            high += 1
        start = self._first_fitting(range(low, high + 1), length, needs)
        return None if start is None else self._run(start, length)

    def run_in_hall(self, hall: str, length: int, needs: frozenset[str]) -> tuple[str, ...] | None:
        """The first run of ``length`` booths of any classes, all with the services in ``needs``, or None."""
        places = self._halls[hall]
        cursor = self._hall_cursors.get((hall, length, needs), places.start)
        start = self._first_fitting(range(cursor, places.stop), length, needs)
        self._hall_cursors[hall, length, needs] = places.stop if start is None else start
        return None if start is None else self._run(start, length)

    def _places_of(self, booth_class: int) -> list[int]:
        if booth_class not in self._class_places:
            booths = self.classes[booth_class].booths
            self._class_places[booth_class] = sorted(self.place_of[booth] for booth in booths)
        return self._class_places[booth_class]

    def _suits(self, place: int, needs: frozenset[str], inside: int | None = None) -> bool:
        booth_class = self._class_of[place]
        if self._taken[place] or (inside is not None and booth_class != inside):
            return False
        return needs <= self.classes[booth_class].services

    def _first_fitting(self, places: range, length: int, needs: frozenset[str]) -> int | None:
        """Where among ``places`` the first run starts that suits and leaves every class room for its holders."""
        low, counts, overfull = places.start, dict[int, int](), 0
        for place in places:
            if not self._suits(place, needs):
                low, counts, overfull = place + 1, {}, 0
                continue
            entering = self._class_of[place]
            counts[entering] = counts.get(entering, 0) + 1
            overfull += counts[entering] == self.free[entering] + 1
            start = place - length + 1
            if start > low:
                leaving = self._class_of[start - 1]
                overfull -= counts[leaving] == self.free[leaving] + 1
                counts[leaving] -= 1
            if start >= low and not overfull:
                return start
        return None

    def _run(self, start: int, length: int) -> tuple[str, ...]:
        return tuple(self._booths[start : start + length])


class Ceilings:
    """How many exhibitors of a craft each hall and the whole edition still take."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._left: dict[str, dict[str, int]] = {}
        for ceiling in snapshot.ceilings:
            self._left.setdefault(ceiling.craft, {})[ceiling.hall] = ceiling.maximum

    def is_reached(self, craft: str, hall: str) -> bool:
        """Whether one more exhibitor of ``craft`` in ``hall`` would be one too many, there or in the edition."""
        left = self._left.get(craft)
        return left is not None and (left.get(hall, 1) < 1 or left.get(WHOLE_EDITION, 1) < 1)

    def count(self, craft: str, halls: frozenset[str]) -> None:
        """One exhibitor of ``craft`` now stands in ``halls``: counted once in each, once in the edition."""
        left = self._left.get(craft, {})
        for hall in halls | {WHOLE_EDITION}:
            if hall in left:
                left[hall] -= 1

    def discount(self, craft: str, halls: frozenset[str]) -> None:
        """One exhibitor of ``craft`` no longer stands in ``halls``."""
        left = self._left.get(craft, {})
        for hall in halls | {WHOLE_EDITION}:
            if hall in left:
                left[hall] += 1
