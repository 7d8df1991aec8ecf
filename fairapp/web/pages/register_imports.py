"""A file for the register: given, its columns named, every row's fate shown, written when the person agrees."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, Refused
from fairapp.domain.exhibitors import ExhibitorKind
from fairapp.printing.spreadsheet import csv_bytes
from fairapp.queries.crafts import CraftNames, list_crafts
from fairapp.queries.organisations import get_organisation
from fairapp.queries.register import get_import, list_imports
from fairapp.services.register_columns import heading_of, suggested_columns
from fairapp.services.register_imports import (
    choose_mapping,
    discard_import,
    preview_import,
    sheet_of_import,
    stored_outcome,
    upload_register,
    write_import,
)
from fairapp.services.register_preview import RefusedRow, refused_row
from fairapp.services.register_words import FIELDS
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.forms import settings
from fairapp.web.import_rows import FateRows
from fairapp.web.locale import current_locale, ngettext, pgettext
from fairapp.web.locale import gettext as _

blueprint = Blueprint("register_imports", __name__)
SAMPLES = 3


@blueprint.get("")
@allowed("organiser")
def index() -> ResponseReturnValue:
    """The form for a file, and the files given before."""
    return _index(None)


@blueprint.post("")
@allowed("organiser")
def upload() -> ResponseReturnValue:
    """Take a file in and go on to what would become of it."""
    given = request.files.get("file")
    try:
        if given is None or not given.filename:
            raise Refused("file-missing")
        import_id = upload_register(
            current_actor(),
            file_name=given.filename,
            content=given.read(),
            maximum_bytes=settings().upload_max_bytes,
        )
    except FairError as error:
        return _index(error), status_of(error)
    return redirect(url_for("register_imports.show", import_id=import_id))


@blueprint.get("/<uuid:import_id>")
@allowed("organiser")
def show(import_id: uuid.UUID) -> ResponseReturnValue:
    """What would become of each row; once written, what became of it."""
    organisation_id = current_account().organisation_id
    kept = get_import(organisation_id, import_id)
    outcome = stored_outcome(organisation_id, import_id)
    if outcome is not None:
        return render_template("register_imports/outcome.html", kept=kept, outcome=outcome)
    try:
        preview = preview_import(organisation_id, import_id, person_key=settings().person_key)
    except Refused as error:
        if error.code == "column-name-missing":
            return redirect(url_for("register_imports.columns", import_id=import_id))
        return _index(error), status_of(error)  # nothing but headings, for one
    rows = FateRows(organisation_id, preview)
    return render_template("register_imports/preview.html", kept=kept, preview=preview, rows=rows)


@blueprint.get("/<uuid:import_id>/columns")
@allowed("organiser")
def columns(import_id: uuid.UUID) -> ResponseReturnValue:
    """Which column means what, with what was guessed."""
    return _columns(import_id, {}, None)


@blueprint.post("/<uuid:import_id>/columns")
@allowed("organiser")
def choose(import_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the choice and show the rows read by it."""
    typed = request.form.to_dict()
    try:
        choose_mapping(
            current_actor(),
            import_id,
            _chosen(typed),
            headings=typed.get("headings") == "yes",
            kind=typed.get("kind", ""),
        )
    except Refused as error:
        return _columns(import_id, typed, error), status_of(error)
    return redirect(url_for("register_imports.show", import_id=import_id))


@blueprint.post("/<uuid:import_id>/writing")
@allowed("organiser")
def write(import_id: uuid.UUID) -> ResponseReturnValue:
    """Write what was agreed to."""
    outcome = write_import(current_actor(), import_id, person_key=settings().person_key)
    added = ngettext("%(num)s exhibitor added.", "%(num)s exhibitors added.", outcome.imported)
    changed = ngettext("%(num)s exhibitor updated.", "%(num)s exhibitors updated.", outcome.updated)
    flash(f"{added} {changed}" if outcome.updated else added)
    return redirect(url_for("register_imports.show", import_id=import_id))


@blueprint.post("/<uuid:import_id>/discarding")
@allowed("organiser")
def discard(import_id: uuid.UUID) -> ResponseReturnValue:
    """Forget the file; nothing of it was written."""
    discard_import(current_actor(), import_id)
    flash(_("The file is forgotten. Nothing of it was written."))
    return redirect(url_for("register_imports.index"))


@blueprint.get("/<uuid:import_id>/refused.csv")
@allowed("organiser")
def refused(import_id: uuid.UUID) -> ResponseReturnValue:
    """The rows that are not written, as they stood in the file, each with its reason: to be mended and given again."""
    organisation_id = current_account().organisation_id
    outcome = stored_outcome(organisation_id, import_id)
    if outcome is not None:
        headings, rows = outcome.headings, sorted([*outcome.refused, *outcome.duplicated], key=lambda row: row.row)
    else:
        preview = preview_import(organisation_id, import_id, person_key=settings().person_key)
        headings = preview.sheet.rows[0].cells if preview.mapping.headings else ()
        left = [fate for fate in preview.fates if fate.fate in {"refused", "duplicate"}]
        rows = [refused_row(preview, fate, hidden=False) for fate in left]
    columns = [*headings, _("Row"), _("Reason")]
    width = len(headings) or max((len(row.cells) for row in rows), default=0)
    content = csv_bytes(columns, ([*_padded(row, width), str(row.row), _sentence(row)] for row in rows))
    return Response(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=refused-rows.csv", "Cache-Control": "no-store"},
    )


def _padded(row: RefusedRow, width: int) -> list[str]:
    return [*row.cells[:width], *[""] * (width - len(row.cells))]


def _sentence(row: RefusedRow) -> str:
    return current_locale().error(Refused(row.code, **row.values))


def _chosen(typed: dict[str, str]) -> dict[str, int | str]:
    """Field to position, from one choice per column."""
    chosen: dict[str, int | str] = {}
    for name, field in typed.items():
        position = name.removeprefix("column-")
        if name.startswith("column-") and field and position.isascii() and position.isdigit():
            if field in chosen:
                raise Refused("field-twice", field=pgettext("register field", field))
            chosen[field] = int(position[:6])
    return chosen


def _columns(import_id: uuid.UUID, typed: dict[str, str], error: FairError | None) -> str:
    organisation_id = current_account().organisation_id
    sheet, mapping = sheet_of_import(organisation_id, import_id)
    suggested = suggested_columns(
        sheet,
        mapping,
        country=get_organisation(organisation_id).country,
        crafts=CraftNames(list_crafts(organisation_id)),
    )
    guessed = {position: field for field, position in suggested.items()}
    width = max(len(row.cells) for row in sheet.rows[: SAMPLES + 1])
    listed = [
        {
            "position": at,
            "heading": heading_of(sheet, at),
            "samples": [row.cells[at][:60] for row in sheet.rows[1 : SAMPLES + 1] if at < len(row.cells)],
            "field": typed.get(f"column-{at}", guessed.get(at, "")),
        }
        for at in range(width)
    ]
    return render_template(
        "register_imports/columns.html",
        kept=get_import(organisation_id, import_id),
        columns=listed,
        fields=[(field, pgettext("register field", field)) for field in FIELDS],
        kinds=[(kind, pgettext("exhibitor kind", kind)) for kind in ExhibitorKind],
        typed=typed or {"kind": mapping.kind, "headings": "yes" if mapping.headings else ""},
        error=error,
    )


def _index(error: FairError | None) -> str:
    return render_template(
        "register_imports/index.html",
        imports=list_imports(current_account().organisation_id),
        megabytes=settings().upload_max_bytes // 1_000_000,
        error=error,
    )
