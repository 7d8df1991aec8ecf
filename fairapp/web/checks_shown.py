"""What the pages of the checks show: the sample in its order, the stalls worth a visit with reasons in words, a search.

What the ledger holds of a stall is never part of it: a marshal counts before she may see that.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fairapp.domain.exhibitors import search_key
from fairapp.domain.outliers import FarFromMiddle, LateSales, Reason, RoundAmounts, SalesAtOnce, SuddenSilence
from fairapp.domain.stall_checks import Cause
from fairapp.printing.spreadsheet import Cell
from fairapp.queries.editions import EditionRow, SessionRow
from fairapp.queries.outliers import list_outliers
from fairapp.queries.participation import Participant, list_participants
from fairapp.queries.stall_checks import CheckRow, SampleRow, find_sample, list_last_checks
from fairapp.queries.takings import list_session_takings
from fairapp.services.clock import now
from fairapp.web.locale import current_locale, ngettext
from fairapp.web.locale import gettext as _

MOST_FOUND = 50


@dataclass(frozen=True, kw_only=True)
class StallShown:
    """One line of a list: the stall, the check that stands, why it is there; ``place`` in the draw, from 1."""

    participant: Participant
    check: CheckRow | None
    cause: Cause
    place: int | None = None
    reasons: tuple[str, ...] = ()

    @property
    def booths(self) -> str:
        return " ".join(place.booth for place in self.participant.places)


@dataclass(frozen=True, kw_only=True)
class ChecksShown:
    """A session's checks. ``over``: it has closed; before that nothing is drawn and nothing stands out."""

    session: SessionRow
    over: bool
    sample: SampleRow | None
    drawn: tuple[StallShown, ...]
    outliers: tuple[StallShown, ...]
    others: tuple[StallShown, ...]
    found: tuple[StallShown, ...]

    @property
    def visited(self) -> int:
        """How many of those drawn."""
        return sum(one.check is not None for one in self.drawn)


def show_checks(edition: EditionRow, session: SessionRow, text: str = "") -> ChecksShown:
    """The checks of a session now; ``text`` finds any stall by name (in any spelling), register number or booth."""
    wall = edition.organisation_id, edition.id
    over = session.closes_at <= now()
    all_checks = list_last_checks(*wall)
    checks = {id_: check for (id_, number), check in all_checks.items() if number == session.number}
    sample = find_sample(*wall, session.number)
    takings = list_session_takings(*wall, checks=all_checks)
    named = {row.exhibitor_id for row in takings} | set(checks) | set(sample.chosen if sample else ())
    stalls = {one.exhibitor_id: one for one in list_participants(*wall, also=named)}
    outliers = list_outliers(edition, session, stalls, takings, current_locale().language) if over else []
    reasons = {row.participant.exhibitor_id: tuple(told(reason, edition) for reason in row.reasons) for row in outliers}
    drawn = _drawn(sample, stalls, checks, reasons)
    visited_anyway = {one.participant.exhibitor_id for one in drawn}
    worth = _worth_a_visit({id_: why for id_, why in reasons.items() if id_ not in visited_anyway}, stalls, checks)
    seen = visited_anyway | set(reasons)
    return ChecksShown(
        session=session,
        over=over,
        sample=sample,
        drawn=drawn,
        outliers=worth,
        others=tuple(_chosen(one, checks) for id_, one in stalls.items() if id_ in checks and id_ not in seen),
        found=tuple(_chosen(one, checks) for one in stalls.values() if text and _matches(one, text))[:MOST_FOUND],
    )


def told(reason: Reason, edition: EditionRow) -> str:
    """A reason to visit a stall, in words, with its figure; never with what the ledger holds of her."""
    match reason:
        case FarFromMiddle():
            return _far(reason)
        case SuddenSilence(sales_before=sales):
            return ngettext(
                "%(num)s sale in the session before, and nothing is known of this one",
                "%(num)s sales in the session before, and nothing is known of this one",
                sales,
            )
        case RoundAmounts():
            return _(
                "%(part)s of %(whole)s sales are whole multiples of %(unit)s; at the other stalls %(share)s",
                part=reason.round_sales,
                whole=reason.sales,
                unit=current_locale().money(reason.unit_minor, edition.currency, edition.exponent),
                share=current_locale().percent(reason.elsewhere.numerator, reason.elsewhere.denominator, 0),
            )
        case LateSales():
            return _(
                "%(part)s of %(whole)s sales were entered after closing or after the cash-up",
                part=reason.late,
                whole=reason.sales,
            )
        case SalesAtOnce():
            return _("%(part)s of %(whole)s sales fell into one minute", part=reason.together, whole=reason.sales)


