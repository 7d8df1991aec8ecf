"""Checks at the stalls: whom the public seed names, who is worth a visit, and what a marshal found there, blind."""

import json
import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotFound, Refused
from fairapp.domain.money import parse_amount
from fairapp.domain.stall_checks import Cause
from fairapp.queries.editions import EditionRow, SessionRow, get_edition, list_sessions
from fairapp.queries.participation import Participant, list_participants
from fairapp.queries.stall_checks import find_sample, list_checks
from fairapp.queries.takings import list_session_takings
from fairapp.services.clock import now
from fairapp.services.stall_checks import draw_sample, record_check
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.checks_shown import check_rows, show_checks
from fairapp.web.errors import status_of
from fairapp.web.files import published_file, table_file
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.session_choice import choose_session, read_session_number

blueprint = Blueprint("stall_checks", __name__)


@blueprint.get("")
@allowed("organiser", "marshal", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """The checks of a session; ``?q=`` finds any other stall."""
    return _page(_edition(edition), request.args.get("session", ""), None)


@blueprint.get("/list.<kind>")
@allowed("organiser", "marshal", "reviewer")
def export(edition: str, kind: str) -> ResponseReturnValue:
    """The visits of a session, to be made and made, as XLSX or CSV."""
    row = _edition(edition)
    session = _session(row, request.args.get("session", ""))
    columns, cells = check_rows(show_checks(row, session), row)
    return table_file(kind, f"{row.slug}-checks-{session.number}", _("Checks"), columns, cells)


@blueprint.post("/sample")
@allowed("organiser", "marshal")
def draw(edition: str) -> ResponseReturnValue:
    """Draw the stalls of a session."""
    row, number = _edition(edition), request.form.get("session", "")
    try:
        draw_sample(current_actor(), row.id, read_session_number(number))
    except FairError as error:
        if isinstance(error, NotFound):
            raise
        return _page(row, number, error)
    return redirect(url_for("stall_checks.index", edition=edition, session=number))


@blueprint.get("/sample.json")
@allowed("organiser", "marshal", "reviewer")
def inputs(edition: str) -> ResponseReturnValue:
    """Everything the draw of a session depended on, and what came of it, for whoever wants to do it again."""
    row = _edition(edition)
    session = _session(row, request.args.get("session", ""))
    sample = find_sample(row.organisation_id, row.id, session.number)
    if sample is None:
        raise NotFound("sample-not-drawn", number=session.number)
    content = {
        "format": "fairapp-check/1",
        "edition": row.slug,
        "session": session.number,
        "digits": sample.seed.digits,
        "heads_hash": sample.seed.heads_hash,
        "percent": sample.percent,
        "stalls": sorted(map(str, sample.chosen + sample.others)),
        "chosen": list(map(str, sample.chosen)),
    }
    return published_file(f"{row.slug}-sample-{session.number}.json", json.dumps(content, indent=1) + "\n")


@blueprint.get("/<uuid:exhibitor_id>")
@allowed("organiser", "marshal", "reviewer")
def show(edition: str, exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """One stall in one session: the field for what is found, and what was found before."""
    row = _edition(edition)
    return _stall(row, exhibitor_id, _session(row, request.args.get("session", "")), request.args.to_dict(), None)


@blueprint.post("/<uuid:exhibitor_id>")
@allowed("organiser", "marshal")
def record(edition: str, exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """What the marshal found."""
    row, typed = _edition(edition), request.form.to_dict()
    session = _session(row, typed.get("session", ""))
    try:
        agrees = record_check(
            current_actor(),
            row.id,
            exhibitor_id=exhibitor_id,
            session_number=session.number,
            found_minor=_found(typed.get("found", ""), row),
            cause=_cause(typed.get("cause", "")),
            note=typed.get("note", ""),
        )
    except FairError as error:
        if isinstance(error, NotFound):
            raise
        return _stall(row, exhibitor_id, session, typed, error)
    if agrees:
        flash(_("Recorded: it agrees."))
    else:
        flash(_("Recorded: it does not agree. Both sums are kept."), "error")
    return redirect(url_for("stall_checks.show", edition=edition, exhibitor_id=exhibitor_id, session=session.number))


def _page(row: EditionRow, asked: str, error: FairError | None) -> ResponseReturnValue:
    sessions = list_sessions(row.organisation_id, row.id)
    if not sessions:
        return render_template("arrivals/none.html", edition=row)
    session, text = _chosen(sessions, asked), request.args.get("q", "").strip()[:200]
    page = render_template(
        "stall_checks/index.html",
        edition=row,
        sessions=sessions,
        shown=show_checks(row, session, text),
        typed={"q": text},
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _stall(
    row: EditionRow, exhibitor_id: uuid.UUID, session: SessionRow, typed: dict[str, str], error: FairError | None
) -> ResponseReturnValue:
    readings = error.values.get("readings", []) if error else []
    page = render_template(
        "stall_checks/show.html",
        edition=row,
        session=session,
        stall=_participant(row, exhibitor_id),
        checks=list_checks(row.organisation_id, row.id, exhibitor_id, session.number),
        cause=_cause(typed.get("cause", "")),
        typed=typed,
        error=error,
        readings=readings,
    )
    return page, 200 if error is None else status_of(error)


def _participant(row: EditionRow, exhibitor_id: uuid.UUID) -> Participant:
    """Whoever holds a booth or has sold. Raises ``NotFound("unknown-exhibitor")``."""
    found = list_participants(row.organisation_id, row.id, only=exhibitor_id)
    if not found and list_session_takings(row.organisation_id, row.id, exhibitor_id):
        found = list_participants(row.organisation_id, row.id, also=[exhibitor_id], only=exhibitor_id)
    if not found:
        raise NotFound("unknown-exhibitor", exhibitor=str(exhibitor_id))
    return found[0]


def _found(text: str, row: EditionRow) -> int:
    """Minor units; nothing at all must be said as 0. Raises ``found-missing`` and what ``parse_amount`` does."""
    if not text.strip():
        raise Refused("found-missing")
    locale = current_locale()
    return parse_amount(text, exponent=row.exponent, language=locale.language, territory=locale.territory)


def _cause(text: str) -> str:
    return text if text in set(Cause) else Cause.CHOSEN.value


def _chosen(sessions: list[SessionRow], asked: str) -> SessionRow:
    """The session asked for; without one, the last that is over, whose stalls can be visited."""
    over = [session for session in sessions if session.closes_at <= now()]
    found = over[-1] if over and not asked else choose_session(sessions, asked)
    if found is None:
        raise NotFound("unknown-session", number=asked[:20])
    return found


def _session(row: EditionRow, asked: str) -> SessionRow:
    return _chosen(list_sessions(row.organisation_id, row.id), asked)


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)
