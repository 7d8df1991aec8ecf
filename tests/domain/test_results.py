"""Headlines that stop being said when they stop being true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.results import (
    EditionFigures,
    Headline,
    HeadlineKind,
    NotComparable,
    Scale,
    Share,
    count_known,
    headline,
    is_withheld,
    more_than,
    not_comparable,
    scale_of,
    share,
    shown_to_strangers,
)


@pytest.mark.parametrize(
    ("minor", "exponent", "figure"),
    [
        (500_010_000, 2, 5_000_000),
        (499_990_000, 2, None),
        (500_000_000, 2, None),
        (500_000_001, 2, 5_000_000),
        (549_999_999, 2, 5_000_000),
        (550_000_000, 2, None),
        (10_021, 0, 10_000),
        (10_000, 0, None),
        (15_100, 0, 15_000),
        (1_600_000, 0, 1_500_000),
        (15_500_000, 0, 15_000_000),
        (1_100, 0, None),
        (1_099, 0, 1_000),
        (1_500, 0, None),
        (612, 0, None),
        (600, 0, None),
        (0, 0, None),
        (-5_000_100, 0, None),
        (5_000_000, 3, None),
        (5_000_001, 3, 5_000),
    ],
)
def test_more_than_is_said_only_near_a_round_figure(minor: int, exponent: int, figure: int | None) -> None:
    assert more_than(minor, exponent) == figure


@given(st.integers(-(10**6), 10**15), st.integers(0, 3))
def test_more_than_is_always_true_and_never_far(minor: int, exponent: int) -> None:
    figure = more_than(minor, exponent)
    if figure is not None:
        assert 10 * figure * 10**exponent < 10 * minor < 11 * figure * 10**exponent


@pytest.mark.parametrize(
    ("figure", "word", "count"),
    [
        (5_000_000, "million", 5),
        (15_000_000, "million", 15),
        (10_000, "thousand", 10),
        (500_000, "thousand", 500),
        (1_500_000, "thousand", 1_500),
        (2_000_000_000, "billion", 2),
        (612, "one", 612),
        (0, "one", 0),
    ],
)
def test_a_round_figure_has_a_word_and_a_whole_count(figure: int, word: str, count: int) -> None:
    assert scale_of(figure) == Scale(word=word, count=count)


def test_jeddah_before_and_after_the_refund() -> None:
    before = headline(HeadlineKind.TAKINGS, 600 * 833_350, currency="SAR", exponent=2)
    after = headline(HeadlineKind.TAKINGS, 600 * 833_350 - 20_000, currency="SAR", exponent=2)
    assert before is not None
    assert (before.exact, before.threshold, before.scale) == (500_010_000, 5_000_000, Scale(word="million", count=5))
    assert after == Headline(kind=HeadlineKind.TAKINGS, exact=499_990_000, currency="SAR", exponent=2)


def test_entries_of_jeddah() -> None:
    said = headline(HeadlineKind.ENTRIES, 3_200 + 3_400 + 3_421)
    assert said is not None
    assert said.scale == Scale(word="thousand", count=10)


def test_of_the_unknown_nothing_is_said() -> None:
    assert headline(HeadlineKind.ENTRIES, None) is None
    nothing = headline(HeadlineKind.ENTRIES, 0)
    assert nothing is not None
    assert nothing.exact == 0


@pytest.mark.parametrize(
    ("second", "money", "reasons"),
    [
        (EditionFigures(days=3, currency="SAR"), True, []),
        (EditionFigures(days=4, currency="SAR"), True, [NotComparable.DAYS_DIFFER]),
        (EditionFigures(days=None, currency="SAR"), False, [NotComparable.DAYS_UNKNOWN]),
        (EditionFigures(days=3, currency="EGP"), True, [NotComparable.CURRENCIES_DIFFER]),
        (EditionFigures(days=3, currency="EGP"), False, []),
        (
            EditionFigures(days=4, currency="SAR", complete=False),
            False,
            [NotComparable.DAYS_DIFFER, NotComparable.INCOMPLETE],
        ),
    ],
)
def test_editions_are_compared_only_when_it_is_fair(
    second: EditionFigures, money: bool, reasons: list[NotComparable]
) -> None:
    first = EditionFigures(days=3, currency="SAR")
    assert not_comparable(first, second, money=money) == reasons
    assert not_comparable(second, first, money=money) == reasons


def test_totals_of_few_families_are_withheld() -> None:
    assert [families for families in range(8) if is_withheld(families)] == [1, 2, 3, 4]
    assert is_withheld(4, smallest=1)
    assert is_withheld(9, smallest=10)
    assert shown_to_strangers(1_000, 4) is None
    assert shown_to_strangers(1_000, 5) == 1_000
    assert shown_to_strangers(None, 50) is None


def test_shares_and_reporters_keep_the_unknown_apart_from_nothing() -> None:
    assert share(119, 120) == Share(part=119, whole=120)
    assert share(0, 120) == Share(part=0, whole=120)
    assert share(None, 120) is None
    assert share(1, None) is None
    assert share(1, 0) is None
    assert count_known({"a": 0, "b": None, "c": 12}) == (2, 3)
