"""Words that differ between countries: an organisation's term set swaps them in the Arabic catalogue.

A replacement has the gender of what it replaces, so the rest of a sentence still agrees with it.
"""

import re
from collections.abc import Callable

# As written in the catalogues → as said by organisations with this set.
_BOOTH_GULF = {
    "جناحان": "ركنان", "جناحين": "ركنين", "جناحا": "ركنا", "جناحي": "ركني", "جناح": "ركن",
    "أجنحة": "أركان", "أجنحت": "أركان",
}  # fmt: skip
_EDITION_GULF = {
    "دورتان": "نسختان", "دورتين": "نسختين", "دورتا": "نسختا", "دورتي": "نسختي", "دورة": "نسخة", "دورت": "نسخت",
    "دورات": "نسخ",
}  # fmt: skip
_EDITION_ALGERIA = {
    "دورتان": "طبعتان", "دورتين": "طبعتين", "دورتا": "طبعتا", "دورتي": "طبعتي", "دورة": "طبعة", "دورت": "طبعت",
    "دورات": "طبعات",
}  # fmt: skip
TERM_SETS: dict[str, dict[str, str]] = {
    "": {},
    "gulf": {**_BOOTH_GULF, **_EDITION_GULF},
    "algeria": _EDITION_ALGERIA,
}

_LETTERS = "\u0621-\u064a\u064b-\u0652"
_PREFIX = "(?:[وف]?(?:ال|لل|بال|كال|[بلك])?)"
_ENDING = "(?:ًا|[ًٌٍَُِ])?(?:ها|هما|هم|هن|ه|كما|كم|ك|نا)?"
# A course is «دورة» too, and is the same word everywhere.
_COURSE = "(?! (?:ال)?(?:تأهيلية|تدريبية))"


def swapping(terms: str) -> Callable[[str], str]:
    """The function that puts a sentence into the words of a term set."""
    words = TERM_SETS[terms]
    if not words:
        return str
    stems = "|".join(sorted(words, key=len, reverse=True))
    pattern = re.compile(f"(?<![{_LETTERS}])({_PREFIX})({stems})(?={_ENDING}(?![{_LETTERS}])){_COURSE}")
    return lambda sentence: pattern.sub(lambda found: found[1] + words[found[2]], sentence)
