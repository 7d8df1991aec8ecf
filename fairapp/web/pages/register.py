"""The register: everyone who sells, searched, shown, added, changed, taken away as a file."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotFound
from fairapp.domain.exhibitors import ExhibitorKind
from fairapp.printing.spreadsheet import csv_bytes, xlsx_bytes
from fairapp.queries.crafts import list_crafts
from fairapp.queries.register import (
    ExhibitorRow,
    RegisterFilter,
    count_exhibitors,
    get_exhibitor,
    list_exhibitors,
    list_members,
    list_past_editions,
    list_regions,
)
from fairapp.services.register import add_exhibitor, change_exhibitor
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.crafts import craft_names, craft_options, with_children
from fairapp.web.errors import status_of
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale, pgettext
from fairapp.web.locale import gettext as _
from fairapp.web.paging import paging

blueprint = Blueprint("register", __name__)
FIELDS = ("name", "kind", "phone", "town", "region", "national_number", "note", "number")
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("")
@allowed("organiser", "reviewer")
def index() -> ResponseReturnValue:
    """The list, fifty at a time."""
    organisation_id = current_account().organisation_id
    asked = _asked(organisation_id)
    place = paging(count_exhibitors(organisation_id, asked))
    return render_template(
        "register/index.html",
        exhibitors=list_exhibitors(organisation_id, asked, page=place.page),
        paging=place,
        whole=place.total if asked == RegisterFilter() else count_exhibitors(organisation_id),
        filters={name: request.args[name] for name in ("search", "kind", "craft", "region") if request.args.get(name)},
        crafts=craft_options(organisation_id),
        craft_names=craft_names(organisation_id),
        kinds=_kinds(),
        regions=list_regions(organisation_id),
    )


@blueprint.get("/export.<form>")
@allowed("organiser", "reviewer")
def export(form: str) -> ResponseReturnValue:
    """The same list as CSV or XLSX, all of it, with headings that the register itself understands."""
    if form not in FORMS:
        raise NotFound("page-not-found")
    organisation_id = current_account().organisation_id
    rows = _cells(list_exhibitors(organisation_id, _asked(organisation_id)), craft_names(organisation_id))
    columns = [
        _("Register number"), _("Name"), _("Kind"), _("Craft"), _("Phone"), _("Town"), _("Region"), _("Groups"),
        _("Note"),
    ]  # fmt: skip
    right_to_left = current_locale().direction == "rtl"
    content = (
        csv_bytes(columns, rows)
        if form == "csv"
        else xlsx_bytes(_("Register"), columns, rows, right_to_left=right_to_left)
    )
    return Response(
        content,
        content_type=FORMS[form],
        headers={"Content-Disposition": f"attachment; filename=register.{form}", "Cache-Control": "no-store"},
    )


@blueprint.get("/new")
@allowed("organiser")
def new() -> ResponseReturnValue:
    """The empty form."""
    return _form({"kind": ExhibitorKind.FAMILY}, None, None)


@blueprint.post("")
@allowed("organiser")
def create() -> ResponseReturnValue:
    """Add an exhibitor."""
    typed = request.form.to_dict()
    try:
        exhibitor_id = add_exhibitor(
            current_actor(), **_values(typed), although_similar=typed.get("although_similar") == "yes"
        )
    except FairError as error:
        return _form(typed, error, None), status_of(error)
    _say_saved(exhibitor_id)
    return redirect(url_for("register.show", exhibitor_id=exhibitor_id))


@blueprint.get("/<uuid:exhibitor_id>")
@allowed("organiser", "reviewer")
def show(exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """All that is known of one exhibitor."""
    organisation_id = current_account().organisation_id
    return render_template(
        "register/show.html",
        exhibitor=get_exhibitor(organisation_id, exhibitor_id),
        members=list_members(organisation_id, exhibitor_id),
        history=list_past_editions(organisation_id, exhibitor_id),
        craft_names=craft_names(organisation_id),
        typed={},
        error=None,
    )


@blueprint.get("/<uuid:exhibitor_id>/edit")
@allowed("organiser")
def edit(exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """The form with what the register says now."""
    row = get_exhibitor(current_account().organisation_id, exhibitor_id)
    typed = {field: str(getattr(row, field, "")) for field in FIELDS}
    typed |= {"craft": str(row.craft_id or ""), "groups": "، ".join(row.groups)}
    return _form(typed, None, row)


@blueprint.post("/<uuid:exhibitor_id>")
@allowed("organiser")
def update(exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """Change an exhibitor."""
    row = get_exhibitor(current_account().organisation_id, exhibitor_id)
    typed = request.form.to_dict()
    try:
        change_exhibitor(current_actor(), exhibitor_id, **_values(typed))
    except FairError as error:
        return _form(typed, error, row), status_of(error)
    _say_saved(exhibitor_id)
    return redirect(url_for("register.show", exhibitor_id=exhibitor_id))


def _values(typed: Mapping[str, str]) -> dict[str, Any]:
    """What a form says. Raises ``unknown-craft``."""
    values: dict[str, Any] = {field: typed.get(field, "") for field in FIELDS}
    craft = typed.get("craft", "")
    return values | {
        "craft_id": _craft_id(craft) if craft else None,
        "groups": (typed.get("groups", ""),),
        "person_key": settings().person_key,
    }


def _craft_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound("unknown-craft") from None


def _asked(organisation_id: uuid.UUID) -> RegisterFilter:
    args = request.args
    craft = args.get("craft", "")
    crafts = with_children(list_crafts(organisation_id), _craft_id(craft)) if craft else ()
    return RegisterFilter(
        search=args.get("search", "")[:200],
        kind=args.get("kind", "")[:80],
        craft_ids=crafts,
        region=args.get("region", "")[:200],
    )


def _kinds() -> list[tuple[str, str]]:
    return [(kind, pgettext("exhibitor kind", kind)) for kind in ExhibitorKind]


def _cells(rows: Iterable[ExhibitorRow], crafts: Mapping[uuid.UUID, str]) -> Iterable[tuple[str, ...]]:
    kinds = dict(_kinds())
    for row in rows:
        craft = crafts.get(row.craft_id, "") if row.craft_id else row.craft_typed
        groups = ", ".join(row.groups)
        yield row.number, row.name, kinds[row.kind], craft, row.phone, row.town, row.region, groups, row.note


def _form(typed: Mapping[str, str], error: FairError | None, row: ExhibitorRow | None) -> str:
    return render_template(
        "register/form.html",
        typed=typed,
        error=error,
        exhibitor=row,
        kinds=_kinds(),
        crafts=craft_options(current_account().organisation_id),
    )


def _say_saved(exhibitor_id: uuid.UUID) -> None:
    phone = get_exhibitor(current_account().organisation_id, exhibitor_id).phone
    if phone and not phone.startswith("+"):
        flash(_("Saved. The telephone number could not be read, so it is kept as typed."), "error")
    else:
        flash(_("Saved."))
