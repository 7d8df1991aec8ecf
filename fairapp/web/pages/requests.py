"""The requests of an edition: found, decided in bulk, shown with their history, withdrawn, taken away as a file."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, Refused
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.organisations import get_organisation
from fairapp.queries.requests import (
    STATES,
    RequestFilter,
    count_requests,
    count_requests_by_state,
    get_request,
    list_choices,
    list_decisions,
    list_request_ids,
    list_requests,
)
from fairapp.services.editions import set_request_window
from fairapp.services.requests import decide_requests, withdraw_request
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.forms import settings
from fairapp.web.locale import gettext as _
from fairapp.web.locale import ngettext
from fairapp.web.paging import PER_PAGE, paging
from fairapp.web.request_files import request_file
from fairapp.web.request_form import craft_names
from fairapp.web.typed import as_typed, find_moment

blueprint = Blueprint("requests", __name__)


@blueprint.get("")
@allowed("organiser", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """The list, searched and filtered."""
    return _list(get_edition(current_account().organisation_id, edition), {}, None)


@blueprint.get("/list.<any(csv, xlsx):kind>")
@allowed("organiser", "reviewer")
def download(edition: str, kind: str) -> ResponseReturnValue:
    """The filtered list as a file."""
    row = get_edition(current_account().organisation_id, edition)
    return request_file(kind, row, list_requests(row.organisation_id, row.id, _filter(request.args.to_dict())))


@blueprint.post("/decisions")
@allowed("organiser")
def decide(edition: str) -> ResponseReturnValue:
    """Eligible or not: those that are ticked, or all that the filter shows."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        if "all" in typed:
            ids = list_request_ids(row.organisation_id, row.id, _filter(typed.to_dict()))
        else:
            ids = [_id(text) for text in typed.getlist("request")]
        if not ids:
            raise Refused("nothing-ticked")
        eligible = typed.get("decision") == "eligible"
        changed = decide_requests(current_actor(), row.id, ids, eligible=eligible, reason=typed.get("reason", ""))
    except FairError as error:
        return _list(row, typed.to_dict(), error)
    flash(ngettext("%(num)s request decided.", "%(num)s requests decided.", changed))
    asked: dict[str, Any] = _asked(typed.to_dict())
    return redirect(url_for("requests.index", edition=edition, **asked))


@blueprint.get("/window")
@allowed("organiser")
def window(edition: str) -> ResponseReturnValue:
    """From when to when families may ask, and the terms; the link to share."""
    return _window(get_edition(current_account().organisation_id, edition), {}, None)


@blueprint.post("/window")
@allowed("organiser")
def set_window(edition: str) -> ResponseReturnValue:
    """Open and close the public form."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        set_request_window(
            current_actor(),
            row.id,
            opens_at=find_moment(typed, "opens_at", row.time_zone),
            closes_at=find_moment(typed, "closes_at", row.time_zone),
            terms=typed.get("terms", ""),
        )
    except FairError as error:
        return _window(row, typed.to_dict(), error)
    flash(_("Saved."))
    return redirect(url_for("requests.window", edition=edition))


@blueprint.get("/<code>")
@allowed("organiser", "reviewer")
def show(edition: str, code: str) -> ResponseReturnValue:
    """One request with its history."""
    return _one(get_edition(current_account().organisation_id, edition), code, None)


@blueprint.post("/<code>/withdrawal")
@allowed("organiser")
def withdraw(edition: str, code: str) -> ResponseReturnValue:
    """Take it back for the family."""
    row = get_edition(current_account().organisation_id, edition)
    found = get_request(row.organisation_id, row.id, code)
    try:
        withdraw_request(current_actor(), row.id, found.id, reason=request.form.get("reason", ""))
    except FairError as error:
        return _one(row, code, error)
    flash(_("The request is withdrawn."))
    return redirect(url_for("requests.show", edition=edition, code=code))


def _filter(asked: dict[str, str]) -> RequestFilter:
    return RequestFilter(text=asked.get("q", ""), state=asked.get("state", ""), craft=asked.get("craft", ""))


def _asked(asked: dict[str, str]) -> dict[str, str]:
    """The filter as it stands in an address."""
    return {name: asked[name] for name in ("q", "state", "craft") if asked.get(name)}


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("nothing-ticked") from None


def _list(row: EditionRow, typed: dict[str, str], error: FairError | None) -> ResponseReturnValue:
    asked = _asked(typed or request.args.to_dict())
    total = count_requests(row.organisation_id, row.id, _filter(asked))
    where = paging(total)
    page = render_template(
        "requests/index.html",
        edition=row,
        rows=list_requests(row.organisation_id, row.id, _filter(asked), limit=PER_PAGE, offset=where.offset),
        counts=count_requests_by_state(row.organisation_id, row.id),
        states=STATES,
        crafts=craft_names(row.organisation_id),
        paging=where,
        asked=asked,
        ticked=request.form.getlist("request"),
        typed=typed,
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _one(row: EditionRow, code: str, error: FairError | None) -> ResponseReturnValue:
    found = get_request(row.organisation_id, row.id, code)
    page = render_template(
        "requests/show.html",
        edition=row,
        found=found,
        choices=list_choices(row.organisation_id, row.id, [found.id]).get(found.id, ()),
        decisions=list_decisions(row.organisation_id, found.id),
        crafts=craft_names(row.organisation_id),
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _window(row: EditionRow, typed: dict[str, str], error: FairError | None) -> ResponseReturnValue:
    organisation = get_organisation(row.organisation_id)
    path = url_for("apply.new", organisation=organisation.slug, edition=row.slug)
    address = f"{settings().base_url}{path}"
    message = _("Ask for a booth at %(edition)s: %(address)s", edition=row.name, address=address)
    page = render_template(
        "requests/window.html",
        edition=row,
        address=address,
        opens_at=as_typed(row.requests_open_at, row.time_zone),
        closes_at=as_typed(row.requests_close_at, row.time_zone),
        share=f"https://wa.me/?text={quote(message)}",
        typed=typed,
        error=error,
    )
    return page, 200 if error is None else status_of(error)
