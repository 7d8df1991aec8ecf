"""Round numbers in words, for headlines: «5 ملايين ريال», «10 آلاف», «5 millions de riyals», «10,000»."""

import re
from decimal import Decimal
from typing import Protocol

_ELIDED = re.compile(r"\bde (?=[aâeéèêhiouy])")
"""French: «2 millions d’entrées»."""

_SCALES = (
    (1_000_000_000, 100_000_000, "%(num)s billion", "%(num)s billion %(unit)s"),
    (1_000_000, 100_000, "%(num)s million", "%(num)s million %(unit)s"),
    (1_000, 1_000, "%(num)s thousand", "%(num)s thousand %(unit)s"),
)


class Speaker(Protocol):
    """The part of a locale that is needed here."""

    def npgettext(self, context: str, one: str, many: str, number: int | Decimal, /, **params: object) -> str: ...
    def currency_name(self, currency: str, number: int = 100) -> str: ...
    def number(self, value: int | Decimal | None, decimals: int | None = None) -> str: ...


def scale_phrase(speaker: Speaker, amount: int, currency: str | None, noun: str = "") -> str:
    """``amount`` (whole units) in the largest scale that says it exactly, tenths allowed from the million up.

    ``noun`` is what is counted when it is not a currency, as it follows a large number: «دخول», « entrées ».
    """
    for size, step, bare, with_unit in _SCALES:
        if amount >= size and amount % step == 0:
            count = Decimal(amount) / size
            unit = speaker.currency_name(currency) if currency else noun
            msgid = with_unit if unit else bare
            params: dict[str, object] = {
                "num": speaker.number(int(count) if count == int(count) else count),
                "number": speaker.number(amount),
                "unit": unit,
            }
            return _ELIDED.sub("d’", speaker.npgettext("scale", msgid, msgid, count, **params))
    unit = speaker.currency_name(currency, amount) if currency else noun
    return f"{speaker.number(amount)} {unit}".rstrip()
