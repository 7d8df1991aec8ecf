"""Stall badges: A6, four to an A4 sheet with cut marks or one to a page.

A badge is read from three metres (booth), from one (family, craft) and by a phone (QR). What all badges share is drawn
once as a form and placed under each. Nothing personal is on it but the exhibitor's public name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fairapp.i18n.locales import Locale
from fairapp.printing import ornament, qr
from fairapp.printing.arabic import apart
from fairapp.printing.fonts import load_faces
from fairapp.printing.lettering import Lettering
from fairapp.printing.paper import A4, A6, ACCENT, INK, LEADING, MM, SOFT, Align, Pen, Sheet, Span, colour, make_pdf
from fairapp.printing.qr_series import quick_path

_MARGIN = 8 * MM
_BAND = 8 * MM
_QR_WIDTH = 37 * MM
_QR_BOTTOM = 22 * MM
_MIDDLE_TOP = A6[1] - _MARGIN - _BAND - 62
_MIDDLE_BOTTOM = _QR_BOTTOM + _QR_WIDTH + 6
_NAME_SIZES = (34, 30, 26, 23, 20, 17.5, 15)
_BOOTH_SIZES = (62, 54, 46, 38, 30, 24, 18)
_SHARED = "badge"


@dataclass(frozen=True, kw_only=True)
class BadgeCard:
    """One stall. ``code`` is the badge's 26 characters; ``url`` is the QR's exact text, in upper case."""

    exhibitor: str
    craft: str
    hall: str
    booth: str
    code: str
    url: str


@dataclass(frozen=True, kw_only=True)
class BadgeSheet:
    """What all badges of an edition share. ``four_to_a_page``: A4 with cut marks; otherwise A6 pages."""

    edition: str
    organisation: str
    place: str
    first_day: date
    last_day: date
    four_to_a_page: bool = True
    accent: str = ACCENT


def badges_pdf(edition: BadgeSheet, badges: Sequence[BadgeCard], locale: Locale, fonts_folder: Path) -> bytes:
    """All ``badges`` as one PDF, in the given order; without any, one page that says so.

    The reading direction, words and digits are the locale's. ``fonts_folder`` is where the faces are kept.
    """
    rtl = locale.direction == "rtl"
    size = A4 if edition.four_to_a_page else A6
    title = locale.pgettext("paper", "Badges: %(edition)s", edition=apart(edition.edition))
    sheet = Sheet(title=title, author=edition.organisation, tag=locale.tag, size=size, right_to_left=rtl)

    def draw(pen: Pen) -> None:
        stall = _Stall(pen, edition, locale)
        _draw_shared(pen, edition, locale)
        if not badges:
            _draw_none(pen, locale, size)
        for left, bottom, badge in _places(pen, badges, edition.four_to_a_page):
            pen.canvas.addLiteral(f"q 1 0 0 1 {left:.4g} {bottom:.4g} cm" if left or bottom else "q")
            pen.canvas.doForm(_SHARED)
            pen.canvas.addLiteral(stall.operators(badge))
            pen.canvas.addLiteral("Q")
        pen.canvas.showPage()

    return make_pdf(sheet, load_faces(fonts_folder), draw)


def readable_code(code: str) -> str:
    """The code in groups that can be read aloud and typed: fives, the last one six."""
    return " ".join([*(code[at : at + 5] for at in range(0, 20, 5)), code[20:]]).rstrip()


def _places(pen: Pen, badges: Sequence[BadgeCard], four: bool) -> Iterator[tuple[float, float, BadgeCard]]:
    """Each badge with its lower left corner; ends pages in between. The first one lies where reading starts."""
    width, height = A6
    for number, badge in enumerate(badges):
        spot = number % 4 if four else 0
        if number and not spot:
            pen.canvas.showPage()
        if not spot:
            pen.canvas.setFillColor(colour(INK))
        if not four:
            yield 0, 0, badge
            continue
        if not spot:
            _draw_cut_marks(pen)
        second = (spot % 2 == 1) != pen.right_to_left
        yield (width if second else 0), (0 if spot >= 2 else height), badge


def _draw_cut_marks(pen: Pen) -> None:
    width, height = A4
    length = 5 * MM
    pen.canvas.setStrokeColor(colour(SOFT))
    pen.canvas.setLineWidth(0.4)
    for x1, y1, x2, y2 in (
        (width / 2, 0, width / 2, length),
        (width / 2, height - length, width / 2, height),
        (0, height / 2, length, height / 2),
        (width - length, height / 2, width, height / 2),
        (width / 2 - length, height / 2, width / 2 + length, height / 2),
        (width / 2, height / 2 - length, width / 2, height / 2 + length),
    ):
        pen.canvas.line(x1, y1, x2, y2)


def _span(pen: Pen) -> Span:
    return Span(left=_MARGIN, width=A6[0] - 2 * _MARGIN, right_to_left=pen.right_to_left)


def _draw_shared(pen: Pen, edition: BadgeSheet, locale: Locale) -> None:
    """The form under every badge: band, edition, dates, captions."""
    span = _span(pen)
    top = A6[1] - _MARGIN
    pen.canvas.beginForm(_SHARED, 0, 0, *A6)
    ornament.draw_band(pen, span.left, top - _BAND, span.width, _BAND, edition.accent)
    size, lines = pen.fit(pen.own(edition.edition), span.width, sizes=(13, 12, 11, 10), most=2, bold=True)
    y = top - _BAND - 7
    for line in pen.balance(" ".join(lines), span.width, size, bold=True):
        y -= size * 1.3
        pen.write(span.at(0), y, line, size, bold=True)
    for line in _days(edition, locale):
        y -= 13
        pen.write(span.at(0), y, line, 9, ink=SOFT)
    start = span.at(0)
    pen.write(start, _QR_BOTTOM + _QR_WIDTH - 7, locale.gettext("Hall"), 9, ink=SOFT)
    pen.write(start, _QR_BOTTOM + 54, locale.gettext("Booth"), 9, ink=SOFT)
    pen.rule(span.left, _MARGIN + 26, span.left + span.width)
    say = locale.pgettext("paper", "Scan to open this stall’s page")
    pen.write(A6[0] / 2, _MARGIN + 13, say, 8, ink=SOFT, align=Align.MIDDLE)
    pen.canvas.endForm()


def _days(edition: BadgeSheet, locale: Locale) -> Iterator[str]:
    days = apart(locale.date_range(edition.first_day, edition.last_day))
    yield f"{days} · {apart(edition.place)}" if edition.place else days
    hijri = locale.hijri(edition.first_day)
    if hijri and locale.language == "ar":
        last = locale.hijri(edition.last_day)
        yield hijri if last in (None, hijri) else f"{apart(hijri)} – {apart(last or '')}"


class _Stall:
    """What differs from badge to badge, as operators. Ink is set once a page; one change of colour a badge."""

    def __init__(self, pen: Pen, edition: BadgeSheet, locale: Locale) -> None:
        self._pen = pen
        self._letters = Lettering(pen)
        self._locale = locale
        self._small = not edition.four_to_a_page
        self._accent = " ".join(f"{part:.3g}" for part in colour(edition.accent).rgb())
        self._span = _span(pen)
        self._start = self._span.at(0)
        self._half = self._span.width - _QR_WIDTH - 10
        self._qr_left = self._span.part(self._span.width - _QR_WIDTH, _QR_WIDTH).left
        self._halls: dict[str, str] = {}

    def operators(self, badge: BadgeCard) -> str:
        """Name, hall, code and symbol in ink; craft and booth in the accent."""
        pen, width, room = self._pen, self._span.width, _MIDDLE_TOP - _MIDDLE_BOTTOM
        craft_size, crafts = pen.fit(pen.own(badge.craft), width, sizes=(15, 13, 11), most=2)
        room -= len(crafts) * craft_size * LEADING
        name = pen.own(badge.exhibitor)
        size, lines = pen.fit(name, width, sizes=_NAME_SIZES, most=3, bold=True, height=room)
        height = len(lines) * size * LEADING
        y = _MIDDLE_TOP - max(0, room - height) / 2
        hall = self._halls.get(badge.hall) or self._new_hall(badge.hall)
        code = self._letters.middle(A6[0] / 2, _MARGIN, readable_code(badge.code), 8)
        path, modules = quick_path(badge.url, small=self._small)
        symbol = qr.place(path, self._qr_left, _QR_BOTTOM, _QR_WIDTH / modules)
        inked = f"{self._lines(y, lines, size, bold=True)} {hall} {code}"
        accented = f"{self._lines(y - height, crafts, craft_size)} {self._booth(badge.booth)}"
        return f"BT {inked} ET {symbol} {self._accent} rg BT {accented} ET"

    def _booth(self, booth: str) -> str:
        text = apart(self._locale.digits_text(booth))
        size, lines = self._pen.fit(text, self._half, sizes=_BOOTH_SIZES, most=1, bold=True)
        return self._letters.start(self._start, _QR_BOTTOM + 2, lines[0], size, bold=True)

    def _new_hall(self, hall: str) -> str:
        """The few halls are remembered whole: they stand at the same place on every badge."""
        pen = self._pen
        size, lines = pen.fit(pen.own(hall), self._half, sizes=(15, 13, 11), most=2, bold=True, height=34)
        self._halls[hall] = self._lines(_QR_BOTTOM + _QR_WIDTH - 9, lines, size, bold=True)
        return self._halls[hall]

    def _lines(self, y: float, lines: Sequence[str], size: float, *, bold: bool = False) -> str:
        """``lines`` downwards from ``y``."""
        return " ".join([
            self._letters.start(self._start, y - number * size * LEADING + size * 0.3, line, size, bold=bold)
            for number, line in enumerate(lines, 1)
        ])  # fmt: skip


def _draw_none(pen: Pen, locale: Locale, size: tuple[float, float]) -> None:
    words = locale.pgettext("paper", "No badges yet: no booth has been given.")
    pen.write(size[0] / 2, size[1] / 2, words, 12, ink=SOFT, align=Align.MIDDLE)
