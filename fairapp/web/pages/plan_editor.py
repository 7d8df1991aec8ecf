"""A hall's drawing moved by hand: on the drawing with mouse, finger or keys, or by a form for each booth."""

import re
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotAllowed, NotFound, Refused
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.floor_plan import HallRow, find_plan, list_classes, list_halls
from fairapp.queries.hall_features import list_features
from fairapp.queries.plan_editing import EditedBooth, list_edited_booths
from fairapp.services.plan_changes import FEATURE_KINDS, PlanChanges, parse_changes
from fairapp.services.plan_editing import EditOutcome, edit_drawing, paint_booths, revision_of
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.plan_drawing import class_tints
from fairapp.web.plan_fields import as_metres, read_booth, read_feature

blueprint = Blueprint("plan_editor", __name__)
NEW = "new"
GRID_MM = 500


@blueprint.get("")
@allowed("organiser")
def show(edition: str, hall: str) -> ResponseReturnValue:
    """The drawing, ready to be moved."""
    return _page(get_edition(current_account().organisation_id, edition), hall, None)


@blueprint.post("")
@allowed("organiser")
def save(edition: str, hall: str) -> ResponseReturnValue:
    """What was changed on the drawing, as JSON; the answer is JSON too, with the sentence of a refusal."""
    row = get_edition(current_account().organisation_id, edition)
    try:
        _check_origin()
        outcome = edit_drawing(current_actor(), row.id, hall, parse_changes(request.get_json(silent=True)))
    except FairError as error:
        return jsonify(code=error.code, message=current_locale().error(error)), status_of(error)
    return jsonify(revision=outcome.revision, changed=outcome.changed, warnings=_warnings(outcome))


@blueprint.get("/booths/<number>")
@allowed("organiser")
def booth(edition: str, hall: str, number: str) -> ResponseReturnValue:
    """One booth as a form."""
    return _booth_page(get_edition(current_account().organisation_id, edition), hall, number, None)


@blueprint.post("/booths/<number>")
@allowed("organiser")
def save_booth(edition: str, hall: str, number: str) -> ResponseReturnValue:
    """Its number, place, size and class; in the plan or out of it."""
    row = get_edition(current_account().organisation_id, edition)
    found = _booth(row, hall, number)
    try:
        change = read_booth(request.form, found.id if found else None)
        outcome = edit_drawing(current_actor(), row.id, hall, PlanChanges(revision=None, booths=(change,)))
    except FairError as error:
        return _booth_page(row, hall, number, error)
    return _saved(edition, hall, outcome)


@blueprint.post("/features")
@allowed("organiser")
def save_feature(edition: str, hall: str) -> ResponseReturnValue:
    """A wall, an aisle, a pillar, a way in or a fire exit: added, moved or taken away."""
    row = get_edition(current_account().organisation_id, edition)
    try:
        changes = PlanChanges(revision=None, features=(read_feature(request.form),))
        outcome = edit_drawing(current_actor(), row.id, hall, changes)
    except FairError as error:
        return _page(row, hall, error)
    return _saved(edition, hall, outcome)


@blueprint.post("/paint")
@allowed("organiser")
def paint(edition: str, hall: str) -> ResponseReturnValue:
    """Give the ticked booths a class."""
    row = get_edition(current_account().organisation_id, edition)
    numbers = request.form.getlist("booths")
    try:
        outcome = paint_booths(
            current_actor(), row.id, hall, numbers=numbers, booth_class=request.form.get("class", "")
        )
    except FairError as error:
        return _page(row, hall, error)
    return _saved(edition, hall, outcome)


def _check_origin() -> None:
    """Only our own page sends JSON with a cookie."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.rstrip("/") != request.host_url.rstrip("/"):
        raise NotAllowed("not-allowed")
    if request.mimetype != "application/json":
        raise Refused("plan-changes-unreadable", path="$")


def _saved(edition: str, hall: str, outcome: EditOutcome) -> ResponseReturnValue:
    flash(_("Saved in the draft. What is published stays as it is until you publish again."))
    for warning in _warnings(outcome):
        flash(warning, "error")
    return redirect(url_for("plan_editor.show", edition=edition, hall=hall))


def _warnings(outcome: EditOutcome) -> list[str]:
    locale = current_locale()
    return [
        _("Booth %(booth)s stands on this: %(feature)s.", booth=number, feature=locale.word("feature", kind))
        for number, kind in outcome.warnings
    ]


def _hall(row: EditionRow, code: str) -> HallRow:
    found = next((hall for hall in list_halls(row.organisation_id, row.id) if hall.code == code), None)
    if found is None:
        raise NotFound("unknown-hall", hall=code)
    return found


def _booth(row: EditionRow, hall: str, number: str) -> EditedBooth | None:
    """None for a new one."""
    _hall(row, hall)
    if number == NEW:
        return None
    for booth in list_edited_booths(row.organisation_id, row.id, hall):
        if booth.number == number:
            return booth
    raise NotFound("unknown-booth", booth=number)


def _page(row: EditionRow, code: str, error: FairError | None) -> ResponseReturnValue:
    mine = row.organisation_id, row.id
    hall, classes = _hall(row, code), list_classes(*mine)
    tints = class_tints(classes)
    classes = [one for one in classes if one.hall == code]
    booths = list_edited_booths(*mine, code)
    features = [feature for feature in list_features(*mine) if feature.hall == code]
    page = render_template(
        "floor_plan/edit.html",
        edition=row,
        hall=hall,
        plan=find_plan(*mine),
        classes=classes,
        tints=tints,
        booths=booths,
        features=features,
        kinds=FEATURE_KINDS,
        as_metres=as_metres,
        state=_state(hall, booths, revision_of(current_actor(), row.id)),
        typed=request.form.to_dict() if error else {},
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _state(hall: HallRow, booths: list[EditedBooth], revision: str) -> dict[str, Any]:
    """What the scripts need beside the drawing itself."""
    endings = [ending for booth in booths if (ending := re.search("[0-9]{1,5}$", booth.number))]
    return {
        "revision": revision,
        "width": hall.width_mm,
        "depth": hall.depth_mm,
        "grid": GRID_MM,
        "prefix": f"{hall.code}-",
        "next": 1 + max((int(ending[0]) for ending in endings), default=0),
    }


def _booth_page(row: EditionRow, hall: str, number: str, error: FairError | None) -> ResponseReturnValue:
    found = _booth(row, hall, number)
    values = {} if found is None else {"number": found.number, "class": found.booth_class}
    for side in ("x", "y", "width", "depth"):
        values[side] = "" if found is None else as_metres(getattr(found, f"{side}_mm"))
    page = render_template(
        "floor_plan/booth.html",
        edition=row,
        hall=_hall(row, hall),
        number=number,
        booth=found,
        values=values,
        classes=[one for one in list_classes(row.organisation_id, row.id) if one.hall == hall],
        typed=request.form.to_dict() if error else {},
        error=error,
    )
    return page, 200 if error is None else status_of(error)
