"""Moves and quarter turns of what is drawn: the part of SVG's ``transform`` under which a booth stays a booth."""

import re
from dataclasses import dataclass
from decimal import Decimal

from fairapp.domain.errors import Refused

_FIGURE = re.compile(r"[+-]?(?:\d{1,9}(?:\.\d{0,20})?|\.\d{1,20})(?:e[+-]?\d)?", re.IGNORECASE | re.ASCII)
_CALL = re.compile(r"\s*,?\s*(translate|rotate|matrix)\s*\(([^()]{1,200})\)")
_BETWEEN = re.compile(r"[\s,]+")
_LONGEST = 2_000
_QUARTERS = ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))
_NOTHING = Decimal("0.000001")  # programs write 6.1e-17 for nothing


@dataclass(frozen=True, kw_only=True)
class Motion:
    """``x' = a·x + c·y + e``, ``y' = b·x + d·y + f``, where a to d are a turn by quarters; e and f in millimetres."""

    turn: tuple[int, int, int, int]
    e: Decimal
    f: Decimal

    def after(self, inner: "Motion") -> "Motion":
        """This motion of what ``inner`` moved already."""
        (a, b, c, d), (i, j, k, m) = self.turn, inner.turn
        e, f = self.of_point(inner.e, inner.f)
        return Motion(turn=(a * i + c * j, b * i + d * j, a * k + c * m, b * k + d * m), e=e, f=f)

    def of_point(self, x: Decimal, y: Decimal) -> tuple[Decimal, Decimal]:
        a, b, c, d = self.turn
        return a * x + c * y + self.e, b * x + d * y + self.f

    def of_rectangle(self, x: Decimal, y: Decimal, width: Decimal, depth: Decimal) -> tuple[int, int, int, int]:
        """Left, top, width and depth, to the whole millimetre."""
        (left, top), (right, bottom) = self.of_point(x, y), self.of_point(x + width, y + depth)
        sides = (round(width), round(depth)) if self.turn[0] else (round(depth), round(width))
        return round(min(left, right)), round(min(top, bottom)), *sides


UPRIGHT = Motion(turn=_QUARTERS[0], e=Decimal(0), f=Decimal(0))


def read_figure(text: str, name: str) -> Decimal:
    """Raises ``plan-figure-unreadable``."""
    plain = text.strip()
    if not _FIGURE.fullmatch(plain):
        raise Refused("plan-figure-unreadable", column=name, text=text[:40])
    return Decimal(plain)


def read_transform(text: str) -> Motion:
    """Moves and quarter turns, one after the other. Raises ``drawing-askew`` for all else, also mirrors and scales."""
    motion, at = UPRIGHT, 0
    plain = text.strip()
    while at < len(plain) <= _LONGEST:
        call = _CALL.match(plain, at)
        if call is None:
            raise Refused("drawing-askew")
        motion = motion.after(_motion(call[1], call[2]))
        at = call.end()
    if at < len(plain):
        raise Refused("drawing-askew")
    return motion


def _motion(name: str, given: str) -> Motion:
    figures = [read_figure(one, "transform") for one in _BETWEEN.split(given.strip(" ,\t\r\n"))]
    if name == "translate" and len(figures) in {1, 2}:
        return Motion(turn=UPRIGHT.turn, e=figures[0], f=figures[1] if figures[1:] else Decimal(0))
    if name == "rotate" and len(figures) in {1, 3}:
        quarters = round(figures[0] / 90)
        if abs(figures[0] / 90 - quarters) < _NOTHING:
            turn = Motion(turn=_QUARTERS[quarters % 4], e=Decimal(0), f=Decimal(0))
            x, y = figures[1:] or (Decimal(0), Decimal(0))
            back_x, back_y = turn.of_point(-x, -y)
            return Motion(turn=turn.turn, e=x + back_x, f=y + back_y)
    if name == "matrix" and len(figures) == 6:
        for quarter in _QUARTERS:
            if all(abs(one - other) < _NOTHING for one, other in zip(quarter, figures[:4], strict=True)):
                return Motion(turn=quarter, e=figures[4], f=figures[5])
    raise Refused("drawing-askew")
