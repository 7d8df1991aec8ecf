"""Entries that wait for a person: those without a session, and what revoked phones handed over afterwards."""

import uuid
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, Refused
from fairapp.printing.spreadsheet import Cell
from fairapp.queries.desk import OpenEntry, list_set_aside, list_uncertain
from fairapp.queries.desk_details import told_by
from fairapp.queries.devices import get_device
from fairapp.queries.editions import EditionRow, get_edition, list_sessions
from fairapp.services.settlements import approve_late_entries, settle_entries
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.desk_typed import read_ticked
from fairapp.web.errors import status_of
from fairapp.web.files import table_file
from fairapp.web.locale import current_locale, ngettext
from fairapp.web.locale import gettext as _
from fairapp.web.paging import PER_PAGE, paging
from fairapp.web.session_choice import read_session_number

blueprint = Blueprint("open_entries", __name__)


@blueprint.get("/uncertain")
@allowed("organiser", "marshal", "reviewer")
def uncertain(edition: str) -> ResponseReturnValue:
    """Entries of no session; ``?ticked=all`` shows them ticked."""
    return _uncertain_page(_edition(edition), None)


@blueprint.post("/uncertain")
@allowed("organiser", "marshal")
def settle(edition: str) -> ResponseReturnValue:
    """The ticked entries count in this session from now on."""
    row, typed = _edition(edition), request.form
    try:
        ticked = read_ticked(typed.getlist("entry"))
        number = _session_number(typed.get("session", ""))
        settled = settle_entries(current_actor(), row.id, ticked, session_number=number, reason=typed.get("reason", ""))
    except FairError as error:
        return _uncertain_page(row, error)
    flash(ngettext("%(num)s entry has its session.", "%(num)s entries have their session.", settled))
    return redirect(url_for("open_entries.uncertain", edition=edition))


@blueprint.get("/uncertain.<any(csv, xlsx):kind>")
@allowed("organiser", "marshal", "reviewer")
def uncertain_file(edition: str, kind: str) -> ResponseReturnValue:
    """All of them as a file."""
    row = _edition(edition)
    cells = _cells(row, list_uncertain(row.organisation_id, row.id))
    return table_file(kind, f"{row.slug}-uncertain", _("Entries of no session"), _columns(), cells)


@blueprint.get("/late.<any(csv, xlsx):kind>")
@allowed("organiser", "marshal", "reviewer")
def late_file(edition: str, kind: str) -> ResponseReturnValue:
    """Everything that is set aside as a file."""
    row = _edition(edition)
    cells = _cells(row, list_set_aside(row.organisation_id, row.id))
    return table_file(kind, f"{row.slug}-set-aside", _("Outside the totals"), _columns(), cells)


@blueprint.get("/late")
@allowed("organiser", "marshal", "reviewer")
def late(edition: str) -> ResponseReturnValue:
    """What is set aside, phone by phone."""
    row = _edition(edition)
    phones: dict[uuid.UUID, list[OpenEntry]] = {}
    for one in list_set_aside(row.organisation_id, row.id):
        phones.setdefault(one.device_id, []).append(one)
    return render_template("sales_desk/late.html", edition=row, phones=list(phones.values()))


@blueprint.get("/late/<uuid:device_id>")
@allowed("organiser", "marshal", "reviewer")
def late_of(edition: str, device_id: uuid.UUID) -> ResponseReturnValue:
    """What one phone handed over after it was revoked, and what of it nobody can bring in."""
    return _late_page(_edition(edition), device_id, None)


@blueprint.post("/late/<uuid:device_id>")
@allowed("organiser")
def approve(edition: str, device_id: uuid.UUID) -> ResponseReturnValue:
    """The ticked entries count."""
    row, typed = _edition(edition), request.form
    get_device(row.organisation_id, device_id, row.id)
    try:
        ticked = read_ticked(typed.getlist("entry"))
        number = _session_number(typed["session"]) if typed.get("session") else None
        approved = approve_late_entries(
            current_actor(), row.id, device_id=device_id, entry_ids=ticked, reason=typed.get("reason", ""),
            session_number=number,
        )  # fmt: skip
    except FairError as error:
        return _late_page(row, device_id, error)
    flash(ngettext("%(num)s entry counts now.", "%(num)s entries count now.", approved))
    return redirect(url_for("open_entries.late_of", edition=edition, device_id=device_id))


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _columns() -> list[str]:
    told = [_("Stall or gate"), _("Phone"), _("Kind"), _("Amount"), _("Payment method"), _("Number")]
    return [*told, _("The phone said"), _("It came"), _("Why")]


def _cells(row: EditionRow, entries: list[OpenEntry]) -> list[list[Cell]]:
    """A line for each entry, in the hours of the fair. Made at once: files are sent after the reader is forgotten."""
    locale, zone = current_locale(), ZoneInfo(row.time_zone)
    rows: list[list[Cell]] = []
    told = told_by(row.organisation_id, [one.id for one in entries])
    for one in entries:
        said_at = told[one.id].said_at
        amount = None if one.amount_minor is None else Decimal(one.amount_minor).scaleb(-row.exponent)
        method = locale.word("method", one.method) if one.method else ""
        kind, why = locale.word("entry kind", one.kind), ", ".join(locale.word("flag", flag) for flag in one.flags)
        place: list[Cell] = [one.exhibitor or one.gate, one.device_name, kind, amount, method, one.headcount]
        rows.append([*place, said_at and said_at.astimezone(zone), one.received_at.astimezone(zone), why])
    return rows


def _session_number(text: str) -> int:
    if not text.strip():
        raise Refused("session-missing")
    return read_session_number(text.strip())


def _uncertain_page(row: EditionRow, error: FairError | None) -> ResponseReturnValue:
    found = list_uncertain(row.organisation_id, row.id)
    where = paging(len(found))
    shown = found[where.offset : where.offset + PER_PAGE]
    page = render_template(
        "sales_desk/uncertain.html",
        edition=row,
        rows=shown,
        told=told_by(row.organisation_id, [one.id for one in shown]),
        sessions=list_sessions(row.organisation_id, row.id),
        paging=where,
        all_ticked=request.args.get("ticked") == "all",
        ticked=set(request.form.getlist("entry")),
        typed=request.form,
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _late_page(row: EditionRow, device_id: uuid.UUID, error: FairError | None) -> ResponseReturnValue:
    device = get_device(row.organisation_id, device_id, row.id)
    found = list_set_aside(row.organisation_id, row.id, device_id)
    waiting = [one for one in found if one.approvable]
    where = paging(len(waiting))
    shown = waiting[where.offset : where.offset + PER_PAGE]
    page = render_template(
        "sales_desk/late_of.html",
        edition=row,
        device=device,
        rows=shown,
        told=told_by(row.organisation_id, [one.id for one in found]),
        lost=[one for one in found if not one.approvable],
        sessions=list_sessions(row.organisation_id, row.id),
        paging=where,
        all_ticked=request.args.get("ticked") == "all",
        ticked=set(request.form.getlist("entry")),
        typed=request.form,
        error=error,
    )
    return page, 200 if error is None else status_of(error)
