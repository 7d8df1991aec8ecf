"""Stalls that are worth a visit because their figures stand out. Never an accusation: each reason is a figure.

Whole numbers and fractions only, so that the same figures give the same list everywhere. The bounds are plain on
purpose: a marshal must be able to tell a family why she has come.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

STALLS_FOR_A_MIDDLE = 5
"""Fewer stalls of a craft than this have no middle of their own: the whole edition's is taken."""
SALES_FOR_A_SHARE = 10
"""Of fewer sales no share is told."""
AMOUNTS_FOR_A_SHARE = 3
"""Whoever sells one thing at one price has round amounts by right."""
ROUND_SHARE = Fraction(4, 5)
LATE_SHARE = AT_ONCE_SHARE = Fraction(1, 3)
FEWEST_LATE = 5


@dataclass(frozen=True, kw_only=True)
class StallFigures:
    """One stall in one session that is over, in minor units. ``craft`` is empty when it is not known.

    ``reported``: she sold or closed; ``expected``: she holds a booth and was not excused; ``sales_before`` are those of
    the session before. ``amounts`` says how often each amount was sold on her phones, ``late`` how many of these sales
    came after closing or after her own cash-up, ``together`` the most that fell into one minute.
    """

    stall: Hashable
    craft: str = ""
    reported: bool = True
    expected: bool = True
    net_minor: int = 0
    sales_before: int = 0
    amounts: Mapping[int, int] = field(default_factory=dict)
    late: int = 0
    together: int = 0

    @property
    def sales(self) -> int:
        return sum(self.amounts.values())


@dataclass(frozen=True, kw_only=True)
class FarFromMiddle:
    """Far from the middle of the ``stalls`` stalls of her craft, or of all crafts when ``craft`` is empty."""

    net_minor: int
    middle: Fraction
    craft: str
    stalls: int

    @property
    def times(self) -> Fraction | None:
        """Her takings as a multiple of the middle; None where that says nothing."""
        return Fraction(self.net_minor, self.middle) if self.middle > 0 and self.net_minor >= 0 else None


@dataclass(frozen=True, kw_only=True)
class SuddenSilence:
    """She sold in the session before, and nothing is known of this one: neither a sale nor a close nor an excuse."""

    sales_before: int


@dataclass(frozen=True, kw_only=True)
class RoundAmounts:
    """``round_sales`` of ``sales`` are whole multiples of ``unit_minor``; at the other stalls it is ``elsewhere``."""

    round_sales: int
    sales: int
    unit_minor: int
    elsewhere: Fraction


@dataclass(frozen=True, kw_only=True)
class LateSales:
    """``late`` of ``sales`` were entered after closing, or after her own cash-up."""

    late: int
    sales: int


@dataclass(frozen=True, kw_only=True)
class SalesAtOnce:
    """``together`` of ``sales`` fell into one minute."""

    together: int
    sales: int


Reason = FarFromMiddle | SuddenSilence | RoundAmounts | LateSales | SalesAtOnce


def find_outliers(stalls: Iterable[StallFigures], *, exponent: int) -> dict[Hashable, tuple[Reason, ...]]:
    """Stall → every reason to visit it; only those that have one. ``exponent`` decimals has the currency."""
    known = list(stalls)
    middles = _Middles(known)
    everywhere = _Roundness(known, exponent)
    found = {}
    for one in known:
        reasons = (middles.reason(one), _silent(one), everywhere.reason(one), _late(one), _at_once(one))
        standing = tuple(reason for reason in reasons if reason is not None)
        if standing:
            found[one.stall] = standing
    return found


def median(values: Sequence[int | Fraction]) -> Fraction:
    """The middle of at least one value; of an even number, half-way between the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return Fraction(ordered[half] if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half], 2))


@dataclass(frozen=True, kw_only=True)
class Middle:
    """The median of some takings, and how far from it one may be."""

    middle: Fraction
    bound: Fraction
    stalls: int


def middle_of(takings: Sequence[int]) -> Middle | None:
    """None of fewer than five. The bound is three times the median distance from the median, at least half of it.

    When most are equal that distance is nothing, and the mean distance is taken: one who differs by a coin is no
    outlier, and the only one who sold anything is.
    """
    if len(takings) < STALLS_FOR_A_MIDDLE:
        return None
    middle = median(takings)
    distances = [abs(net - middle) for net in takings]
    spread = median(distances) or Fraction(sum(distances, Fraction()), len(distances))
    return Middle(middle=middle, bound=max(3 * spread, Fraction(abs(middle), 2)), stalls=len(takings))


class _Middles:
    """The middle of each craft and of the whole edition, among those who reported."""

    def __init__(self, stalls: Sequence[StallFigures]) -> None:
        nets: dict[str, list[int]] = {}
        for one in stalls:
            if one.reported:
                nets.setdefault(one.craft, []).append(one.net_minor)
        self._crafts = {craft: middle for craft, takings in nets.items() if craft and (middle := middle_of(takings))}
        self._all = middle_of([net for takings in nets.values() for net in takings])

    def reason(self, one: StallFigures) -> FarFromMiddle | None:
        own = self._crafts.get(one.craft)
        among = own or self._all
        if among is None or not one.reported or abs(one.net_minor - among.middle) <= among.bound:
            return None
        craft = one.craft if own else ""
        return FarFromMiddle(net_minor=one.net_minor, middle=among.middle, craft=craft, stalls=among.stalls)


def round_unit(amounts: Mapping[int, int], exponent: int) -> int:
    """What counts as round where these amounts are usual: the power of ten up to their median, at least one whole unit.

    Where 45.00 is usual, tens are round; where 450 is, hundreds.
    """
    half, seen = sum(amounts.values()) // 2, 0
    usual = 0
    for amount in sorted(amounts):
        usual, seen = amount, seen + amounts[amount]
        if seen > half:
            break
    return int(max(10**exponent, 10 ** (len(str(usual)) - 1)))


class _Roundness:
    """How many sales are round, here and elsewhere."""

    def __init__(self, stalls: Sequence[StallFigures], exponent: int) -> None:
        together: Counter[int] = Counter()
        for one in stalls:
            together.update(one.amounts)
        self._unit = round_unit(together, exponent)
        self._sales, self._round = together.total(), self._round_in(together)

    def _round_in(self, amounts: Mapping[int, int]) -> int:
        return sum(times for amount, times in amounts.items() if amount % self._unit == 0)

    def reason(self, one: StallFigures) -> RoundAmounts | None:
        others = self._sales - one.sales
        if min(one.sales, others) < SALES_FOR_A_SHARE or len(one.amounts) < AMOUNTS_FOR_A_SHARE:
            return None
        mine = self._round_in(one.amounts)
        elsewhere = Fraction(self._round - mine, others)
        share = Fraction(mine, one.sales)
        if share < ROUND_SHARE or share < 2 * elsewhere:
            return None
        return RoundAmounts(round_sales=mine, sales=one.sales, unit_minor=self._unit, elsewhere=elsewhere)


def _silent(one: StallFigures) -> SuddenSilence | None:
    silent = one.sales_before > 0 and one.expected and not one.reported
    return SuddenSilence(sales_before=one.sales_before) if silent else None


def _late(one: StallFigures) -> LateSales | None:
    if one.late < FEWEST_LATE or one.late < LATE_SHARE * one.sales:
        return None
    return LateSales(late=one.late, sales=one.sales)


def _at_once(one: StallFigures) -> SalesAtOnce | None:
    if one.together < SALES_FOR_A_SHARE or one.together < AT_ONCE_SHARE * one.sales:
        return None
    return SalesAtOnce(together=one.together, sales=one.sales)
