"""The report: the true sentence first, each figure with its proof, small groups withheld, unknown never zero."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fairapp.i18n.locales import Locale, locale_for
from fairapp.printing.report_content import (
    EntriesShown,
    ExhibitorsShown,
    GroupLine,
    HourLine,
    ReportContent,
    SessionLine,
    TakingsShown,
    withheld,
)
from fairapp.printing.results_report import report_pdf
from tests.printing.reading import pages_of, pictures_of, plain, words_of

RIYADH = ZoneInfo("Asia/Riyadh")
OPENING = dt.datetime(2014, 4, 6, 21, 0, tzinfo=RIYADH)


def group(name: str, exhibitors: int) -> GroupLine:
    return GroupLine(name=name, exhibitors=exhibitors, sales=exhibitors * 10, takings_minor=exhibitors * 98_765)


CONTENT = ReportContent(
    organisation="غرفة جدة",
    edition="المعرض الثالث للأسر المنتجة",
    place="جدة",
    first_day=dt.date(2014, 4, 6),
    last_day=dt.date(2014, 4, 8),
    zone=RIYADH,
    as_of=OPENING + dt.timedelta(days=3),
    settled=True,
    currency="SAR",
    exponent=2,
    headlines=("تجاوزت المبيعات خمسة ملايين ريال.",),
    takings=TakingsShown(
        total_minor=500_010_000, declared_minor=85_001_700, matched_minor=355_007_100, audited_minor=60_001_200,
        sales=27_420,
    ),
    entries=EntriesShown(total=10_021, evidence="C"),
    exhibitors=ExhibitorsShown(requests=1100, booths=600, came=594),
    sessions=(
        SessionLine(
            opens_at=OPENING, takings_minor=166_670_000, sales=9_140, entries=None, reporting=597, expected=600
        ),
    ),
    halls=(group("القاعة الكبرى", 200), group("قاعة النخيل", 400)),
    crafts=(group("عطور", 300), group("تطريز", 290), group("فخار", 7), group("ورق", 3)),
    hours=tuple(
        HourLine(starts_at=OPENING + dt.timedelta(hours=hour), takings_minor=1000 * hour, entries=(9, None)[hour == 2])
        for hour in range(5)
    ),
    missing=("لم يُقفل صندوق واحد.",),
)  # fmt: skip


def test_the_sentence_the_figures_and_their_proof(fonts_folder: Path, reader: Locale) -> None:
    words = words_of(report_pdf(CONTENT, reader, fonts_folder))
    assert "تجاوزت المبيعات خمسة ملايين ريال" in words
    assert plain(reader.number(10_021)) in words
    assert plain(reader.number(27_420)) in words
    assert plain(reader.word("evidence", "C")) in words
    for title in ("By hall", "By craft", "Still missing", "How a figure is proved"):
        assert plain(reader.pgettext("paper", title)) in words


def test_amounts_are_exact_in_each_country(fonts_folder: Path) -> None:
    assert "5,000,100.00" in words_of(report_pdf(CONTENT, locale_for("en", "SA"), fonts_folder))
    assert "5 000 100,00" in words_of(report_pdf(CONTENT, locale_for("fr", "DZ"), fonts_folder))
    assert "٥٬٠٠٠٬١٠٠٫٠٠" in words_of(report_pdf(CONTENT, locale_for("ar", "SA"), fonts_folder))
    assert "5.000.100,00" in words_of(report_pdf(CONTENT, locale_for("ar", "DZ"), fonts_folder))


def test_what_is_not_settled_says_so_far(fonts_folder: Path) -> None:
    english = locale_for("en", "SA")
    assert "Results published on 9 April 2014" in words_of(report_pdf(CONTENT, english, fonts_folder))
    assert "So far, 9 April 2014" in words_of(report_pdf(replace(CONTENT, settled=False), english, fonts_folder))


def test_unknown_is_never_zero(fonts_folder: Path) -> None:
    unknown = replace(
        CONTENT,
        entries=EntriesShown(total=None, evidence=None),
        exhibitors=ExhibitorsShown(requests=None, booths=None, came=None),
        sessions=(replace(CONTENT.sessions[0], takings_minor=None, reporting=None, expected=None),),
    )
    words = words_of(report_pdf(unknown, locale_for("en", "SA"), fonts_folder))
    assert words.count("not available") >= 6


def test_small_groups_are_withheld_with_the_one_that_would_give_them_away(fonts_folder: Path) -> None:
    words = words_of(report_pdf(CONTENT, locale_for("en", "SA"), fonts_folder))
    assert words.count("withheld") == 6
    assert "2,962.95" not in words
    assert "6,913.55" not in words
    assert "296,295.00" in words


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ((200, 400), set()),
        ((200, 4), {0, 1}),
        ((200, 300, 4), {0, 2}),
        ((200, 300, 4, 4), {2, 3}),
        ((200, 300, 2, 2), {0, 2, 3}),
        ((200, 300, 0), set()),
        ((3,), {0}),
        ((), set()),
    ],
)
def test_which_groups_are_withheld(sizes: tuple[int, ...], hidden: set[int]) -> None:
    assert withheld(tuple(group(str(at), size) for at, size in enumerate(sizes)), 5) == hidden


def test_an_edition_before_its_first_sale_has_a_report(fonts_folder: Path, reader: Locale) -> None:
    nothing = TakingsShown(total_minor=0, declared_minor=0, matched_minor=0, audited_minor=0, sales=0)
    empty = replace(
        CONTENT, takings=nothing, headlines=(), sessions=(), halls=(), crafts=(), hours=(), missing=(), settled=False
    )
    words = words_of(report_pdf(empty, reader, fonts_folder))
    assert plain(reader.pgettext("paper", "No session has been held yet.")) in words


def test_more_refunds_than_sales_still_prints(fonts_folder: Path) -> None:
    below = TakingsShown(total_minor=-500, declared_minor=-500, matched_minor=0, audited_minor=0, sales=2)
    hours = (HourLine(starts_at=OPENING, takings_minor=-500, entries=0),)
    pdf = report_pdf(replace(CONTENT, takings=below, hours=hours), locale_for("en", "SA"), fonts_folder)
    assert "5.00" in words_of(pdf)


def test_a_long_table_goes_on_under_its_titles(fonts_folder: Path) -> None:
    many = replace(CONTENT, crafts=tuple(group(f"Craft {number}", 9) for number in range(150)))
    pdf = report_pdf(many, locale_for("en", "SA"), fonts_folder)
    words = words_of(pdf)
    assert pages_of(pdf) >= 5
    assert words.count("Share") == pages_of(pdf)  # once for the halls, once on every page but the first
    assert all(f"Craft {number} " in words for number in range(150))
    assert f"Page 1 of {pages_of(pdf)}" in words


def test_time_runs_as_the_reader_reads(fonts_folder: Path) -> None:
    """The first hours sold nothing, so the chart is tall at its end: left in Arabic, right in French."""
    for language, tall_side in (("ar", 0), ("fr", 1)):
        picture = pictures_of(report_pdf(CONTENT, locale_for(language, "DZ"), fonts_folder))[0].convert("RGB")
        chart = picture.crop((0, picture.height // 2, picture.width, picture.height - 120))
        halves = [
            chart.crop((half * chart.width // 2, 0, (half + 1) * chart.width // 2, chart.height)) for half in (0, 1)
        ]
        green = [
            sum(count for count, shade in half.getcolors(1 << 20) or () if shade == (15, 92, 88)) for half in halves
        ]
        assert green.index(max(green)) == tall_side
