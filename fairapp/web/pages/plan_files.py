"""The plan as files: CSV and SVG in and out, PDF to take away."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotFound, Refused
from fairapp.domain.floor_plan import BoothDrawing, FeatureDrawing, HallDrawing
from fairapp.printing.floor_plan_sheet import FloorPlanSheet, floor_plan_pdf
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.floor_plan import BoothRow, list_booths, list_classes, list_halls, list_held_booths
from fairapp.queries.hall_features import FeatureRow, list_features
from fairapp.queries.organisations import get_organisation
from fairapp.services.plan_files import PlanPreview, preview_plan_file, write_plan_file
from fairapp.services.plan_lines import COLUMNS
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.files import fonts_folder, pdf_file, table_file
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale, ngettext
from fairapp.web.locale import gettext as _
from fairapp.web.plan_drawing import class_tints

blueprint = Blueprint("plan_files", __name__)


@blueprint.get("")
@allowed("organiser")
def show(edition: str) -> ResponseReturnValue:
    """What can be taken away, and a file to bring."""
    return _page(get_edition(current_account().organisation_id, edition), None, "", None)


@blueprint.post("")
@allowed("organiser")
def preview(edition: str) -> ResponseReturnValue:
    """What each line of a file would change. Nothing is kept."""
    row = get_edition(current_account().organisation_id, edition)
    uploaded = request.files.get("file")
    try:
        content = uploaded.read() if uploaded else b""
        found = preview_plan_file(current_actor(), row.id, content, maximum_bytes=settings().upload_max_bytes)
    except FairError as error:
        return _page(row, None, "", error)
    return _page(row, found, _as_text(found), None)


@blueprint.post("/changes")
@allowed("organiser")
def write(edition: str) -> ResponseReturnValue:
    """Draw what was previewed, as a draft; read again, for the plan may have changed since."""
    row = get_edition(current_account().organisation_id, edition)
    content = request.form.get("lines", "").encode()
    limit = settings().upload_max_bytes
    try:
        changed = write_plan_file(current_actor(), row.id, content, maximum_bytes=limit)
    except FairError as error:
        return _again(row, content, error)
    flash(ngettext("%(num)s booth drawn from the file", "%(num)s booths drawn from the file", changed))
    return redirect(url_for("floor_plan.show", edition=edition))


@blueprint.get("/plan.<any(csv, xlsx):kind>")
@allowed("organiser", "marshal", "reviewer")
def table(edition: str, kind: str) -> ResponseReturnValue:
    """Every booth as this page reads it again."""
    row = get_edition(current_account().organisation_id, edition)
    services = {one.code: " ".join(one.services) or "-" for one in list_classes(row.organisation_id, row.id)}
    rows = [
        (
            b.number,
            b.hall,
            b.row,
            b.place,
            b.x_mm,
            b.y_mm,
            b.width_mm,
            b.depth_mm,
            b.booth_class,
            services[b.booth_class],
        )
        for b in list_booths(row.organisation_id, row.id)
    ]
    return table_file(kind, f"plan-{row.slug}", _("Plan"), COLUMNS, rows)


@blueprint.get("/<hall>.svg")
@allowed("organiser", "marshal", "reviewer")
def drawing(edition: str, hall: str) -> ResponseReturnValue:
    """One hall as a drawing that stands by itself, in millimetres; this page reads its booths again."""
    row = get_edition(current_account().organisation_id, edition)
    mine = row.organisation_id, row.id
    halls = [one for one in list_halls(*mine) if one.code == hall]
    if not halls:
        raise NotFound("unknown-hall", hall=hall)
    drawn = render_template(
        "floor_plan/hall.svg",
        hall=halls[0],
        booths=[booth for booth in list_booths(*mine) if booth.hall == hall],
        features=[feature for feature in list_features(*mine) if feature.hall == hall],
        class_tints=class_tints(list_classes(*mine)),
    )
    answer = Response(drawn, mimetype="image/svg+xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.slug}-{halls[0].code}.svg"'
    return answer


@blueprint.get("/plan.pdf")
@allowed("organiser", "marshal", "reviewer")
def paper(edition: str) -> ResponseReturnValue:
    """Every hall to scale on a sheet of its own, with who holds what; ``?paper=a4`` for smaller sheets."""
    row = get_edition(current_account().organisation_id, edition)
    mine = row.organisation_id, row.id
    booths, features = list_booths(*mine), list_features(*mine)
    sheet = FloorPlanSheet(
        organisation=get_organisation(row.organisation_id).name,
        edition=row.name,
        halls=tuple(
            HallDrawing(
                code=hall.code,
                name=hall.name,
                width_mm=hall.width_mm,
                depth_mm=hall.depth_mm,
                booths=tuple(_booth(booth) for booth in booths if booth.hall == hall.code),
                features=tuple(_feature(feature) for feature in features if feature.hall == hall.code),
            )
            for hall in list_halls(*mine)
        ),
        taken={held.booth: held.exhibitor for held in list_held_booths(*mine) if held.exhibitor},
        large=request.args.get("paper") != "a4",
    )
    return pdf_file(f"plan-{row.slug}", floor_plan_pdf(sheet, current_locale(), fonts_folder()))


def _booth(row: BoothRow) -> BoothDrawing:
    return BoothDrawing(
        number=row.number,
        row=row.row,
        place=row.place,
        x_mm=row.x_mm,
        y_mm=row.y_mm,
        width_mm=row.width_mm,
        depth_mm=row.depth_mm,
    )


def _feature(row: FeatureRow) -> FeatureDrawing:
    return FeatureDrawing(
        kind=row.kind,
        label=row.label or current_locale().word("feature", row.kind),
        x_mm=row.x_mm,
        y_mm=row.y_mm,
        width_mm=row.width_mm,
        depth_mm=row.depth_mm,
    )


def _as_text(found: PlanPreview) -> str:
    """The lines as they were understood, to be sent back when the organiser agrees."""
    lines = [",".join(COLUMNS)]
    for line in (one.line for one in found.fates if one.line is not None):
        services = "" if line.services is None else " ".join(line.services) or "-"
        cells = (line.booth, line.hall, "", "", line.x_mm, line.y_mm, line.width_mm, line.depth_mm)
        lines.append(",".join(str(cell) for cell in (*cells, line.booth_class or "", services)))
    return "\n".join(lines)


def _again(row: EditionRow, content: bytes, error: FairError) -> ResponseReturnValue:
    """What was refused, beside the file as it now stands."""
    try:
        found = preview_plan_file(current_actor(), row.id, content, maximum_bytes=settings().upload_max_bytes)
    except Refused as unreadable:
        return _page(row, None, "", unreadable)
    return _page(row, found, _as_text(found), error)


def _page(row: EditionRow, found: PlanPreview | None, lines: str, error: FairError | None) -> ResponseReturnValue:
    page = render_template(
        "floor_plan/files.html",
        edition=row,
        halls=list_halls(row.organisation_id, row.id),
        columns=COLUMNS,
        preview=found,
        lines=lines,
        error=error,
    )
    return page, 200 if error is None else status_of(error)
