"""Text that runs over pages: pieces stacked from the top, a head and a foot on every page, "page n of m".

A document is first cut into pieces (a line of a paragraph, a row of a table, a chart), then dealt out to pages, then
drawn. Only so is the number of pages known when the first foot is drawn, without building the document twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fairapp.i18n.locales import Locale
from fairapp.printing.paper import ACCENT, INK, LEADING, LINE, MM, SOFT, WASH, Align, Pen, Span

MARGIN = 18 * MM
_HEAD, _FOOT = 6 * MM, 8 * MM


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What is never parted by a page end. ``draw`` gets the pen and the y of its upper edge.

    ``with_next``: not left alone at the foot of a page. ``heading``: drawn again when a page begins with this piece.
    """

    height: float
    draw: Callable[[Pen, float], None]
    with_next: bool = False
    heading: "Piece | None" = None


@dataclass(frozen=True, kw_only=True)
class Column:
    """A table's column. ``share`` of the width; numbers stand at the right in both directions, units under units."""

    title: str
    share: float
    number: bool = False


def page_span(pen: Pen, size: tuple[float, float]) -> Span:
    """The stretch between the margins."""
    return Span(left=MARGIN, width=size[0] - 2 * MARGIN, right_to_left=pen.right_to_left)


def gap(height: float) -> Piece:
    """White space, in points."""
    return Piece(height=height, draw=_nothing)


def paragraph(
    pen: Pen, span: Span, text: str, size: float = 10.5, *, bold: bool = False, ink: str = INK,
    keep: bool = False, even: bool = False, align: Align = Align.START,
) -> list[Piece]:  # fmt: skip
    """``text`` as one piece a line; its first and its last two lines stay together. ``even``: for titles."""
    lines = (pen.balance if even else pen.lines)(text, span.width, size, bold=bold)
    x = span.at(0) if align is Align.START else span.left + span.width / 2
    pieces = []
    for number, line in enumerate(lines):

        def draw(pen: Pen, top: float, line: str = line) -> None:
            pen.write(x, top - size * 1.05, line, size, bold=bold, ink=ink, align=align)

        held = keep or number == 0 or number == len(lines) - 2
        pieces.append(Piece(height=size * LEADING, draw=draw, with_next=held and (keep or number < len(lines) - 1)))
    return pieces


def heading(pen: Pen, span: Span, text: str) -> list[Piece]:
    """A section's title, with the space around it, never at the foot of a page."""
    first = Piece(height=11, draw=_nothing, with_next=True)
    return [
        first,
        *paragraph(pen, span, text, 13, bold=True, keep=True),
        Piece(height=3, draw=_nothing, with_next=True),
    ]


def _nothing(pen: Pen, top: float) -> None:
    return


def press(pen: Pen, span: Span, text: str, size: float = 17) -> Piece:
    """A sentence to be quoted: large, with a bar at its start edge."""
    lines = pen.balance(text, span.width - 16, size, bold=True)
    height = len(lines) * size * LEADING

    def draw(pen: Pen, top: float) -> None:
        bar = span.part(0, 3.5)
        pen.box(bar.left, top - height, bar.width, height, fill=ACCENT)
        for number, line in enumerate(lines):
            pen.write(span.at(16), top - number * size * LEADING - size * 1.08, line, size, bold=True)

    return Piece(height=height, draw=draw)


def table(
    pen: Pen, span: Span, columns: Sequence[Column], rows: Iterable[Sequence[str]], *,
    size: float = 9.5, total: Sequence[str] | None = None,
) -> list[Piece]:  # fmt: skip
    """A table with its column titles repeated on every page; cells wrap, up to six lines. ``total`` is set apart."""
    whole = sum(column.share for column in columns)
    places: list[Span] = []
    offset = 0.0
    for column in columns:
        width = span.width * column.share / whole
        places.append(span.part(offset + 4, width - 8))
        offset += width
    titles = _row(pen, span, columns, places, [column.title for column in columns], size - 1, ink=SOFT)
    pieces = [titles]
    pieces += [_row(pen, span, columns, places, row, size, repeat=titles) for row in rows]
    if total is not None:
        pieces.append(_row(pen, span, columns, places, total, size, bold=True, repeat=titles))
    pieces[0] = Piece(height=titles.height, draw=titles.draw, with_next=True)
    return pieces


