"""Dates, hours and spans of time as each reader sees them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from fairapp.i18n.locales import locale_for

OPENING = dt.date(2014, 12, 3)
EVENING = dt.datetime(2014, 12, 3, 18, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "territory", "written"),
    [
        ("ar", "SA", "٣ ديسمبر ٢٠١٤"),
        ("ar", "SY", "٣ كانون الأول ٢٠١٤"),
        ("ar", "DZ", "3 ديسمبر 2014"),
        ("ar", "MA", "3 دجنبر 2014"),
        ("fr", "DZ", "3 décembre 2014"),
        ("fr", "SA", "3 décembre 2014"),
        ("en", "EG", "3 December 2014"),
    ],
)
def test_dates_use_the_months_of_the_country(language: str, territory: str, written: str) -> None:
    assert locale_for(language, territory).date(OPENING) == written


def test_short_dates_keep_the_month_as_a_word() -> None:
    assert locale_for("fr", "MA").short_date(OPENING) == "3 déc. 2014"
    assert locale_for("ar", "SY").short_date(OPENING) == "٣ كانون الأول ٢٠١٤"
    assert locale_for("en").short_date(OPENING) == "3 Dec 2014"


def test_the_first_of_a_month_in_french() -> None:
    assert locale_for("fr", "DZ").date(dt.date(2015, 1, 1)) == "1er janvier 2015"
    assert locale_for("fr", "DZ").date(dt.date(2015, 1, 11)) == "11 janvier 2015"
    assert locale_for("fr", "DZ").date_range(dt.date(2015, 1, 1), dt.date(2015, 1, 3)) == "1er–3 janvier 2015"


def test_weekdays() -> None:
    names = [locale_for(language, "SA").weekday(OPENING) for language in ("ar", "fr", "en")]
    assert names == ["الأربعاء", "mercredi", "Wednesday"]


@pytest.mark.parametrize(
    ("last", "written"),
    [
        (dt.date(2014, 12, 3), "3 December 2014"),
        (dt.date(2014, 12, 5), "3–5 December 2014"),
        (dt.date(2015, 1, 2), "3 December 2014 – 2 January 2015"),
    ],
)
def test_ranges_repeat_no_more_than_needed(last: dt.date, written: str) -> None:
    assert locale_for("en").date_range(OPENING, last) == written


def test_ranges_over_two_months() -> None:
    first, last = dt.date(2021, 11, 25), dt.date(2021, 12, 2)
    assert locale_for("ar", "SY").date_range(first, last) == "٢٥ تشرين الثاني – ٢ كانون الأول ٢٠٢١"
    assert locale_for("fr", "MA").date_range(first, last) == "25 novembre – 2 décembre 2021"
    assert locale_for("fr", "MA").date_range(first, None) == "non disponible"


def test_hijri_dates_stand_beside() -> None:
    assert locale_for("ar", "SA").hijri(OPENING) == "١١ صفر ١٤٣٦ هـ"
    assert locale_for("fr", "MA").hijri(OPENING) == "11 safar 1436 H"
    assert locale_for("en").hijri(OPENING) == "11 Safar 1436 AH"
    assert locale_for("en").hijri(dt.date(1900, 1, 1)) is None
    assert locale_for("en").hijri(None) is None


def test_every_hijri_month_has_its_name() -> None:
    days = [OPENING + dt.timedelta(days=29 * n) for n in range(13)]
    for language in ("ar", "fr", "en"):
        written = {(locale_for(language, "DZ").hijri(day) or "").split(" ", 1)[1].rsplit(" ", 2)[0] for day in days}
        assert len(written) == 12


@pytest.mark.parametrize(
    ("language", "territory", "written"),
    [
        ("ar", "SA", "٩:٠٥\u00a0م"),
        ("ar", "DZ", "21:05"),
        ("ar", "MA", "21:05"),
        ("fr", "DZ", "21:05"),
        ("en", "SA", "21:05"),
    ],
)
def test_the_clock_of_the_fair(language: str, territory: str, written: str) -> None:
    locale = locale_for(language, territory)
    assert locale.time(EVENING, ZoneInfo("Asia/Riyadh")) == locale.time(EVENING, "Asia/Riyadh") == written


def test_a_moment_takes_the_date_of_its_zone() -> None:
    late = dt.datetime(2014, 12, 3, 22, 30, tzinfo=dt.UTC)
    assert locale_for("en").date_time(late, "Asia/Riyadh") == "4 December 2014, 01:30"
    assert locale_for("fr", "MA").date_time(late) == "3 décembre 2014 à 22:30"
    assert locale_for("ar", "SA").date_time(late, "Asia/Riyadh") == "٤ ديسمبر ٢٠١٤، ١:٣٠\u00a0ص"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        locale_for("en").time(EVENING.replace(tzinfo=None))


def test_spans_of_time() -> None:
    hours = dt.timedelta(hours=3)
    assert locale_for("ar", "SA").ago(EVENING - hours, EVENING) == "قبل ٣ ساعات"
    assert locale_for("fr", "DZ").ago(EVENING - hours, EVENING) == "il y a 3 heures"
    assert locale_for("en").ago(EVENING + hours, EVENING) == "in 3 hours"
    years = dt.timedelta(days=4000)
    assert locale_for("en").ago(EVENING, EVENING + years, "Asia/Riyadh") == locale_for("en").date(EVENING.date())
    assert locale_for("ar", "DZ").duration(dt.timedelta(minutes=12)) == "12 دقيقة"
    assert [locale_for(language).ago(EVENING, EVENING) for language in ("ar", "fr", "en")] == [
        "الآن", "à l’instant", "just now",
    ]  # fmt: skip
    assert locale_for("en").duration(None) == "not available"
