"""The card that opens a till: one QR, whose stall it is, three steps in three languages, and until when it works.

A5. It is handed to a family that may not read, so the QR is most of the card and the steps are short. The QR holds a
one-time token: the card says so, and that it is not for visitors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fairapp.i18n.locales import Locale, locale_for
from fairapp.printing import ornament, qr
from fairapp.printing.arabic import apart
from fairapp.printing.fonts import load_faces
from fairapp.printing.paper import ACCENT, INK, LEADING, MM, SOFT, WHITE, Align, Pen, Sheet, Span, colour, make_pdf

_STEP = 9.6
A5 = (148 * MM, 210 * MM)
_MARGIN = 12 * MM
_QR_WIDTH = 76 * MM


@dataclass(frozen=True, kw_only=True)
class TillCard:
    """One enrolment. ``url`` is the QR's exact text and holds the token; ``exhibitor`` is empty for a gate."""

    organisation: str
    edition: str
    exhibitor: str
    hall: str
    booth: str
    url: str
    expires_at: datetime
    zone: ZoneInfo


def till_cards_pdf(cards: Sequence[TillCard], locale: Locale, fonts_folder: Path) -> bytes:
    """One A5 page a card, laid out for the locale, its steps in Arabic, French and English."""
    title = locale.pgettext("paper", "Till cards")
    rtl = locale.direction == "rtl"
    author = cards[0].organisation if cards else ""
    sheet = Sheet(title=title, author=author, tag=locale.tag, size=A5, right_to_left=rtl)

    def draw(pen: Pen) -> None:
        for card in cards:
            _draw_card(pen, card, locale)
            pen.canvas.showPage()
        if not cards:
            words = locale.pgettext("paper", "No card asked for.")
            pen.write(A5[0] / 2, A5[1] / 2, words, 12, ink=SOFT, align=Align.MIDDLE)
            pen.canvas.showPage()

    return make_pdf(sheet, load_faces(fonts_folder), draw)


def _draw_card(pen: Pen, card: TillCard, locale: Locale) -> None:
    width = A5[0] - 2 * _MARGIN
    span = Span(left=_MARGIN, width=width, right_to_left=pen.right_to_left)
    y = A5[1] - _MARGIN - 16
    ornament.draw_band(pen, span.left, y, width, 16, ACCENT)
    y = _middle(pen, y - 6, pen.own(card.edition), 9.5, 1, ink=SOFT)
    y = _middle(pen, y - 2, pen.own(card.exhibitor) or locale.gettext("Gate"), 22, 2, bold=True)
    booth = (
        locale.pgettext("paper", "Booth %(booth)s", booth=apart(locale.digits_text(card.booth)))
        if card.exhibitor
        else card.booth
    )
    y = _middle(pen, y, f"{booth} · {apart(card.hall)}" if card.hall else booth, 13, 1, ink=ACCENT, bold=True)
    symbol = qr.symbol_of(card.url)
    y -= 10 + _QR_WIDTH
    pen.canvas.setFillColor(colour(INK))
    module = _QR_WIDTH / len(symbol)
    pen.canvas.addLiteral(qr.place(qr.path_of(symbol), (A5[0] - _QR_WIDTH) / 2, y, module))
    until = apart(locale.date_time(card.expires_at, card.zone))
    expiry = locale.pgettext(
        "paper", "Works once, until %(moment)s. Not for visitors: give it to nobody.", moment=until
    )
    y = _middle(pen, y - 12, expiry, 9, 2, ink=SOFT)
    pen.rule(span.left, y - 8, span.left + width)
    _draw_steps(pen, y - 12, width, locale)


def _middle(pen: Pen, y: float, text: str, size: float, most: int, *, bold: bool = False, ink: str = INK) -> float:
    fitted, lines = pen.fit(text, A5[0] - 2 * _MARGIN, sizes=(size, size * 0.85, size * 0.7), most=most, bold=bold)
    for line in lines:
        y -= fitted * LEADING
        pen.write(A5[0] / 2, y + fitted * 0.3, line, fitted, bold=bold, ink=ink, align=Align.MIDDLE)
    return y


def _draw_steps(pen: Pen, top: float, width: float, locale: Locale) -> None:
    """Three columns, one language each, every one in its own direction; the reader's own stands first."""
    languages = sorted(("ar", "fr", "en"), key=lambda language: language != locale.language)
    column = (width - 24) / 3
    row = Span(left=_MARGIN, width=width, right_to_left=pen.right_to_left)
    for place, language in enumerate(languages):
        spoken = locale_for(language, locale.territory, locale.digits)
        own = Pen(pen.canvas, pen.faces, spoken.direction == "rtl")
        left = row.part(place * (column + 12), column).left
        _draw_column(own, Span(left=left, width=column, right_to_left=own.right_to_left), top, spoken)


def _draw_column(pen: Pen, span: Span, top: float, locale: Locale) -> None:
    steps = (
        locale.pgettext("paper", "Open the phone’s camera on the square."),
        locale.pgettext("paper", "Tap the link that appears."),
        locale.pgettext("paper", "Type the amount, then tap Save."),
    )
    y = top
    inner = span.part(21, span.width - 21)
    for number, step in enumerate(steps, 1):
        lines = pen.lines(step, inner.width, _STEP, most=4)
        pen.canvas.setFillColor(colour(ACCENT))
        pen.canvas.circle(span.at(7), y - 11, 7, stroke=0, fill=1)
        pen.write(span.at(7), y - 14.2, locale.say(number), 9, bold=True, ink=WHITE, align=Align.MIDDLE)
        for at, line in enumerate(lines):
            pen.write(inner.at(0), y - 14 - at * _STEP * 1.36, line, _STEP)
        y -= max(1, len(lines)) * _STEP * 1.36 + 10
