"""The chart's geometry, in both directions."""

from datetime import UTC, datetime, timedelta

import pytest

from fairapp.i18n.locales import locale_for
from fairapp.queries.result_tables import HourTotals
from fairapp.web.charts import HEIGHT, WIDTH, HourChart, hour_chart

OPENING = datetime(2014, 12, 3, 16, tzinfo=UTC)


def hours(*figures: tuple[int, int | None]) -> list[HourTotals]:
    return [
        HourTotals(starts_at=OPENING + timedelta(hours=at), takings_minor=minor, sales=1, entries=people)
        for at, (minor, people) in enumerate(figures)
    ]


def drawn(language: str, *figures: tuple[int, int | None], currency: str = "SAR", exponent: int = 2) -> HourChart:
    chart = hour_chart(hours(*figures), locale_for(language, "SA", "latn"), currency=currency, exponent=exponent)
    assert chart is not None
    return chart


def test_time_runs_as_people_read() -> None:
    figures = ((100_00, 5), (300_00, 9), (200_00, 4))
    arabic, french = drawn("ar", *figures), drawn("fr", *figures)
    assert [bar.x for bar in french.bars] == sorted(bar.x for bar in french.bars)
    assert [bar.x for bar in arabic.bars] == sorted((bar.x for bar in arabic.bars), reverse=True)
    assert [WIDTH - bar.x - bar.width for bar in arabic.bars] == [bar.x for bar in french.bars]
    assert [bar.height for bar in arabic.bars] == [bar.height for bar in french.bars]


def test_everything_lies_inside() -> None:
    chart = drawn("ar", *[(10**at, at) for at in range(12)], (-5_000, 0))
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
    assert chart.bars[-1].height == 0, "an hour of refunds is nothing, not a bar downwards"
    assert len(chart.hours) <= 7


@pytest.mark.parametrize(
    ("most", "scale", "size"),
    [
        (7_00, ["0", "2", "4", "6", "8"], 1),
        (1_010_000_00, ["0", "300", "600", "900", "1,200"], 1_000),
        (60_000_000_00, ["0", "15", "30", "45", "60"], 1_000_000),
    ],
)
def test_the_scale_is_round(most: int, scale: list[str], size: int) -> None:
    chart = drawn("en", (most, None))
    assert [tick.text for tick in chart.takings_scale] == scale
    assert chart.money_size == size
    assert chart.entries_scale == ()
    assert chart.line == ""


def test_currencies_without_decimals_and_with_three() -> None:
    assert [tick.text for tick in drawn("en", (8, None), currency="SYP", exponent=0).takings_scale][-1] == "8"
    assert [tick.text for tick in drawn("en", (8_000, None), currency="KWD", exponent=3).takings_scale][-1] == "8"


def test_nothing_is_no_chart() -> None:
    assert hour_chart([], locale_for("ar"), currency="SAR", exponent=2) is None


def test_entries_alone_are_drawn() -> None:
    chart = drawn("fr", (0, 12), (0, 40))
    assert chart.takings_scale == ()
    assert [tick.text for tick in chart.entries_scale] == ["0", "10", "20", "30", "40"]
