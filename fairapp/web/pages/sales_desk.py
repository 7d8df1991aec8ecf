"""The sales desk: what is still open, and the stall for whose family something is entered."""

from decimal import Decimal

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.printing.spreadsheet import Cell
from fairapp.queries.desk import count_open
from fairapp.queries.desk_stalls import SHOWN, DeskStall, Stalls, find_exact_stall, list_desk_stalls, read_stalls
from fairapp.queries.devices import list_gates
from fairapp.queries.editions import EditionRow, get_edition, list_sessions
from fairapp.queries.lost_phones import list_phones_to_estimate
from fairapp.queries.register import RegisterFilter, list_exhibitors
from fairapp.services.clock import now
from fairapp.web.access import allowed, current_account
from fairapp.web.files import table_file
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.paging import PER_PAGE, paging
from fairapp.web.session_choice import choose_session

blueprint = Blueprint("sales_desk", __name__)


@blueprint.get("")
@allowed("organiser", "marshal", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """What waits for somebody, and the one field to find a stall."""
    row = _edition(edition)
    wall = row.organisation_id, row.id
    sessions, held = list_sessions(*wall), read_stalls(*wall)
    begun = [one for one in sessions if one.opens_at <= now()]
    unclosed = [(one, len(list_desk_stalls(held, one, show="not-closed"))) for one in begun]
    return render_template(
        "sales_desk/index.html",
        edition=row,
        begun=bool(begun),
        sessions=sessions,
        unclosed=[(one, missing) for one, missing in unclosed if missing],
        waiting=count_open(*wall),
        lost=len(list_phones_to_estimate(*wall)),
        gates=list_gates(*wall),
    )


@blueprint.get("/stalls")
@allowed("organiser", "marshal", "reviewer")
def stalls(edition: str) -> ResponseReturnValue:
    """The stalls of a session. A whole booth or register number goes straight to the stall."""
    row = _edition(edition)
    sessions, held = list_sessions(row.organisation_id, row.id), read_stalls(row.organisation_id, row.id)
    session, typed = choose_session(sessions, request.args.get("session", "").strip()), _typed()
    found = list_desk_stalls(held, session, text=typed["q"], show=typed["show"])
    exact = find_exact_stall(found, typed["q"]) if typed["q"] else None
    if exact is not None:
        asked = session.number if session else None
        return redirect(url_for("desk_stalls.show", edition=edition, exhibitor_id=exact.exhibitor_id, session=asked))
    where = paging(len(found))
    return render_template(
        "sales_desk/stalls.html",
        edition=row,
        sessions=sessions,
        session=session,
        rows=found[where.offset : where.offset + PER_PAGE],
        others=_without_booth(row, held, typed["q"]) if not found else [],
        paging=where,
        typed=typed,
    )


@blueprint.get("/stalls.<any(csv, xlsx):kind>")
@allowed("organiser", "marshal", "reviewer")
def stalls_file(edition: str, kind: str) -> ResponseReturnValue:
    """The same list as a file."""
    row = _edition(edition)
    sessions, held = list_sessions(row.organisation_id, row.id), read_stalls(row.organisation_id, row.id)
    session, typed = choose_session(sessions, request.args.get("session", "").strip()), _typed()
    columns = [_("Booth"), _("Exhibitor"), _("Register number"), _("Sales"), _("Takings"), _("Cash-up")]
    found = list_desk_stalls(held, session, text=typed["q"], show=typed["show"])
    cells = [_cells(one, row) for one in found]
    return table_file(kind, f"{row.slug}-desk-{session.number if session else 0}", _("Stalls"), columns, cells)


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _typed() -> dict[str, str]:
    show = request.args.get("show", "")
    return {"q": request.args.get("q", "").strip()[:200], "show": show if show in SHOWN else ""}


def _without_booth(row: EditionRow, held: Stalls, text: str) -> list[tuple[str, str, str]]:
    """(id, name, number) of those the register knows and the edition does not: a guest of the day may have sold."""
    known = {one.exhibitor_id for one in held.participants}
    found = list_exhibitors(row.organisation_id, RegisterFilter(search=text), page=1) if text else []
    return [(str(one.id), one.name, one.number) for one in found if one.id not in known]


def _cells(one: DeskStall, row: EditionRow) -> list[Cell]:
    who, sums = one.participant, one.takings
    state = current_locale().word("state", "closed" if one.is_closed else "open")
    sales = None if sums is None else sums.sales
    money = None if sums is None else Decimal(sums.net_minor).scaleb(-row.exponent)
    return [" ".join(place.booth for place in who.places), who.name, who.number, sales, money, state]
