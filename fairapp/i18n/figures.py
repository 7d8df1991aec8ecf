"""Numbers as a reader writes them: digits, grouping, decimals. Exact: integers and Decimals, never floats.

Babel's own formatting with ``numbering_system="default"`` mixes Arabic separators with Latin digits, so only CLDR's
symbols are taken from it and the digits are placed here.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale as Cldr

ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
_TO_ARABIC = str.maketrans("0123456789", ARABIC_DIGITS)
_INVISIBLE = str.maketrans("", "", "\u061c\u200e\u200f")
NO_BREAK = "\u00a0"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How one reader writes numbers. ``minus`` may carry a direction mark: the sign must not jump to the other end."""

    digits: str
    decimal: str
    group: str
    minus: str
    percent: str

    def shape(self, text: str) -> str:
        """ASCII digits inside any text, in the reader's digits."""
        return text.translate(_TO_ARABIC) if self.digits == "arab" else text

    def write(self, value: int | Decimal, decimals: int | None = None, *, grouped: bool = True) -> str:
        """``value`` with exactly ``decimals`` decimals, or as many as it has. Half goes up."""
        if not isinstance(value, int | Decimal):
            raise TypeError(f"numbers are int or Decimal, not {type(value).__name__}")
        exact = Decimal(value)
        if decimals is not None:
            exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        whole, _, rest = format(abs(exact), "f").partition(".")
        if grouped:
            whole = format(int(whole), ",").replace(",", self.group)
        text = self.shape(f"{whole}{self.decimal}{rest}" if rest else whole)
        return f"{self.minus}{text}" if exact < 0 else text


@cache
def figures_of(tag: str, digits: str) -> Figures:
    """The figures of a CLDR locale (``ar_SA``) in Arabic-Indic (``arab``) or ASCII (``latn``) digits."""
    cldr = Cldr.parse(tag)
    symbols = cldr.number_symbols[digits]
    percent = str(symbols["percentSign"]).translate(_INVISIBLE)
    # Arabic and French set the percent sign apart, English does not.
    apart = "" if cldr.language == "en" else NO_BREAK
    return Figures(
        digits=digits,
        decimal=str(symbols["decimal"]),
        group=str(symbols["group"]),
        minus=str(symbols["minusSign"]),
        percent=apart + ("٪" if digits == "arab" else percent.replace("٪", "%")),
    )


def ratio(numerator: int, denominator: int, decimals: int) -> Decimal:
    """``numerator / denominator`` in per cent, rounded half up, in whole-number arithmetic."""
    scale = 10**decimals
    above, below = abs(numerator) * 100 * scale, abs(denominator)
    rounded = (2 * above + below) // (2 * below)
    return Decimal(-rounded if (numerator < 0) != (denominator < 0) else rounded).scaleb(-decimals)


@cache
def currency_symbol(tag: str, currency: str) -> str:
    """CLDR's sign of a currency for a locale, without direction marks: ``د.ج.``, ``DA``, ``SAR``."""
    symbols = Cldr.parse(tag).currency_symbols
    return str(symbols.get(currency, currency)).translate(_INVISIBLE)