def _row(
    pen: Pen, span: Span, columns: Sequence[Column], places: Sequence[Span], cells: Sequence[str], size: float, *,
    bold: bool = False, ink: str = INK, repeat: Piece | None = None,
) -> Piece:  # fmt: skip
    wrapped = [pen.lines(cell, place.width, size, bold=bold, most=6) for cell, place in zip(cells, places, strict=True)]
    leading = size * LEADING
    height = max(len(lines) for lines in wrapped) * leading + 7

    def draw(pen: Pen, top: float) -> None:
        if bold:
            pen.box(span.left, top - height, span.width, height, fill=WASH)
        for column, place, lines in zip(columns, places, wrapped, strict=True):
            right = column.number and not pen.right_to_left
            align, x = (Align.END, place.at(place.width)) if right else (Align.START, place.at(0))
            for number, line in enumerate(lines):
                pen.write(x, top - 3.5 - number * leading - size * 1.05, line, size, bold=bold, ink=ink, align=align)
        pen.rule(span.left, top - height, span.left + span.width, weight=0.8 if ink == SOFT else 0.4)

    return Piece(height=height, draw=draw, heading=repeat)


def deal_out(pieces: Sequence[Piece], height: float, head: float = 0) -> list[list[tuple[float, Piece]]]:
    """``pieces`` dealt out to pages of ``height``: each with the distance of its upper edge from the page's top.

    All pages but the first give up ``head`` of their height to the running head.
    """
    pages: list[list[tuple[float, Piece]]] = [[]]
    down = 0.0
    for number, piece in enumerate(pieces):
        if pages[-1] and down + _needed(pieces, number) > height - (head if len(pages) > 1 else 0):
            pages.append([])
            down = 0.0
            if piece.heading:
                pages[-1].append((down, piece.heading))
                down += piece.heading.height
        pages[-1].append((down, piece))
        down += piece.height
    return pages


def _needed(pieces: Sequence[Piece], number: int) -> float:
    """The height of a piece and of those that must stay with it."""
    needed = pieces[number].height
    while pieces[number].with_next and number + 1 < len(pieces):
        number += 1
        needed += pieces[number].height
    return needed


def draw_document(
    pen: Pen, size: tuple[float, float], pieces: Sequence[Piece], locale: Locale, *, head: str, foot: str
) -> None:
    """Every page with its running head, ``foot`` (who made it and when), and its number among all."""
    span = page_span(pen, size)
    top = size[1] - MARGIN
    pages = deal_out(pieces, top - MARGIN - _FOOT, _HEAD)
    for number, page in enumerate(pages, 1):
        if number > 1:
            _draw_head(pen, span, size[1] - MARGIN + 4, head)
        for down, piece in page:
            piece.draw(pen, top - down - (_HEAD if number > 1 else 0))
        place = locale.pgettext("paper", "Page %(page)s of %(pages)s", page=number, pages=len(pages))
        _draw_foot(pen, span, foot, place)
        pen.canvas.showPage()


def _draw_head(pen: Pen, span: Span, y: float, head: str) -> None:
    for line in pen.lines(head, span.width, 8, most=1):
        pen.write(span.at(0), y, line, 8, ink=SOFT)
    pen.rule(span.left, y - 6, span.left + span.width, ink=LINE)


def _draw_foot(pen: Pen, span: Span, foot: str, place: str) -> None:
    y = MARGIN - 4
    pen.rule(span.left, y + 13, span.left + span.width, ink=LINE)
    pen.write(span.at(span.width), y, place, 8, ink=SOFT, align=Align.END)
    for line in pen.lines(foot, span.width * 0.75, 8, most=1):
        pen.write(span.at(0), y, line, 8, ink=SOFT)
