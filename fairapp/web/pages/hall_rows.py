"""The rows of a hall: a new numbering, looked at before it is kept, and what each row's circuit bears."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.booth_numbers import DIRECTIONS, NumberScheme, new_numbers
from fairapp.domain.errors import FairError, NotFound, Refused
from fairapp.queries.circuits import list_row_loads
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.floor_plan import HallRow, find_plan, list_booths, list_halls
from fairapp.services.circuits import set_circuits
from fairapp.services.renumbering import renumber_hall
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import current_locale, ngettext
from fairapp.web.locale import gettext as _
from fairapp.web.typed import find_whole, plain

blueprint = Blueprint("hall_rows", __name__)


@blueprint.get("/numbers")
@allowed("organiser")
def numbers(edition: str, hall: str) -> ResponseReturnValue:
    """A scheme, and once one is typed every booth with the number it would have."""
    return _numbers_page(get_edition(current_account().organisation_id, edition), hall, None)


@blueprint.post("/numbers")
@allowed("organiser")
def renumber(edition: str, hall: str) -> ResponseReturnValue:
    """Number the hall anew."""
    row = get_edition(current_account().organisation_id, edition)
    try:
        changed = renumber_hall(current_actor(), row.id, hall, _scheme())
    except FairError as error:
        return _numbers_page(row, hall, error)
    flash(ngettext("%(num)s booth renumbered", "%(num)s booths renumbered", changed))
    return redirect(url_for("booth_classes.show", edition=edition, hall=hall))


@blueprint.get("/circuits")
@allowed("organiser", "reviewer")
def circuits(edition: str, hall: str) -> ResponseReturnValue:
    """What is used beside what is borne, row by row."""
    return _circuits_page(get_edition(current_account().organisation_id, edition), hall, None)


@blueprint.post("/circuits")
@allowed("organiser")
def save_circuits(edition: str, hall: str) -> ResponseReturnValue:
    """What the circuit of each row bears; an empty field is not known."""
    row = get_edition(current_account().organisation_id, edition)
    fields = [name for name in request.form if name.startswith("row-") and name[4:].isdecimal() and len(name) < 9]
    try:
        watts = {int(name[4:]): find_whole(request.form, name) for name in fields}
        set_circuits(current_actor(), row.id, hall, watts)
    except FairError as error:
        return _circuits_page(row, hall, error)
    flash(_("Saved."))
    return redirect(url_for("hall_rows.circuits", edition=edition, hall=hall))


def _scheme() -> NumberScheme:
    typed = request.values
    whole = {name: find_whole(typed, name) for name in ("start", "step", "digits")}
    if None in whole.values():
        raise Refused("number-unreadable", text="")
    return NumberScheme(
        prefix=plain(typed, "prefix").upper(),
        direction=typed.get("direction", ""),
        **{name: value for name, value in whole.items() if value is not None},
    )


def _hall(row: EditionRow, code: str) -> HallRow:
    found = next((hall for hall in list_halls(row.organisation_id, row.id) if hall.code == code), None)
    if found is None:
        raise NotFound("unknown-hall", hall=code)
    return found


def _numbers_page(row: EditionRow, code: str, error: FairError | None) -> ResponseReturnValue:
    hall = _hall(row, code)
    rows: dict[int, list[str]] = {}
    for booth in list_booths(row.organisation_id, row.id):
        if booth.hall == code:
            rows.setdefault(booth.row, []).append(booth.number)
    previewed: dict[str, str] = {}
    if "prefix" in request.values and error is None:
        try:
            previewed = new_numbers(list(rows.values()), _scheme())
        except FairError as refused:
            error = refused
    page = render_template(
        "floor_plan/numbers.html",
        edition=row,
        hall=hall,
        plan=find_plan(row.organisation_id, row.id),
        rows=rows,
        previewed=previewed,
        directions=[(one, current_locale().word("number direction", one)) for one in DIRECTIONS],
        typed=request.values.to_dict(),
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _circuits_page(row: EditionRow, code: str, error: FairError | None) -> ResponseReturnValue:
    page = render_template(
        "floor_plan/circuits.html",
        edition=row,
        hall=_hall(row, code),
        loads=list_row_loads(row.organisation_id, row.id, code),
        typed=request.form.to_dict(),
        error=error,
    )
    return page, 200 if error is None else status_of(error)
