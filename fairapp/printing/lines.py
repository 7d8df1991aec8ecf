"""Breaking text into lines in the order it is read, before each line is put in the order it is drawn.

Breaking after reordering would put the end of an Arabic sentence on the first line; so words are measured in their
joined forms, lines are filled in logical order, and an isolate that runs over a line end is closed there and opened
again below.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from fairapp.printing.arabic import FSI, LRI, PDI, RLI, resolve

Measure = Callable[[str], float]
"""How wide a piece of text in logical order will be, in points."""

_BREAKS = re.compile("[ \u200b]+")
_OPENING = frozenset((LRI, RLI, FSI))
ELLIPSIS = "…"


def break_lines(text: str, width: float, measure: Measure) -> list[str]:
    """``text`` in lines no wider than ``width``, in logical order; a word wider than a line is cut. Never empty."""
    lines: list[str] = []
    line: list[str] = []
    filled, space = 0.0, measure(" ")
    for word in _words(resolve(text), width, measure):
        wide = measure(word)  # letters join within a word only, so a line is as wide as its words and spaces
        if line and filled + space + wide > width:
            lines.append(" ".join(line))
            line, filled = [], 0.0
        filled += space + wide if line else wide
        line.append(word)
    lines.append(" ".join(line))
    return _close_isolates(lines) if any(mark in text for mark in _OPENING) else lines


def shorten(lines: list[str], most: int, width: float, measure: Measure) -> list[str]:
    """At most ``most`` lines; what is left out shows as an ellipsis that still fits the last one."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and measure(last + ELLIPSIS) > width:
        last = last[:-1].rstrip()
    unclosed = sum(c in _OPENING for c in last) - last.count(PDI)
    return [*lines[: most - 1], last + ELLIPSIS + PDI * max(0, unclosed)]


def _words(text: str, width: float, measure: Measure) -> Iterator[str]:
    for word in _BREAKS.split(text.strip(" \u200b")):
        if measure(word) <= width:
            yield word
        else:
            yield from _cut(word, width, measure)


def _cut(word: str, width: float, measure: Measure) -> Iterator[str]:
    """Pieces of a word that is too wide, the longest that fit, never parting a mark from its letter."""
    start = 0
    while start < len(word):
        low, high = start + 1, len(word)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if measure(word[start:middle]) <= width else (low, middle - 1)
        while low < len(word) and low > start + 1 and unicodedata.combining(word[low]):
            low -= 1
        yield word[start:low]
        start = low


def _close_isolates(lines: list[str]) -> list[str]:
    closed: list[str] = []
    open_now: list[str] = []
    for line in lines:
        opened = "".join(open_now)
        for character in line:
            if character in _OPENING:
                open_now.append(character)
            elif character == PDI and open_now:
                open_now.pop()
        closed.append(opened + line + PDI * len(open_now))
    return closed
