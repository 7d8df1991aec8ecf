"""What a person typed, made safe and plain before anyone tries to understand it."""

import re
import unicodedata

from fairapp.domain.errors import Refused

# U+202A–E and U+2066–9 can make a stored line read differently from what it holds.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Invisible marks that keyboards and copied numbers leave behind; they change nothing that is read.
INVISIBLE_MARKS = frozenset("\u200b\u200e\u200f\u061c\ufeff")

_ASCII_DIGITS = {first + value: str(value) for first in (ord("٠"), ord("۰")) for value in range(10)}


def ascii_digits(text: str) -> str:
    """The same text with ٠-٩ and ۰-۹ written 0-9."""
    return text.translate(_ASCII_DIGITS)


def has_bidi_controls(text: str) -> bool:
    return not BIDI_CONTROLS.isdisjoint(text)


def without_marks(text: str) -> str:
    """The same text without the invisible marks, for reading numbers and codes (never for storing names)."""
    return "".join(character for character in text if character not in INVISIBLE_MARKS)


def clean_text(text: str, maximum: int, *, lines: bool = False) -> str:
    """Text fit to store: NFC, trimmed, runs of blanks made one space; line breaks kept only when ``lines``.

    Raises ``text-has-controls`` for bidi or control characters, ``text-too-long`` beyond ``maximum`` characters.
    An empty answer is returned as it is: whether a field may be empty is the field's business.
    """
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if has_bidi_controls(whole) or any(_is_control(character) for character in whole):
        raise Refused("text-has-controls")
    rows = whole.split("\n") if lines else [whole.replace("\n", " ")]
    cleaned = "\n".join(re.sub(r"[^\S\n]+", " ", row).strip() for row in rows).strip()
    if len(cleaned) > maximum:
        raise Refused("text-too-long", maximum=maximum, length=len(cleaned))
    return cleaned


def _is_control(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"}
