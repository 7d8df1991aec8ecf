"""Dates and times as a reader writes them, with ASCII digits; the locale gives them its own digits afterwards.

Month names are CLDR's for the country (كانون الأول in Syria, دجنبر in Morocco). Short dates keep the month as a word:
``3/4`` is read in two ways.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale as Cldr
from babel.dates import format_date, format_time, format_timedelta
from hijridate import Gregorian

Zone = ZoneInfo | str

_TWENTY_FOUR_HOURS = ("DZ", "MA", "TN")

# Umm al-Qura months, to be said through the catalogues under the context "hijri month".
HIJRI_MONTHS = (
    "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula", "Jumada al-Akhira",
    "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qada", "Dhu al-Hijja",
)  # fmt: skip


def _pattern(day: date, pattern: str, cldr: Cldr) -> str:
    text = format_date(day, pattern, locale=cldr)
    if cldr.language == "fr" and day.day == 1 and text.startswith("1 "):
        return "1er" + text[1:]
    return text


def long_date(day: date, cldr: Cldr) -> str:
    return _pattern(day, "d MMMM y", cldr)


def short_date(day: date, cldr: Cldr) -> str:
    # CLDR has no short Arabic months, and its Syrian "short" ones are those of another country.
    return _pattern(day, "d MMMM y" if cldr.language == "ar" else "d MMM y", cldr)


def weekday(day: date, cldr: Cldr) -> str:
    return format_date(day, "EEEE", locale=cldr)


def date_range(first: date, last: date, cldr: Cldr) -> str:
    """«3–6 ديسمبر 2014», with no more repeated than needed."""
    if first == last:
        return long_date(first, cldr)
    if (first.year, first.month) == (last.year, last.month):
        start = "1er" if cldr.language == "fr" and first.day == 1 else str(first.day)
        return f"{start}–{long_date(last, cldr)}"
    start = _pattern(first, "d MMMM" if first.year == last.year else "d MMMM y", cldr)
    return f"{start} – {long_date(last, cldr)}"


def clock(moment: datetime, zone: Zone | None, cldr: Cldr) -> str:
    """The time of day in ``zone``, or in the moment's own; a moment without a zone is a programming error."""
    twelve = cldr.language == "ar" and cldr.territory not in _TWENTY_FOUR_HOURS
    return format_time(in_zone(moment, zone), "h:mm\u00a0a" if twelve else "HH:mm", locale=cldr)


def in_zone(moment: datetime, zone: Zone | None) -> datetime:
    """The moment on the clocks of ``zone``, given by itself or by its IANA name."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    if zone is None:
        return moment
    return moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)


def span(length: timedelta, cldr: Cldr, *, directed: bool = False) -> str:
    """«3 hours»; ``directed``: «3 hours ago» for a negative length, «in 3 hours» for a positive one."""
    return format_timedelta(length, granularity="minute", threshold=1.0, add_direction=directed, locale=cldr)


def hijri(day: date) -> tuple[int, str, int] | None:
    """(day, month's msgid, year) in the Umm al-Qura calendar, or None outside the years it is published for."""
    try:
        there = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return None
    return there.day, HIJRI_MONTHS[there.month - 1], there.year
