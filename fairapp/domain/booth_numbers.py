"""New numbers for the booths of a hall: a prefix, where to begin, how far apart, and which way round the hall."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from fairapp.domain.errors import Refused

FORWARD, SNAKE, BACKWARD = DIRECTIONS = ("forward", "snake", "backward")
"""Row by row from its first place; every other row from its last, as one walks; everything from the last booth."""
MOST = 99_999
LONGEST = 20


@dataclass(frozen=True, kw_only=True)
class NumberScheme:
    """``A-`` 1 1 2 forward is A-01, A-02, … ``digits`` is how many at least."""

    prefix: str
    start: int = 1
    step: int = 1
    digits: int = 2
    direction: str = FORWARD


def new_numbers(rows: Sequence[Sequence[str]], scheme: NumberScheme) -> dict[str, str]:
    """The new number of every booth, by the number it has; ``rows`` as the drawing shows them.

    Raises ``unknown-direction``, ``scheme-out-of-range`` (``most``).
    """
    if scheme.direction not in DIRECTIONS:
        raise Refused("unknown-direction")
    count = sum(len(row) for row in rows)
    last = scheme.start + scheme.step * max(0, count - 1)
    fits = len(scheme.prefix) + max(scheme.digits, len(str(max(0, last)))) <= LONGEST
    if scheme.start < 0 or not 1 <= scheme.step <= 100 or not 1 <= scheme.digits <= 5 or last > MOST or not fits:
        raise Refused("scheme-out-of-range", most=MOST)
    walked = [row[::-1] if scheme.direction == SNAKE and at % 2 else row for at, row in enumerate(rows)]
    order = list(chain.from_iterable(walked))
    if scheme.direction == BACKWARD:
        order.reverse()
    return {
        booth: f"{scheme.prefix}{scheme.start + at * scheme.step:0{scheme.digits}}" for at, booth in enumerate(order)
    }
