"""The phones of an edition: who was heard when, cards and codes that enrol another, taking the right to record back."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.printing.spreadsheet import Cell
from fairapp.queries.devices import (
    DeviceRow,
    GatePlace,
    TillPlace,
    count_devices,
    get_device,
    get_gate,
    get_till_place,
    list_devices,
    list_gates,
    list_till_places,
)
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.services.clock import now
from fairapp.services.device_cards import issue_code, print_cards
from fairapp.services.devices import report_lost, revoke_device
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.files import fonts_folder, pdf_file, table_file
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.paging import paging
from fairapp.web.qr_drawing import draw_qr

blueprint = Blueprint("devices", __name__)
SILENT = timedelta(minutes=30)


@blueprint.get("")
@allowed("organiser", "marshal", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """Every device, those heard last first."""
    return _page(_edition(edition))


@blueprint.get("/list.<any(csv, xlsx):kind>")
@allowed("organiser", "marshal", "reviewer")
def export(edition: str, kind: str) -> ResponseReturnValue:
    """The whole list as a file."""
    row = _edition(edition)
    columns = [_("Kind"), _("Exhibitor"), _("Booth"), _("Gate"), _("Phone"), _("Entries received")]
    columns += [_("Enrolled"), _("Last heard"), _("Status")]
    return table_file(kind, f"{row.slug}-devices", _("Devices"), columns, _cells(row))


@blueprint.post("/cards")
@allowed("organiser")
def cards(edition: str) -> ResponseReturnValue:
    """A PDF of cards: for every stall without a till, or for every gate."""
    row = _edition(edition)
    places: list[TillPlace | GatePlace] = []
    if request.form.get("kind") == "gate":
        places += list_gates(row.organisation_id, row.id)
    else:
        places += list_till_places(row.organisation_id, row.id, without_device=True)
    content = print_cards(
        current_actor(), row, places, current_locale(), base_url=settings().base_url, fonts_folder=fonts_folder()
    )
    return pdf_file(f"{row.slug}-cards", content)


@blueprint.post("/codes")
@allowed("organiser", "marshal")
def show_code(edition: str) -> ResponseReturnValue:
    """One code on the screen, to be scanned by the phone beside it. It is shown once."""
    row, wall = _edition(edition), current_account().organisation_id
    place: TillPlace | GatePlace
    try:
        if request.form.get("gate"):
            place = get_gate(wall, row.id, request.form["gate"])
        else:
            place = get_till_place(wall, row.id, request.form.get("booth", ""))
    except FairError as error:
        return _page(row, error), status_of(error)
    code = issue_code(current_actor(), row, place, base_url=settings().base_url)
    return render_template("devices/code.html", edition=row, place=place, code=code, qr=draw_qr(code.url))


@blueprint.post("/<uuid:device_id>/revocation")
@allowed("organiser")
def revoke(edition: str, device_id: uuid.UUID) -> ResponseReturnValue:
    """This phone may not record any more; what it holds is still taken in, outside the totals."""
    revoke_device(current_actor(), _device(edition, device_id))
    flash(_("The phone is revoked. What it has not sent yet is taken in for thirty days, outside the totals."))
    return redirect(url_for("devices.index", edition=edition))


@blueprint.post("/<uuid:device_id>/loss")
@allowed("organiser", "marshal")
def lose(edition: str, device_id: uuid.UUID) -> ResponseReturnValue:
    """This phone is lost."""
    report_lost(current_actor(), _device(edition, device_id))
    flash(_("The phone is marked as lost. If it comes back, what it sends is marked as late."))
    return redirect(url_for("devices.index", edition=edition))


def _page(row: EditionRow, error: FairError | None = None) -> str:
    wall = (row.organisation_id, row.id)
    asked = {name: request.values.get(name, "").strip() for name in ("q", "kind", "booth")}
    kind = asked["kind"] if asked["kind"] in {"till", "gate", "desk"} else ""
    total = list_devices(*wall, search=asked["q"], kind=kind)[1]
    where = paging(total)
    silent_since = now() - SILENT
    return render_template(
        "devices/index.html",
        edition=row,
        devices=list_devices(*wall, search=asked["q"], kind=kind, page=where.page)[0],
        counts=count_devices(*wall, silent_since=silent_since),
        waiting=len(list_till_places(*wall, without_device=True)),
        gates=list_gates(*wall),
        silent_since=silent_since,
        paging=where,
        typed=asked,
        error=error,
    )


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _device(edition: str, device_id: uuid.UUID) -> uuid.UUID:
    """The device, when it belongs to this edition of this organisation. Raises NotFound."""
    row = _edition(edition)
    return get_device(row.organisation_id, device_id, row.id).id


def _cells(row: EditionRow) -> Iterator[list[Cell]]:
    page, found = 1, list_devices(row.organisation_id, row.id)[0]
    while found:
        yield from (_line(one) for one in found)
        page += 1
        found = list_devices(row.organisation_id, row.id, page=page)[0]


def _line(one: DeviceRow) -> list[Cell]:
    state = "revoked" if one.revoked_at else "active"
    places: list[Cell] = [current_locale().word("device kind", one.kind), one.exhibitor, one.booth, one.gate]
    return [*places, one.name, one.received, one.enrolled_at, one.last_heard_at, current_locale().word("state", state)]
