"""Minutes, slips, till cards and floor plans: said in the reader's language, scannable, whole with nothing in them."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest

from fairapp.domain.floor_plan import HallDrawing, draw_halls
from fairapp.i18n.locales import Locale, locale_for
from fairapp.printing.arabic import apart
from fairapp.printing.floor_plan_sheet import FloorPlanSheet, floor_plan_pdf
from fairapp.printing.minutes import DrawMinutes, minutes_pdf
from fairapp.printing.slip import BoothGiven, Slip, slips_pdf
from fairapp.printing.till_card import TillCard, till_cards_pdf
from tests.printing.reading import pages_of, pictures_of, plain, symbols_of, words_of

RIYADH = ZoneInfo("Asia/Riyadh")
NOON = dt.datetime(2014, 4, 2, 12, 0, tzinfo=RIYADH)
HASH = "4f00a1b2" * 8
MINUTES = DrawMinutes(
    organisation="غرفة جدة",
    edition="المعرض الثالث",
    place="جدة",
    zone=RIYADH,
    committed_at=NOON,
    snapshot_sha256=HASH,
    seed_source="كرات مرقّمة",
    seed_at=NOON + dt.timedelta(days=1),
    digits="07 21 33",
    seed=HASH[::-1],
    drawn_at=NOON + dt.timedelta(days=1),
    result_sha256=HASH,
    requests=1100,
    booths=600,
    locked=12,
    allocated=600,
    waiting=500,
    signatories=("رئيس اللجنة", "ممثلة الأسر", ""),
)
SLIP = Slip(
    organisation="غرفة جدة",
    edition="المعرض الثالث",
    exhibitor="أسرة أم عبدالله",
    craft="عطور",
    code="K7P3QF",
    zone=RIYADH,
    wishes=("قاعة النخيل", "القاعة الكبرى"),
    rank=12,
    among=1100,
    given=BoothGiven(hall="القاعة الكبرى", booth="B-12", choice=2),
    reasons=("الفئة مكتملة",),
    answer_until=NOON,
    url="HTTPS://FAIR.SA/R/K7P3QF",
)
CARD = TillCard(
    organisation="غرفة جدة",
    edition="المعرض الثالث",
    exhibitor="أسرة أم عبدالله",
    hall="القاعة الكبرى",
    booth="B-12",
    url="https://fair.chamber.sa/t/9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
    expires_at=NOON,
    zone=RIYADH,
)


def test_minutes_hold_the_imprints_whole_and_the_digits(fonts_folder: Path) -> None:
    words = words_of(minutes_pdf(MINUTES, locale_for("fr", "DZ"), fonts_folder))
    assert " ".join(["4f00a1b2"] * 8) in words
    assert "07 21 33" in words
    assert "1 100" in words
    assert "verify-draw" in words


def test_minutes_in_every_language_on_one_page(fonts_folder: Path, reader: Locale) -> None:
    pdf = minutes_pdf(MINUTES, reader, fonts_folder)
    assert pages_of(pdf) == 1
    words = words_of(pdf)
    assert plain(reader.pgettext("paper", "Minutes of the public draw")) in words
    assert reader.digits_text("500") in words
    assert "رئيس اللجنة" in words


def test_minutes_before_the_draw_leave_open_what_is_not_known(fonts_folder: Path, reader: Locale) -> None:
    before = replace(MINUTES, digits=None, seed=None, drawn_at=None, result_sha256=None, allocated=None, waiting=None)
    assert plain(reader.pgettext("paper", "The draw has not been held yet.")) in words_of(
        minutes_pdf(before, reader, fonts_folder)
    )


def test_more_signatures_than_a_page_holds_run_over(fonts_folder: Path) -> None:
    many = replace(MINUTES, signatories=tuple(f"Signatory {number}" for number in range(40)))
    pdf = minutes_pdf(many, locale_for("en", "SA"), fonts_folder)
    assert pages_of(pdf) > 1
    assert all(f"Signatory {number}" in words_of(pdf) for number in range(40))
    assert f"Page {pages_of(pdf)} of {pages_of(pdf)}" in words_of(pdf)


def test_a_slip_says_the_booth_the_rank_and_why(fonts_folder: Path, reader: Locale) -> None:
    pdf = slips_pdf([SLIP], reader, fonts_folder)
    words = words_of(pdf)
    assert "القاعة الكبرى" in words
    assert reader.say(1100) in words
    assert plain(reader.pgettext("paper", "What you asked for")) in words
    assert symbols_of(pdf, 3) == [SLIP.url]


def test_a_wish_runs_as_its_reader_does(fonts_folder: Path) -> None:
    wishes = (f"{apart('القاعة ب')} ({apart('B/std')})",)
    pdf = pypdfium2.PdfDocument(slips_pdf([replace(SLIP, wishes=wishes)], locale_for("ar", "SA"), fonts_folder))
    text = pdf[0].get_textpage()
    found = text.search("std").get_next()
    assert found is not None
    _left, _bottom, right, _top = text.get_charbox(found[0] + 2)
    assert right < pdf[0].get_width() - 90, "first the name, from the right; then the code"
    text.close()
    pdf.close()


@pytest.mark.parametrize("choice", [1, "anywhere", "lock", "manual"])
def test_a_slip_explains_every_kind_of_choice(fonts_folder: Path, choice: int | str) -> None:
    given = BoothGiven(hall="H", booth="B-1", choice=choice)
    words = words_of(slips_pdf([replace(SLIP, given=given)], locale_for("en", "SA"), fonts_folder))
    said = {1: "wish number 1", "anywhere": "any place would do", "lock": "before the draw", "manual": "organiser"}
    assert said[choice] in words


def test_a_slip_of_the_waiting_list_and_one_before_the_draw(fonts_folder: Path) -> None:
    waiting = replace(SLIP, given=None, waiting_place=57, reasons=(), url="")
    before = replace(SLIP, given=None, rank=None, reasons=(), wishes=())
    words = words_of(slips_pdf([waiting, before], locale_for("en", "SA"), fonts_folder))
    assert "Waiting list: number 57" in words
    assert "Request received" in words
    assert "not available" not in words


def test_a_till_card_scans_and_speaks_three_languages(fonts_folder: Path, reader: Locale) -> None:
    pdf = till_cards_pdf([CARD], reader, fonts_folder)
    assert symbols_of(pdf) == [CARD.url]
    words = words_of(pdf)
    for language in ("ar", "fr", "en"):
        step = locale_for(language).pgettext("paper", "Tap the link that appears.")
        assert all(word in words for word in plain(step).rstrip(".").split())
    assert reader.digits_text("2014") in words


def test_a_gates_card_needs_no_exhibitor(fonts_folder: Path) -> None:
    words = words_of(
        till_cards_pdf([replace(CARD, exhibitor="", booth="North", hall="")], locale_for("en"), fonts_folder)
    )
    assert "North" in words
    assert "Gate" in words


def test_a_floor_plan_is_to_scale(fonts_folder: Path) -> None:
    halls = tuple(draw_halls("Hall A: 2 rows of 10, 3 × 3 m, aisle 3 m"))
    pdf = floor_plan_pdf(plan(halls), locale_for("en", "SA"), fonts_folder)
    assert "Scale 1 : 100" in words_of(pdf)
    picture = pictures_of(pdf, 4)[0].convert("L")
    row = [picture.getpixel((column, picture.height // 2)) for column in range(picture.width)]
    walls = [column for column, shade in enumerate(row) if int(shade) < 120]
    metres = (walls[-1] - walls[0]) / 4 / 72 * 0.0254 * 100
    assert metres == pytest.approx(halls[0].width_mm / 1000, rel=0.01)


def test_every_booth_and_who_has_it_is_on_the_plan(fonts_folder: Path, reader: Locale) -> None:
    halls = tuple(draw_halls("Hall A: 2 rows of 6, 3 × 3 m, aisle 3 m\nHall B: 5 rows of 40, 3 × 3 m, aisle 3 m"))
    pdf = floor_plan_pdf(plan(halls, {"A-01": "عطور"}), reader, fonts_folder)
    assert pages_of(pdf) == 2
    words = words_of(pdf)
    assert "عطور" in words
    assert all(reader.digits_text(f"{number:02}") in words for number in range(1, 13))


def plan(halls: tuple[HallDrawing, ...], taken: dict[str, str] | None = None) -> FloorPlanSheet:
    return FloorPlanSheet(organisation="O", edition="E", halls=halls, taken=taken or {})


def test_nothing_to_print_is_a_page_that_says_so(fonts_folder: Path, reader: Locale) -> None:
    for pdf, said in (
        (slips_pdf([], reader, fonts_folder), "No request yet."),
        (till_cards_pdf([], reader, fonts_folder), "No card asked for."),
        (floor_plan_pdf(plan(()), reader, fonts_folder), "No hall has been drawn yet."),
    ):
        assert pages_of(pdf) == 1
        assert plain(reader.pgettext("paper", said)) in words_of(pdf)
