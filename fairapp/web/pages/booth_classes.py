"""The classes of a hall: what their booths offer, and which rows belong to which."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotFound
from fairapp.domain.floor_plan import SERVICES
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.floor_plan import HallRow, list_booths, list_classes, list_halls
from fairapp.queries.hall_features import list_features
from fairapp.services.floor_plan import SPREADS, add_class, assign_rows, edit_class, edit_hall, remove_class
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import gettext as _
from fairapp.web.plan_drawing import drawn_from_rows
from fairapp.web.typed import find_whole

blueprint = Blueprint("booth_classes", __name__)


@blueprint.get("")
@allowed("organiser")
def show(edition: str, hall: str) -> ResponseReturnValue:
    """One hall with its classes and rows."""
    row = get_edition(current_account().organisation_id, edition)
    return _page(row, hall, {}, None)


@blueprint.post("")
@allowed("organiser")
def save_hall(edition: str, hall: str) -> ResponseReturnValue:
    """Its name, how crafts lie in it, how many people it holds."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        edit_hall(
            current_actor(),
            row.id,
            hall,
            name=typed.get("name", ""),
            spread=typed.get("spread", ""),
            capacity=find_whole(typed, "capacity"),
        )
    except FairError as error:
        return _page(row, hall, typed.to_dict(), error)
    return _saved(edition, hall)


@blueprint.post("/classes")
@allowed("organiser")
def create(edition: str, hall: str) -> ResponseReturnValue:
    """One class more."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        add_class(
            current_actor(),
            row.id,
            hall_code=hall,
            code=typed.get("class_code", ""),
            name=typed.get("class_name", ""),
            services=typed.getlist("services"),
        )
    except FairError as error:
        return _page(row, hall, typed.to_dict(), error)
    return _saved(edition, hall)


@blueprint.post("/classes/<code>")
@allowed("organiser")
def save(edition: str, hall: str, code: str) -> ResponseReturnValue:
    """Its name and what its booths offer."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        services = typed.getlist("services")
        edit_class(current_actor(), row.id, f"{hall}/{code}", name=typed.get("name", ""), services=services)
    except FairError as error:
        return _page(row, hall, {}, error)
    return _saved(edition, hall)


@blueprint.post("/classes/<code>/removal")
@allowed("organiser")
def remove(edition: str, hall: str, code: str) -> ResponseReturnValue:
    """Take an empty class away."""
    row = get_edition(current_account().organisation_id, edition)
    try:
        remove_class(current_actor(), row.id, f"{hall}/{code}")
    except FairError as error:
        return _page(row, hall, {}, error)
    return _saved(edition, hall)


@blueprint.post("/rows")
@allowed("organiser")
def assign(edition: str, hall: str) -> ResponseReturnValue:
    """Which class each row belongs to."""
    row = get_edition(current_account().organisation_id, edition)
    chosen = {
        int(field.removeprefix("row-")): code
        for field, code in request.form.items()
        if field.startswith("row-") and field.removeprefix("row-").isdecimal() and len(field) < 9
    }
    try:
        assign_rows(current_actor(), row.id, hall, chosen)
    except FairError as error:
        return _page(row, hall, {}, error)
    return _saved(edition, hall)


def _saved(edition: str, hall: str) -> ResponseReturnValue:
    flash(_("Saved."))
    return redirect(url_for("booth_classes.show", edition=edition, hall=hall))


def _hall(row: EditionRow, code: str) -> HallRow:
    found = next((hall for hall in list_halls(row.organisation_id, row.id) if hall.code == code), None)
    if found is None:
        raise NotFound("unknown-hall", hall=code)
    return found


def _page(row: EditionRow, code: str, typed: dict[str, str], error: FairError | None) -> ResponseReturnValue:
    hall = _hall(row, code)
    classes = [found for found in list_classes(row.organisation_id, row.id) if found.hall == code]
    booths = [booth for booth in list_booths(row.organisation_id, row.id) if booth.hall == code]
    rows: dict[int, tuple[str, int]] = {}
    for booth in booths:
        rows[booth.row] = (booth.booth_class, rows.get(booth.row, ("", 0))[1] + 1)
    page = render_template(
        "floor_plan/hall.html",
        edition=row,
        hall=hall,
        classes=classes,
        rows=rows,
        services=SERVICES,
        spreads=SPREADS,
        drawn=drawn_from_rows([hall], booths, classes, {}, list_features(row.organisation_id, row.id)),
        typed=typed,
        error=error,
    )
    return page, 200 if error is None else status_of(error)
