"""The band beside a count of people: from its samples alone, exact, and honest about few of them."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.counting_error import CountingError, counting_error

COUNT = st.integers(0, 99_999)
SAMPLES = st.lists(st.tuples(COUNT, COUNT), min_size=2, max_size=50).filter(lambda pairs: any(one for one, _ in pairs))


def percent(*samples: tuple[int, int]) -> int | None:
    found = counting_error(samples)
    assert found is not None
    return found.percent


def test_without_a_recount_there_is_nothing_to_say() -> None:
    assert counting_error([]) is None


def test_one_recount_says_its_difference_and_no_band() -> None:
    found = counting_error([(40, 42)])
    assert found == CountingError(recounts=1, counted=40, recounted=42, percent=None)
    assert found.difference == -2


def test_samples_in_which_nobody_was_counted_give_no_band() -> None:
    assert percent((0, 3), (0, 0)) is None


@pytest.mark.parametrize(
    ("samples", "band"),
    [
        # Q = 204/200; residues -1.02, -0.04, 0.94, 0.12; s = 0.0080…; t = 3.182: 2 % off, 2.6 % open.
        ([(51, 51), (52, 53), (53, 55), (44, 45)], 5),
        # The same share missed in each sample: nothing is left open but what the phones were off by.
        ([(50, 51), (100, 102), (200, 204)], 2),
        ([(30, 30), (70, 70)], 1),
        # Two that disagree say next to nothing: t = 12.7.
        ([(50, 45), (50, 55)], 128),
    ],
)
def test_known_bands(samples: list[tuple[int, int]], band: int) -> None:
    assert percent(*samples) == band


@given(SAMPLES)
def test_the_band_is_the_smallest_whole_per_cent_that_holds(samples: list[tuple[int, int]]) -> None:
    """Against the same formula in floating point, which may differ at the edge of a whole number only."""
    found = counting_error(samples)
    assert found is not None
    assert found.percent is not None
    number, ratio = len(samples), found.recounted / found.counted
    scatter = sum((two - ratio * one) ** 2 for one, two in samples)
    error = sqrt(number / (number - 1) * scatter) / found.counted
    wanted = 100 * (abs(ratio - 1) + STUDENT[min(number - 1, 30)] * error)
    slack = 1e-6 * max(1, wanted)
    assert wanted - slack <= found.percent <= max(1, wanted + 1 + slack)


@given(SAMPLES)
def test_the_order_of_recounts_changes_nothing(samples: list[tuple[int, int]]) -> None:
    assert counting_error(reversed(samples)) == counting_error(samples)


@given(SAMPLES)
def test_what_the_phones_were_off_by_lies_within_the_band(samples: list[tuple[int, int]]) -> None:
    found = counting_error(samples)
    assert found is not None
    assert found.percent is not None
    assert abs(Fraction(found.difference, found.counted)) * 100 <= found.percent


@given(SAMPLES, st.integers(2, 6))
def test_more_samples_alike_never_widen_the_band(samples: list[tuple[int, int]], times: int) -> None:
    once, more = counting_error(samples), counting_error(samples * times)
    assert once is not None
    assert more is not None
    assert once.percent is not None
    assert more.percent is not None
    assert more.percent <= once.percent


STUDENT = dict(enumerate(
    (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
     2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
    start=1,
))  # fmt: skip
