"""An exhibitor's statement on paper: what she took in an edition, how well proved, and a QR that proves the paper.

Made to be shown to strangers, a lender or an office: it explains its own words and bears the day it was issued.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fairapp.domain.statements import StatedFigures
from fairapp.i18n.locales import Locale
from fairapp.printing import ornament, qr
from fairapp.printing.arabic import apart
from fairapp.printing.flow import Column, Piece, draw_document, gap, heading, page_span, paragraph, table
from fairapp.printing.fonts import load_faces
from fairapp.printing.paper import A4, ACCENT, INK, MM, SOFT, Pen, Sheet, Span, colour, make_pdf
from fairapp.printing.report_parts import Card, cards

_QR_WIDTH = 34 * MM


@dataclass(frozen=True, kw_only=True)
class StatementPaper:
    """One statement. ``craft`` is in the reader's words, empty when unknown; ``booths`` are hall and booth.

    ``methods``: the word of a payment method, its sales, its net takings in minor units. ``url`` is for the QR.
    """

    organisation: str
    edition: str
    place: str
    first_day: date
    last_day: date
    zone: ZoneInfo
    exhibitor: str
    number: str
    craft: str
    booths: tuple[tuple[str, str], ...]
    figures: StatedFigures
    methods: tuple[tuple[str, int, int], ...]
    issued_at: datetime
    url: str


def statement_pdf(paper: StatementPaper, locale: Locale, fonts_folder: Path) -> bytes:
    """The statement as a PDF in the locale's language."""
    title = locale.pgettext("paper", "Statement of sales: %(exhibitor)s", exhibitor=apart(paper.exhibitor))
    rtl = locale.direction == "rtl"
    sheet = Sheet(title=title, author=paper.organisation, tag=locale.tag, size=A4, right_to_left=rtl)

    def draw(pen: Pen) -> None:
        span = page_span(pen, A4)
        pieces = list(_pieces(pen, span, paper, locale))
        draw_document(pen, A4, pieces, locale, head=title, foot=pen.own(paper.organisation))

    return make_pdf(sheet, load_faces(fonts_folder), draw)


def _pieces(pen: Pen, span: Span, paper: StatementPaper, locale: Locale) -> Iterator[Piece]:
    yield from _title(pen, span, paper, locale)
    yield from cards(pen, span, _cards(paper.figures, locale))
    yield from _sessions(pen, span, paper.figures, locale)
    yield from _methods(pen, span, paper, locale)
    yield from heading(pen, span, locale.pgettext("paper", "How a figure is proved"))
    words = locale.pgettext(
        "paper",
        "Declared: what a booth recorded. Matched: the cash was counted before the sum was shown, and both agree. "
        "Audited: an independent person checked it.",
    )
    yield from paragraph(pen, span, words, 9, ink=SOFT)
    yield gap(14)
    yield _proof(pen, span, paper, locale)


def _title(pen: Pen, span: Span, paper: StatementPaper, locale: Locale) -> Iterator[Piece]:
    def band(pen: Pen, top: float) -> None:
        ornament.draw_band(pen, span.left, top - 18, span.width, 18, ACCENT)

    yield Piece(height=30, draw=band)
    yield from paragraph(pen, span, pen.own(paper.organisation), 10, ink=SOFT)
    yield from paragraph(pen, span, locale.pgettext("paper", "Statement of sales"), 12, ink=SOFT)
    yield from paragraph(pen, span, pen.own(paper.exhibitor), 20, bold=True, even=True)
    number = locale.pgettext("paper", "Register number %(number)s", number=apart(locale.digits_text(paper.number)))
    booths = [f"{apart(hall)} {apart(locale.digits_text(booth))}" for hall, booth in paper.booths]
    who = [number, *([apart(paper.craft)] if paper.craft else []), *booths]
    yield from paragraph(pen, span, " · ".join(who), 10)
    days = apart(locale.date_range(paper.first_day, paper.last_day))
    where = [apart(paper.edition), days, *([apart(paper.place)] if paper.place else [])]
    yield from paragraph(pen, span, " · ".join(where), 10, ink=SOFT)
    yield gap(12)


