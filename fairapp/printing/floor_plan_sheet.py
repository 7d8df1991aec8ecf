"""A hall's plan to scale, one sheet a hall: A3 or A4, whichever way shows it larger, with the scale said and drawn.

The plan shows a place, not a text: it is never mirrored for readers of Arabic, so that it matches the hall and the
drawing on the screen. x grows to the right, y downwards, as in ``fairapp.domain.floor_plan``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from fairapp.domain.floor_plan import BoothDrawing, FeatureDrawing, HallDrawing
from fairapp.i18n.locales import Locale
from fairapp.printing import ornament
from fairapp.printing.arabic import apart, left_to_right
from fairapp.printing.fonts import load_faces
from fairapp.printing.paper import A4, ACCENT, INK, MM, SOFT, WASH, WHITE, Align, Pen, Sheet, Span, make_pdf

A3 = (297 * MM, 420 * MM)
_SCALES = (50, 75, 100, 125, 150, 200, 250, 300, 350, 400, 450, 500, 600, 750, 1000, 1500, 2000, 2500, 5000, 10_000)
_MARGIN = 12 * MM
_HEAD, _FOOT = 22 * MM, 14 * MM


@dataclass(frozen=True, kw_only=True)
class FloorPlanSheet:
    """``taken``: what to write under a booth's number (an exhibitor or a craft); booths in it are tinted."""

    organisation: str
    edition: str
    halls: tuple[HallDrawing, ...]
    taken: Mapping[str, str]
    large: bool = True


def floor_plan_pdf(plan: FloorPlanSheet, locale: Locale, fonts_folder: Path) -> bytes:
    """Every hall on a sheet of its own, A3 when ``large``, otherwise A4."""
    title = locale.pgettext("paper", "Floor plan: %(edition)s", edition=apart(plan.edition))
    rtl = locale.direction == "rtl"
    paper = A3 if plan.large else A4
    sheet = Sheet(title=title, author=plan.organisation, tag=locale.tag, size=paper, right_to_left=rtl)

    def draw(pen: Pen) -> None:
        for hall in plan.halls:
            size, scale = _best(hall, paper)
            pen.canvas.setPageSize(size)
            _draw_hall(pen, plan, hall, locale, size, scale)
            pen.canvas.showPage()
        if not plan.halls:
            words = locale.pgettext("paper", "No hall has been drawn yet.")
            pen.write(paper[0] / 2, paper[1] / 2, words, 12, ink=SOFT, align=Align.MIDDLE)
            pen.canvas.showPage()

    return make_pdf(sheet, load_faces(fonts_folder), draw)


def _best(hall: HallDrawing, paper: tuple[float, float]) -> tuple[tuple[float, float], int]:
    """The way round that allows the larger scale, and that scale as 1 : n."""
    upright, lying = paper, (paper[1], paper[0])
    return min(((size, _scale(hall, size)) for size in (lying, upright)), key=lambda found: found[1])


