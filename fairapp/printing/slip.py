"""A family's slip, A5: what she asked for, her number in the draw, what she was given and why, and where to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fairapp.i18n.locales import Locale
from fairapp.printing import ornament, qr
from fairapp.printing.arabic import apart
from fairapp.printing.fonts import load_faces
from fairapp.printing.paper import ACCENT, INK, LEADING, MM, SOFT, WASH, Align, Pen, Sheet, Span, colour, make_pdf
from fairapp.printing.qr_series import quick_path

A5 = (148 * MM, 210 * MM)
_MARGIN = 13 * MM
_QR_WIDTH = 30 * MM


@dataclass(frozen=True, kw_only=True)
class BoothGiven:
    """``choice`` is the number of the wish from 1, or ``anywhere``, ``lock``, ``manual``."""

    hall: str
    booth: str
    choice: int | str


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One request. ``wishes`` and ``reasons`` (why each better wish was not possible) are in the reader's words.

    ``rank`` of ``among`` is the place in the draw, None before it. ``given`` or ``waiting_place`` or neither.
    ``answer_until`` knows its zone. ``url`` is for the QR, empty for none: her own page, where she
    answers, when it is ``hers``; else the public page of the result.
    """

    organisation: str
    edition: str
    exhibitor: str
    craft: str
    code: str
    zone: ZoneInfo
    wishes: tuple[str, ...] = ()
    rank: int | None = None
    among: int | None = None
    given: BoothGiven | None = None
    waiting_place: int | None = None
    reasons: tuple[str, ...] = ()
    answer_until: datetime | None = None
    url: str = ""
    hers: bool = True


def slips_pdf(slips: Sequence[Slip], locale: Locale, fonts_folder: Path) -> bytes:
    """One A5 page a slip; without any, one page that says so."""
    title = locale.pgettext("paper", "Slips of the draw")
    author = slips[0].organisation if slips else ""
    rtl = locale.direction == "rtl"
    sheet = Sheet(title=title, author=author, tag=locale.tag, size=A5, right_to_left=rtl)

    def draw(pen: Pen) -> None:
        span = Span(left=_MARGIN, width=A5[0] - 2 * _MARGIN, right_to_left=rtl)
        for slip in slips:
            _draw_slip(pen, span, slip, locale)
            pen.canvas.showPage()
        if not slips:
            words = locale.pgettext("paper", "No request yet.")
            pen.write(A5[0] / 2, A5[1] / 2, words, 12, ink=SOFT, align=Align.MIDDLE)
            pen.canvas.showPage()

    return make_pdf(sheet, load_faces(fonts_folder), draw)


def _draw_slip(pen: Pen, span: Span, slip: Slip, locale: Locale) -> None:
    y = A5[1] - _MARGIN
    ornament.draw_band(pen, span.left, y - 16, span.width, 16, ACCENT)
    y = _put(pen, span, y - 22, pen.own(slip.edition), 10, most=2, ink=SOFT)
    y = _put(pen, span, y - 6, pen.own(slip.exhibitor), 20, most=2, bold=True)
    asked = locale.pgettext("paper", "request %(code)s", code=apart(slip.code))
    y = _put(pen, span, y, f"{apart(slip.craft)} · {asked}", 10, most=1, ink=SOFT)
    y = _draw_outcome(pen, span, y - 10, slip, locale)
    y = _draw_list(pen, span, y, locale.pgettext("paper", "What you asked for"), slip.wishes, locale, 8)
    _draw_list(pen, span, y, locale.pgettext("paper", "Why not a better wish"), slip.reasons, locale, 6)
    _draw_foot(pen, span, slip, locale)


def _put(
    pen: Pen, span: Span, y: float, text: str, size: float, *, most: int, bold: bool = False, ink: str = INK
) -> float:
    for line in pen.lines(text, span.width, size, bold=bold, most=most):
        y -= size * LEADING
        pen.write(span.at(0), y + size * 0.3, line, size, bold=bold, ink=ink)
    return y


