"""Arabic on paper: letters joined, then every line put in the order a printer draws it, left to right.

ReportLab draws characters in the order it is given. So a line of text is *shaped* (each Arabic letter replaced by its
joined form) and *reordered* by the Unicode bidirectional algorithm before it is drawn. Sources: UAX #9 and Unicode
chapter 9.2; the two libraries used leave holes that are closed here: python-bidi fails on isolates (they become
embeddings between direction marks, which gives the same order) and on unassigned characters, FSI must be resolved
inside its own pair, and the controls have to be taken out afterwards because the font would draw boxes for them.
"""

import re
import unicodedata
from functools import lru_cache

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_LRM, _RLM, _LRE, _RLE, _PDF, _LRO = "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d"
_ISOLATES = frozenset((LRI, RLI, FSI))
_DEEPEST = 40  # UAX #9 allows 125 levels; deeper nesting is nobody's name, and python-bidi's own limit is 61

# What is drawn as nothing at all: format controls, and the C0/C1 controls that a hostile file may carry.
_NOT_DRAWN = (
    *range(0x00, 0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
    *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF,
)  # fmt: skip
# The face's narrow no-break space is so narrow that the thousands of a French number run together.
_AS_DRAWN: dict[int, str | None] = {**dict.fromkeys(_NOT_DRAWN), 0x202F: "\u00a0"}
_SEPARATORS = dict.fromkeys([*range(0x09, 0x0E), *range(0x1C, 0x20), 0x85, 0x2028, 0x2029], " ")

# Two short cuts past the algorithm, for what most lines are; a test compares them with the long way.
_PLAIN_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a ]*")
_NO_BIDI = re.compile(
    "[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02b8\u1e00-\u1eff\u2010-\u2027\u202f\u2030-\u205e\u20a0-\u20bf]*"
)

_reshaper = ArabicReshaper({"delete_harakat": False, "support_ligatures": True})


def apart(text: str) -> str:
    """``text`` as an island in a sentence of the other direction: a name, a date, a price. Its neighbours stay.

    Its own direction is that of its first letter; without letters, Arabic digits make it right to left (a browser would
    say left to right, and put the per cent sign of ٪١٢ on the wrong side).
    """
    kinds = {unicodedata.bidirectional(character) for character in text}
    return f"{RLI if 'AN' in kinds and not kinds & {'L', 'R', 'AL'} else FSI}{text}{PDI}"


def left_to_right(text: str) -> str:
    """A telephone number, a code or a web address: its groups run left to right whatever digits it is written in."""
    return f"{LRI}{_LRO}{text}{_PDF}{PDI}"


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of ``text`` is written right to left (rules P2 and P3 of UAX #9)."""
    return _first_strong(text, 0, default=False)


def resolve(text: str) -> str:
    """``text`` with each first-strong isolate given its direction, every isolate closed, and line breaks made spaces.

    After this a text may be cut into lines: a piece no longer depends on letters that went to another line.
    """
    text = text.translate(_SEPARATORS)
    if not _ISOLATES.intersection(text) and PDI not in text:
        return text
    out: list[str] = []
    depth = 0
    for at, character in enumerate(text):
        if character == PDI:
            if depth:
                depth -= 1
                out.append(PDI)
        elif character in _ISOLATES:
            depth += 1
            opened = RLI if character == FSI and _first_strong(text, at + 1, default=False) else LRI
            out.append(character if character != FSI else opened)
        else:
            out.append(character)
    return "".join(out) + PDI * depth


def _first_strong(text: str, start: int, *, default: bool) -> bool:
    depth = 0
    for character in text[start:]:
        if character in _ISOLATES:
            depth += 1
        elif character == PDI:
            if not depth:
                break
            depth -= 1
        elif not depth:
            kind = unicodedata.bidirectional(character)
            if kind in ("R", "AL"):
                return True
            if kind == "L":
                return False
    return default


def _isolates_as_embeddings(text: str, right_to_left: bool) -> str:
    """Isolates as embeddings with a mark of the surrounding direction on either side: outside, one neutral thing."""
    out: list[str] = []
    around = [right_to_left]
    skipped = 0
    for character in text:
        if character in _ISOLATES:
            if len(around) > _DEEPEST:
                skipped += 1
                continue
            inner = character == RLI
            out.append((_RLM if around[-1] else _LRM) + (_RLE if inner else _LRE))
            around.append(inner)
        elif character == PDI:
            if skipped:
                skipped -= 1
            elif len(around) > 1:
                around.pop()
                out.append(_PDF + (_RLM if around[-1] else _LRM))
        else:
            out.append(character)
    return "".join(out)


def _known(text: str) -> str:
    """``text`` with what has no place in the algorithm (unassigned, half a surrogate pair) as U+FFFD."""
    if all(map(unicodedata.bidirectional, text)):
        return text
    return "".join(character if unicodedata.bidirectional(character) else "\ufffd" for character in text)


def shape(text: str) -> str:
    """``text`` in logical order with Arabic letters in their joined forms; as wide as it will be when drawn."""
    return str(_reshaper.reshape(text))


@lru_cache(maxsize=32_768)
def _drawn_word(word: str) -> str:
    return shape(word)[::-1]


@lru_cache(maxsize=32_768)
def in_drawing_order(line: str, right_to_left: bool) -> str:
    """One line, shaped and reordered, for drawing from left to right. Brackets of right-to-left text are mirrored."""
    if right_to_left and _PLAIN_ARABIC.fullmatch(line):
        return " ".join(_drawn_word(word) for word in reversed(line.split(" ")))
    if not right_to_left and _NO_BIDI.fullmatch(line):
        return line.replace("\u202f", "\u00a0")
    embedded = _isolates_as_embeddings(_known(resolve(line)), right_to_left)
    drawn = get_display(shape(embedded), base_dir="R" if right_to_left else "L")
    return str(drawn).translate(_AS_DRAWN)
