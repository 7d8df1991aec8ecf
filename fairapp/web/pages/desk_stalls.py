"""One stall at the sales desk: slips typed in, sales told by the family, her drawer counted for her, lines undone."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotFound, Refused
from fairapp.queries.desk import list_desk_entries
from fairapp.queries.desk_details import list_counted_drawers, new_line_id, told_by
from fairapp.queries.editions import EditionRow, SessionRow, get_edition, list_sessions
from fairapp.queries.participation import Participant, list_participants
from fairapp.queries.takings import list_session_takings
from fairapp.services.clock import now
from fairapp.services.desk_entries import DeskLine, record_desk_entries
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.desk_drawer import DrawerForm, blank_drawer, read_drawer
from fairapp.web.desk_grid import KINDS, Grid, blank_grid, read_grid
from fairapp.web.desk_typed import find_id, read_opened_at, read_row_id
from fairapp.web.errors import status_of
from fairapp.web.locale import current_locale, current_organisation, ngettext
from fairapp.web.locale import gettext as _
from fairapp.web.paging import PER_PAGE, paging
from fairapp.web.session_choice import choose_session, read_session_number

blueprint = Blueprint("desk_stalls", __name__)


@blueprint.get("/<uuid:exhibitor_id>")
@allowed("organiser", "marshal", "reviewer")
def show(edition: str, exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """Her sums, an empty slip, and what was entered for her before."""
    row, who = _stall(edition, exhibitor_id)
    session = choose_session(list_sessions(row.organisation_id, row.id), request.args.get("session", "").strip())
    return _page(row, who, blank_grid(session, _methods()), None)


@blueprint.post("/<uuid:exhibitor_id>")
@allowed("organiser", "marshal")
def record(edition: str, exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """Save the slip; or only make it longer, or add it up: nothing is saved then."""
    row, who = _stall(edition, exhibitor_id)
    sessions = list_sessions(row.organisation_id, row.id)
    grid = read_grid(request.form, row, sessions, _methods(), current_locale())
    act = request.form.get("act", "")
    if act == "more":
        return _page(row, who, grid.longer(), None)
    if act != "save":
        return _page(row, who, grid, None, added_up=True)
    try:
        if not grid.filled:
            raise Refused("nothing-typed")
        if not grid.is_sound or grid.session is None:
            raise Refused("cells-wrong")
        results = record_desk_entries(
            current_actor(), row.id, exhibitor_id=exhibitor_id, source=grid.source, lines=grid.lines()
        )
    except FairError as error:
        return _page(row, who, grid, error)
    if all(one.status == "duplicate" for one in results):
        flash(_("These lines had been saved already; nothing was added."))
    else:
        flash(_saved(row, grid, len(results)))
    return _to_stall(edition, exhibitor_id, grid.session.number)


@blueprint.post("/<uuid:exhibitor_id>/undoing")
@allowed("organiser", "marshal")
def undo(edition: str, exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """A line was entered by mistake: a new line takes it back, and both stay."""
    row, who = _stall(edition, exhibitor_id)
    typed = request.form
    sessions = list_sessions(row.organisation_id, row.id)
    session = choose_session(sessions, typed.get("session", "").strip())
    entry_id = find_id(typed.get("entry", ""))
    if entry_id is None:
        raise NotFound("not-found")
    line = DeskLine(
        id=read_row_id(typed.get("id", "")),
        kind="void",
        occurred_at=read_opened_at(typed),
        ref=entry_id,
        reason=typed.get("reason", ""),
    )
    try:
        record_desk_entries(current_actor(), row.id, exhibitor_id=exhibitor_id, source="staff", lines=[line])
    except FairError as error:
        return _page(row, who, blank_grid(session, _methods()), error)
    flash(_("The line is undone. Both lines stay to be seen."))
    return _to_stall(edition, exhibitor_id, session.number if session else None)


@blueprint.get("/<uuid:exhibitor_id>/cash-up")
@allowed("organiser", "marshal")
def cash_up(edition: str, exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """Her notes and coins, counted before anybody sees what was expected."""
    row, who = _stall(edition, exhibitor_id)
    session = choose_session(list_sessions(row.organisation_id, row.id), request.args.get("session", "").strip())
    if session is None:
        return redirect(url_for("desk_stalls.show", edition=edition, exhibitor_id=exhibitor_id))
    return _drawer_page(row, who, session, blank_drawer(row), None)


@blueprint.post("/<uuid:exhibitor_id>/cash-up")
@allowed("organiser", "marshal")
def close(edition: str, exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """The drawer was counted, or she says that she sold nothing."""
    row, who = _stall(edition, exhibitor_id)
    number = read_session_number(request.form.get("session", ""))
    session = choose_session(list_sessions(row.organisation_id, row.id), str(number))
    if session is None:
        raise NotFound("unknown-session", number=number)
    drawer = read_drawer(request.form, row, session, current_locale())
    try:
        if drawer.faults:
            raise Refused("cells-wrong")
        record_desk_entries(
            current_actor(), row.id, exhibitor_id=exhibitor_id, source=drawer.source, lines=[drawer.line()]
        )
    except FairError as error:
        return _drawer_page(row, who, session, drawer, error)
    flash(_("The session is cashed up."))
    return _to_stall(edition, exhibitor_id, session.number)


def _stall(edition: str, exhibitor_id: uuid.UUID) -> tuple[EditionRow, Participant]:
    """Anybody of the register may have sold here. Raises ``NotFound`` beyond the wall."""
    row = get_edition(current_account().organisation_id, edition)
    found = list_participants(row.organisation_id, row.id, also=[exhibitor_id], only=exhibitor_id)
    if not found:
        raise NotFound("unknown-exhibitor", exhibitor="")
    return row, found[0]


def _methods() -> tuple[str, ...]:
    organisation = current_organisation()
    return organisation.payment_methods if organisation else ()


def _to_stall(edition: str, exhibitor_id: uuid.UUID, number: int | None) -> ResponseReturnValue:
    return redirect(url_for("desk_stalls.show", edition=edition, exhibitor_id=exhibitor_id, session=number))


def _saved(row: EditionRow, grid: Grid, lines: int) -> str:
    money = current_locale().money(grid.sum_minor, row.currency, row.exponent)
    return ngettext("%(num)s line of %(sum)s is saved.", "%(num)s lines of %(sum)s in all are saved.", lines, sum=money)


def _page(
    row: EditionRow, who: Participant, grid: Grid, error: FairError | None, *, added_up: bool = False
) -> ResponseReturnValue:
    wall = row.organisation_id, row.id
    entered = list_desk_entries(*wall, exhibitor_id=who.exhibitor_id)
    where = paging(len(entered))
    shown = entered[where.offset : where.offset + PER_PAGE]
    page = render_template(
        "sales_desk/stall.html",
        edition=row,
        who=who,
        sessions=list_sessions(*wall),
        takings={one.session_number: one for one in list_session_takings(*wall, who.exhibitor_id)},
        entered=[(one, new_line_id()) for one in shown],
        told=told_by(row.organisation_id, [one.id for one in shown]),
        drawers=list_counted_drawers(*wall, who.exhibitor_id),
        paging=where,
        grid=grid,
        methods=_methods(),
        kinds=KINDS,
        added_up=added_up,
        now=now(),
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _drawer_page(
    row: EditionRow, who: Participant, session: SessionRow, drawer: DrawerForm, error: FairError | None
) -> ResponseReturnValue:
    page = render_template("sales_desk/cash_up.html", edition=row, who=who, session=session, drawer=drawer, error=error)
    return page, 200 if error is None else status_of(error)
