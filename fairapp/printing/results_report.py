"""The report of an edition: one true sentence, the figures with their proof and meaning, the tables, what is missing.

Four kinds of zero are kept apart by the caller: what is unknown arrives as None and is printed «غير متاح», never 0.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from fairapp.i18n.locales import Locale
from fairapp.printing import ornament
from fairapp.printing.arabic import apart
from fairapp.printing.flow import Column, Piece, draw_document, gap, heading, page_span, paragraph, press, table
from fairapp.printing.fonts import load_faces
from fairapp.printing.paper import A4, ACCENT, SOFT, Pen, Sheet, Span, make_pdf
from fairapp.printing.report_content import GroupLine, ReportContent, withheld
from fairapp.printing.report_parts import Card, bullet, cards, chart

__all__ = ["ReportContent", "report_pdf"]


def report_pdf(content: ReportContent, locale: Locale, fonts_folder: Path) -> bytes:
    """The report as a PDF in the locale's language, direction and digits."""
    rtl = locale.direction == "rtl"
    title = locale.pgettext("paper", "Results: %(edition)s", edition=apart(content.edition))
    sheet = Sheet(title=title, author=content.organisation, tag=locale.tag, size=A4, right_to_left=rtl)

    def draw(pen: Pen) -> None:
        span = page_span(pen, A4)
        pieces = list(_pieces(pen, span, content, locale))
        foot = f"{apart(content.organisation)} · {_as_of(content, locale)}"
        draw_document(pen, A4, pieces, locale, head=title, foot=foot)

    return make_pdf(sheet, load_faces(fonts_folder), draw)


def _as_of(content: ReportContent, locale: Locale) -> str:
    moment = apart(locale.date_time(content.as_of, content.zone))
    if content.settled:
        return locale.pgettext("paper", "Results published on %(moment)s", moment=moment)
    return locale.pgettext("paper", "So far, %(moment)s", moment=moment)


def _pieces(pen: Pen, span: Span, content: ReportContent, locale: Locale) -> Iterator[Piece]:
    yield from _title(pen, span, content, locale)
    if content.headlines:
        yield press(pen, span, content.headlines[0])
        yield gap(8)
    for sentence in content.headlines[1:]:
        yield from paragraph(pen, span, sentence, 11.5)
    yield from paragraph(pen, span, _as_of(content, locale), 9.5, ink=SOFT)
    yield gap(10)
    yield from cards(pen, span, _cards(content, locale))
    yield from _missing(pen, span, content, locale)
    if content.hours:
        yield from heading(pen, span, locale.pgettext("paper", "Takings and entries by hour"))
        yield chart(pen, span, content, locale)
    yield from _sessions(pen, span, content, locale)
    yield from _groups(pen, span, content, locale, locale.pgettext("paper", "By hall"), content.halls)
    yield from _groups(pen, span, content, locale, locale.pgettext("paper", "By craft"), content.crafts)
    yield from _meanings(pen, span, locale)


def _title(pen: Pen, span: Span, content: ReportContent, locale: Locale) -> Iterator[Piece]:
    def band(pen: Pen, top: float) -> None:
        ornament.draw_band(pen, span.left, top - 18, span.width, 18, ACCENT)

    yield Piece(height=30, draw=band)
    kind = f"{apart(content.organisation)} · {apart(locale.gettext('Results'))}"
    yield from paragraph(pen, span, kind, 10, ink=SOFT)
    yield from paragraph(pen, span, pen.own(content.edition), 15, bold=True, even=True)
    days = apart(locale.date_range(content.first_day, content.last_day))
    line = f"{days} · {apart(content.place)}" if content.place else days
    hijri, last = locale.hijri(content.first_day), locale.hijri(content.last_day)
    if hijri and locale.language == "ar":
        line += f" · {apart(hijri)}" if last in (None, hijri) else f" · {apart(hijri)} – {apart(last or '')}"
    yield from paragraph(pen, span, line, 9.5, ink=SOFT)
    yield gap(12)


def _cards(content: ReportContent, locale: Locale) -> list[Card]:
    return [
        _takings_card(content, locale),
        _entries_card(content, locale),
        _exhibitors_card(content, locale),
        _sales_card(content, locale),
    ]


def _takings_card(content: ReportContent, locale: Locale) -> Card:
    takings = content.takings
    parts = (takings.audited_minor, takings.matched_minor, takings.declared_minor)
    levels = zip(("audited", "matched", "declared"), parts, strict=True)
    proof = " · ".join(
        f"{locale.word('evidence', code)} {apart(locale.percent(part, takings.total_minor, 0))}"
        for code, part in levels
    )
    return Card(
        label=locale.gettext("Takings"),
        figure=locale.money(takings.total_minor, content.currency, content.exponent),
        proof=proof if takings.total_minor > 0 else "",
        meaning=locale.pgettext("paper", "Money received at the booths, refunds and voids taken off."),
        shares=parts if takings.total_minor > 0 else (),
    )


def _entries_card(content: ReportContent, locale: Locale) -> Card:
    counted, error = content.entries.evidence, content.entries.error
    proof = locale.pgettext("paper", "Proof: %(proof)s", proof=locale.word("evidence", counted)) if counted else ""
    meaning = locale.pgettext("paper", "One entry is one crossing inwards at one gate; it is not a number of visitors.")
    return Card(
        label=locale.pgettext("paper", "Entries through the gates"),
        figure=locale.number(content.entries.total),
        proof=f"{proof} · {apart(error)}" if proof and error else proof,
        meaning=meaning,
    )


