"""The printed report of an edition: its totals, read now, put into what the paper says."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from fairapp.i18n.locales import Locale
from fairapp.printing.counting_words import error_words
from fairapp.printing.press import press_sentences
from fairapp.printing.report_content import (
    EntriesShown,
    ExhibitorsShown,
    GroupLine,
    HourLine,
    ReportContent,
    SessionLine,
    TakingsShown,
)
from fairapp.printing.results_report import report_pdf
from fairapp.queries.editions import EditionRow
from fairapp.queries.organisations import get_organisation
from fairapp.queries.publications import find_standing
from fairapp.queries.result_tables import GroupTotals, list_craft_totals, list_hall_totals, list_hour_totals
from fairapp.queries.results import Totals, read_reported, totals_of
from fairapp.queries.takings import list_hour_sums
from fairapp.services.clock import now


def edition_report_pdf(edition: EditionRow, locale: Locale, fonts_folder: Path) -> bytes:
    """The report as a PDF in ``locale``; the faces are kept in ``fonts_folder``. Small groups are withheld in it."""
    return report_pdf(report_content(edition, locale), locale, fonts_folder)


def report_content(edition: EditionRow, locale: Locale) -> ReportContent:
    """What the report says now: "so far", unless exactly these figures are published; then it bears their date."""
    at = now()
    reported = read_reported(edition.organisation_id, edition.id)
    found = totals_of(reported, at=at)
    hours = list_hour_totals(reported, list_hour_sums(edition.organisation_id, edition.id))
    days = [session.day for session in found.sessions] or [edition.starts_on]
    proved = found.evidence
    published = find_standing(edition.organisation_id, edition.id, found)
    return ReportContent(
        organisation=get_organisation(edition.organisation_id).name,
        edition=edition.name,
        place=edition.place,
        first_day=min(days),
        last_day=max(days),
        zone=ZoneInfo(edition.time_zone),
        as_of=at if published is None else published.published_at,
        settled=published is not None,
        currency=edition.currency,
        exponent=edition.exponent,
        headlines=press_sentences(locale, found.headlines, exhibitors=found.reporting, days=found.days_begun),
        takings=TakingsShown(
            total_minor=proved.total_minor,
            declared_minor=proved.declared_minor,
            matched_minor=proved.matched_minor,
            audited_minor=proved.audited_minor,
            sales=found.sales,
        ),
        entries=EntriesShown(
            total=found.entries, evidence=found.entries_evidence, error=error_words(locale, found.entries_error)
        ),
        exhibitors=ExhibitorsShown(requests=found.requests, booths=found.allocated, came=found.came),
        sessions=_sessions(found),
        halls=_groups(list_hall_totals(reported), locale),
        crafts=_groups(list_craft_totals(reported, locale.language), locale),
        hours=tuple(
            HourLine(starts_at=hour.starts_at, takings_minor=hour.takings_minor, entries=hour.entries) for hour in hours
        ),
        missing=tuple(missing_sentences(found, locale)),
    )


def missing_sentences(found: Totals, locale: Locale) -> Iterator[str]:
    """What may still change the figures, one sentence each."""
    missing, uncertain = found.missing, found.uncertain
    if missing.not_closed:
        yield locale.ngettext(
            "%(num)s exhibitor has not cashed up.", "%(num)s exhibitors have not cashed up.", missing.not_closed
        )
    if missing.restated:
        yield locale.ngettext(
            "The sum of %(num)s exhibitor changed after the cash-up.",
            "The sums of %(num)s exhibitors changed after the cash-up.",
            missing.restated,
        )
    yield from _unproved(found, locale)
    if uncertain.sales or uncertain.takings_minor:
        money = locale.money(uncertain.takings_minor, found.currency, found.exponent)
        yield locale.gettext("Takings of %(amount)s belong to no session for certain.", amount=money)
    if found.estimated_minor:
        money = locale.money(found.estimated_minor, found.currency, found.exponent)
        yield locale.gettext(
            "Lost phones are believed to have held %(amount)s more; it stands in no total.", amount=money
        )
    if uncertain.entries:
        yield locale.gettext("Entries that belong to no session for certain: %(number)s.", number=uncertain.entries)
    if missing.set_aside:
        yield locale.ngettext(
            "%(num)s record of a phone is set aside for review and stands in no total.",
            "%(num)s records of phones are set aside for review and stand in no total.",
            missing.set_aside,
        )
    if found.entries is None and found.days_begun:
        yield locale.gettext("Entries were not counted.")


def _unproved(found: Totals, locale: Locale) -> Iterator[str]:
    """What the checks at stalls leave open."""
    missing = found.missing
    if missing.differing:
        yield locale.ngettext(
            "%(num)s check at a stall does not agree with what was recorded.",
            "%(num)s checks at stalls do not agree with what was recorded.",
            missing.differing,
        )
    if missing.lapsed:
        yield locale.ngettext(
            "%(num)s sum changed after a marshal had checked it.",
            "%(num)s sums changed after a marshal had checked them.",
            missing.lapsed,
        )
    if missing.unvisited:
        yield locale.ngettext(
            "%(num)s stall drawn for a check has not been visited.",
            "%(num)s stalls drawn for a check have not been visited.",
            missing.unvisited,
        )


def _sessions(found: Totals) -> tuple[SessionLine, ...]:
    return tuple(
        SessionLine(
            opens_at=session.opens_at,
            takings_minor=session.takings_minor,
            sales=session.sales if session.takings_minor is not None else None,
            entries=session.entries,
            reporting=session.reporting,
            expected=session.expected,
        )
        for session in found.sessions
    )


def _groups(groups: Sequence[GroupTotals], locale: Locale) -> tuple[GroupLine, ...]:
    return tuple(
        GroupLine(
            name=group.name or locale.gettext("Not stated"),
            exhibitors=group.exhibitors,
            sales=group.sales if group.takings_minor is not None else None,
            takings_minor=group.takings_minor,
        )
        for group in groups
    )
