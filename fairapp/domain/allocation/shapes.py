"""Reading hostile JSON into checked values, keeping the path of the first fault.

A reader is a function from a raw value to a checked one; it raises ``Fault`` with a stable reason. The path is built
only while a fault travels outwards, so that a sound file pays nothing for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Value = TypeVar("Value")

LONGEST_TEXT = 500
"""Characters in one text. Names and reasons are shorter; a megabyte in one field is an attack, not a name."""

LONGEST_NOTE = 4000
"""Characters in a reason that is published with the draw."""

LARGEST_INTEGER = 2**53 - 1
"""The largest integer every JSON reader in every language reads exactly (RFC 7493, section 2.2)."""

_ARRAYS = (list, tuple)
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")


class Fault(Exception):
    """The first thing found wrong: a stable kebab-case ``reason`` and the ``path`` that leads to it."""

    def __init__(self, reason: str, *steps: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self._steps = list(reversed(steps))

    def under(self, step: str | int) -> Fault:
        """The same fault, seen from the value that holds it under ``step``."""
        self._steps.append(step)
        return self

    @property
    def path(self) -> str:
        """A JSON path such as ``$.requests[3].choices[0].class``."""
        return "$" + "".join(_written(step) for step in reversed(self._steps))


def _written(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_KEY.fullmatch(step) else f"[{step[:60]!a}]"


def members(raw: object, required: frozenset[str], optional: frozenset[str] = frozenset()) -> Mapping[str, object]:
    """A JSON object with all of the ``required`` keys and no key beyond the ``optional`` ones."""
    if not isinstance(raw, dict):
        raise Fault("not-an-object")
    if raw.keys() != required:
        for key in raw:
            if key not in required and key not in optional:
                raise Fault("unknown-key", str(key))
        missing = sorted(required - raw.keys())
        if missing:
            raise Fault("missing", missing[0])
    return raw


def member(raw: Mapping[str, object], key: str, reader: Callable[[object], Value]) -> Value:
    """The value under ``key``, read; a fault inside it names the key."""
    try:
        return reader(raw[key])
    except Fault as fault:
        raise fault.under(key) from None


def items(raw: object) -> Sequence[object]:
    """A JSON array."""
    if not isinstance(raw, _ARRAYS):
        raise Fault("not-a-list")
    return raw


def each(raw: object, reader: Callable[[object], Value]) -> tuple[Value, ...]:
    """Every item of a JSON array, read; a fault inside one names its index."""
    values: list[Value] = []
    for index, item in enumerate(items(raw)):
        try:
            values.append(reader(item))
        except Fault as fault:
            raise fault.under(index) from None
    return tuple(values)


def text(raw: object) -> str:
    """A non-empty text in NFC without control characters, bidi controls or lone surrogates."""
    if not isinstance(raw, str):
        raise Fault("not-text")
    if not 0 < len(raw) <= LONGEST_TEXT:
        raise Fault("too-long" if raw else "empty")
    if _FORBIDDEN.search(raw):
        raise Fault("forbidden-character")
    return raw if raw.isascii() else unicodedata.normalize("NFC", raw)


def note(raw: object) -> str:
    """A text people wrote for people: longer, and lines may break."""
    if not isinstance(raw, str):
        raise Fault("not-text")
    if not 0 < len(raw) <= LONGEST_NOTE:
        raise Fault("too-long" if raw else "empty")
    if _FORBIDDEN.search(raw.replace("\n", "")):
        raise Fault("forbidden-character")
    return raw


def texts(raw: object) -> tuple[str, ...]:
    """A JSON array of texts, none of them twice."""
    if raw == []:
        return ()
    values = each(raw, text)
    if len(set(values)) != len(values):
        raise Fault("duplicate", _second(values))
    return values


def _second(values: Sequence[str]) -> int:
    """The index of the first value that was there before."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            return index
        seen.add(value)
    raise AssertionError("no value occurs twice")


def whole(raw: object) -> int:
    """A whole number from 0 to ``LARGEST_INTEGER``; ``true``, ``1.0`` and NaN are not whole numbers."""
    if type(raw) is not int:
        raise Fault("not-a-whole-number")
    if not 0 <= raw <= LARGEST_INTEGER:
        raise Fault("out-of-range")
    return raw


def truth(raw: object) -> bool:
    """``true`` or ``false``."""
    if not isinstance(raw, bool):
        raise Fault("not-true-or-false")
    return raw


def one_of(*allowed: str) -> Callable[[object], str]:
    """A reader of one of the ``allowed`` words."""

    def read(raw: object) -> str:
        if not isinstance(raw, str) or raw not in allowed:
            raise Fault("not-one-of")
        return raw

    return read
