"""The life of an edition as one line: its steps with their counts and links, and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, url_for

from fairapp.domain.editions import EditionStep
from fairapp.queries.edition_life import EditionLife
from fairapp.queries.editions import EditionRow, SessionRow
from fairapp.web.locale import LazyText, current_locale, ngettext
from fairapp.web.locale import gettext as _
from fairapp.web.locale import lazy_gettext as lazy

STEP_NAMES: dict[EditionStep, LazyText] = {
    EditionStep.REGISTER: lazy("Register"),
    EditionStep.PLAN: lazy("Plan"),
    EditionStep.REQUESTS: lazy("Requests"),
    EditionStep.DRAW: lazy("Draw"),
    EditionStep.CONFIRMATIONS: lazy("Confirmations"),
    EditionStep.FAIR: lazy("Fair"),
    EditionStep.RESULTS: lazy("Results"),
}
# Where each step is worked on; the first page that exists is linked.
STEP_PAGES: dict[EditionStep, tuple[str, ...]] = {
    EditionStep.REGISTER: ("register.index",),
    EditionStep.PLAN: ("floor_plan.show",),
    EditionStep.REQUESTS: ("requests.index",),
    EditionStep.DRAW: ("draws.show", "draws.index"),
    EditionStep.CONFIRMATIONS: ("allocations.index", "allocations.show"),
    EditionStep.FAIR: ("devices.index", "sessions.show"),
    EditionStep.RESULTS: ("results.show", "results.index", "totals.show"),
}
SOON = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the line. ``state`` is done, now or later; ``endpoint`` is the page at ``href``."""

    name: LazyText
    state: str
    count: str
    endpoint: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something that waits for a person, with the page to do it on."""

    sentence: str
    href: str


def steps_of(edition: EditionRow, life: EditionLife, now: datetime) -> list[Step]:
    """The seven steps in order; the first that is not over is now."""
    over = life.done(now)
    current = next((step for step in EditionStep if step not in over), EditionStep.RESULTS)
    return [
        Step(
            name=STEP_NAMES[step],
            state="now" if step is current else "done" if step in over else "later",
            count=_count(step, life),
            endpoint=_endpoint(STEP_PAGES[step]),
            href=_page(STEP_PAGES[step], edition),
        )
        for step in EditionStep
    ]


def current_step(life: EditionLife, now: datetime) -> LazyText:
    """The name of the step an edition stands at."""
    over = life.done(now)
    return STEP_NAMES[next((step for step in EditionStep if step not in over), EditionStep.RESULTS)]


def list_due(edition: EditionRow, life: EditionLife, sessions: Sequence[SessionRow], now: datetime) -> list[Due]:
    """What waits for the organiser, the most pressing first."""
    due = _due_at_the_fair(edition, sessions, now)
    if not sessions:
        due.append((_("Say on which days and at which hours the fair is open."), ("sessions.show",)))
    if not life.plan_drawn:
        due.append((_("Draw the halls: one sentence a hall is enough."), ("floor_plan.show",)))
    elif not life.plan_published:
        due.append((_("The plan is a draft. Publish it so that families can choose."), ("floor_plan.show",)))
    due += _due_with_requests(edition, life, now)
    if life.offered:
        told = ngettext("%(num)s family has not answered yet.", "%(num)s families have not answered yet.", life.offered)
        due.append((told, STEP_PAGES[EditionStep.CONFIRMATIONS]))
    return [Due(sentence=sentence, href=_page(pages, edition)) for sentence, pages in due]


def _due_at_the_fair(
    edition: EditionRow, sessions: Sequence[SessionRow], now: datetime
) -> list[tuple[str, tuple[str, ...]]]:
    zone = ZoneInfo(edition.time_zone)
    due = []
    for session in sessions:
        if session.opens_at <= now < session.cut_off_at:
            hour = current_locale().time(session.closes_at, zone)
            told = _("Session %(number)s is open until %(time)s.", number=session.number, time=hour)
            due.append((told, STEP_PAGES[EditionStep.FAIR]))
        elif now < session.opens_at and session.opens_at.astimezone(zone).date() == now.astimezone(zone).date():
            hour = current_locale().time(session.opens_at, zone)
            told = _("Session %(number)s opens today at %(time)s.", number=session.number, time=hour)
            due.append((told, STEP_PAGES[EditionStep.FAIR]))
    return due


def _due_with_requests(edition: EditionRow, life: EditionLife, now: datetime) -> list[tuple[str, tuple[str, ...]]]:
    due: list[tuple[str, tuple[str, ...]]] = []
    if life.committed:
        if not life.drawn:
            due.append((_("The list is committed. Hold the draw and type its digits."), STEP_PAGES[EditionStep.DRAW]))
        return due
    closes = edition.requests_close_at
    if edition.requests_open_at is None and life.plan_published:
        due.append((_("Say from when to when families may ask for a booth."), ("requests.window",)))
    elif closes is not None and now < closes < now + SOON:
        moment = current_locale().date_time(closes, ZoneInfo(edition.time_zone))
        due.append((_("Requests close on %(moment)s.", moment=moment), ("requests.index",)))
    if life.submitted:
        told = ngettext(
            "%(num)s request waits for a decision.", "%(num)s requests wait for a decision.", life.submitted
        )
        due.append((told, ("requests.index",)))
    elif life.eligible and closes is not None and closes <= now:
        due.append((_("Every request is decided. The draw can be committed."), STEP_PAGES[EditionStep.DRAW]))
    return due


def _count(step: EditionStep, life: EditionLife) -> str:
    match step:
        case EditionStep.REGISTER:
            return ngettext("%(num)s exhibitor", "%(num)s exhibitors", life.exhibitors)
        case EditionStep.PLAN:
            return ngettext("%(num)s booth", "%(num)s booths", life.booths)
        case EditionStep.REQUESTS:
            return ngettext("%(num)s request", "%(num)s requests", life.requests)
        case EditionStep.DRAW:
            if life.drawn:
                return _("drawn")
            return _("committed") if life.committed else ngettext("%(num)s eligible", "%(num)s eligible", life.eligible)
        case EditionStep.CONFIRMATIONS:
            return _("%(confirmed)s of %(offered)s", confirmed=life.confirmed, offered=life.confirmed + life.offered)
        case EditionStep.FAIR:
            return ngettext("%(num)s session", "%(num)s sessions", life.sessions)
        case EditionStep.RESULTS:
            return ngettext("%(num)s sale", "%(num)s sales", life.sales)


def _endpoint(endpoints: tuple[str, ...]) -> str:
    """The first of these pages that exists."""
    return next(endpoint for endpoint in endpoints if endpoint in current_app.view_functions)


def _page(endpoints: tuple[str, ...], edition: EditionRow) -> str:
    """Its address, for pages of the edition or of the whole organisation."""
    endpoint = _endpoint(endpoints)
    of_edition = any("edition" in rule.arguments for rule in current_app.url_map.iter_rules(endpoint))
    return url_for(endpoint, edition=edition.slug) if of_edition else url_for(endpoint)