def _draw_outcome(pen: Pen, span: Span, top: float, slip: Slip, locale: Locale) -> float:
    """A box with the one thing she wants to know, in large type, and the sentence that explains it."""
    large, hall, sentence = _outcome(slip, locale)
    inner = span.part(12, span.width - 24)
    size, lines = pen.fit(large, inner.width, sizes=(32, 28, 24, 20), most=1, bold=True)
    below = pen.lines(pen.own(hall), inner.width, 14, bold=True, most=1) if hall else []
    explained = pen.lines(sentence, inner.width, 10.5, most=4)
    height = 24 + size * LEADING + (len(below) * 14 + len(explained) * 10.5) * LEADING
    pen.box(span.left, top - height, span.width, height, fill=WASH, round_by=6)
    y = top - 9
    y -= size * LEADING
    pen.write(inner.at(0), y + size * 0.32, lines[0], size, bold=True, ink=ACCENT)
    y = _put(pen, inner, y, pen.own(hall), 14, most=1, bold=True) - 4 if hall else y - 4
    for line in explained:
        y -= 10.5 * LEADING
        pen.write(inner.at(0), y + 3, line, 10.5)
    return top - height - 6


def _outcome(slip: Slip, locale: Locale) -> tuple[str, str, str]:
    """In a word, where, and why."""
    rank = ""
    if slip.rank:
        rank = (
            locale.pgettext(
                "paper", "Your number in the draw is %(rank)s of %(among)s.", rank=slip.rank, among=slip.among
            )
            + " "
        )
    if slip.given:
        booth = locale.pgettext("paper", "Booth %(booth)s", booth=apart(locale.digits_text(slip.given.booth)))
        return booth, slip.given.hall, rank + _choice(slip.given.choice, locale)
    if slip.waiting_place:
        place = locale.pgettext("paper", "Waiting list: number %(place)s", place=slip.waiting_place)
        return place, "", rank + locale.pgettext("paper", "A place that becomes free is offered in this order.")
    return (
        locale.pgettext("paper", "Request received"),
        "",
        locale.pgettext("paper", "The result of the draw will be printed here."),
    )


def _choice(choice: int | str, locale: Locale) -> str:
    match choice:
        case "anywhere":
            return locale.pgettext("paper", "None of your wishes was free; you had said that any place would do.")
        case "lock":
            return locale.pgettext("paper", "This booth was given before the draw, for a recorded reason.")
        case "manual":
            return locale.pgettext("paper", "This booth was given by the organiser; who, when and why is recorded.")
        case _:
            return locale.pgettext("paper", "It was your wish number %(number)s.", number=choice)


def _draw_list(pen: Pen, span: Span, y: float, title: str, items: Sequence[str], locale: Locale, most: int) -> float:
    if not items:
        return y
    y = _put(pen, span, y - 6, title, 11, most=1, bold=True)
    inner = span.part(20, span.width - 20)
    for number, item in enumerate(items[:most], 1):
        y -= 10 * LEADING
        pen.write(span.at(0), y + 3, locale.say(number), 10, ink=ACCENT, bold=True)
        for line in pen.lines(item, inner.width, 10, most=1):
            pen.write(inner.at(0), y + 3, line, 10)
    return y


def _draw_foot(pen: Pen, span: Span, slip: Slip, locale: Locale) -> None:
    bottom = _MARGIN
    pen.rule(span.left, bottom + _QR_WIDTH + 10, span.left + span.width)
    inner = span
    if slip.url:
        path, modules = quick_path(slip.url)
        place = span.part(span.width - _QR_WIDTH, _QR_WIDTH)
        pen.canvas.setFillColor(colour(INK))
        pen.canvas.addLiteral(qr.place(path, place.left, bottom, _QR_WIDTH / modules))
        inner = span.part(0, span.width - _QR_WIDTH - 16)
    y = bottom + _QR_WIDTH + 2
    if slip.answer_until and slip.given:
        until = apart(locale.date_time(slip.answer_until, slip.zone))
        words = locale.pgettext("paper", "Say that you are coming before %(moment)s, or the booth goes to the next.",
                                moment=until)  # fmt: skip
        y = _put(pen, inner, y, words, 10.5, most=3, bold=True)
    if slip.url:
        hers, public = (
            locale.pgettext("paper", "Scan to open your page and answer."),
            locale.pgettext("paper", "Scan to see this result."),
        )
        y = _put(pen, inner, y - 2, hers if slip.hers else public, 9, most=2, ink=SOFT)
    _put(pen, inner, y - 2, pen.own(slip.organisation), 9, most=1, ink=SOFT)
