"""Who sells: how a name is searched, how a person is known without keeping her number, who is the same person.

Names are stored as written; only the search key is folded. A telephone number is a contact, never an identity: it only
helps to recognise someone who has given no national number.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from fairapp.domain.errors import Refused
from fairapp.domain.text import ascii_digits, clean_text, has_bidi_controls

__all__ = [
    "ExhibitorKind",
    "Identity",
    "NationalNumber",
    "below_legal_minimum",
    "clean_text",
    "same_person",
    "search_key",
]

_FOLDED_LETTERS = str.maketrans({"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ھ": "ه", "ہ": "ه", "ە": "ه",
                                 "ء": None, "ـ": None, "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i"})  # fmt: skip
_SEPARATORS = re.compile(r"[\s\-./\u200e\u200f]+")
_NATIONAL_NUMBER = re.compile(r"[A-Z]{0,2}[0-9]{4,18}")


class ExhibitorKind(StrEnum):
    FAMILY = "family"
    ARTISAN = "artisan"
    COOPERATIVE = "cooperative"
    ASSOCIATION = "association"


def search_key(name: str) -> str:
    """The name folded for searching: one key with or without hamza, tatweel, diacritics, ة/ه, ى/ي, accents, capitals.

    Fold what was typed into the search box with the same function; the article «ال» is kept. Never store it as a name.
    """
    return " ".join(name.translate(_FOLDING).split())


class _Folding(dict[int, str]):
    """What each letter becomes in a search key, worked out once per letter: whole registers are folded in a breath."""

    def __missing__(self, code_point: int) -> str:
        # Decomposed, أ إ آ ؤ ئ are a bare letter and a mark, like é; marks and invisible characters are then left out.
        letters = unicodedata.normalize("NFKD", ascii_digits(chr(code_point))).casefold()
        bare = "".join(letter for letter in letters if unicodedata.category(letter) not in {"Mn", "Me", "Cf"})
        folded = "".join(letter if letter.isalnum() else " " for letter in bare.translate(_FOLDED_LETTERS))
        if code_point < _KEPT:
            self[code_point] = folded
        return folded


_KEPT = 0x3000  # beyond, letters are rare here, and a hostile text must not fill the memory
_FOLDING = _Folding()


@dataclass(frozen=True, kw_only=True)
class NationalNumber:
    """A national identity number in ASCII without separators. It is never stored or printed: only its hash and its end.

    Digits; the letters with which Moroccan numbers begin are kept.
    """

    digits: str = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> "NationalNumber":
        """Raises ``national-number-unreadable`` (without the number: errors are logged)."""
        plain = ascii_digits("" if has_bidi_controls(text) else text).upper()
        digits = _SEPARATORS.sub("", plain)
        if not _NATIONAL_NUMBER.fullmatch(digits):
            raise Refused("national-number-unreadable")
        return cls(digits=digits)

    @property
    def last4(self) -> str:
        return self.digits[-4:]

    def keyed_hash(self, key: bytes) -> str:
        """HMAC-SHA-256, 64 lower-case hex digits. Without the key, numbers cannot be tried one by one."""
        return hmac.digest(key, self.digits.encode("ascii"), "sha256").hex()


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What the register knows of who someone is. ``phone`` is in one spelling (E.164), empty when unknown."""

    national_hash: str | None
    search_key: str
    phone: str


def same_person(first: Identity, second: Identity) -> bool:
    """The same keyed hash; or, when either has given no number, the same search key and the same telephone."""
    if first.national_hash and second.national_hash:
        return first.national_hash == second.national_hash
    return bool(first.phone) and (first.search_key, first.phone) == (second.search_key, second.phone)


def below_legal_minimum(members: int, minimum: int | None) -> bool:
    """Whether a cooperative has fewer members than the law asks; it is warned about, never refused. None = no law."""
    return minimum is not None and members < minimum
