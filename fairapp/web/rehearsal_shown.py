"""A rehearsal as it is shown: for each trait a line with two bars, and nothing about groups so small that they name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fairapp.domain.allocation import Share
from fairapp.services.rehearsals import Comparison

FEWEST_SHOWN = 5
"""Groups with fewer families are withheld: of three potters everyone knows the names."""
SCALE = 1_000
"""Width of a full bar, in units of the drawing."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """``got_in`` of ``chances`` (families × trials); ``width`` and the reach from the unluckiest trial (``least``) to
    the luckiest (``most``) in units of the drawing."""

    got_in: int
    chances: int
    width: int
    least: int
    most: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """One trait: ``asked`` families, both outlooks; ``points`` is tried less current, in whole points of a hundred."""

    name: str
    asked: int
    current: Bar
    tried: Bar
    points: int


@dataclass(frozen=True, kw_only=True)
class Section:
    """All lines of a dimension by number of families, and the names of those ``withheld``."""

    title: str
    lines: tuple[Line, ...]
    withheld: tuple[str, ...]


def section(comparison: Comparison, dimension: str, title: str, name: Callable[[str], str]) -> Section | None:
    """A dimension; None when no family has such a trait."""
    current = comparison.current.shares.get(dimension, {})
    if not current:
        return None
    hidden = _withheld(current)
    tried = comparison.tried.shares[dimension]
    shown = sorted((value for value in current if value not in hidden), key=lambda value: -current[value].asked)
    return Section(
        title=title,
        lines=tuple(_line(name(value), current[value], tried[value], comparison.done) for value in shown),
        withheld=tuple(name(value) for value in hidden),
    )


def whole(comparison: Comparison) -> Line:
    """Everyone together."""
    return _line("", comparison.current.shares["all"]["*"], comparison.tried.shares["all"]["*"], comparison.done)


def wish_lines(comparison: Comparison) -> list[tuple[int | str, int, int, int]]:
    """Wish by rank, then anywhere, lock and waiting: (wish, times now, times tried, families × trials)."""
    now, tried = comparison.current.wishes, comparison.tried.wishes
    ranks = sorted({key for key in (*now, *tried) if isinstance(key, int)})
    keys: list[int | str] = [*ranks, "anywhere", "lock", "waiting"]
    chances = comparison.current.shares["all"]["*"].asked * comparison.done
    return [(key, now.get(key, 0), tried.get(key, 0), chances) for key in keys if now.get(key) or tried.get(key)]


def _withheld(shares: Mapping[str, Share]) -> list[str]:
    """The small ones; and the next larger with them, while the total less the rest would give them away."""
    by_size = sorted(shares, key=lambda value: shares[value].asked)
    hidden = [value for value in by_size if shares[value].asked < FEWEST_SHOWN]
    while hidden and sum(shares[value].asked for value in hidden) < FEWEST_SHOWN and len(hidden) < len(by_size):
        hidden.append(by_size[len(hidden)])
    return hidden


def _line(name: str, current: Share, tried: Share, done: int) -> Line:
    chances = current.asked * done
    more = tried.got_in - current.got_in
    points = (abs(more) * 200 + chances) // (2 * chances)
    return Line(
        name=name,
        asked=current.asked,
        current=_bar(current, chances),
        tried=_bar(tried, chances),
        points=points if more >= 0 else -points,
    )


def _bar(share: Share, chances: int) -> Bar:
    return Bar(
        got_in=share.got_in,
        chances=chances,
        width=share.got_in * SCALE // chances,
        least=share.fewest * SCALE // share.asked,
        most=share.most * SCALE // share.asked,
    )
