"""Second helping: when everyone has had a turn, whoever wanted more booths grows into free ones beside hers.

One pass in queue order, each family once, as far as ``units.max`` goes. A family in a class by a wish for that class
grows within it, as its run at the turn would have lain within it; a family at a booth it named, or standing anywhere in
a run, may grow across the border of a class, as such runs may. Every booth must meet the needs, and every class must
keep room for those who hold a place in it. Ceilings count exhibitors, so that growing touches none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from fairapp.domain.allocation.floor import Floor
from fairapp.domain.allocation.turns import Turn

Run = tuple[str, ...]


def grow(floor: Floor, turns: Iterable[Turn]) -> list[Turn]:
    """The same turns in the same order, each with as many booths as it could get; nobody's choice changes."""
    return [_grown(floor, turn) if turn.choice is not None and _wants_more(turn) else turn for turn in turns]


def _wants_more(turn: Turn) -> bool:
    return turn.request.units.maximum > turn.request.units.minimum


def _grown(floor: Floor, turn: Turn) -> Turn:
    return _fixed_grown(floor, turn) if turn.place is None else _holder_grown(floor, turn, turn.place)


def _holder_grown(floor: Floor, turn: Turn, place: int) -> Turn:
    """A holder of a place in a class may be seated at any run of it, the first that is long enough."""
    floor.give_back(place)
    run = _longest(lambda length: floor.run_in_class(place, length), turn, 1)
    if run is None:
        floor.hold(place)
        return turn
    return _seated(floor, turn, run)


def _fixed_grown(floor: Floor, turn: Turn) -> Turn:
    """A fixed booth or run stays where it is and grows on both sides, towards the beginning of the row first."""
    inside = floor.class_of(turn.booths[0]) if _is_bound_to_its_class(turn) else None
    needs = turn.request.needs
    floor.lift(turn.booths)
    run = _longest(lambda length: floor.run_around(turn.booths, length, needs, inside=inside), turn, len(turn.booths))
    return _seated(floor, turn, run or turn.booths)


def _is_bound_to_its_class(turn: Turn) -> bool:
    return isinstance(turn.choice, int) and turn.request.choices[turn.choice - 1].booth is None


def _longest(find: Callable[[int], Run | None], turn: Turn, held: int) -> Run | None:
    """The longest run that ``find`` finds, of more than ``held`` booths. A run that fits also fits shortened, so that
    halving finds it."""
    best, low, high = None, held + 1, turn.request.units.maximum
    length = high
    while low <= high:
        found = find(length)
        if found is None:
            high = length - 1
        else:
            best, low = found, length + 1
        length = (low + high) // 2
    return best


def _seated(floor: Floor, turn: Turn, booths: Run) -> Turn:
    for booth in booths:
        floor.fix(booth)
    return replace(turn, booths=booths, place=None)
