"""A gate's paper tally, typed in at the sales desk, and what of it was undone."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotFound, Refused
from fairapp.queries.desk import list_desk_entries
from fairapp.queries.desk_details import new_line_id, told_by
from fairapp.queries.devices import GatePlace, get_gate
from fairapp.queries.editions import EditionRow, SessionRow, get_edition, list_sessions
from fairapp.services.clock import now
from fairapp.services.desk_entries import DeskLine, record_desk_entries
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.desk_tally import Tally, blank_tally, read_tally
from fairapp.web.desk_typed import find_id, read_opened_at, read_row_id
from fairapp.web.errors import status_of
from fairapp.web.locale import gettext as _
from fairapp.web.locale import ngettext
from fairapp.web.paging import PER_PAGE, paging
from fairapp.web.session_choice import choose_session

blueprint = Blueprint("desk_gates", __name__)


@blueprint.get("/<gate>")
@allowed("organiser", "marshal", "reviewer")
def show(edition: str, gate: str) -> ResponseReturnValue:
    """An empty sheet of one session."""
    row, place = _gate(edition, gate)
    session = _session(row, request.args.get("session", ""))
    return _page(row, place, blank_tally(session) if session else None, None)


@blueprint.post("/<gate>")
@allowed("organiser", "marshal")
def record(edition: str, gate: str) -> ResponseReturnValue:
    """Save the sheet, or only add it up."""
    row, place = _gate(edition, gate)
    session = _session(row, request.form.get("session", ""))
    if session is None:
        raise NotFound("unknown-session", number="")
    tally = read_tally(session, request.form)
    if request.form.get("act", "") != "save":
        return _page(row, place, tally, None, added_up=True)
    lines = tally.lines()
    try:
        if not tally.is_sound:
            raise Refused("cells-wrong")
        if not lines:
            raise Refused("nothing-typed")
        results = record_desk_entries(current_actor(), row.id, gate_id=place.gate_id, source=tally.source, lines=lines)
    except FairError as error:
        return _page(row, place, tally, error)
    if all(one.status == "duplicate" for one in results):
        flash(_("These lines had been saved already; nothing was added."))
    else:
        people = sum(tally.sums.values())
        flash(ngettext("%(num)s crossing is saved.", "%(num)s crossings are saved.", people))
    return _to_gate(edition, place, session)


@blueprint.post("/<gate>/undoing")
@allowed("organiser", "marshal")
def undo(edition: str, gate: str) -> ResponseReturnValue:
    """A count was entered by mistake: a new line takes it back, and both stay."""
    row, place = _gate(edition, gate)
    typed, session = request.form, _session(row, request.form.get("session", ""))
    entry_id = find_id(typed.get("entry", ""))
    if entry_id is None:
        raise NotFound("not-found")
    reason = typed.get("reason", "")
    line = DeskLine(
        id=read_row_id(typed.get("id", "")), kind="void", occurred_at=read_opened_at(typed), ref=entry_id, reason=reason
    )
    try:
        record_desk_entries(current_actor(), row.id, gate_id=place.gate_id, source="staff", lines=[line])
    except FairError as error:
        return _page(row, place, blank_tally(session) if session else None, error)
    flash(_("The line is undone. Both lines stay to be seen."))
    return _to_gate(edition, place, session)


def _gate(edition: str, code: str) -> tuple[EditionRow, GatePlace]:
    row = get_edition(current_account().organisation_id, edition)
    return row, get_gate(row.organisation_id, row.id, code)


def _session(row: EditionRow, asked: str) -> SessionRow | None:
    return choose_session(list_sessions(row.organisation_id, row.id), asked.strip())


def _to_gate(edition: str, place: GatePlace, session: SessionRow | None) -> ResponseReturnValue:
    number = session.number if session else None
    return redirect(url_for("desk_gates.show", edition=edition, gate=place.code, session=number))


def _page(
    row: EditionRow, place: GatePlace, tally: Tally | None, error: FairError | None, *, added_up: bool = False
) -> ResponseReturnValue:
    entered = list_desk_entries(row.organisation_id, row.id, gate_id=place.gate_id)
    where = paging(len(entered))
    shown = entered[where.offset : where.offset + PER_PAGE]
    page = render_template(
        "sales_desk/gate.html",
        edition=row,
        gate=place,
        sessions=list_sessions(row.organisation_id, row.id),
        entered=[(one, new_line_id()) for one in shown],
        told=told_by(row.organisation_id, [one.id for one in shown]),
        paging=where,
        now=now(),
        tally=tally,
        added_up=added_up,
        error=error,
    )
    return page, 200 if error is None else status_of(error)