def _exhibitors_card(content: ReportContent, locale: Locale) -> Card:
    people = content.exhibitors
    given = locale.pgettext(
        "paper",
        "%(booths)s booths given, from %(requests)s requests",
        booths=locale.number(people.booths),
        requests=locale.number(people.requests),
    )
    return Card(
        label=locale.pgettext("paper", "Exhibitors who came"),
        figure=locale.number(people.came),
        proof=given,
        meaning=locale.pgettext("paper", "Families, artisans and cooperatives present in at least one session."),
    )


def _sales_card(content: ReportContent, locale: Locale) -> Card:
    came = content.exhibitors.came
    each = locale.money(content.takings.total_minor // came if came else None, content.currency, content.exponent)
    return Card(
        label=locale.pgettext("paper", "Sales recorded"),
        figure=locale.number(content.takings.sales),
        proof=locale.pgettext("paper", "Average for each exhibitor: %(amount)s", amount=apart(each)),
        meaning=locale.pgettext("paper", "Each sale as it was recorded at a booth, without those undone."),
    )


def _missing(pen: Pen, span: Span, content: ReportContent, locale: Locale) -> Iterator[Piece]:
    yield from heading(pen, span, locale.pgettext("paper", "Still missing"))
    for sentence in content.missing:
        yield from bullet(pen, span, sentence)
    if not content.missing:
        yield from paragraph(pen, span, locale.pgettext("paper", "Nothing: every booth has reported and closed."))


def _sessions(pen: Pen, span: Span, content: ReportContent, locale: Locale) -> Iterator[Piece]:
    unit = locale.currency_name(content.currency)
    yield from heading(pen, span, locale.pgettext("paper", "By session"))
    if not content.sessions:
        yield from paragraph(pen, span, locale.pgettext("paper", "No session has been held yet."), ink=SOFT)
        return
    columns = (
        Column(title=locale.gettext("Session"), share=4),
        Column(title=locale.pgettext("paper", "Takings (%(unit)s)", unit=unit), share=3, number=True),
        Column(title=locale.gettext("Sales"), share=2, number=True),
        Column(title=locale.gettext("Entries"), share=2, number=True),
        Column(title=locale.pgettext("paper", "Booths reporting"), share=2.4, number=True),
    )
    rows = [
        (
            f"{locale.weekday(line.opens_at.astimezone(content.zone).date())} "
            + apart(locale.date_time(line.opens_at, content.zone)),
            _money(content, locale, line.takings_minor),
            locale.number(line.sales),
            locale.number(line.entries),
            locale.pgettext("paper", "%(part)s of %(whole)s", part=line.reporting, whole=line.expected),
        )
        for line in content.sessions
    ]
    takings = content.takings
    total = (
        locale.pgettext("paper", "Whole edition"),
        _money(content, locale, takings.total_minor),
        locale.number(takings.sales),
        locale.number(content.entries.total),
        "",
    )
    yield from table(pen, span, columns, rows, total=total)


def _groups(
    pen: Pen, span: Span, content: ReportContent, locale: Locale, title: str, groups: Sequence[GroupLine]
) -> Iterator[Piece]:
    if not groups:
        return
    unit = locale.currency_name(content.currency)
    hidden = withheld(tuple(groups), content.smallest_group)
    yield from heading(pen, span, title)
    columns = (
        Column(title=locale.gettext("Name"), share=4),
        Column(title=locale.gettext("Exhibitors"), share=2, number=True),
        Column(title=locale.gettext("Sales"), share=2, number=True),
        Column(title=locale.pgettext("paper", "Takings (%(unit)s)", unit=unit), share=3, number=True),
        Column(title=locale.pgettext("paper", "Share"), share=1.6, number=True),
    )
    rows = [_group_row(content, locale, line, at in hidden) for at, line in enumerate(groups)]
    yield from table(pen, span, columns, rows)
    if hidden:
        yield gap(4)
        rule = locale.pgettext(
            "paper",
            "Withheld: groups of fewer than %(number)s exhibitors, and any group that would give them away.",
            number=content.smallest_group,
        )
        yield from paragraph(pen, span, rule, 8.5, ink=SOFT)


def _group_row(content: ReportContent, locale: Locale, line: GroupLine, hidden: bool) -> tuple[str, ...]:
    if hidden:
        word = locale.pgettext("paper", "withheld")
        return (apart(line.name), locale.number(line.exhibitors), word, word, word)
    return (
        apart(line.name),
        locale.number(line.exhibitors),
        locale.number(line.sales),
        _money(content, locale, line.takings_minor),
        locale.percent(line.takings_minor, content.takings.total_minor),
    )


def _money(content: ReportContent, locale: Locale, minor: int | None) -> str:
    return locale.money(minor, content.currency, content.exponent, symbol=False)


def _meanings(pen: Pen, span: Span, locale: Locale) -> Iterator[Piece]:
    yield from heading(pen, span, locale.pgettext("paper", "How a figure is proved"))
    takings = locale.pgettext(
        "paper",
        "Declared: what a booth recorded. Matched: the cash was counted before the sum was shown, and both agree. "
        "Audited: an independent person checked it.",
    )
    entries = locale.pgettext(
        "paper", "Entries: A identity scanned, B serial ticket, C hand counter signed by a marshal, D estimate."
    )
    unknown = locale.pgettext("paper", "“Not available” means that nobody recorded it; it is never a zero.")
    for text in (takings, entries, unknown):
        yield from paragraph(pen, span, text, 9, ink=SOFT)
