"""Booth numbers inside a class, for families that chose the class: same crafts kept apart, or together.

Everyone who holds a place first gets a number in queue order, in the published order of the class. Then, in a hall with
``spread`` or ``cluster``, numbers are exchanged inside each class while that lowers (raises) the count of neighbours of
the same craft; a free booth of the class takes part like a family without a craft. Locks, named booths and runs stay
and are counted as neighbours.

The stream of SHA-256(seed + "|swap|" + n), n = 0, 1, 2, …, says where a family begins to look for a partner, so that
nobody chose who moves. A round asks every family that could gain, once; the exchange ends with the first round in which
nobody moves. Each asks at most ``PARTNERS`` others in at most ``ROUNDS`` rounds: the work grows as the booths do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from fairapp.domain.allocation.floor import Floor
from fairapp.domain.allocation.snapshot import Snapshot
from fairapp.domain.allocation.turns import Turn, number_booths

PARTNERS = 16
ROUNDS = 32

SPREAD = "spread"
CLUSTER = "cluster"
MOST_NEIGHBOURS = 2


def assign_numbers(snapshot: Snapshot, floor: Floor, turns: Sequence[Turn], seed: str) -> list[Turn]:
    """The same turns, every booth numbered. ``seed`` is lower-case hex. Nobody's class changes."""
    numbered = number_booths(floor, turns)
    directions = {hall.name: hall.spread for hall in snapshot.halls}
    if not {SPREAD, CLUSTER} & set(directions.values()):
        return numbered
    seating = _Seating(snapshot, floor, numbered)
    classes = [
        (direction, [floor.place_of[booth] for booth in floor.untaken(booth_class)])
        for booth_class in floor.classes
        if (direction := directions[booth_class.hall]) in (SPREAD, CLUSTER)
    ]
    stream = _stream(seed)
    for _ in range(ROUNDS):
        moves = [seating.exchange(places, stream, apart=direction == SPREAD) for direction, places in classes]
        if not any(moves):
            break
    return seating.seated(numbered, turns)


def _stream(seed: str) -> Iterator[int]:
    """Large whole numbers that nobody chose."""
    for number in count():
        yield int(hashlib.sha256(f"{seed}|swap|{number}".encode()).hexdigest(), 16)


class _Seating:
    """Who stands at each place: the craft that neighbours see, and the turn that may be moved."""

    def __init__(self, snapshot: Snapshot, floor: Floor, numbered: Sequence[Turn]) -> None:
        self._crafts: list[str | None] = [None] * floor.size
        self._turns: list[int | None] = [None] * floor.size
        self._booths = {place: booth for booth, place in floor.place_of.items()}
        crafts = {request.code: request.craft for request in snapshot.requests}
        for lock in snapshot.locks:
            for booth in lock.booths:
                self._crafts[floor.place_of[booth]] = crafts[lock.code]
        for index, turn in enumerate(numbered):
            for booth in turn.booths:
                self._crafts[floor.place_of[booth]] = turn.request.craft
                self._turns[floor.place_of[booth]] = index

    def exchange(self, places: Sequence[int], stream: Iterator[int], *, apart: bool) -> bool:
        """One round at the ``places`` of a class: whoever could gain asks once. Whether anybody moved."""
        could_gain = self._has_alike if apart else self._lacks_alike
        return sum(self._move(place, places, stream, apart) for place in places if could_gain(place)) > 0

    def seated(self, numbered: Sequence[Turn], turns: Sequence[Turn]) -> list[Turn]:
        """The turns with the booths where they stand now; those that were fixed before are left as they are."""
        seated = list(numbered)
        for place, index in enumerate(self._turns):
            if index is not None and turns[index].place is not None:
                seated[index] = replace(numbered[index], booths=(self._booths[place],))
        return seated

    def _move(self, place: int, places: Sequence[int], stream: Iterator[int], apart: bool) -> bool:
        """Exchange with the first of a few partners with whom it gains, from a place in the class that is drawn."""
        start = next(stream)
        for step in range(min(PARTNERS, len(places))):
            other = places[(start + step) % len(places)]
            if self._crafts[other] == self._crafts[place]:
                continue
            before = self._alike(place) + self._alike(other)
            self._swap(place, other)
            gained = self._alike(place) + self._alike(other) - before
            if gained < 0 if apart else gained > 0:
                return True
            self._swap(place, other)
        return False

    def _swap(self, place: int, other: int) -> None:
        crafts, turns = self._crafts, self._turns
        crafts[place], crafts[other] = crafts[other], crafts[place]
        turns[place], turns[other] = turns[other], turns[place]

    def _alike(self, place: int) -> int:
        """Neighbours of the same craft. The place before the first is the one left out after the last row."""
        craft = self._crafts[place]
        if craft is None:
            return 0
        return (self._crafts[place - 1] == craft) + (self._crafts[place + 1] == craft)

    def _has_alike(self, place: int) -> bool:
        return self._alike(place) > 0

    def _lacks_alike(self, place: int) -> bool:
        return self._crafts[place] is not None and self._alike(place) < MOST_NEIGHBOURS
