"""Who came: a list to tap, by session."""

import uuid
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.attendance import Presence, presence
from fairapp.domain.errors import NotFound
from fairapp.queries.attendance import ExpectedRow, count_arrivals, list_excused, list_expected
from fairapp.queries.editions import EditionRow, SessionRow, get_edition, list_sessions
from fairapp.queries.stand_bys import list_guests
from fairapp.services.attendance import record_arrivals, take_back_arrival
from fairapp.services.clock import now
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.files import table_file
from fairapp.web.forms import same_site
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.paging import PER_PAGE, paging
from fairapp.web.session_choice import choose_session, read_session_number

blueprint = Blueprint("arrivals", __name__)


@blueprint.get("")
@allowed("organiser", "marshal", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """Everyone expected in a session; the one that is open unless another is asked for."""
    row = _edition(edition)
    sessions = list_sessions(row.organisation_id, row.id)
    asked = {name: request.args.get(name, "").strip() for name in ("session", "q", "state")}
    session = choose_session(sessions, asked["session"])
    if session is None:
        return render_template("arrivals/none.html", edition=row)
    rows = list_expected(row.organisation_id, row.id, session.id, asked["q"], state=asked["state"])
    excused = list_excused(row.organisation_id, session.id)
    where = paging(len(rows))
    return render_template(
        "arrivals/index.html",
        edition=row,
        sessions=sessions,
        session=session,
        rows=[(one, _state(row, session, one, excused)) for one in rows[where.offset : where.offset + PER_PAGE]],
        guests=list_guests(row.organisation_id, session.id),
        count=count_arrivals(row.organisation_id, row.id, session.id),
        paging=where,
        typed=asked | {"session": str(session.number)},
    )


@blueprint.get("/list.<kind>")
@allowed("organiser", "marshal", "reviewer")
def export(edition: str, kind: str) -> ResponseReturnValue:
    """The list of a session as XLSX or CSV, as it is searched; hours of the fair's own place."""
    row = _edition(edition)
    asked = {name: request.args.get(name, "").strip() for name in ("session", "q", "state")}
    session = choose_session(list_sessions(row.organisation_id, row.id), asked["session"])
    if session is None:
        raise NotFound("unknown-session", number=asked["session"][:20])
    zone = ZoneInfo(row.time_zone)
    excused = list_excused(row.organisation_id, session.id)
    columns = [_("Booth"), _("Exhibitor"), _("Status"), _("Time")]
    cells = [
        (
            one.booths,
            one.exhibitor,
            current_locale().word("state", _state(row, session, one, excused)),
            one.arrived_at and one.arrived_at.astimezone(zone),
        )
        for one in list_expected(row.organisation_id, row.id, session.id, asked["q"], state=asked["state"])
    ]
    return table_file(kind, f"{row.slug}-arrivals-{session.number}", _("Arrivals"), columns, cells)


@blueprint.post("")
@allowed("organiser", "marshal")
def record(edition: str) -> ResponseReturnValue:
    """She has come."""
    row, typed = _edition(edition), request.form
    number = read_session_number(typed.get("session", ""))
    record_arrivals(
        current_actor(), row.id, session_number=number, exhibitor_ids=[_id(typed.get("exhibitor", ""))],
        source="badge" if typed.get("source") == "badge" else "desk",
    )  # fmt: skip
    return _back(edition, number)


@blueprint.post("/taken-back")
@allowed("organiser", "marshal")
def take_back(edition: str) -> ResponseReturnValue:
    """The wrong line was tapped."""
    row, typed = _edition(edition), request.form
    number = read_session_number(typed.get("session", ""))
    take_back_arrival(current_actor(), row.id, session_number=number, exhibitor_id=_id(typed.get("exhibitor", "")))
    flash(_("Taken back: she is expected again."))
    return _back(edition, number)


def _back(edition: str, number: int) -> ResponseReturnValue:
    """Where she was: the page named by the form, or the list as it was searched."""
    if request.form.get("next"):
        return redirect(same_site(request.form["next"]))
    kept: dict[str, Any] = {name: value for name in ("q", "state", "page") if (value := request.args.get(name))}
    return redirect(url_for("arrivals.index", edition=edition, session=number, **kept))


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _state(row: EditionRow, session: SessionRow, one: ExpectedRow, excused: set[uuid.UUID]) -> Presence:
    patience = timedelta(minutes=row.patience_minutes)
    is_excused = one.exhibitor_id in excused
    return presence(now(), session.opens_at, one.arrived_at, patience, is_excused=is_excused, held_since=one.held_since)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound("unknown-exhibitor", exhibitor=text[:60]) from None
