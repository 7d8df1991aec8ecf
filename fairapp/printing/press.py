"""The true sentences of an edition, for the press: each stands by itself and says "more than" only while it is true."""

from collections.abc import Iterable
from decimal import Decimal

from fairapp.domain.results import Headline, HeadlineKind
from fairapp.i18n.locales import Locale


def press_sentences(locale: Locale, headlines: Iterable[Headline], *, exhibitors: int, days: int) -> tuple[str, ...]:
    """One sentence a headline, in the order given. ``exhibitors`` have reported, over ``days`` sessions."""
    return tuple(_sentence(locale, line, exhibitors, days) for line in headlines)


def _sentence(locale: Locale, line: Headline, exhibitors: int, days: int) -> str:
    if line.kind is HeadlineKind.TAKINGS:
        sellers = locale.npgettext("headline", "%(num)s exhibitor", "%(num)s exhibitors", exhibitors)
        return locale.gettext(
            "The takings of %(exhibitors)s came to %(amount)s.", exhibitors=sellers, amount=_amount(locale, line)
        )
    if line.kind is HeadlineKind.ENTRIES:
        entries = _entries(locale, line)
        if not days:
            return locale.gettext("The gates counted %(entries)s.", entries=entries)
        length = locale.npgettext("headline", "%(num)s day", "%(num)s days", days)
        return locale.gettext("The gates counted %(entries)s in %(days)s.", entries=entries, days=length)
    raise ValueError(f"no sentence for {line.kind}")


def _amount(locale: Locale, line: Headline) -> str:
    if line.threshold is not None:
        return locale.more_than(line.threshold, line.currency)
    whole, rest = divmod(line.exact, 10**line.exponent)
    if not rest:
        return locale.scale_phrase(whole, line.currency)
    exact = locale.number(Decimal(line.exact).scaleb(-line.exponent), line.exponent)
    return f"{exact} {locale.currency_name(line.currency or '', whole)}"


def _entries(locale: Locale, line: Headline) -> str:
    if line.threshold is not None:
        return locale.more_than(line.threshold, noun=locale.pgettext("headline", "entries"))
    return locale.npgettext(
        "headline", "%(number)s entry", "%(number)s entries", line.exact, number=locale.number(line.exact)
    )
