"""The minutes of a draw, to be signed in the room: what was frozen, when, from where the digits came, what came out.

The hashes are printed in groups so that they can be read aloud and compared; the last line tells anyone how to repeat
the draw.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fairapp.i18n.locales import Locale
from fairapp.printing import ornament
from fairapp.printing.arabic import apart, left_to_right
from fairapp.printing.flow import Piece, draw_document, heading, page_span, paragraph
from fairapp.printing.fonts import load_faces
from fairapp.printing.paper import A4, ACCENT, INK, LEADING, LINE, SOFT, Pen, Sheet, Span, make_pdf


@dataclass(frozen=True, kw_only=True)
class DrawMinutes:
    """One draw. Hashes are lower-case hex; moments know their zone. What has not happened yet is None."""

    organisation: str
    edition: str
    place: str
    zone: ZoneInfo
    committed_at: datetime
    snapshot_sha256: str
    seed_source: str
    seed_at: datetime
    digits: str | None
    seed: str | None
    drawn_at: datetime | None
    result_sha256: str | None
    requests: int
    booths: int
    locked: int
    allocated: int | None
    waiting: int | None
    signatories: tuple[str, ...]
    """Who signs: names or offices; an empty one leaves a line to fill in."""


def minutes_pdf(minutes: DrawMinutes, locale: Locale, fonts_folder: Path) -> bytes:
    """The minutes as a PDF in the locale's language."""
    title = locale.pgettext("paper", "Minutes of the public draw: %(edition)s", edition=apart(minutes.edition))
    rtl = locale.direction == "rtl"
    sheet = Sheet(title=title, author=minutes.organisation, tag=locale.tag, size=A4, right_to_left=rtl)

    def draw(pen: Pen) -> None:
        span = page_span(pen, A4)
        pieces = list(_pieces(pen, span, minutes, locale))
        draw_document(pen, A4, pieces, locale, head=title, foot=pen.own(minutes.organisation))

    return make_pdf(sheet, load_faces(fonts_folder), draw)


def grouped(digest: str) -> str:
    """A hash in eights, to be read aloud."""
    return left_to_right(" ".join(digest[at : at + 8] for at in range(0, len(digest), 8)))


def _pieces(pen: Pen, span: Span, minutes: DrawMinutes, locale: Locale) -> Iterator[Piece]:
    def band(pen: Pen, top: float) -> None:
        ornament.draw_band(pen, span.left, top - 18, span.width, 18, ACCENT)

    yield Piece(height=24, draw=band)
    yield from paragraph(pen, span, pen.own(minutes.organisation), 10, ink=SOFT)
    yield from paragraph(pen, span, locale.pgettext("paper", "Minutes of the public draw"), 19, bold=True, even=True)
    yield from paragraph(pen, span, pen.own(minutes.edition), 12, even=True)
    yield from _frozen(pen, span, minutes, locale)
    yield from _seed(pen, span, minutes, locale)
    yield from _result(pen, span, minutes, locale)
    command = left_to_right("python3 -m fairapp verify-draw RESULT --snapshot SNAPSHOT")
    again = locale.pgettext(
        "paper", "Anyone can repeat this draw from the published files: %(command)s", command=command
    )
    yield from paragraph(pen, span, again, 8.5, ink=SOFT)
    yield from heading(pen, span, locale.pgettext("paper", "Objections and remarks"))
    yield from (_blank_line(span) for _ in range(2))
    yield from heading(pen, span, locale.pgettext("paper", "Signed"))
    yield from _signatures(span, minutes, locale)


def _numbered(pen: Pen, span: Span, number: int, title: str, locale: Locale) -> list[Piece]:
    return heading(pen, span, f"{locale.say(number)}. {title}")


def _frozen(pen: Pen, span: Span, minutes: DrawMinutes, locale: Locale) -> Iterator[Piece]:
    yield from _numbered(pen, span, 1, locale.pgettext("paper", "The list was frozen"), locale)
    yield from _facts(pen, span, (
        (locale.pgettext("paper", "Frozen and published on"), locale.date_time(minutes.committed_at, minutes.zone)),
        (locale.pgettext("paper", "Requests in the draw"), locale.number(minutes.requests)),
        (locale.pgettext("paper", "Booths to be given"), locale.number(minutes.booths)),
        (locale.pgettext("paper", "Booths given beforehand, with a recorded reason"), locale.number(minutes.locked)),
        (locale.pgettext("paper", "Imprint of the list (SHA-256)"), grouped(minutes.snapshot_sha256)),
        (locale.pgettext("paper", "Open to objections until (hours)"), _window(minutes, locale)),
    ))  # fmt: skip


