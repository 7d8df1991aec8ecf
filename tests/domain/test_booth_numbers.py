"""Schemes of numbers: the way round the hall."""

import pytest

from fairapp.domain.booth_numbers import NumberScheme, new_numbers
from fairapp.domain.errors import Refused

ROWS = [["a", "b"], ["c", "d"], ["e"]]


@pytest.mark.parametrize(
    ("direction", "numbers"),
    [("forward", "01 02 03 04 05"), ("snake", "01 02 04 03 05"), ("backward", "05 04 03 02 01")],
)
def test_the_way_round(direction: str, numbers: str) -> None:
    scheme = NumberScheme(prefix="", direction=direction)
    assert [new_numbers(ROWS, scheme)[booth] for booth in "abcde"] == numbers.split()


def test_prefix_start_step_and_digits() -> None:
    scheme = NumberScheme(prefix="H2-", start=95, step=5, digits=3)
    assert list(new_numbers(ROWS, scheme).values()) == ["H2-095", "H2-100", "H2-105", "H2-110", "H2-115"]


@pytest.mark.parametrize(
    "scheme",
    [
        NumberScheme(prefix="A", start=-1),
        NumberScheme(prefix="A", step=0),
        NumberScheme(prefix="A", step=101),
        NumberScheme(prefix="A", digits=0),
        NumberScheme(prefix="A", digits=6),
        NumberScheme(prefix="A", start=99_996),
        NumberScheme(prefix="A" * 19),
    ],
)
def test_what_cannot_be_painted_is_refused(scheme: NumberScheme) -> None:
    with pytest.raises(Refused, match="scheme-out-of-range"):
        new_numbers(ROWS, scheme)


def test_an_unknown_direction_is_refused() -> None:
    with pytest.raises(Refused, match="unknown-direction"):
        new_numbers(ROWS, NumberScheme(prefix="", direction="up"))
