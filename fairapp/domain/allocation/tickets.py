"""The seed of a draw and the ticket of each request: SHA-256 over text, nothing else.

A digest is concatenated as its lower-case hex text. No modulo, no shuffle, no arrival time: a ticket depends on the
seed and on the request's own code, so that one request more or less never reorders the others.
"""

from __future__ import annotations

import hashlib

from fairapp.domain.errors import Refused
from fairapp.domain.text import ascii_digits

LONGEST_DIGITS = 200


def read_digits(typed: str) -> str:
    """The digits of the public ceremony, as ASCII; Arabic-Indic and Persian digits are accepted.

    Raises Refused ``invalid-digits`` for an empty text, more than 200 digits, or anything that is not a digit: a space
    or a letter would silently be another seed.
    """
    digits = ascii_digits(typed)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_DIGITS):
        raise Refused("invalid-digits", longest=LONGEST_DIGITS)
    return digits


def seed_of(snapshot_hash: str, digits: str) -> str:
    """``SHA-256("fairapp-draw/1|" + H + "|" + digits)``, lower-case hex.

    ``snapshot_hash`` is the published H in lower-case hex. Raises Refused ``invalid-digits``.
    """
    return hashlib.sha256(f"fairapp-draw/1|{snapshot_hash}|{read_digits(digits)}".encode()).hexdigest()


def ticket_of(seed: str, code: str) -> str:
    """``SHA-256(seed + "|" + code)``, lower-case hex: the smaller, the earlier."""
    return hashlib.sha256(f"{seed}|{code}".encode()).hexdigest()
