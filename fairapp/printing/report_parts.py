"""The drawn parts of a report: cards with one large figure, the bar of proof, the chart by hour."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fairapp.i18n.locales import Locale
from fairapp.printing.flow import Piece
from fairapp.printing.paper import ACCENT, INK, LEADING, LINE, SOFT, WAIT, WASH, WHITE, Align, Pen, Span, colour
from fairapp.printing.report_content import ReportContent

_GAP = 12.0
_PAD = 12.0


@dataclass(frozen=True, kw_only=True)
class Card:
    """A figure larger than its label, how well it is proved, and what it means. ``shares`` draw the bar of proof."""

    label: str
    figure: str
    proof: str
    meaning: str
    shares: tuple[int, ...] = ()


def cards(pen: Pen, span: Span, shown: Sequence[Card]) -> list[Piece]:
    """Cards two by two."""
    width = (span.width - _GAP) / 2
    rows: list[Piece] = []
    for first in range(0, len(shown), 2):
        row = shown[first : first + 2]
        places = [span.part(number * (width + _GAP), width) for number in range(len(row))]
        built = [_card(pen, place, card) for place, card in zip(places, row, strict=True)]
        rows.append(_side_by_side(built, places))
    return rows


def _side_by_side(built: list[tuple[float, Callable[[Pen, float], None]]], places: list[Span]) -> Piece:
    height = max(height for height, _ in built)

    def draw(pen: Pen, top: float) -> None:
        for place, (_, contents) in zip(places, built, strict=True):
            pen.box(place.left, top - height, place.width, height, fill=WHITE, line=LINE, round_by=5)
            contents(pen, top)

    return Piece(height=height + _GAP, draw=draw)


def _card(pen: Pen, place: Span, card: Card) -> tuple[float, Callable[[Pen, float], None]]:
    width = place.width - 2 * _PAD
    size, figure = pen.fit(card.figure, width, sizes=(26, 23, 20, 17, 14), most=1, bold=True)
    proof = pen.lines(card.proof, width, 8.5, most=3) if card.proof else []
    meaning = pen.lines(card.meaning, width, 8, most=4)
    bar = 14.0 if card.shares else 0.0
    height = _PAD + 9 + size * 1.3 + bar + 6 + len(proof) * 12.5 + len(meaning) * 11.5 + _PAD

    def draw(pen: Pen, top: float) -> None:
        x, y = place.at(_PAD), top - _PAD - 9
        pen.write(x, y, card.label, 9.5, ink=SOFT)
        y -= size * 1.3
        pen.write(x, y, figure[0], size, bold=True)
        y -= 4
        if card.shares:
            y -= bar
            _proof_bar(pen, place.part(_PAD, width), y, card.shares)
        for line in proof:
            y -= 12.5
            pen.write(x, y, line, 8.5, ink=INK)
        for line in meaning:
            y -= 11.5
            pen.write(x, y, line, 8, ink=SOFT)

    return height, draw


def _proof_bar(pen: Pen, span: Span, y: float, shares: tuple[int, ...]) -> None:
    """From best proved to least, darkest to lightest, from the start edge."""
    pen.box(span.left, y, span.width, 5, fill=WASH)
    whole, offset = sum(shares), 0.0
    for share, ink in zip(shares, (ACCENT, "#5f9592", "#b4cfcd"), strict=False):
        width = span.width * share / whole if whole > 0 else 0
        if width > 0:
            part = span.part(offset, width)
            pen.box(part.left, y, part.width, 5, fill=ink)
            offset += width


def chart(pen: Pen, span: Span, content: ReportContent, locale: Locale, height: float = 150) -> Piece:
    """Takings by hour as bars, entries as a line over them, each to its own scale; time runs as text does."""
    hours = content.hours
    most = max((hour.takings_minor for hour in hours), default=0) or 1
    crowd = max((hour.entries or 0 for hour in hours), default=0) or 1
    step = span.width / max(1, len(hours))
    base, room = 22.0, height - 22 - 34

    def draw(pen: Pen, top: float) -> None:
        floor = top - height + base
        _legend(pen, span, top - 10, content, locale, (most, crowd))
        for number, hour in enumerate(hours):
            tall = room * max(0, hour.takings_minor) / most
            bar = span.part(number * step + step * 0.14, step * 0.72)
            if tall > 0:
                pen.box(bar.left, floor, bar.width, tall, fill=ACCENT)
        pen.rule(span.left, floor, span.left + span.width, ink=SOFT)
        _entries_line(pen, [
            None if hour.entries is None else (span.at((number + 0.5) * step), floor + room * hour.entries / crowd)
            for number, hour in enumerate(hours)
        ])  # fmt: skip
        _hour_labels(pen, span, floor - 12, step, [locale.time(hour.starts_at, content.zone) for hour in hours])

    return Piece(height=height, draw=draw)


def _legend(pen: Pen, span: Span, y: float, content: ReportContent, locale: Locale, highest: tuple[int, int]) -> None:
    most, crowd = highest
    takings = locale.pgettext(
        "paper", "Takings, highest hour %(amount)s", amount=locale.money(most, content.currency, content.exponent)
    )
    offset = _legend_entry(pen, span, 0, y, takings, ACCENT)
    if any(hour.entries is not None for hour in content.hours):
        entries = locale.pgettext("paper", "Entries, highest hour %(number)s", number=locale.number(crowd))
        _legend_entry(pen, span, offset + 18, y, entries, WAIT)


def _legend_entry(pen: Pen, span: Span, offset: float, y: float, text: str, ink: str) -> float:
    mark = span.part(offset, 8)
    pen.box(mark.left, y - 1, 8, 8, fill=ink)
    pen.write(span.at(offset + 12), y, text, 8.5, ink=SOFT)
    return offset + 12 + pen.width(text, 8.5)


def _entries_line(pen: Pen, points: list[tuple[float, float] | None]) -> None:
    """Joined where neighbours are known; an hour nobody counted leaves a hole, not a zero."""
    pen.canvas.setStrokeColor(colour(WAIT))
    pen.canvas.setFillColor(colour(WAIT))
    pen.canvas.setLineWidth(1.6)
    for one, two in pairwise(points):
        if one and two:
            pen.canvas.line(*one, *two)
    for point in points:
        if point:
            pen.canvas.circle(*point, 2.2, stroke=0, fill=1)


def _hour_labels(pen: Pen, span: Span, y: float, step: float, labels: list[str]) -> None:
    widest = max((pen.width(label, 8) for label in labels), default=0) + 6
    every = max(1, -int(-widest // step))
    for number in range(0, len(labels), every):
        x = span.at((number + 0.5) * step)
        pen.write(x, y, labels[number], 8, ink=SOFT, align=Align.MIDDLE)


def bullet(pen: Pen, span: Span, text: str, size: float = 10.5, ink: str = INK) -> list[Piece]:
    """A sentence with a mark before it."""
    lines = pen.lines(text, span.width - 14, size)

    def draw(pen: Pen, top: float) -> None:
        mark = span.part(2, 4)
        pen.box(mark.left, top - size * 0.95, 4, 4, fill=WAIT)
        for number, line in enumerate(lines):
            pen.write(span.at(14), top - number * size * LEADING - size * 1.05, line, size, ink=ink)

    return [Piece(height=len(lines) * size * LEADING + 3, draw=draw)]