def _far(reason: FarFromMiddle) -> str:
    times = reason.times
    if times is None:
        figure = _("Takings far from the middle")
    elif times >= 2:
        whole = times.numerator // times.denominator
        figure = ngettext("Takings %(num)s times the middle or more", "Takings %(num)s times the middle or more", whole)
    else:
        share = current_locale().percent(times.numerator, times.denominator, 0)
        figure = _("Takings %(share)s of the middle", share=share)
    among = reason.craft or _("all crafts")
    stalls = ngettext("%(num)s exhibitor", "%(num)s exhibitors", reason.stalls)
    return _("%(figure)s (%(among)s, %(stalls)s)", figure=figure, among=among, stalls=stalls)


def check_rows(shown: ChecksShown, edition: EditionRow) -> tuple[list[str], list[tuple[Cell, ...]]]:
    """The visits as columns and rows of a file: the sample in its order, then the others."""
    columns = [
        _("Order drawn"), _("Booth"), _("Exhibitor"), _("Register number"), _("Craft"), _("Why"), _("Visited"),
        _("Found"), _("Recorded then"), _("Outcome"), _("By"), _("Note"),
    ]  # fmt: skip
    return columns, [_cells(one, edition) for one in (*shown.drawn, *shown.outliers, *shown.others)]


def outcome_of(check: CheckRow) -> str:
    """``agrees`` or ``differs``: a word of the kind ``agreement``."""
    return "agrees" if check.agrees else "differs"


def _cells(one: StallShown, edition: EditionRow) -> tuple[Cell, ...]:
    locale, check = current_locale(), one.check
    why = "; ".join((locale.word("check cause", one.cause.value), *one.reasons))
    who = (one.place, one.booths, one.participant.name, one.participant.number, one.participant.craft[locale.language])
    if check is None:
        return (*who, why, None, None, None, "", "", "")
    amounts = (Decimal(minor).scaleb(-edition.exponent) for minor in (check.found_minor, check.net_minor))
    visited = locale.date_time(check.checked_at, edition.time_zone)
    return (*who, why, visited, *amounts, locale.word("agreement", outcome_of(check)), check.checked_by, check.note)


def _drawn(
    sample: SampleRow | None,
    stalls: Mapping[uuid.UUID, Participant],
    checks: Mapping[uuid.UUID, CheckRow],
    reasons: Mapping[uuid.UUID, tuple[str, ...]],
) -> tuple[StallShown, ...]:
    return tuple(
        StallShown(
            participant=stalls[id_],
            check=checks.get(id_),
            cause=Cause.SAMPLE,
            place=place,
            reasons=reasons.get(id_, ()),
        )
        for place, id_ in enumerate(sample.chosen if sample else (), start=1)
    )


def _worth_a_visit(
    reasons: Mapping[uuid.UUID, tuple[str, ...]],
    stalls: Mapping[uuid.UUID, Participant],
    checks: Mapping[uuid.UUID, CheckRow],
) -> tuple[StallShown, ...]:
    return tuple(
        StallShown(participant=stalls[id_], check=checks.get(id_), cause=Cause.OUTLIER, reasons=why)
        for id_, why in reasons.items()
    )


def _chosen(one: Participant, checks: Mapping[uuid.UUID, CheckRow]) -> StallShown:
    return StallShown(participant=one, check=checks.get(one.exhibitor_id), cause=Cause.CHOSEN)


def _matches(one: Participant, text: str) -> bool:
    key, typed = search_key(text), text.casefold()
    booths = {place.booth.casefold() for place in one.places}
    return bool(key and key in one.search_key) or typed == one.number.casefold() or typed in booths