def _window(minutes: DrawMinutes, locale: Locale) -> str:
    """When the digits are due, and how many whole hours after the commit that is."""
    hours = (minutes.seed_at - minutes.committed_at) // timedelta(hours=1)
    return f"{locale.date_time(minutes.seed_at, minutes.zone)} ({locale.number(hours)})"


def _seed(pen: Pen, span: Span, minutes: DrawMinutes, locale: Locale) -> Iterator[Piece]:
    drawn = locale.date_time(minutes.drawn_at, minutes.zone) if minutes.drawn_at else "…"
    digits = left_to_right(locale.digits_text(minutes.digits)) if minutes.digits else "…"
    yield from _numbered(pen, span, 2, locale.pgettext("paper", "The digits were drawn in public"), locale)
    yield from _facts(pen, span, (
        (locale.pgettext("paper", "Source of the digits, named beforehand"), minutes.seed_source),
        (locale.pgettext("paper", "Digits"), digits),
        (locale.pgettext("paper", "Drawn on"), drawn),
        (locale.pgettext("paper", "Seed made of both (SHA-256)"), grouped(minutes.seed) if minutes.seed else "…"),
    ))  # fmt: skip


def _result(pen: Pen, span: Span, minutes: DrawMinutes, locale: Locale) -> Iterator[Piece]:
    yield from _numbered(pen, span, 3, locale.pgettext("paper", "The result"), locale)
    if minutes.allocated is None:
        yield from paragraph(pen, span, locale.pgettext("paper", "The draw has not been held yet."), ink=SOFT)
        return
    yield from _facts(pen, span, (
        (locale.pgettext("paper", "Exhibitors who were given a booth"), locale.number(minutes.allocated)),
        (locale.pgettext("paper", "On the waiting list, in order"), locale.number(minutes.waiting)),
        (locale.pgettext("paper", "Imprint of the result (SHA-256)"), grouped(minutes.result_sha256 or "…")),
    ))  # fmt: skip


def _facts(pen: Pen, span: Span, facts: tuple[tuple[str, str], ...]) -> Iterator[Piece]:
    """What it is at the start, what it was beside it."""
    name, value = span.part(0, span.width * 0.41), span.part(span.width * 0.42, span.width * 0.58)
    for label, said in facts:
        yield _fact(
            pen, span, (name, pen.lines(label, name.width, 9.5)), (value, pen.balance(apart(said), value.width, 10))
        )


def _fact(pen: Pen, span: Span, name: tuple[Span, list[str]], value: tuple[Span, list[str]]) -> Piece:
    height = max(len(name[1]), len(value[1])) * 10 * LEADING + 4.5

    def draw(pen: Pen, top: float) -> None:
        for (place, lines), size, ink in ((name, 9.5, SOFT), (value, 10, INK)):
            for number, line in enumerate(lines):
                pen.write(place.at(0), top - 2 - number * 10 * LEADING - 10.5, line, size, ink=ink)
        pen.rule(span.left, top - height, span.left + span.width, weight=0.4)

    return Piece(height=height, draw=draw)


def _blank_line(span: Span) -> Piece:
    return Piece(height=18, draw=lambda pen, top: pen.rule(span.left, top - 16, span.left + span.width, ink=LINE))


def _signatures(span: Span, minutes: DrawMinutes, locale: Locale) -> Iterator[Piece]:
    """Two to a row: a line to sign on, under it the name or office, and a place for the date."""
    width = (span.width - 24) / 2
    date = locale.pgettext("paper", "Name, signature, date")
    for first in range(0, len(minutes.signatories), 2):
        pair = minutes.signatories[first : first + 2]

        def draw(pen: Pen, top: float, pair: tuple[str, ...] = pair) -> None:
            for number, signatory in enumerate(pair):
                place = span.part(number * (width + 24), width)
                pen.rule(place.left, top - 30, place.left + width, ink=INK)
                for line in pen.lines(pen.own(signatory), width, 10, bold=True, most=1):
                    pen.write(place.at(0), top - 44, line, 10, bold=True)
                pen.write(place.at(0), top - 56, date, 8, ink=SOFT)

        yield Piece(height=59, draw=draw)