def _cards(figures: StatedFigures, locale: Locale) -> list[Card]:
    shares = (figures.audited_minor, figures.matched_minor, figures.declared_minor)
    levels = zip(("audited", "matched", "declared"), shares, strict=True)
    proof = " · ".join(
        f"{locale.word('evidence', code)} {apart(locale.percent(part, figures.takings_minor, 0))}"
        for code, part in levels
    )
    return [
        Card(
            label=locale.gettext("Takings"),
            figure=locale.money(figures.takings_minor, figures.currency, figures.exponent),
            proof=proof if figures.takings_minor > 0 else "",
            meaning=locale.pgettext("paper", "Money received at the booths, refunds and voids taken off."),
            shares=shares if figures.takings_minor > 0 else (),
        ),
        Card(
            label=locale.pgettext("paper", "Sales recorded"),
            figure=locale.number(figures.sales),
            proof="",
            meaning=locale.pgettext("paper", "Each sale as it was recorded at a booth, without those undone."),
        ),
    ]


def _sessions(pen: Pen, span: Span, figures: StatedFigures, locale: Locale) -> Iterator[Piece]:
    yield from heading(pen, span, locale.pgettext("paper", "By session"))
    unit = locale.currency_name(figures.currency)
    columns = (
        Column(title=locale.gettext("Session"), share=4),
        Column(title=locale.gettext("Sales"), share=2, number=True),
        Column(title=locale.pgettext("paper", "Takings (%(unit)s)", unit=unit), share=3, number=True),
        Column(title=locale.gettext("Evidence"), share=2.4),
    )
    rows = [
        (
            _day(one.day, locale),
            locale.number(one.sales if one.takings_minor is not None else None),
            _money(figures, locale, one.takings_minor),
            locale.word("evidence", one.evidence) if one.evidence else "–",
        )
        for one in figures.sessions
    ]
    total = (
        locale.gettext("Total"), locale.number(figures.sales), _money(figures, locale, figures.takings_minor), "",
    )  # fmt: skip
    yield from table(pen, span, columns, rows, total=total)


def _methods(pen: Pen, span: Span, paper: StatementPaper, locale: Locale) -> Iterator[Piece]:
    if not paper.methods:
        return
    unit = locale.currency_name(paper.figures.currency)
    yield from heading(pen, span, locale.gettext("By method"))
    columns = (
        Column(title=locale.gettext("Payment method"), share=4),
        Column(title=locale.gettext("Sales"), share=2, number=True),
        Column(title=locale.pgettext("paper", "Takings (%(unit)s)", unit=unit), share=3, number=True),
    )
    rows = [(word, locale.number(sales), _money(paper.figures, locale, minor)) for word, sales, minor in paper.methods]
    yield from table(pen, span, columns, rows)


def _proof(pen: Pen, span: Span, paper: StatementPaper, locale: Locale) -> Piece:
    """The symbol at the end of the line, and beside it what it is for and when the paper was issued."""
    symbol = qr.symbol_of(paper.url)
    text, place = span.part(0, span.width - _QR_WIDTH - 18), span.part(span.width - _QR_WIDTH, _QR_WIDTH)
    issued = apart(locale.date_time(paper.issued_at, paper.zone))
    scan = locale.pgettext("paper", "Scan to see that this statement is genuine and whether it still holds.")
    source = locale.pgettext("paper", "The figures are those of the fair’s ledger, in which nothing is ever deleted.")
    said = (
        (locale.pgettext("paper", "Issued on %(moment)s", moment=issued), 11.0, True, INK),
        (scan, 10.0, False, INK),
        (source, 9.0, False, SOFT),
    )

    def draw(pen: Pen, top: float) -> None:
        pen.canvas.setFillColor(colour(INK))
        pen.canvas.addLiteral(qr.place(qr.path_of(symbol), place.left, top - _QR_WIDTH, _QR_WIDTH / len(symbol)))
        y = top - 14
        for words, size, bold, ink in said:
            for line in pen.lines(words, text.width, size, bold=bold):
                pen.write(text.at(0), y, line, size, bold=bold, ink=ink)
                y -= size * 1.6
            y -= 4

    return Piece(height=_QR_WIDTH + 4, draw=draw)


def _day(day: date | None, locale: Locale) -> str:
    return f"{locale.weekday(day)} {apart(locale.date(day))}" if day else locale.gettext("Session uncertain")


def _money(figures: StatedFigures, locale: Locale, minor: int | None) -> str:
    return locale.money(minor, figures.currency, figures.exponent, symbol=False)
