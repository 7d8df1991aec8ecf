"""Freed booths, until the plan is frozen: a free place goes to the first in the queue that wishes it more.

``cascade``: whoever waits, or holds a booth and asked to move up, in queue order; what a move frees goes the same way,
from the head of the queue again, until nothing moves. ``fill``, after the freeze: only those who wait; nobody moves.

Nobody is ever worse off (P10): a family moves only to a wish higher on its list, and only to as many booths as it
holds. Nobody who did not ask is touched, and nobody is seated elsewhere within a class: everyone's number is known by
now. Ceilings, needs and runs hold as at the turns; those who hold booths are counted as locks are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from fairapp.domain.allocation.snapshot import Choice, Lock, Request, Snapshot, Units
from fairapp.domain.allocation.turns import ANYWHERE, Table, Turn

Booths = tuple[str, ...]
Key = tuple[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A family leaves the booths in ``before`` (none: it waited) for those in ``after``, its wish ``choice``."""

    code: str
    before: Booths
    after: Booths
    choice: int | str


def cascade(
    snapshot: Snapshot,
    *,
    queue: Sequence[str],
    holdings: Mapping[str, Sequence[str]],
    waiting: Collection[str],
    opted_in: Collection[str] = (),
    closed: Collection[str] = (),
) -> list[Move]:
    """The moves, in the order in which they are to be written down: each takes only booths that are free by then.

    ``snapshot`` is the one of the draw. ``queue`` holds the codes of the published result in its order; of those,
    ``waiting`` get a booth and ``opted_in`` may exchange theirs. ``holdings`` says every booth that is held now, by
    code (of the snapshot), in the order of its row: locks, offers and manual moves alike. Every other booth of a class
    is free unless ``closed``: kept back, withdrawn or broken. Booths that the snapshot does not know are left alone,
    and so is who holds one.
    """
    moving = _Moving(snapshot, holdings, waiting, opted_in, closed)
    return list(moving.moves(queue))


def fill(
    snapshot: Snapshot,
    *,
    queue: Sequence[str],
    holdings: Mapping[str, Sequence[str]],
    waiting: Collection[str],
    closed: Collection[str] = (),
) -> list[Move]:
    """As ``cascade`` when nobody who holds a booth may move any more."""
    return cascade(snapshot, queue=queue, holdings=holdings, waiting=waiting, closed=closed)


class _Moving:
    """The floor as it stands, and who might now gain."""

    def __init__(
        self,
        snapshot: Snapshot,
        holdings: Mapping[str, Sequence[str]],
        waiting: Collection[str],
        opted_in: Collection[str],
        closed: Collection[str],
    ) -> None:
        self._requests = {request.code: request for request in snapshot.requests}
        self._held: dict[str, Booths] = {code: tuple(booths) for code, booths in holdings.items() if booths}
        known = {booth for booth_class in snapshot.classes for booth in booth_class.booths}
        locks = tuple(
            Lock(code=code, booths=tuple(booth for booth in booths if booth in known), reason="held")
            for code, booths in self._held.items()
        )
        self._table = Table(replace(snapshot, locks=locks))
        self._floor = self._table.floor
        self._may_move = {code for code in opted_in if known.issuperset(self._held.get(code, ("",)))}
        self._may_move |= {code for code in waiting if code not in self._held}
        for booth in sorted(known.intersection(closed)):
            if not self._floor.is_taken(booth):
                self._floor.fix(booth)
        self._row_of: dict[str, tuple[str, int]] = {}
        for hall in snapshot.halls:
            for number, row in enumerate(hall.rows):
                self._row_of.update(dict.fromkeys(row, (hall.name, number)))
        self._limited = {ceiling.craft for ceiling in snapshot.ceilings}

    def moves(self, queue: Sequence[str]) -> Iterator[Move]:
        """From the head of the queue, again and again; whom nothing freed concerns is not asked twice."""
        candidates = [self._requests[code] for code in queue if code in self._may_move]
        wakers = self._wakers(candidates)
        asked = list(range(len(candidates)))  # sorted, and so a heap
        waits = set(asked)
        while asked:
            position = heappop(asked)
            waits.discard(position)
            move = self._moved(candidates[position])
            if move is None:
                continue
            yield move
            for other in sorted({other for key in self._freed(move) for other in wakers.get(key, ())} - waits):
                waits.add(other)
                heappush(asked, other)

    def _moved(self, request: Request) -> Move | None:
        """The best wish that ``request`` prefers to what it holds and could have now, taken; or None."""
        held = self._held.get(request.code, ())
        wishes = self._better(request, held)
        anywhere = request.anywhere and not held
        if not wishes and not anywhere:
            return None
        length = max(request.units.minimum, len(held))
        units = Units(minimum=length, maximum=length)
        if held:
            self._table.release(request, held)
            if length > 1:
                self._floor.forget_searches()
        turn = self._table.turn(replace(request, units=units, choices=wishes, anywhere=anywhere))
        if turn.choice is None:
            self._table.seat(request, held)
            return None
        self._floor.forget_searches()
        self._held[request.code] = self._numbered(turn)
        return Move(code=request.code, before=held, after=self._held[request.code], choice=turn.choice)

    def _better(self, request: Request, held: Booths) -> tuple[Choice, ...]:
        """The wishes before the first that the booths held satisfy; all of them when they satisfy none."""
        for rank, choice in enumerate(request.choices if held else ()):
            if choice.booth in held:
                return request.choices[:rank]
            if choice.booth is None and all(self._floor.class_of(booth) == choice.booth_class for booth in held):
                return request.choices[:rank]
        return request.choices

    def _numbered(self, turn: Turn) -> Booths:
        """The booths of a turn; for a place in a class, its first free booth in published order."""
        if turn.place is None:
            return turn.booths
        booth = self._floor.untaken(self._floor.classes[turn.place])[0]
        self._floor.give_back(turn.place)
        self._floor.fix(booth)
        return (booth,)

    def _wakers(self, candidates: Sequence[Request]) -> dict[Key, list[int]]:
        """What must be freed for a candidate to gain → its positions, in order."""
        wakers: dict[Key, list[int]] = {}
        for position, request in enumerate(candidates):
            keys: set[Key] = {("craft", request.craft)}
            keys.update(self._key(request, choice) for choice in request.choices)
            if request.anywhere:
                keys.add((ANYWHERE, 0))
            for key in keys:
                wakers.setdefault(key, []).append(position)
        return wakers

    def _key(self, request: Request, choice: Choice) -> Key:
        if choice.booth is None:
            return ("class", choice.booth_class)
        is_run = max(request.units.minimum, len(self._held.get(request.code, ()))) > 1
        return ("row", self._row_of[choice.booth]) if is_run else ("booth", choice.booth)

    def _freed(self, move: Move) -> set[Key]:
        """What a move makes possible for others: booths, room in a class or a row, one less of a craft."""
        if not move.before:
            return set()
        craft = self._requests[move.code].craft
        keys: set[Key] = {(ANYWHERE, 0)}
        if craft in self._limited:
            keys.add(("craft", craft))
        for booth in set(move.before) - set(move.after):
            keys |= {("booth", booth), ("row", self._row_of[booth]), ("class", self._floor.class_of(booth))}
        return keys
