"""What the fair made, said honestly.

A headline may say «أكثر من 5 ملايين» only while that is strictly true, and only when the round figure is near:
4,999,900 is printed as it is, not as "more than 4 million". Unknown stays None and is never 0; small groups are
withheld; editions of different lengths are not compared. Words are left to the catalogues: a headline carries a
scale, "million", and its count, 5.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

SMALLEST_ROUND = 1_000
"""Below a thousand the figure itself is as short as a round one."""
SMALLEST_GROUP = 5
"""Families in a total that strangers may see; a setting never below this."""
_NEARNESS_PERCENT = 10


class HeadlineKind(StrEnum):
    TAKINGS = "takings"
    ENTRIES = "entries"
    EXHIBITORS = "exhibitors"
    REQUESTS = "requests"
    SALES = "sales"


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A round figure in words: ``Scale(word="million", count=5)``. ``word`` is one | thousand | million | billion."""

    word: str
    count: int


_WORDS = {1_000_000_000: "billion", 1_000_000: "million", 1_000: "thousand", 1: "one"}


def scale_of(figure: int) -> Scale:
    """The largest word that leaves a whole count: 5,000,000 → 5 million; 1,500,000 → 1,500 thousand."""
    size = next(size for size in _WORDS if (figure % size == 0 and figure >= size) or size == 1)
    return Scale(word=_WORDS[size], count=figure // size)


def more_than(minor_units: int, exponent: int = 0) -> int | None:
    """The round figure, in whole units, that "more than …" may name; None when only the figure itself is honest.

    Round is 1–9 followed by zeros, or 15 followed by at least three. The figure must be exceeded, by less than 10 %.
    """
    unit = 10**exponent
    below = [figure for figure in _round_figures(minor_units // unit) if figure * unit < minor_units]
    nearest = max(below, default=None)
    if nearest is None or (minor_units - nearest * unit) * 100 >= nearest * unit * _NEARNESS_PERCENT:
        return None
    return nearest


def _round_figures(highest: int) -> list[int]:
    """The round figures up to ``highest``, in no order."""
    figures = []
    power = SMALLEST_ROUND
    while power <= highest:
        figures += [power * digit for digit in range(1, 10) if power * digit <= highest]
        if 15 * power <= highest:
            figures.append(15 * power)
        power *= 10
    return figures


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One figure for the press: "more than ``scale``" when there is one, otherwise exactly ``exact``.

    ``exact`` is in minor units when ``currency`` is given (with ``exponent`` decimals), else a count.
    """

    kind: HeadlineKind
    exact: int
    exponent: int = 0
    currency: str | None = None
    threshold: int | None = None
    scale: Scale | None = None


def headline(
    kind: HeadlineKind, exact: int | None, *, currency: str | None = None, exponent: int = 0
) -> Headline | None:
    """The headline of a figure; None when the figure is unknown, because then nothing is said."""
    if exact is None:
        return None
    threshold = more_than(exact, exponent)
    return Headline(
        kind=kind,
        exact=exact,
        exponent=exponent,
        currency=currency,
        threshold=threshold,
        scale=scale_of(threshold) if threshold is not None else None,
    )


@dataclass(frozen=True, kw_only=True)
class EditionFigures:
    """What must agree before two editions' figures may stand side by side. ``complete``: all its sessions are in."""

    days: int | None
    currency: str | None
    complete: bool = True


class NotComparable(StrEnum):
    """Why figures of two editions may not be compared."""

    DAYS_UNKNOWN = "days-unknown"
    DAYS_DIFFER = "days-differ"
    CURRENCIES_DIFFER = "currencies-differ"
    INCOMPLETE = "incomplete"


def not_comparable(first: EditionFigures, second: EditionFigures, *, money: bool) -> list[NotComparable]:
    """Every reason against comparing; none when it is fair. Currencies matter only for ``money``."""
    reasons = []
    if first.days is None or second.days is None:
        reasons.append(NotComparable.DAYS_UNKNOWN)
    elif first.days != second.days:
        reasons.append(NotComparable.DAYS_DIFFER)
    if money and first.currency != second.currency:
        reasons.append(NotComparable.CURRENCIES_DIFFER)
    if not (first.complete and second.complete):
        reasons.append(NotComparable.INCOMPLETE)
    return reasons


def is_withheld(families: int, *, smallest: int = SMALLEST_GROUP) -> bool:
    """Whether a total of so few families must not leave the chamber. A total of none tells nothing and is shown."""
    return 0 < families < max(smallest, SMALLEST_GROUP)


def shown_to_strangers(total: int | None, families: int, *, smallest: int = SMALLEST_GROUP) -> int | None:
    """The total as a public or funder's report may print it: None when unknown or withheld."""
    return None if is_withheld(families, smallest=smallest) else total


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of a whole as a numerator and a denominator, so that no rounding is stored."""

    part: int
    whole: int


def share(part: int | None, whole: int | None) -> Share | None:
    """A share that can be printed; None when either is unknown or the whole is nothing."""
    return Share(part=part, whole=whole) if part is not None and whole else None


def count_known(values: dict[Hashable, int | None]) -> tuple[int, int]:
    """How many of the reporters have reported: (known, all). "41 of 50 stalls reporting"."""
    return sum(value is not None for value in values.values()), len(values)
