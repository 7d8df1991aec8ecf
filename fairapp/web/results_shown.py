"""Everything the results page says of an edition, read once for the page, its live part and its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fairapp.domain.results import share
from fairapp.printing.counting_words import error_words
from fairapp.printing.press import press_sentences
from fairapp.queries.editions import EditionRow
from fairapp.queries.result_tables import (
    GateTotals,
    GroupTotals,
    HourTotals,
    list_craft_totals,
    list_gate_totals,
    list_hall_totals,
    list_hour_totals,
    list_kind_totals,
)
from fairapp.queries.results import Proved, Reported, SessionTotals, Totals, read_reported, totals_of
from fairapp.queries.takings import MethodTakings, list_hour_sums, list_methods
from fairapp.services.clock import now
from fairapp.services.results_report import missing_sentences
from fairapp.web.charts import HourChart, hour_chart
from fairapp.web.locale import current_locale, ngettext, pgettext
from fairapp.web.locale import gettext as _

LEVELS = ("audited", "matched", "declared")
BAR = 1_000
"""The length of a bar of proof, in its own units."""


@dataclass(frozen=True, kw_only=True)
class ProofPart:
    """One level in a bar of proof: from ``x`` on, ``width`` long, of ``BAR``; ``minor`` is the money behind it."""

    level: str
    minor: int
    x: int
    width: int


@dataclass(frozen=True, kw_only=True)
class ResultsShown:
    """What the page shows. ``so_far`` is empty once the fair is over; ``session`` is the one whose hours are shown."""

    edition: EditionRow
    at: datetime
    totals: Totals
    press: tuple[str, ...]
    so_far: str
    missing: tuple[str, ...]
    entries_error: str
    proof: tuple[ProofPart, ...]
    session: SessionTotals | None
    hours: tuple[HourTotals, ...]
    chart: HourChart | None
    gates: tuple[GateTotals, ...]
    halls: tuple[GroupTotals, ...]
    crafts: tuple[GroupTotals, ...]
    kinds: tuple[GroupTotals, ...]
    methods: tuple[MethodTakings, ...]


def show_results(edition: EditionRow, session_number: str | None = None) -> ResultsShown:
    """The results of an edition now. A ``session_number`` that is none of its sessions shows all sessions together."""
    at, locale = now(), current_locale()
    reported = read_reported(edition.organisation_id, edition.id)
    totals = totals_of(reported, at=at)
    session = next((one for one in totals.sessions if str(one.number) == session_number), None)
    hours = _hours(reported, session)
    return ResultsShown(
        edition=edition,
        at=at,
        totals=totals,
        press=press_sentences(locale, totals.headlines, exhibitors=totals.reporting, days=totals.days_begun),
        so_far=so_far(totals, edition, at),
        missing=tuple(missing_sentences(totals, locale)),
        entries_error=error_words(locale, totals.entries_error),
        proof=proof_parts(totals.evidence),
        session=session,
        hours=tuple(hours),
        chart=hour_chart(hours, locale, currency=totals.currency, exponent=totals.exponent),
        gates=tuple(list_gate_totals(reported)),
        halls=tuple(list_hall_totals(reported)),
        crafts=tuple(list_craft_totals(reported, locale.language)),
        kinds=tuple(list_kind_totals(reported)),
        methods=tuple(list_methods(edition.organisation_id, edition.id)),
    )


def _hours(reported: Reported, session: SessionTotals | None) -> Sequence[HourTotals]:
    edition = reported.edition
    sums = list_hour_sums(edition.organisation_id, edition.id)
    return list_hour_totals(reported, sums, None if session is None else session.number)


def proof_parts(proved: Proved) -> tuple[ProofPart, ...]:
    """The bar of proof, the strongest level first; none while there is nothing to prove."""
    parts: list[ProofPart] = []
    amounts = (proved.audited_minor, proved.matched_minor, proved.declared_minor)
    if share(proved.total_minor, proved.total_minor) is None or min(amounts) < 0:
        return ()
    begun = 0
    for level, minor in zip(LEVELS, amounts, strict=True):
        x, end = BAR * begun // proved.total_minor, BAR * (begun + minor) // proved.total_minor
        parts.append(ProofPart(level=level, minor=minor, x=x, width=end - x))
        begun += minor
    return tuple(parts)


def so_far(totals: Totals, edition: EditionRow, at: datetime) -> str:
    """«حتى الآن، 12:00، المستوى ج، 41 من 50 جناحًا» while sessions are to come or run; nothing before and after."""
    begun = [session for session in totals.sessions if session.opens_at <= at]
    if not begun or all(session.closes_at <= at for session in totals.sessions):
        return ""
    latest, time = begun[-1], current_locale().time(at, edition.time_zone)
    booths = ngettext("%(part)s of %(num)s booth", "%(part)s of %(num)s booths", latest.expected, part=latest.reporting)
    if totals.entries_evidence is None:
        return _("So far, %(time)s, %(booths)s", time=time, booths=booths)
    level = pgettext("evidence letter", totals.entries_evidence)
    return _("So far, %(time)s, level %(level)s, %(booths)s", time=time, level=level, booths=booths)
