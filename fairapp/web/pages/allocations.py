"""Confirmations: who was given which booth, who answered, who waits; giving a free booth by hand."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotFound
from fairapp.queries.allocations import (
    STATES,
    AllocationFilter,
    AllocationRow,
    count_allocations,
    count_overdue,
    count_states,
    count_waiting,
    list_allocations,
    list_free_booths,
    list_held_by,
    list_waiting,
)
from fairapp.queries.crafts import list_crafts
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.floor_plan import list_halls
from fairapp.services.allocations import allocate_by_hand, confirm_allocations, decline_allocation
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.confirmations import lapse_overdue
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.files import table_file
from fairapp.web.locale import current_locale, ngettext
from fairapp.web.locale import gettext as _
from fairapp.web.paging import PER_PAGE, paging

blueprint = Blueprint("allocations", __name__)


@blueprint.get("")
@allowed("organiser", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """Booth by booth; offers whose time has passed lapse first, on nobody's behalf but the rule's."""
    row = _edition(edition)
    if count_overdue(row.organisation_id, row.id, now()):
        lapse_overdue(Actor(organisation_id=row.organisation_id), row.id)
    return _page(row, None)


@blueprint.post("/confirmations")
@allowed("organiser")
def confirm(edition: str) -> ResponseReturnValue:
    """The ticked families come."""
    row = _edition(edition)
    try:
        ticked = [_id(text) for text in request.form.getlist("allocation")]
        number = confirm_allocations(current_actor(), row.id, ticked)
    except FairError as error:
        return _page(row, error)
    flash(ngettext("%(num)s booth is confirmed.", "%(num)s booths are confirmed.", number))
    return redirect(url_for("allocations.index", edition=edition, **_typed()))


@blueprint.post("/<uuid:allocation_id>/refusal")
@allowed("organiser")
def decline(edition: str, allocation_id: uuid.UUID) -> ResponseReturnValue:
    """She does not come; the next who wishes the booth is offered it."""
    row = _edition(edition)
    try:
        offers = decline_allocation(current_actor(), allocation_id)
    except FairError as error:
        return _page(row, error)
    if offers:
        flash(
            ngettext(
                "Freed, and offered to the next: %(num)s booth.",
                "Freed, and offered to the next: %(num)s booths.",
                len(offers),
            )
        )
    else:
        flash(_("Freed. Nobody on the waiting list wishes it."))
    return redirect(url_for("allocations.index", edition=edition))


@blueprint.get("/waiting")
@allowed("organiser", "reviewer")
def waiting(edition: str) -> ResponseReturnValue:
    """Who waits, in order, and the form that gives a free booth by hand."""
    return _waiting_page(_edition(edition), {}, None)


@blueprint.post("/waiting")
@allowed("organiser")
def give(edition: str) -> ResponseReturnValue:
    """A free booth for a family that waits, with a reason."""
    row, typed = _edition(edition), request.form
    try:
        allocate_by_hand(
            current_actor(), row.id, booth=typed.get("booth", ""), code=typed.get("code", ""),
            reason=typed.get("reason", ""),
        )  # fmt: skip
    except FairError as error:
        return _waiting_page(row, typed.to_dict(), error)
    # In today's number: a former one may have been typed.
    held = " ".join(one.booth for one in list_held_by(row.organisation_id, row.id, typed["code"].strip().upper()))
    flash(_("Booth %(booth)s is offered, and marked as given by hand.", booth=current_locale().digits_text(held)))
    return redirect(url_for("allocations.waiting", edition=edition))


@blueprint.get("/list.<kind>")
@allowed("organiser", "reviewer")
def export(edition: str, kind: str) -> ResponseReturnValue:
    """The list as XLSX or CSV, as it is filtered."""
    row = _edition(edition)
    crafts = _crafts(row)
    rows = list_allocations(row.organisation_id, row.id, _wanted())
    columns = [
        _("Booth"), _("Hall"), _("Booth class"), _("Exhibitor"), _("Number in the register"), _("Phone"), _("Craft"),
        _("Code"), _("Wish"), _("Origin"), _("Status"), _("Reason"),
    ]  # fmt: skip
    cells = (
        (
            one.booth, one.hall_name, one.booth_class, one.exhibitor, one.exhibitor_number, one.phone,
            crafts.get(one.craft, one.craft), one.code, _wish(one), current_locale().word("origin", one.origin),
            current_locale().word("state", one.state), one.reason,
        )
        for one in rows
    )  # fmt: skip
    return table_file(kind, f"{row.slug}-allocations", _("Booths"), columns, list(cells))


@blueprint.get("/waiting.<kind>")
@allowed("organiser", "reviewer")
def export_waiting(edition: str, kind: str) -> ResponseReturnValue:
    """The waiting list as XLSX or CSV."""
    row = _edition(edition)
    crafts = _crafts(row)
    columns = [_("Place in the list"), _("Code"), _("Exhibitor"), _("Number in the register"), _("Phone"), _("Craft")]
    cells = [
        (one.position, one.code, one.exhibitor, one.exhibitor_number, one.phone, crafts.get(one.craft, one.craft))
        for one in list_waiting(row.organisation_id, row.id, request.args.get("q", ""))
    ]
    return table_file(kind, f"{row.slug}-waiting", _("Waiting list"), columns, cells)


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound("unknown-allocation") from None


def _typed() -> dict[str, Any]:
    return {name: value for name in ("q", "hall", "state") if (value := request.args.get(name, "").strip())}


def _wanted() -> AllocationFilter:
    typed = _typed()
    return AllocationFilter(text=typed.get("q", ""), hall=typed.get("hall", ""), state=typed.get("state", ""))


def _crafts(row: EditionRow) -> dict[str, str]:
    return {craft.code: craft.name(current_locale().language) for craft in list_crafts(row.organisation_id)}


def _wish(one: AllocationRow) -> str:
    """Which wish it was, in words; its number as it is."""
    return one.choice if one.choice.isdigit() else current_locale().word("wish", one.choice)


def _page(row: EditionRow, error: FairError | None) -> ResponseReturnValue:
    wall = row.organisation_id, row.id
    wanted = _wanted()
    where = paging(count_allocations(*wall, wanted))
    page = render_template(
        "allocations/index.html",
        edition=row,
        rows=list_allocations(*wall, wanted, offset=where.offset, limit=PER_PAGE),
        crafts=_crafts(row),
        halls=[(hall.code, hall.name) for hall in list_halls(*wall)],
        states=[(state, current_locale().word("state", state)) for state in STATES],
        counts=count_states(*wall),
        waiting=count_waiting(*wall),
        paging=where,
        typed=_typed(),
        wish=_wish,
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _waiting_page(row: EditionRow, typed: dict[str, str], error: FairError | None) -> ResponseReturnValue:
    wall = row.organisation_id, row.id
    text = request.args.get("q", "").strip()
    where = paging(count_waiting(*wall, text))
    page = render_template(
        "allocations/waiting.html",
        edition=row,
        rows=list_waiting(*wall, text, offset=where.offset, limit=PER_PAGE),
        crafts=_crafts(row),
        free=list_free_booths(*wall),
        paging=where,
        wanted=text,
        typed=typed,
        error=error,
    )
    return page, 200 if error is None else status_of(error)
