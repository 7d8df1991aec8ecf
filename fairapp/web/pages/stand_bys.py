"""The morning: who has not come, which booths are free today, and the stand-bys who take them in queue order."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.attendance import is_free_today, no_show_from, presence
from fairapp.domain.errors import FairError, NotFound
from fairapp.queries.allocations import list_waiting
from fairapp.queries.attendance import ExpectedRow, list_excused, list_expected
from fairapp.queries.draws import list_names
from fairapp.queries.editions import EditionRow, SessionRow, get_edition, list_sessions
from fairapp.queries.stand_bys import list_guests
from fairapp.services.absences import excuse_absence, forfeit_absent, list_due
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.stand_bys import leave_stand_by, look_at, mark_present, place_stand_by
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import gettext as _
from fairapp.web.locale import ngettext
from fairapp.web.session_choice import choose_session, read_session_number

blueprint = Blueprint("stand_bys", __name__)


@blueprint.get("")
@allowed("organiser", "marshal", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """A session at this moment."""
    return _page(_edition(edition), None)


@blueprint.post("/present")
@allowed("organiser", "marshal")
def present(edition: str) -> ResponseReturnValue:
    """A family of the waiting list is here."""

    def act(actor: Actor, row: EditionRow, number: int) -> str:
        mark_present(actor, row.id, session_number=number, code=request.form.get("code", ""))
        return _("She stands by, in the order of the draw.")

    return _done(edition, act)


@blueprint.post("/place")
@allowed("organiser", "marshal")
def place(edition: str) -> ResponseReturnValue:
    """She takes an empty booth for this session."""

    def act(actor: Actor, row: EditionRow, number: int) -> str:
        typed = request.form
        place_stand_by(actor, row.id, session_number=number, code=typed.get("code", ""), booth=typed.get("booth", ""))
        return _("The booth is hers for this session only.")

    return _done(edition, act)


@blueprint.post("/leave")
@allowed("organiser", "marshal")
def leave(edition: str) -> ResponseReturnValue:
    """She has gone."""

    def act(actor: Actor, row: EditionRow, number: int) -> str:
        leave_stand_by(actor, row.id, session_number=number, code=request.form.get("code", ""))
        return _("She no longer stands by; her place on the waiting list stays.")

    return _done(edition, act)


@blueprint.post("/excuse")
@allowed("organiser", "marshal")
def excuse(edition: str) -> ResponseReturnValue:
    """An absence with an accepted reason."""

    def act(actor: Actor, row: EditionRow, number: int) -> str:
        typed = request.form
        excuse_absence(
            actor, row.id, session_number=number, exhibitor_id=_id(typed.get("exhibitor", "")),
            reason=typed.get("reason", ""),
        )  # fmt: skip
        return _("Excused: the booth is free for this session and stays hers.")

    return _done(edition, act)


@blueprint.post("/forfeit")
@allowed("organiser")
def forfeit(edition: str) -> ResponseReturnValue:
    """Two absences without excuse: the rest of the edition goes to others."""

    def act(actor: Actor, row: EditionRow, _number: int) -> str:
        lost = forfeit_absent(actor, row.id)
        return ngettext("%(num)s family lost her booth.", "%(num)s families lost their booths.", lost)

    return _done(edition, act)


def _done(edition: str, act: Callable[[Actor, EditionRow, int], str]) -> ResponseReturnValue:
    row, number = _edition(edition), read_session_number(request.form.get("session", ""))
    try:
        flash(act(current_actor(), row, number))
    except FairError as error:
        return _page(row, error)
    return redirect(url_for("stand_bys.index", edition=edition, session=number))


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound("unknown-exhibitor", exhibitor=text[:60]) from None


def _page(row: EditionRow, error: FairError | None) -> ResponseReturnValue:
    wall = row.organisation_id, row.id
    sessions = list_sessions(*wall)
    session = choose_session(sessions, request.values.get("session", "").strip())
    if session is None:
        return render_template("arrivals/none.html", edition=row)
    today = look_at(current_actor(), row.id, session.number)
    waiting = [one for one in list_waiting(*wall) if one.code not in (*today.present, *today.placed)]
    expected = list_expected(*wall, session.id, state="expected")
    page = render_template(
        "stand_bys/index.html",
        edition=row,
        sessions=sessions,
        session=session,
        today=today,
        names={code: name for code, (name, _key) in list_names(*wall).items()},
        waiting=waiting,
        absent=_absent(row, session, expected),
        guests=list_guests(row.organisation_id, session.id) if today.placed else {},
        due=list_due(current_actor(), row.id, now()),
        free_from=no_show_from(session.opens_at, timedelta(minutes=row.patience_minutes)),
        begun=now() >= session.opens_at,
        typed=request.form.to_dict(),
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _absent(row: EditionRow, session: SessionRow, expected: list[ExpectedRow]) -> list[tuple[ExpectedRow, str, bool]]:
    """Everyone not there yet, with her state and whether her booth is free today."""
    excused = list_excused(row.organisation_id, session.id)
    patience = timedelta(minutes=row.patience_minutes)
    found = []
    for one in expected:
        is_excused = one.exhibitor_id in excused
        state = presence(now(), session.opens_at, None, patience, is_excused=is_excused, held_since=one.held_since)
        found.append((one, str(state), is_free_today(state)))
    return found
