"""Telephone numbers in one spelling, so that the same one is recognised however it was typed."""

import re
from functools import cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat

from fairapp.domain.text import ascii_digits, without_marks

_SEPARATORS = re.compile(r"[\s\-./()\u00a0\u202f]+")


def read_phone(typed: str, country: str) -> str | None:
    """The number in E.164 (``+9665…``), or None when it cannot be read. ``country`` is ISO 3166-1 alpha-2.

    Mobile numbers of the country are read by its own pattern; everything else takes the long way through the library.
    """
    plain = _SEPARATORS.sub("", typed if typed.isascii() else ascii_digits(without_marks(typed)))
    mobile = _mobile(country)
    if mobile is not None and (found := mobile.fullmatch(plain)):
        return f"+{_calling_code(country)}{found[1]}"
    return _read_any(plain, country)


def _read_any(plain: str, country: str) -> str | None:
    if not 5 <= len(plain) <= 20:
        return None
    try:
        number = phonenumbers.parse(f"+{plain[2:]}" if plain.startswith("00") else plain, country)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    written: str = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return written


@cache
def _mobile(country: str) -> re.Pattern[str] | None:
    """The country's mobile numbers, with its calling code, with its trunk prefix, or with neither."""
    metadata = PhoneMetadata.metadata_for_region(country, None)
    if metadata is None or metadata.mobile is None or metadata.mobile.national_number_pattern is None:
        return None
    trunk = re.escape(metadata.national_prefix or "")
    front = rf"(?:(?:\+|00){metadata.country_code}|{trunk})?"
    return re.compile(rf"{front}({metadata.mobile.national_number_pattern})")


@cache
def _calling_code(country: str) -> int:
    code: int = phonenumbers.country_code_for_region(country)
    return code
