"""Money: whole minor units of one currency, and how a typed amount becomes them.

A single mark before three digits is the trap: ``1.500`` is 1,500 to a clerk in Algiers and 1.5 to her telephone.
What can be read in two ways is never guessed: it is refused with its readings, so that the page can ask.
``tests/vectors/money.json`` holds the same cases for this module and for the till's ``money.js``.
"""

import re
import unicodedata
from dataclasses import dataclass

from fairapp.domain.errors import Refused
from fairapp.domain.text import ascii_digits, has_bidi_controls, without_marks

LARGEST_MINOR = 999_999_999_999_999
"""Fifteen digits: exact in every database and in a browser's numbers."""

_LONGEST_TEXT = 60
_MAGHREB = frozenset({"DZ", "MA", "TN", "LY", "MR"})
_ONE_SPELLING = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "'": "٬", "’": "٬", "ʼ": "٬", "،": ",",
                               "أ": "ا", "إ": "ا", "آ": "ا"})  # fmt: skip
_SCALES = {
    1_000: ("الف", "الاف", "mille", "thousand"),
    2_000: ("الفان", "الفين"),
    1_000_000: ("مليون", "ملايين", "million", "millions"),
    2_000_000: ("مليونان", "مليونين"),
    1_000_000_000: ("مليار", "مليارات", "milliard", "milliards", "billion"),
}
_SCALE_OF_WORD = {word: scale for scale, words in _SCALES.items() for word in words}
_CENTIMES = ("سنتيم", "سنتيما", "سنتيمات", "centime", "centimes")

_PHRASE = re.compile(
    rf"(?=.)(?P<figure>[0-9.,٬٫ ]*[0-9])?\ ?(?P<scale>{'|'.join(_SCALE_OF_WORD)})?"
    rf"(?P<centimes>\ ?(?:de\ |of\ )?(?:{'|'.join(_CENTIMES)}))?",
    re.VERBOSE,
)
_PLAIN = re.compile(r"(?P<whole>[0-9]*)(?:[.,٫](?P<decimals>[0-9]+))?")
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[ ٬.,])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))[.,٫](?P<decimals>[0-9]+))?"
)
_TRAP = re.compile(r"(?P<before>[1-9][0-9]{0,2})(?P<mark>[.,])(?P<after>[0-9]{3})")


@dataclass(frozen=True, kw_only=True)
class Money:
    """``minor`` whole minor units of ``currency`` (ISO 4217), which has ``exponent`` decimals. May be negative."""

    minor: int
    currency: str
    exponent: int

    def __add__(self, other: "Money") -> "Money":
        return Money(minor=self.minor + self._same(other).minor, currency=self.currency, exponent=self.exponent)

    def __sub__(self, other: "Money") -> "Money":
        return Money(minor=self.minor - self._same(other).minor, currency=self.currency, exponent=self.exponent)

    def __neg__(self) -> "Money":
        return Money(minor=-self.minor, currency=self.currency, exponent=self.exponent)

    def _same(self, other: "Money") -> "Money":
        if (other.currency, other.exponent) != (self.currency, self.exponent):
            raise Refused("currencies-differ", first=self.currency, second=other.currency)
        return other

    @classmethod
    def zero(cls, currency: str, exponent: int) -> "Money":
        """Where a sum begins: ``sum(parts, Money.zero("SAR", 2))``."""
        return cls(minor=0, currency=currency, exponent=exponent)


@dataclass(frozen=True, kw_only=True)
class _Figure:
    """The digits before and after the decimal mark."""

    whole: str
    decimals: str = ""

    def minor(self, factor: int, divisor: int) -> int | None:
        """The figure × factor ÷ divisor when that is a whole number; otherwise it has too many decimals."""
        minor, rest = divmod(int(self.whole + self.decimals) * factor, 10 ** len(self.decimals) * divisor)
        return None if rest else minor


def parse_amount(text: str, *, exponent: int, language: str, territory: str | None) -> int:
    """Minor units of an amount as people type it: ``1 250,50``, «١٬٢٥٠٫٥», «400 مليون سنتيم», ``1,5 million``.

    Raises ``amount-unreadable`` (junk, negative, bidi controls, more decimals than the currency has),
    ``amount-ambiguous`` with ``readings`` (one or two amounts in minor units, the local custom first) and
    ``amount-too-large``.
    """
    phrase = None if has_bidi_controls(text) or len(text) > _LONGEST_TEXT else _PHRASE.fullmatch(_one_spelling(text))
    if phrase is None or not (phrase["figure"] or phrase["scale"]):
        raise Refused("amount-unreadable", text=text)
    factor = _SCALE_OF_WORD.get(phrase["scale"], 1) * 10**exponent
    divisor = 100 if phrase["centimes"] else 1
    figures = _figures_of(phrase["figure"] or "1", exponent, _marks_of(language, territory))
    amounts = [figure.minor(factor, divisor) for figure in figures]
    readings = [amount for amount in amounts if amount is not None]
    if not readings:
        raise Refused("amount-unreadable", text=text)
    if max(readings) > LARGEST_MINOR:
        raise Refused("amount-too-large", text=text)
    if len(readings) > 1 or amounts[0] is None:
        raise Refused("amount-ambiguous", text=text, readings=readings)
    return readings[0]


def _one_spelling(text: str) -> str:
    plain = ascii_digits(without_marks(unicodedata.normalize("NFC", text))).casefold().translate(_ONE_SPELLING)
    return re.sub(" +", " ", plain).strip()


def _marks_of(language: str, territory: str | None) -> tuple[str, str]:
    """The customary group and decimal marks (CLDR; French groups with a space)."""
    if language == "fr":
        return " ", ","
    return (".", ",") if language == "ar" and territory in _MAGHREB else (",", ".")


def _figures_of(figure: str, exponent: int, marks: tuple[str, str]) -> list[_Figure]:
    """Every way the figure can be read, the local custom first; none when it is not a figure."""
    trap = _TRAP.fullmatch(figure)
    if trap:
        return _figures_of_trap(trap, exponent, *marks)
    match = _GROUPED.fullmatch(figure) or _PLAIN.fullmatch(figure)
    if match is None:
        return []
    return [_Figure(whole=re.sub("[^0-9]", "", match["whole"]), decimals=match["decimals"] or "")]


def _figures_of_trap(trap: re.Match[str], exponent: int, group_mark: str, decimal_mark: str) -> list[_Figure]:
    """``1.500``: thousands or decimals? A comma that groups is never typed for decimals; a point is, by telephones."""
    thousands = _Figure(whole=trap["before"] + trap["after"])
    decimals = _Figure(whole=trap["before"], decimals=trap["after"])
    if trap["mark"] == decimal_mark:
        return [decimals] if exponent >= 3 else [decimals, thousands]
    return [thousands] if trap["mark"] == group_mark == "," else [thousands, decimals]
