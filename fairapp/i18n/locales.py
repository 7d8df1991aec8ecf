"""The locale of one reader: language, country, direction, digits, and everything said or written for that reader."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Protocol

from babel import Locale as Cldr
from babel import UnknownLocaleError
from babel.lists import format_list

from fairapp.i18n import days, scales
from fairapp.i18n.catalogues import LANGUAGES, Catalogue, catalogue
from fairapp.i18n.figures import NO_BREAK, Figures, currency_symbol, figures_of, ratio
from fairapp.i18n.terms import TERM_SETS

NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}
DIGITS = ("arab", "latn")
LONG_AGO = dt.timedelta(days=30)
"""Nobody counts back further: «13 years ago» says less of a fair than its date."""
_PLACE = re.compile(r"%\((\w+)\)s")


class Coded(Protocol):
    """An error that a sentence exists for: ``fairapp.domain.errors.FairError`` is one."""

    code: str
    values: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Locale:
    """``tag`` is BCP 47 (``ar-SA``); ``direction`` ``rtl`` or ``ltr``; ``digits`` ``arab`` or ``latn``;
    ``terms`` one of ``terms.TERM_SETS``.

    What is unknown (None) is written «غير متاح», never 0.
    """

    tag: str
    language: str
    territory: str
    direction: str
    digits: str
    name: str
    terms: str = ""

    @property
    def _cldr(self) -> Cldr:
        return _cldr(self.language, self.territory)

    @property
    def figures(self) -> Figures:
        """The digits and separators of this reader."""
        return figures_of(str(self._cldr), self.digits)

    @property
    def _catalogue(self) -> Catalogue:
        return catalogue(self.language, self.terms)

    def with_digits(self, digits: str) -> "Locale":
        """The same reader with other digits."""
        return replace(self, digits=digits)

    # Sentences

    def gettext(self, msgid: str, /, **params: object) -> str:
        """The sentence for an English msgid; ``%(name)s`` places are filled, numbers in the reader's digits."""
        return self.fill(self._catalogue.find(msgid) or msgid, params)

    def ngettext(self, one: str, many: str, number: int | Decimal, /, **params: object) -> str:
        """The counted sentence; ``%(num)s`` is the number."""
        found = self._catalogue.find_counted(one, number) or (one if number == 1 else many)
        return self.fill(found, {"num": number, **params})

    def pgettext(self, context: str, msgid: str, /, **params: object) -> str:
        """The sentence for a msgid within a context."""
        return self.fill(self._catalogue.find(msgid, context) or msgid, params)

    def npgettext(self, context: str, one: str, many: str, number: int | Decimal, /, **params: object) -> str:
        """The counted sentence within a context."""
        found = self._catalogue.find_counted(one, number, context) or (one if number == 1 else many)
        return self.fill(found, {"num": number, **params})

    def word(self, kind: str, code: str | None) -> str:
        """The word for a stored code: ``word("evidence", "declared")`` → «معلن». The kinds stand in common.po."""
        return self.unknown if code is None else self._catalogue.find(code, kind) or code

    def error(self, error: Coded) -> str:
        """The sentence of a refusal; an unknown code is said as unexpected, with the code to quote."""
        found = self._catalogue.find(error.code, "error")
        if found is None:
            found = self._catalogue.find("unexpected", "error") or "%(code)s"
        # A value that the refusal forgot must not hide the sentence.
        forgotten = dict.fromkeys(_PLACE.findall(found))
        return self.fill(found, {**forgotten, "code": error.code, **error.values})

    def fill(self, text: str, params: Mapping[str, object]) -> str:
        """``text`` with its ``%(name)s`` places filled; any other per cent sign stays what it is."""
        return _PLACE.sub(lambda place: self.say(params[place[1]]), text)

    def say(self, value: object) -> str:
        """One value as it stands inside a sentence: four-digit numbers are not grouped («7386 حرفيًا»)."""
        match value:
            case None:
                return self.unknown
            case bool():
                return self.gettext("Yes") if value else self.gettext("No")
            case int():
                return self.figures.write(value, grouped=abs(value) >= 10_000)
            case Decimal():
                return self.number(value)
            case dt.datetime():
                return self.date_time(value)
            case dt.date():
                return self.date(value)
            case list() | tuple():
                return self.list_of(self.say(item) for item in value)
            case _:
                return str(value)

    @property
    def unknown(self) -> str:
        return self.gettext("not available")

    def list_of(self, items: Iterable[str]) -> str:
        """«أ وب وج», «a, b et c», «a, b and c»."""
        return format_list(list(items), locale=self._cldr)

    # Numbers

    def number(self, value: int | Decimal | None, decimals: int | None = None) -> str:
        """A number with the reader's digits and separators."""
        return self.unknown if value is None else self.figures.write(value, decimals)

    def money(self, minor: int | None, currency: str, exponent: int, *, symbol: bool = True) -> str:
        """An amount of ``minor`` units, ``exponent`` of whose digits are decimals."""
        if minor is None:
            return self.unknown
        amount = self.figures.write(Decimal(minor).scaleb(-exponent), exponent)
        if not symbol:
            return amount
        sign = currency_symbol(str(self._cldr), currency)
        parts = (sign, amount) if self.language == "en" else (amount, sign)
        return NO_BREAK.join(parts)

    def percent(self, numerator: int | None, denominator: int | None, decimals: int = 1) -> str:
        """A share, rounded half up; of nothing there is no share."""
        if numerator is None or not denominator:
            return self.unknown
        share = ratio(numerator, denominator, decimals)
        return self.figures.write(share, decimals) + self.figures.percent

    def digits_text(self, text: str | None) -> str:
        """A code, a telephone number, a booth's name, in the reader's digits and otherwise untouched."""
        return self.unknown if text is None else self.figures.shape(text)

    def currency_name(self, currency: str, number: int = 100) -> str:
        """A currency's short name as it follows ``number``: ريال, ريالات, ريالًا."""
        return self._catalogue.find_counted(currency, number, "currency") or currency

    def scale_phrase(self, amount: int, currency: str | None = None, noun: str = "") -> str:
        """A round number for a headline: «5 ملايين ريال», «10 آلاف», «10 000»; ``amount`` in whole units.

        ``noun`` is what is counted when it is not money: «10 آلاف دخول».
        """
        return scales.scale_phrase(self, amount, currency, noun)

    def more_than(self, amount: int, currency: str | None = None, noun: str = "") -> str:
        """«أكثر من 5 ملايين ريال», for an amount that has truly been passed; in whole units."""
        return self.pgettext("headline", "more than %(amount)s", amount=self.scale_phrase(amount, currency, noun))

    # Days and hours

    def date(self, day: dt.date | None) -> str:
        """«3 ديسمبر 2014»."""
        return self.unknown if day is None else self.figures.shape(days.long_date(day, self._cldr))

    def short_date(self, day: dt.date | None) -> str:
        """The date with a short month, where the language has one."""
        return self.unknown if day is None else self.figures.shape(days.short_date(day, self._cldr))

    def weekday(self, day: dt.date | None) -> str:
        return self.unknown if day is None else days.weekday(day, self._cldr)

    def date_range(self, first: dt.date | None, last: dt.date | None) -> str:
        """«3–6 ديسمبر 2014»."""
        if first is None or last is None:
            return self.unknown
        return self.figures.shape(days.date_range(first, last, self._cldr))

    def hijri(self, day: dt.date | None) -> str | None:
        """The Umm al-Qura date, to stand beside the Gregorian one; None where that calendar is not published."""
        there = None if day is None else days.hijri(day)
        if there is None:
            return None
        number, month, year = there
        name = self.pgettext("hijri month", month)
        return self.pgettext("hijri date", "%(day)s %(month)s %(year)s AH", day=number, month=name, year=year)

    def time(self, moment: dt.datetime | None, zone: days.Zone | None = None) -> str:
        """The hour and minute in ``zone`` (or the moment's own); the moment must know its zone."""
        return self.unknown if moment is None else self.figures.shape(days.clock(moment, zone, self._cldr))

    def date_time(self, moment: dt.datetime | None, zone: days.Zone | None = None) -> str:
        """The date and the time together."""
        if moment is None:
            return self.unknown
        day = self.date(days.in_zone(moment, zone).date())
        return self.pgettext("date and time", "%(date)s, %(time)s", date=day, time=self.time(moment, zone))

    def duration(self, length: dt.timedelta | None) -> str:
        """«12 دقيقة»: one unit, the largest."""
        return self.unknown if length is None else self.figures.shape(days.span(length, self._cldr))

    def ago(self, moment: dt.datetime | None, now: dt.datetime, zone: days.Zone | None = None) -> str:
        """«قبل 3 ساعات» or «in 3 hours»; within the minute «الآن»; beyond ``LONG_AGO`` the date, in ``zone``."""
        if moment is None:
            return self.unknown
        away = abs(moment - now)
        if away < dt.timedelta(minutes=1):
            return self.gettext("just now")
        if away > LONG_AGO:
            return self.date(days.in_zone(moment, zone).date())
        return self.figures.shape(days.span(moment - now, self._cldr, directed=True))


@cache
def _cldr(language: str, territory: str) -> Cldr:
    if language == "en":
        # One English for all countries: day before month, 24 hours.
        return Cldr("en", "GB")
    try:
        return Cldr(language, territory or None)
    except UnknownLocaleError:
        return Cldr("fr", "FR") if language == "fr" else Cldr(language)


@cache
def locale_for(language: str, territory: str = "", digits: str | None = None, terms: str = "") -> Locale:
    """The locale of a reader of ``language`` in ``territory`` (ISO 3166, may be unknown).

    ``digits`` is the reader's preference, heeded in Arabic only: French and English have one set of digits.
    ``terms`` are the organisation's words, in Arabic only; an unknown set is none.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language!r}")
    territory = territory.upper()
    cldr = _cldr(language, territory)
    if language != "ar":
        digits = "latn"
    elif digits not in DIGITS:
        digits = "arab" if cldr.default_numbering_system == "arab" else "latn"
    return Locale(
        tag=f"{language}-{territory}" if territory else language,
        language=language,
        territory=territory,
        direction="rtl" if language == "ar" else "ltr",
        digits=digits,
        name=NAMES[language],
        terms=terms if language == "ar" and terms in TERM_SETS else "",
    )
