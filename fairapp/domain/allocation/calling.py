"""Whom a freed booth concerns: the first in the queue who wishes it, and the next only if she does not take it.

Families stand in lists, one for each *prospect*: a class, a booth, a run of so many booths, for one craft and for those
who stand in the same hall already (or nowhere). What stops one of a list stops the rest, so that a freed booth asks one
family of each list, not everyone. Only holders of several booths are asked one by one: the booths they would leave
count among those they could take, and are others for each.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from typing import NamedTuple

Mark = tuple[object, ...]
"""Something that may become free: ``("class", index)``, ``("booth", name)``, ``("row", hall, number)``,
``("anywhere",)``, or a place under a ceiling, ``("ceiling", hall, craft)``."""

LAST_RANK = 2**53
"""Later than any rank of a wish."""


class Prospect(NamedTuple):
    """What the families of one list wish alike. ``held_in`` is the hall where they stand, None while they wait.

    ``wish`` is what must be free for it, ``booth`` the one that is named. A plain tuple, since it is hashed for every
    wish there is.
    """

    wish: Mark
    booth: str | None
    length: int
    needs: frozenset[str]
    craft: str
    held_in: str | None

    @property
    def is_alike(self) -> bool:
        """Whether what stops one family of the list stops them all."""
        return self.length == 1 or self.held_in is None


class Callers:
    """The lists, and of each that was woken the family to ask next. Positions are places in the queue."""

    def __init__(self, is_wished: Callable[[int, int, Prospect], bool]) -> None:
        """``is_wished(position, rank, prospect)``: whether that family still stands and wishes so. Once it does not,
        it is struck from the list; it is entered again when it moves."""
        self._is_wished = is_wished
        self._lists: dict[Prospect, list[tuple[int, int]]] = {}
        self._concerned: dict[Mark, dict[Prospect, None]] = {}
        self._next: dict[Prospect, tuple[int, int]] = {}
        self._heap: list[tuple[int, int, Prospect]] = []
        self._pushed = 0

    def enter(self, position: int, rank: int, prospect: Prospect, marks: Iterable[Mark]) -> None:
        """The family at ``position`` wishes ``prospect`` at ``rank`` of its list; ``marks`` may make it possible."""
        if prospect not in self._lists:
            self._lists[prospect] = []
            for mark in marks:
                self._concerned.setdefault(mark, {})[prospect] = None
        insort(self._lists[prospect], (position, rank))

    def wake(self, mark: Mark) -> None:
        """Something became free: every list that it concerns is asked again from its head."""
        for prospect in self._concerned.get(mark, ()):
            self._ask_after(prospect, -1)

    def wake_all(self) -> None:
        """Ask every list from its head."""
        for prospect in self._lists:
            self._ask_after(prospect, -1)

    def call(self) -> tuple[int, Prospect] | None:
        """The first in the queue to be asked, and why; None when nobody is left to ask."""
        while self._heap:
            position, _, prospect = heappop(self._heap)
            entry = self._next.get(prospect)
            if entry is None or entry[0] != position:
                continue  # the list was woken again since
            if self._is_wished(*entry, prospect):
                del self._next[prospect]
                return position, prospect
            self._ask_after(prospect, position - 1)
        return None

    def go_on(self, position: int, prospect: Prospect) -> None:
        """The prospect may still be open: ask the next of its list, unless it was woken from its head meanwhile."""
        if prospect not in self._next:
            self._ask_after(prospect, position)

    def _ask_after(self, prospect: Prospect, position: int) -> None:
        entries = self._lists[prospect]
        first = start = bisect_right(entries, (position, LAST_RANK))
        while start < len(entries) and not self._is_wished(*entries[start], prospect):
            start += 1
        if first < start:
            del entries[first:start]
        self._next.pop(prospect, None)
        if first < len(entries):
            self._next[prospect] = entries[first]
            self._pushed += 1
            heappush(self._heap, (entries[first][0], self._pushed, prospect))
