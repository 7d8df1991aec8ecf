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
from typing import cast

from fairapp.domain.allocation.calling import Callers, Mark, Prospect
from fairapp.domain.allocation.snapshot import Lock, Request, Snapshot, Units
from fairapp.domain.allocation.turns import ANYWHERE, Table, Turn

Booths = tuple[str, ...]


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
    code: locks, offers and manual moves alike. Every other booth of a class is free unless ``closed``: kept back,
    withdrawn or broken. Booths that the snapshot does not know are left alone, and so is who holds one; a holder it
    does not know keeps her booths and counts under no ceiling.
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
            if code in self._requests
        )
        self._table = Table(replace(snapshot, locks=locks))
        self._floor = self._table.floor
        self._may_move = {code for code in opted_in if known.issuperset(self._held.get(code, ("",)))}
        self._may_move |= {code for code in waiting if code not in self._held}
        strangers = [booth for code, booths in self._held.items() if code not in self._requests for booth in booths]
        for booth in sorted(known.intersection([*closed, *strangers])):
            if not self._floor.is_taken(booth):
                self._floor.fix(booth)
        self._row_of: dict[str, Mark] = {}
        for hall in snapshot.halls:
            for number, row in enumerate(hall.rows):
                self._row_of.update(dict.fromkeys(row, ("row", hall.name, number)))
        self._classes = snapshot.classes
        self._hall_names = [hall.name for hall in snapshot.halls]
        self._limited = {(ceiling.hall, ceiling.craft) for ceiling in snapshot.ceilings}
        self._candidates: list[Request] = []
        self._ranks: list[int] = []
        self._halls: list[str | None] = []
        self._callers = Callers(self._is_wished)

    def moves(self, queue: Sequence[str]) -> Iterator[Move]:
        """From the head of the queue, again and again; whom nothing freed concerns is not asked twice."""
        self._candidates = [self._requests[code] for code in queue if code in self._may_move]
        self._ranks = [self._rank(request) for request in self._candidates]
        self._halls = [self._hall_of(self._held.get(request.code, ())) for request in self._candidates]
        for position in range(len(self._candidates)):
            self._enter(position)
        self._callers.wake_all()
        while (called := self._callers.call()) is not None:
            position, prospect = called
            move = self._moved(position) if self._is_open(prospect) else None
            if move is not None:
                yield move
                self._enter(position)
                for mark in self._freed(move):
                    self._callers.wake(mark)
            elif prospect.is_alike:
                continue
            self._callers.go_on(position, prospect)

    def _moved(self, position: int) -> Move | None:
        """The best wish that a family prefers to what it holds and could have now, taken; or None."""
        request = self._candidates[position]
        held = self._held.get(request.code, ())
        rank = self._ranks[position]
        length = self._length(request)
        wanted = replace(
            request,
            units=Units(minimum=length, maximum=length),
            choices=request.choices[:rank],
            anywhere=rank > len(request.choices),
        )
        if held:
            self._table.release(request, held)
            if length > 1:
                self._floor.forget_searches()
        turn = self._table.turn(wanted)
        if turn.choice is None:
            self._table.seat(request, held)
            return None
        self._floor.forget_searches()
        self._held[request.code] = self._numbered(turn)
        self._halls[position] = self._hall_of(self._held[request.code])
        self._ranks[position] = turn.choice - 1 if isinstance(turn.choice, int) else len(request.choices)
        return Move(code=request.code, before=held, after=self._held[request.code], choice=turn.choice)

    def _length(self, request: Request) -> int:
        return max(request.units.minimum, len(self._held.get(request.code, ())))

    def _rank(self, request: Request) -> int:
        """How many wishes are better than what is held; for who waits, ``anywhere`` counts as one more wish."""
        held = self._held.get(request.code)
        if held is None:
            return len(request.choices) + request.anywhere
        for rank, choice in enumerate(request.choices):
            if choice.booth in held:
                return rank
            if choice.booth is None and all(self._floor.class_of(booth) == choice.booth_class for booth in held):
                return rank
        return len(request.choices)

    def _numbered(self, turn: Turn) -> Booths:
        """The booths of a turn; for a place in a class, its first free booth in published order."""
        if turn.place is None:
            return turn.booths
        booth = self._floor.untaken(self._floor.classes[turn.place])[0]
        self._floor.give_back(turn.place)
        self._floor.fix(booth)
        return (booth,)

    def _enter(self, position: int) -> None:
        """Enter a family in the list of each wish that is better than what it holds."""
        request = self._candidates[position]
        length, hall = self._length(request), self._halls[position]
        for rank, choice in enumerate(request.choices[: self._ranks[position]]):
            booth_class = self._classes[choice.booth_class]
            if request.needs <= booth_class.services:
                wish: Mark = ("class", choice.booth_class)
                if choice.booth is not None:
                    wish = self._row_of[choice.booth] if length > 1 else ("booth", choice.booth)
                self._callers.enter(
                    position,
                    rank,
                    Prospect(wish, choice.booth, length, request.needs, request.craft, hall),
                    (wish, ("ceiling", booth_class.hall, request.craft)),
                )
        if self._ranks[position] > len(request.choices):
            wish = (ANYWHERE,)
            prospect = Prospect(wish, None, length, request.needs, request.craft, hall)
            marks = [("ceiling", name, request.craft) for name in self._hall_names]
            self._callers.enter(position, len(request.choices), prospect, (wish, *marks))

    def _hall_of(self, booths: Booths) -> str | None:
        """The hall of a family; of one that stands in several, all their names: they are like no other."""
        halls = sorted({self._classes[self._floor.class_of(booth)].hall for booth in booths})
        return " + ".join(halls) or None

    def _is_wished(self, position: int, rank: int, prospect: Prospect) -> bool:
        return rank < self._ranks[position] and self._halls[position] == prospect.held_in

    def _is_open(self, prospect: Prospect) -> bool:
        """Whether there is any place left to ask for: cheap, and most often enough."""
        if prospect.length > 1:
            return True
        kind, *what = prospect.wish
        if kind == "class":
            return self._floor.free[cast(int, what[0])] > 0
        return not self._floor.is_taken(str(what[0])) if kind == "booth" else bool(self._floor.open_classes)

    def _freed(self, move: Move) -> list[Mark]:
        """What a move makes possible for others: booths, room in a class or a row, one less of a craft."""
        if not move.before:
            return []
        marks: dict[Mark, None] = {(ANYWHERE,): None}
        craft, after = self._requests[move.code].craft, set(move.after)
        for booth in move.before:
            if booth not in after:
                booth_class = self._floor.class_of(booth)
                marks |= dict.fromkeys((("booth", booth), self._row_of[booth], ("class", booth_class)))
                hall = self._classes[booth_class].hall
                if (hall, craft) in self._limited and hall != self._hall_of(move.after):
                    marks["ceiling", hall, craft] = None
        return list(marks)
