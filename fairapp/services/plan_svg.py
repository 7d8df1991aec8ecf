"""A hall drawn as SVG, taken away and brought back: its booths as cells of the plan's file. Hostile until read.

Read are the rectangles with ``data-booth``, in the millimetres of our own drawing (``templates/floor_plan/hall.svg``),
moved and turned by quarters with whatever stands around them. All other shapes are left out and counted. The parser is
expat, which fetches nothing; a file that declares a document type is refused, for entities are declared there.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from fairapp.domain.errors import FairError, Refused, TooMuch
from fairapp.domain.floor_plan import MOST_BOOTHS
from fairapp.services.svg_transforms import UPRIGHT, Motion, read_figure, read_transform

DEEPEST = 40
MOST_ELEMENTS = 20 * MOST_BOOTHS
_SHAPES = frozenset("rect circle ellipse line polyline polygon path image use".split())
_ELSEWHERE = frozenset("defs symbol clipPath mask pattern marker foreignObject svg".split())
"""What stands in these is no part of the hall, or is measured otherwise."""
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ToldLine:
    """One booth before it is read: the line of the file it stands on, its cells by the columns of the plan's file."""

    number: int
    cells: dict[str, str]
    error: FairError | None = None


@dataclass(frozen=True, kw_only=True)
class PlanDrawing:
    """``others`` counts the shapes that are no booths."""

    lines: tuple[ToldLine, ...]
    others: int


def is_drawing(content: bytes) -> bool:
    """Whether a file begins as XML does."""
    return content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def read_drawing(content: bytes) -> PlanDrawing:
    """Raises ``drawing-declares-entities``, ``drawing-unreadable``, ``drawing-too-deep``, ``drawing-without-hall``,
    ``drawing-without-booths``, ``TooMuch("drawing-too-large")``.
    """
    if _DECLARED.search(content):
        raise Refused("drawing-declares-entities")
    reading = _Reading()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    parser.StartElementHandler = lambda name, given: reading.begin(name, given, parser.CurrentLineNumber)
    parser.EndElementHandler = lambda _: reading.end()
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise Refused("drawing-unreadable", line=fault.lineno) from None
    if not reading.lines:
        raise Refused("drawing-without-booths")
    return PlanDrawing(lines=tuple(reading.lines), others=reading.others)


def _refuse_declaration(*_: object) -> None:
    raise Refused("drawing-declares-entities")


@dataclass(kw_only=True)
class _Reading:
    """Where the parser is: of each open element how it moves what stands in it; None is elsewhere."""

    hall: str = ""
    open: list[Motion | FairError | None] = field(default_factory=list)
    lines: list[ToldLine] = field(default_factory=list)
    elements: int = 0
    others: int = 0

    def begin(self, qualified: str, given: dict[str, str], line: int) -> None:
        name = qualified.rpartition(" ")[2]
        self.elements += 1
        if len(self.open) >= DEEPEST:
            raise Refused("drawing-too-deep", most=DEEPEST)
        if self.elements > MOST_ELEMENTS or len(self.lines) > MOST_BOOTHS:
            raise TooMuch("drawing-too-large", most=MOST_ELEMENTS)
        if not self.open:
            self._begin_drawing(name, given, line)
            return
        motion = None if name in _ELSEWHERE else self._moved(given)
        self.open.append(motion)
        if name == "rect" and "data-booth" in given and motion is not None:
            self.lines.append(_drawn_line(given, motion, self.hall, line))
        elif name in _SHAPES:
            self.others += 1

    def end(self) -> None:
        self.open.pop()

    def _begin_drawing(self, name: str, given: dict[str, str], line: int) -> None:
        if name != "svg":
            raise Refused("drawing-unreadable", line=line)
        if not given.get("data-hall"):
            raise Refused("drawing-without-hall")
        self.hall = given["data-hall"]
        self.open.append(UPRIGHT)

    def _moved(self, given: dict[str, str]) -> Motion | FairError | None:
        outer, written = self.open[-1], given.get("transform", "")
        if not isinstance(outer, Motion) or not written:
            return outer
        try:
            return outer.after(read_transform(written))
        except FairError as error:
            return error


def _drawn_line(given: dict[str, str], motion: Motion | FairError, hall: str, line: int) -> ToldLine:
    cells = {"booth": given["data-booth"], "hall": hall, "class": given.get("data-class", "")}
    if isinstance(motion, FairError):
        return ToldLine(number=line, cells=cells, error=motion)
    try:
        x, y = read_figure(given.get("x", "0"), "x_mm"), read_figure(given.get("y", "0"), "y_mm")
        width, depth = read_figure(given.get("width", ""), "width_mm"), read_figure(given.get("height", ""), "depth_mm")
    except FairError as error:
        return ToldLine(number=line, cells=cells, error=error)
    placed = zip(("x_mm", "y_mm", "width_mm", "depth_mm"), motion.of_rectangle(x, y, width, depth), strict=True)
    return ToldLine(number=line, cells=cells | {name: str(figure) for name, figure in placed})
