"""Badges: every card on its sheet, read back by eye (text) and by camera (QR), whatever the names."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from fairapp.domain.badges import badge_url
from fairapp.i18n.locales import Locale, locale_for
from fairapp.printing.badge import BadgeCard, BadgeSheet, badges_pdf, readable_code
from tests.printing.reading import pages_of, pictures_of, plain, symbols_of, words_of

CODE = "7ZZ0K7P3QF9XK7P3QF9XABCDEF"
SHEET = BadgeSheet(
    edition="الملتقى والمعرض الوطني الثالث للأسر المنتجة",
    organisation="غرفة جدة",
    place="جدة",
    first_day=dt.date(2014, 4, 6),
    last_day=dt.date(2014, 4, 8),
)
HOSTILE = [
    "", " ", "\u202eسعاد", "\u2066" * 50, "a\x00b", "\ud800", "😀🎪", "ﷺ", "(((((", ")", "\\) Tj ET Q", "<b>&amp;</b>",
    "سعاد\nنورة", "x" * 300, "والمعرضالوطنيالثالثللأسرالمنتجة" * 5, "مُحَمَّدٌ", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "+966 50 123 4567",
]  # fmt: skip


def card(number: int = 12, **changes: str) -> BadgeCard:
    code = f"7{number:02}{CODE[3:]}"
    made = BadgeCard(
        exhibitor="أسرة أم عبدالله الزهراني",
        craft="عطور وبخور",
        hall="القاعة الكبرى",
        booth=f"B-{number:02}",
        code=code,
        url=badge_url("fair.chamber.sa", code),
    )
    return replace(made, **changes)


def test_everything_on_a_badge_can_be_read(fonts_folder: Path, reader: Locale) -> None:
    words = words_of(badges_pdf(SHEET, [card()], reader, fonts_folder))
    for expected in ("أسرة أم عبدالله", "الزهراني", "عطور وبخور", "القاعة الكبرى", "ABCDEF"):
        assert expected in words
    assert reader.digits_text("2014") in words
    assert reader.digits_text("12") in words
    assert reader.gettext("Booth") in words


def test_the_booth_is_in_the_readers_digits(fonts_folder: Path) -> None:
    arabic = words_of(badges_pdf(SHEET, [card()], locale_for("ar", "SA"), fonts_folder))
    assert "١٢" in arabic
    algerian = words_of(badges_pdf(SHEET, [card()], locale_for("ar", "DZ"), fonts_folder))
    assert "12" in algerian
    assert "١٢" not in algerian
    assert "B-12" in words_of(badges_pdf(SHEET, [card()], locale_for("fr", "DZ"), fonts_folder))


def test_hijri_stands_beside_gregorian_in_arabic(fonts_folder: Path) -> None:
    assert "١٤٣٥" in words_of(badges_pdf(SHEET, [card()], locale_for("ar", "SA"), fonts_folder))


@pytest.mark.parametrize("four", [True, False])
def test_the_camera_reads_each_exact_address_in_order(fonts_folder: Path, reader: Locale, four: bool) -> None:
    cards = [card(number) for number in range(9)]
    pdf = badges_pdf(replace(SHEET, four_to_a_page=four), cards, reader, fonts_folder)
    assert pages_of(pdf) == (3 if four else 9)
    assert sorted(symbols_of(pdf, 2.5)) == sorted(made.url for made in cards)


def test_a_scan_survives_a_poor_print(fonts_folder: Path) -> None:
    pdf = badges_pdf(replace(SHEET, four_to_a_page=False), [card()], locale_for("ar", "SA"), fonts_folder)
    assert symbols_of(pdf, 1.2) == [card().url]


def test_the_first_badge_lies_where_reading_starts(fonts_folder: Path) -> None:
    for language, right in (("ar", True), ("fr", False)):
        picture = pictures_of(badges_pdf(SHEET, [card()], locale_for(language, "DZ"), fonts_folder))[0]
        width, height = picture.size
        halves = [picture.crop((left, 40, left + width // 2 - 60, height // 2 - 60)) for left in (30, width // 2 + 30)]
        dark = [sum(half.convert("L").point(lambda shade: shade < 100).histogram()[1:]) > 0 for half in halves]
        assert dark == [not right, right]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_print_and_still_scan(fonts_folder: Path, name: str) -> None:
    made = card(exhibitor=name, craft=name, hall=name, booth=name[:40])
    sheet = replace(SHEET, edition=name, place=name, organisation=name)
    for language in ("ar", "fr"):
        assert symbols_of(badges_pdf(sheet, [made], locale_for(language, "DZ"), fonts_folder), 2.5) == [made.url]


def test_long_names_shrink_and_wrap_whole(fonts_folder: Path) -> None:
    name = "جمعية السيدات الحرفيات للتنمية المستدامة والنسيج التقليدي بوادي فاطمة"
    words = words_of(badges_pdf(SHEET, [card(exhibitor=name)], locale_for("ar", "SA"), fonts_folder))
    assert all(word in words for word in name.split())


def test_without_badges_the_page_says_so(fonts_folder: Path, reader: Locale) -> None:
    pdf = badges_pdf(SHEET, [], reader, fonts_folder)
    assert pages_of(pdf) == 1
    assert plain(reader.pgettext("paper", "No badges yet: no booth has been given.")) in words_of(pdf)


def test_a_badge_costs_at_most_a_kilobyte_and_a_half(fonts_folder: Path) -> None:
    cards = [card(number % 100, exhibitor=f"أسرة نورة الغامدي {number}") for number in range(200)]
    assert len(badges_pdf(SHEET, cards, locale_for("ar", "SA"), fonts_folder)) / len(cards) <= 1_500


def test_two_faces_are_embedded_and_the_same_cards_give_the_same_bytes(fonts_folder: Path) -> None:
    one, two = (badges_pdf(SHEET, [card()], locale_for("ar", "SA"), fonts_folder) for _ in range(2))
    assert one == two
    assert one.count(b"/FontFile2") == 2
    assert b"FairNotoSansArabic-Bold" in one
    assert b"FairNotoSansArabic-Regular" in one


def test_the_file_says_its_language_and_direction(fonts_folder: Path) -> None:
    pdf = badges_pdf(SHEET, [card()], locale_for("ar", "SA"), fonts_folder)
    assert b"ar-SA" in pdf
    assert b"R2L" in pdf
    assert b"L2R" in badges_pdf(SHEET, [card()], locale_for("fr", "DZ"), fonts_folder)


def test_an_unusual_address_still_prints(fonts_folder: Path) -> None:
    made = card(url="http://localhost:8000/b/abc")
    assert symbols_of(badges_pdf(SHEET, [made], locale_for("ar", "SA"), fonts_folder), 3) == [made.url]


def test_a_code_is_read_in_groups() -> None:
    assert readable_code(CODE) == "7ZZ0K 7P3QF 9XK7P 3QF9X ABCDEF"
    assert readable_code("AB") == "AB"