def _scale(hall: HallDrawing, size: tuple[float, float]) -> int:
    wide, high = size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN - _HEAD - _FOOT
    needed = max(hall.width_mm * MM / wide, hall.depth_mm * MM / high)
    return next((scale for scale in _SCALES if scale >= needed), -int(-needed // 1))


def _draw_hall(
    pen: Pen, plan: FloorPlanSheet, hall: HallDrawing, locale: Locale, size: tuple[float, float], scale: int
) -> None:
    span = Span(left=_MARGIN, width=size[0] - 2 * _MARGIN, right_to_left=pen.right_to_left)
    _draw_title(pen, span, size[1] - _MARGIN, plan, hall, locale)
    unit = MM / scale
    width, depth = hall.width_mm * unit, hall.depth_mm * unit
    left = (size[0] - width) / 2
    spare = size[1] - 2 * _MARGIN - _HEAD - _FOOT - depth
    top = size[1] - _MARGIN - _HEAD - max(0, spare) / 2
    pen.box(left, top - depth, width, depth, fill=WHITE, line=INK)
    for feature in hall.features:
        _draw_feature(pen, feature, (left, top, unit))
    for booth in hall.booths:
        _draw_booth(pen, booth, plan.taken, locale, (left, top, unit))
    _draw_scale(pen, span, _MARGIN, locale, scale)


def _draw_title(pen: Pen, span: Span, top: float, plan: FloorPlanSheet, hall: HallDrawing, locale: Locale) -> None:
    ornament.draw_band(pen, span.left, top - 12, span.width, 12, ACCENT)
    size, lines = pen.fit(pen.own(hall.name), span.width * 0.6, sizes=(20, 17, 14), most=1, bold=True)
    pen.write(span.at(0), top - 36, lines[0], size, bold=True)
    booths = locale.pgettext(
        "paper",
        "%(width)s × %(depth)s m · booths: %(count)s",
        width=_metres(hall.width_mm, locale),
        depth=_metres(hall.depth_mm, locale),
        count=len(hall.booths),
    )
    pen.write(span.at(0), top - 52, booths, 9.5, ink=SOFT)
    for line in pen.lines(pen.own(plan.edition), span.width * 0.38, 9.5, most=1):
        pen.write(span.at(span.width), top - 36, line, 9.5, ink=SOFT, align=Align.END)


def _metres(length_mm: int, locale: Locale) -> str:
    metres = Decimal(length_mm) / 1000
    return locale.number(int(metres) if metres == int(metres) else metres)


def _draw_feature(pen: Pen, feature: FeatureDrawing, origin: tuple[float, float, float]) -> None:
    """Walls and pillars are filled, ways in and out are framed in the accent, aisles are only tinted."""
    left, top, unit = origin
    width, depth = feature.width_mm * unit, feature.depth_mm * unit
    x, y = left + feature.x_mm * unit, top - (feature.y_mm + feature.depth_mm) * unit
    solid, way = feature.kind in {"wall", "pillar"}, feature.kind in {"entrance", "exit"}
    pen.box(x, y, width, depth, fill=SOFT if solid else WASH, line=ACCENT if way else SOFT)
    if feature.label and width > 12:
        size, lines = pen.fit(pen.own(feature.label), max(width - 3, 8), sizes=(9, 7.5, 6, 5, 4, 3), most=1)
        ink = WHITE if solid else INK
        pen.write(x + width / 2, y + depth / 2 - size * 0.36, lines[0], size, ink=ink, align=Align.MIDDLE)


def _draw_booth(
    pen: Pen, booth: BoothDrawing, taken: Mapping[str, str], locale: Locale, origin: tuple[float, float, float]
) -> None:
    left, top, unit = origin
    x, y = left + booth.x_mm * unit, top - (booth.y_mm + booth.depth_mm) * unit
    width, depth = booth.width_mm * unit, booth.depth_mm * unit
    held = taken.get(booth.number)
    pen.box(x, y, width, depth, fill=WASH if held is not None else WHITE, line=ACCENT if held is not None else SOFT)
    number = apart(locale.digits_text(booth.number))
    room = width - 3
    size, lines = pen.fit(number, room, sizes=(13, 11, 9, 7.5, 6, 5, 4, 3), most=1, bold=True)
    if not held or depth < size + 11:
        pen.write(x + width / 2, y + depth / 2 - size * 0.36, lines[0], size, bold=True, align=Align.MIDDLE)
        return
    pen.write(x + width / 2, y + depth - size - 1.5, lines[0], size, bold=True, align=Align.MIDDLE)
    small = min(9.0, max(4.5, room / 7))
    most = max(1, int((depth - size - 4) / (small * 1.35)))
    for at, line in enumerate(pen.lines(pen.own(held), room, small, most=min(3, most)), 1):
        pen.write(x + width / 2, y + depth - size - 2.5 - at * small * 1.35, line, small, ink=SOFT, align=Align.MIDDLE)


def _draw_scale(pen: Pen, span: Span, y: float, locale: Locale, scale: int) -> None:
    """«1 : 200» and a bar of whole metres, so that a copy printed smaller can still be measured."""
    ratio = left_to_right(f"{locale.say(1)} : {locale.number(scale)}")
    pen.write(span.at(0), y, locale.pgettext("paper", "Scale %(ratio)s", ratio=ratio), 9, ink=SOFT)
    metres = next((step for step in (1, 2, 5, 10, 20, 50, 100) if step * 1000 * MM / scale >= 60), 200)
    length = metres * 1000 * MM / scale
    bar = span.part(span.width - length, length)
    for quarter in range(4):
        left = bar.left + quarter * length / 4
        pen.box(left, y, length / 4, 4, fill=INK if quarter % 2 == 0 else WHITE, line=INK)
    label = locale.pgettext("paper", "%(number)s m", number=metres)
    pen.write(bar.left + length / 2, y + 8, label, 8, ink=SOFT, align=Align.MIDDLE)
