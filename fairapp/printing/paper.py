"""The sheet and the pen: sizes, colours, and text that starts where its reader starts.

All lengths are points (1/72 inch) with the origin at the lower left, as in PDF. "Start" is the left edge of a page read
from left to right and the right edge of a page read from right to left; only this module knows which is which.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from io import BytesIO

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from fairapp.printing.arabic import apart, in_drawing_order, is_right_to_left
from fairapp.printing.fonts import Face, Faces
from fairapp.printing.lines import break_lines, shorten

MM = 72 / 25.4
_NOT_SAID = frozenset({"Cc", "Cf", "Cs", "Cn"})
A4 = (210 * MM, 297 * MM)
A6 = (105 * MM, 148.5 * MM)  # exactly a quarter of A4, so that four fill it

LEADING = 1.42  # of the size, from line to line: Arabic needs more room than Latin
INK, SOFT, LINE, ACCENT = "#1d1b16", "#6a6353", "#d9d1be", "#0f5c58"
WASH, GOOD, WAIT, BAD, WHITE = "#f6f2e8", "#2e6b34", "#9a6200", "#a3301f", "#ffffff"


def _lines(face: Face, text: str, width: float, size: float, most: int = 0) -> list[str]:
    def measure(piece: str) -> float:
        return face.width_to_read(piece, size)

    lines = [line for paragraph in text.split("\n") for line in break_lines(paragraph, width, measure)]
    return shorten(lines, most, width, measure) if most else lines


@lru_cache(maxsize=4096)
def _fit(
    face: Face, text: str, width: float, sizes: tuple[float, ...], most: int, height: float
) -> tuple[float, tuple[str, ...]]:
    widest = max((face.width_to_read(word, 1) for word in text.split()), default=0)
    for size in sizes:
        if widest * size <= width:
            lines = _lines(face, text, width, size)
            if len(lines) <= most and len(lines) * size * LEADING <= height:
                return size, tuple(lines)
    return sizes[-1], tuple(_lines(face, text, width, sizes[-1], most))


class Align(Enum):
    """Where a line of text lies from the point it is given."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@lru_cache(maxsize=64)
def colour(value: str) -> Color:
    """A ReportLab colour from ``#rrggbb``."""
    return HexColor(value)


@dataclass(frozen=True, kw_only=True)
class Span:
    """A horizontal stretch of the page, measured from its start edge in reading direction."""

    left: float
    width: float
    right_to_left: bool

    def at(self, offset: float) -> float:
        """The x of a point ``offset`` from the start edge."""
        return self.left + self.width - offset if self.right_to_left else self.left + offset

    def part(self, offset: float, width: float) -> "Span":
        """A narrower stretch that begins ``offset`` from the start edge."""
        left = self.at(offset + width) if self.right_to_left else self.left + offset
        return Span(left=left, width=width, right_to_left=self.right_to_left)


class Pen:
    """Draws on one ReportLab canvas in one reading direction."""

    def __init__(self, canvas: Canvas, faces: Faces, right_to_left: bool) -> None:
        self.canvas = canvas
        self.faces = faces
        self.right_to_left = right_to_left

    def face(self, bold: bool) -> Face:
        return self.faces.bold if bold else self.faces.regular

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide ``text`` (logical order) will be."""
        return self.face(bold).width_to_read(text, size)

    def own(self, text: str) -> str:
        """A name in its own direction: on a page of the other one, its brackets and full stops would go astray."""
        if is_right_to_left(text) == self.right_to_left or not any(map(str.isalpha, text)):
            return text
        return apart(text)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        ink: str = INK,
        align: Align = Align.START,
    ) -> None:
        """One line of ``text`` with its baseline at ``y``; what it says is given in logical order."""
        face = self.face(bold)
        drawn = in_drawing_order(text, self.right_to_left)
        if align is Align.MIDDLE:
            x -= face.width(drawn, size) / 2
        elif (align is Align.START) == self.right_to_left:
            x -= face.width(drawn, size)
        self.canvas.setFillColor(colour(ink))
        line = self.canvas.beginText(x, y)
        for name, piece in face.runs(drawn):
            line.setFont(name, size)
            line.textOut(piece)
        self.canvas.drawText(line)

    def lines(self, text: str, width: float, size: float, *, bold: bool = False, most: int = 0) -> list[str]:
        """``text`` broken to ``width``; with ``most``, shortened to that many lines by an ellipsis."""
        return _lines(self.face(bold), text, width, size, most)

    def fit(
        self,
        text: str,
        width: float,
        *,
        sizes: tuple[float, ...],
        most: int,
        bold: bool = False,
        height: float = float("inf"),
    ) -> tuple[float, tuple[str, ...]]:
        """The largest of ``sizes`` at which ``text`` keeps to ``most`` lines and ``height``, no word cut; its lines.

        At the smallest size words are cut, and what is too long ends in an ellipsis.
        """
        return _fit(self.face(bold), text, width, sizes, most, height)

    def balance(self, text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
        """The lines ``text`` needs at ``width``, made as even as they can be: for titles."""
        wanted = len(self.lines(text, width, size, bold=bold))
        narrow, wide = 0.0, width
        while wanted > 1 and wide - narrow > 4:
            middle = (narrow + wide) / 2
            enough = len(self.lines(text, middle, size, bold=bold)) <= wanted
            narrow, wide = (narrow, middle) if enough else (middle, wide)
        return self.lines(text, wide, size, bold=bold)

    def rule(self, x1: float, y: float, x2: float, *, ink: str = LINE, weight: float = 0.6) -> None:
        """A horizontal line."""
        self.canvas.setStrokeColor(colour(ink))
        self.canvas.setLineWidth(weight)
        self.canvas.line(x1, y, x2, y)

    def box(
        self, left: float, bottom: float, width: float, height: float, *,
        fill: str | None = None, line: str | None = None, round_by: float = 0,
    ) -> None:  # fmt: skip
        """A rectangle, filled or lined or both."""
        if fill:
            self.canvas.setFillColor(colour(fill))
        if line:
            self.canvas.setStrokeColor(colour(line))
            self.canvas.setLineWidth(0.6)
        self.canvas.roundRect(left, bottom, width, height, round_by, stroke=int(bool(line)), fill=int(bool(fill)))


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is true of a whole file. ``tag`` is the BCP 47 language; ``author`` is the organisation."""

    title: str
    author: str
    tag: str
    size: tuple[float, float]
    right_to_left: bool


def _plain(text: str) -> str:
    """``text`` for the file's own description: no controls, no half characters."""
    return "".join(character for character in text if unicodedata.category(character) not in _NOT_SAID)


def make_pdf(sheet: Sheet, faces: Faces, draw: Callable[[Pen], None]) -> bytes:
    """A PDF that ``draw`` fills; ``pen.canvas.showPage()`` ends a page. The same calls give the same bytes."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=sheet.size, pageCompression=1, invariant=1)
    canvas.setTitle(_plain(sheet.title))
    canvas.setAuthor(_plain(sheet.author))
    canvas.setCreator("fairapp")
    canvas.setProducer("fairapp")
    canvas.setCatalogEntry("Lang", sheet.tag)
    canvas.setViewerPreference("Direction", "R2L" if sheet.right_to_left else "L2R")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    draw(Pen(canvas, faces, sheet.right_to_left))
    canvas.save()
    return file.getvalue()
