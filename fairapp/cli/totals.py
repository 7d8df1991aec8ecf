"""``totals``: what an edition made, as a table for people or one JSON object for programs."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from fairapp.cli.command import caller_locale, json_option, print_json, with_database
from fairapp.i18n.locales import Locale, locale_for
from fairapp.printing.counting_words import error_words
from fairapp.printing.press import press_sentences
from fairapp.queries.editions import EditionRow, get_edition_anywhere
from fairapp.queries.organisations import get_organisation
from fairapp.queries.results import SessionTotals, Totals, get_totals
from fairapp.services.clock import now
from fairapp.services.results_report import missing_sentences


@click.command()
@click.argument("edition")
@json_option
@with_database
def totals(edition: str, as_json: bool) -> None:
    """Takings, sales, entries and booths of EDITION (its short name), and how well each figure is proved."""
    row = get_edition_anywhere(edition)
    found = get_totals(row.organisation_id, row.id, at=now())
    if as_json:
        organisation = get_organisation(row.organisation_id)
        language = locale_for(organisation.default_language, organisation.country, "latn", organisation.term_set)
        print_json(totals_json(found, language))
        return
    for line in _lines(row, found, caller_locale()):
        click.echo(line)


def totals_json(found: Totals, locale: Locale) -> dict[str, Any]:
    """The keys of interfaces.md §1. Headlines are in ``locale``, with Latin digits; what is unknown is null."""
    latin = locale.with_digits("latn")
    return {
        "edition": found.edition,
        "days": found.days,
        "requests": found.requests,
        "exhibitors": found.exhibitors,
        "booths": found.booths,
        "allocated": found.allocated,
        "waiting": found.waiting,
        "sales": found.sales,
        "takings_minor": found.takings_minor,
        "estimated_minor": found.estimated_minor,
        "currency": found.currency,
        "exponent": found.exponent,
        "entries": found.entries,
        "entries_evidence": found.entries_evidence,
        "entries_error": None if found.entries_error is None else asdict(found.entries_error),
        "sessions": [_session_json(session) for session in found.sessions],
        "uncertain": {
            "takings_minor": found.uncertain.takings_minor,
            "sales": found.uncertain.sales,
            "entries": found.uncertain.entries,
        },
        "evidence": {
            "declared_minor": found.evidence.declared_minor,
            "matched_minor": found.evidence.matched_minor,
            "audited_minor": found.evidence.audited_minor,
        },
        "missing": {
            "not_closed": found.missing.not_closed,
            "restated": found.missing.restated,
            "quarantined": found.missing.set_aside,
            "checks_differing": found.missing.differing,
            "checks_lapsed": found.missing.lapsed,
            "checks_not_made": found.missing.unvisited,
        },
        "headlines": list(_headlines(found, latin)),
    }


def _session_json(session: SessionTotals) -> dict[str, Any]:
    return {
        "date": session.day.isoformat(),
        "takings_minor": session.takings_minor,
        "estimated_minor": session.estimated_minor,
        "sales": session.sales,
        "entries": session.entries,
        "reporting": session.reporting,
        "expected": session.expected,
        "not_closed": session.not_closed,
    }


def _headlines(found: Totals, locale: Locale) -> tuple[str, ...]:
    return press_sentences(locale, found.headlines, exhibitors=found.reporting, days=found.days_begun)


def _lines(edition: EditionRow, found: Totals, locale: Locale) -> Iterator[str]:
    yield f"{edition.name} ({edition.slug})"
    yield from _headlines(found, locale)
    yield ""
    say, proved = locale.gettext, found.evidence
    shares = " · ".join(
        f"{locale.word('evidence', level)} {locale.percent(minor, proved.total_minor)}"
        for level, minor in (
            ("audited", proved.audited_minor),
            ("matched", proved.matched_minor),
            ("declared", proved.declared_minor),
        )
    )
    yield _line(say("Takings"), _money(found, locale, found.takings_minor), shares if found.takings_minor else "")
    yield _line(say("Sales"), locale.number(found.sales))
    counted = found.entries_evidence
    yield _line(
        say("Entries"),
        locale.number(found.entries),
        " · ".join([counted, locale.word("evidence", counted), error_words(locale, found.entries_error)])
        if counted
        else "",
    )
    yield _line(say("Exhibitors"), locale.number(found.exhibitors))
    yield _line(say("Booths"), locale.number(found.booths))
    yield _line(say("Requests"), locale.number(found.requests))
    yield _line(say("Waiting list"), locale.number(found.waiting))
    yield ""
    for session in found.sessions:
        reporting = locale.gettext("%(part)s of %(whole)s reporting", part=session.reporting, whole=session.expected)
        entries = f"{say('Entries')} {locale.number(session.entries)}"
        yield _line(locale.date(session.day), _money(found, locale, session.takings_minor), f"{entries} · {reporting}")
    if found.uncertain.sales or found.uncertain.entries:
        entries = f"{say('Entries')} {locale.number(found.uncertain.entries)}"
        yield _line(locale.gettext("Session uncertain"), _money(found, locale, found.uncertain.takings_minor), entries)
    yield from missing_sentences(found, locale)


def _money(found: Totals, locale: Locale, minor: int | None) -> str:
    return locale.money(minor, found.currency, found.exponent)


def _line(label: str, figure: str, note: str = "") -> str:
    return f"{label:<24}{figure:>20}   {note}".rstrip()


commands: list[click.Command] = [totals]
