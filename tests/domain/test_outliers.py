"""Figures that stand out: what is told of them, and what must never change with scale or order."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.outliers import (
    FarFromMiddle,
    LateSales,
    Reason,
    RoundAmounts,
    SalesAtOnce,
    StallFigures,
    SuddenSilence,
    find_outliers,
    median,
    middle_of,
    round_unit,
)

ODD = {4_350: 5, 2_725: 4, 1_150: 3}
"""Prices as they are: none a multiple of ten."""


def found(*stalls: StallFigures) -> dict[object, tuple[Reason, ...]]:
    return dict(find_outliers(stalls, exponent=2))


def takings(nets: Sequence[int], craft: str = "pottery") -> list[StallFigures]:
    return [StallFigures(stall=at, craft=craft, net_minor=net) for at, net in enumerate(nets)]


@pytest.mark.parametrize(
    ("values", "middle"), [([3], 3), ([1, 9], 5), ([1, 2], Fraction(3, 2)), ([9, 1, 4], 4), ([4, 1, 9, 2], 3)]
)
def test_the_median(values: list[int], middle: int | Fraction) -> None:
    assert median(values) == middle


def test_far_above_and_far_below_the_middle_of_the_craft() -> None:
    reasons = found(*takings([100, 110, 120, 130, 140, 400, 10]))
    assert reasons == {
        5: (FarFromMiddle(net_minor=400, middle=Fraction(120), craft="pottery", stalls=7),),
        6: (FarFromMiddle(net_minor=10, middle=Fraction(120), craft="pottery", stalls=7),),
    }
    assert [reason.times for (reason,) in reasons.values() if isinstance(reason, FarFromMiddle)] == [
        Fraction(10, 3),
        Fraction(1, 12),
    ]


def test_a_craft_of_few_is_set_beside_the_whole_edition() -> None:
    few = StallFigures(stall="glass", craft="glass", net_minor=900)
    (reason,) = found(*takings([100, 110, 120, 130]), few)["glass"]
    assert reason == FarFromMiddle(net_minor=900, middle=Fraction(120), craft="", stalls=5)
    assert found(*takings([100, 110, 900])) == {}


def test_a_craft_of_its_own_scale_is_no_outlier_of_the_others() -> None:
    gold = [StallFigures(stall=f"gold {at}", craft="gold", net_minor=90_000 + at) for at in range(5)]
    assert found(*takings([100, 110, 120, 130, 140]), *gold) == {}


def test_among_equals_a_coin_is_nothing_and_the_only_seller_is_something() -> None:
    assert found(*takings([100, 100, 100, 100, 101])) == {}
    assert list(found(*takings([100, 100, 100, 100, 200]))) == [4]
    assert list(found(*takings([0, 0, 0, 0, 50]))) == [4]
    (reason,) = found(*takings([0, 0, 0, 0, 50]))[4]
    assert isinstance(reason, FarFromMiddle)
    assert reason.times is None


@given(st.integers(-(10**9), 10**9), st.integers(1, 30))
def test_a_craft_of_equals_has_none(net: int, stalls: int) -> None:
    assert found(*takings([net] * stalls)) == {}


nets = st.lists(st.integers(-(10**6), 10**6), min_size=5, max_size=30)


@given(nets, st.integers(1, 10**6))
def test_the_scale_of_money_does_not_matter(amounts: list[int], times: int) -> None:
    """SYP lost two zeros; a list in centimes is the same list."""
    assert set(found(*takings(amounts))) == set(found(*takings([net * times for net in amounts])))


figures = st.builds(
    StallFigures,
    stall=st.uuids(),
    craft=st.sampled_from(["", "pottery", "glass"]),
    reported=st.booleans(),
    net_minor=st.integers(0, 10**6),
    sales_before=st.integers(0, 3),
    amounts=st.dictionaries(st.integers(1, 20).map(lambda tens: tens * 500), st.integers(1, 12), max_size=5),
    late=st.integers(0, 20),
    together=st.integers(0, 20),
)


@given(st.lists(figures, max_size=25), st.randoms())
def test_the_order_of_the_stalls_does_not_matter(stalls: list[StallFigures], chance: Random) -> None:
    shuffled = list(stalls)
    chance.shuffle(shuffled)
    assert found(*shuffled) == found(*stalls)


@given(nets)
def test_at_most_half_are_outliers(amounts: list[int]) -> None:
    """Whoever is nearer to the middle than half of them is never one."""
    assert 2 * len(found(*takings(amounts))) <= len(amounts)


def test_silence_after_a_session_of_sales() -> None:
    gone = StallFigures(stall="gone", reported=False, sales_before=12)
    assert found(gone) == {"gone": (SuddenSilence(sales_before=12),)}
    excused = StallFigures(stall="excused", reported=False, expected=False, sales_before=12)
    never = StallFigures(stall="never", reported=False)
    closed = StallFigures(stall="closed", reported=True, sales_before=12)
    assert found(excused, never, closed) == {}


@pytest.mark.parametrize(
    ("amounts", "exponent", "unit"),
    [({}, 2, 100), ({4_500: 3}, 2, 1_000), ({45_000: 1}, 2, 10_000), ({50: 9}, 2, 100), ({1_500: 1}, 3, 1_000),
     ({120_000: 1}, 0, 100_000), ({10: 1, 9_900: 5}, 2, 1_000)],
)  # fmt: skip
def test_what_is_round_where_such_amounts_are_usual(amounts: dict[int, int], exponent: int, unit: int) -> None:
    assert round_unit(amounts, exponent) == unit


def test_round_amounts_where_others_have_prices() -> None:
    round_one = StallFigures(stall="round", amounts={5_000: 4, 3_000: 4, 2_000: 2})
    assert found(round_one, StallFigures(stall="other", amounts=ODD)) == {
        "round": (RoundAmounts(round_sales=10, sales=10, unit_minor=1_000, elsewhere=Fraction(0)),)
    }


@pytest.mark.parametrize(
    "amounts",
    [{5_000: 3, 3_000: 3, 2_000: 3}, {5_000: 40}, {5_000: 6, 3_000: 1, 2_725: 5}],
    ids=["too few sales", "one thing at one price", "not nearly all"],
)
def test_round_amounts_that_say_nothing(amounts: dict[int, int]) -> None:
    assert found(StallFigures(stall="round", amounts=amounts), StallFigures(stall="other", amounts=ODD)) == {}


def test_where_all_prices_are_round_nobody_stands_out() -> None:
    prices = {5_000: 4, 3_000: 4, 2_000: 4}
    assert found(StallFigures(stall=1, amounts=prices), StallFigures(stall=2, amounts=prices)) == {}


def test_sales_after_closing_and_many_in_a_minute() -> None:
    late = StallFigures(stall="late", amounts=ODD, late=5)
    at_once = StallFigures(stall="at once", amounts=ODD, together=10)
    usual = StallFigures(stall="usual", amounts={4_350: 30}, late=5, together=9)
    assert found(late, at_once, usual) == {
        "late": (LateSales(late=5, sales=12),),
        "at once": (SalesAtOnce(together=10, sales=12),),
    }


def test_a_middle_needs_five() -> None:
    assert middle_of([1, 2, 3, 4]) is None
