"""The filters that write values in pages: ``{{ takings|money(currency, exponent) }}``, ``{{ opens_on|day }}``."""

import datetime as dt
import functools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from fairapp.i18n.days import Zone
from fairapp.services.clock import now as clock_now
from fairapp.web.locale import current_locale


def number(value: int | Decimal | None, decimals: int | None = None) -> str:
    return current_locale().number(value, decimals)


def money(minor: int | None, currency: str, exponent: int, symbol: bool = True) -> str:
    return current_locale().money(minor, currency, exponent, symbol=symbol)


def percent(numerator: int | None, denominator: int | None, decimals: int = 1) -> str:
    return current_locale().percent(numerator, denominator, decimals)


def day(value: dt.date | None) -> str:
    return current_locale().date(value)


def short_day(value: dt.date | None) -> str:
    return current_locale().short_date(value)


def weekday(value: dt.date | None) -> str:
    return current_locale().weekday(value)


def hijri(value: dt.date | None) -> str:
    """The Hijri date, or nothing where that calendar is not published."""
    return current_locale().hijri(value) or ""


def clock(value: dt.datetime | None, zone: Zone | None = None) -> str:
    """The time of day; ``zone`` by itself or by its IANA name."""
    return current_locale().time(value, zone)


def moment(value: dt.datetime | None, zone: Zone | None = None) -> str:
    """The date and the time of day."""
    return current_locale().date_time(value, zone)


def ago(value: dt.datetime | None, now: dt.datetime | None = None, zone: Zone | None = None) -> str:
    """How long ago; what is far away is told by its date in ``zone``."""
    return current_locale().ago(value, now or clock_now(), zone)


def digits(text: object) -> str:
    """A code or a telephone number in the reader's digits."""
    return current_locale().digits_text(None if text is None else str(text))


def word(code: str | None, kind: str) -> str:
    """The word for a stored code: ``{{ row.evidence|word("evidence") }}``."""
    return current_locale().word(kind, code)


def isolate(value: object) -> Markup:
    """What people typed, in ``<bdi>``: a Latin name inside Arabic text must not reorder its neighbours."""
    return Markup("<bdi>{}</bdi>").format(escape(value))


FILTERS: tuple[Callable[..., Any], ...] = (
    number, money, percent, day, short_day, weekday, hijri, clock, moment, ago, digits, word, isolate,
)  # fmt: skip


def init_formatting(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters.update({function.__name__: _said_when_shown(function) for function in FILTERS})


def _said_when_shown(function: Callable[..., Any]) -> Callable[..., Any]:
    """Jinja works ``{{ "draft"|word("state") }}`` out once for all readers, unless the filter asks for the context."""

    @pass_context
    @functools.wraps(function)
    def said(context: Context, *values: Any, **options: Any) -> Any:
        return function(*values, **options)

    return said
