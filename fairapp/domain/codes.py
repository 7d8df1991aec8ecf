"""Opaque codes: 128 random bits for badges and tokens, six letters for a family's request.

Randomness comes in as bytes. Badge and token codes are Crockford base 32 (https://www.crockford.com/base32.html):
what a tired person types (small letters, O for 0, I or L for 1, dashes, Arabic digits) still reads as the same code.
"""

import unicodedata

from fairapp.domain.errors import Refused
from fairapp.domain.text import ascii_digits, without_marks

CODE_BYTES = 16
CODE_LENGTH = 26
REQUEST_CODE_LENGTH = 6
REQUEST_CODE_ALPHABET = "346789ACDEFGHJKMNPQRTVWXY"
"""No 0 O, 1 I L, 2 Z, 5 S, B (8) or U (V): read aloud at a counter or copied from paper, none is taken for another."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_CROCKFORD)}
_MISREADINGS = str.maketrans("OIL", "011")
_ENOUGH_BYTES = 8


def encode_code(raw: bytes) -> str:
    """26 characters for 16 bytes. The first is always 0–7, because 26 × 5 bits are two more than 128."""
    if len(raw) != CODE_BYTES:
        raise ValueError(f"a code is made of {CODE_BYTES} bytes, not {len(raw)}")
    number = int.from_bytes(raw, "big")
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(5 * (CODE_LENGTH - 1), -1, -5))


def decode_code(text: str) -> bytes:
    """The 16 bytes of a code as typed. Raises ``code-unreadable``."""
    letters = _typed(text).translate(_MISREADINGS)
    if len(letters) != CODE_LENGTH or letters[0] not in "01234567" or not _VALUES.keys() >= set(letters):
        raise Refused("code-unreadable", text=text)
    number = 0
    for letter in letters:
        number = number << 5 | _VALUES[letter]
    return number.to_bytes(CODE_BYTES, "big")


def normalise_code(text: str) -> str:
    """The one spelling of a code as typed: 26 capitals. Raises ``code-unreadable``."""
    return encode_code(decode_code(text))


def request_code(raw: bytes) -> str:
    """Six characters for at least eight random bytes; beyond 64 bits the remainder favours no letter measurably."""
    if len(raw) < _ENOUGH_BYTES:
        raise ValueError(f"a request code needs {_ENOUGH_BYTES} random bytes, not {len(raw)}")
    number, letters = int.from_bytes(raw, "big"), ""
    while len(letters) < REQUEST_CODE_LENGTH:
        number, place = divmod(number, len(REQUEST_CODE_ALPHABET))
        letters += REQUEST_CODE_ALPHABET[place]
    return letters


def normalise_request_code(text: str) -> str:
    """The one spelling of a request code as typed. Raises ``request-code-unreadable``."""
    letters = _typed(text)
    if len(letters) != REQUEST_CODE_LENGTH or not set(REQUEST_CODE_ALPHABET) >= set(letters):
        raise Refused("request-code-unreadable", text=text)
    return letters


def _typed(text: str) -> str:
    plain = ascii_digits(without_marks(unicodedata.normalize("NFKC", text)))
    return "".join(letter for letter in plain if letter not in "-‐–—_" and not letter.isspace()).upper()
