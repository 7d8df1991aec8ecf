"""Which plural form a number takes.

The forms stand in the catalogues in the order of ``FORMS``; the rules are CLDR's, through Babel.
"""

from decimal import Decimal
from functools import cache

from babel import Locale as Cldr
from babel.plural import PluralRule

FORMS: dict[str, tuple[str, ...]] = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "fr": ("one", "other"),
    "en": ("one", "other"),
}

# What each catalogue's header must say; a guard holds it, so that any gettext tool agrees with CLDR.
HEADERS: dict[str, str] = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
}


@cache
def _rule(language: str) -> PluralRule:
    return Cldr.parse(language).plural_form


def plural_category(language: str, number: int | Decimal) -> str:
    """``zero``, ``one``, ``two``, ``few``, ``many`` or ``other``: only those the language's catalogue holds."""
    magnitude: int | Decimal = -number if number < 0 else number
    category = _rule(language)(magnitude)
    # French "many" (1 million *de* …) concerns written-out scales, which scales.py words itself.
    return category if category in FORMS[language] else "other"


def form_index(language: str, number: int | Decimal) -> int:
    """The place of the form for ``number`` in a catalogue entry."""
    return FORMS[language].index(plural_category(language, number))
