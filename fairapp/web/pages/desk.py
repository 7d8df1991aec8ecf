"""A request on behalf of someone at the counter: find her in the register, then fill in her wishes."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.register import RegisterFilter, get_exhibitor, list_exhibitors
from fairapp.queries.requests import list_codes_of_exhibitors
from fairapp.services.requests import submit_requests
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import gettext as _
from fairapp.web.request_form import read_wishes, wishes_of

blueprint = Blueprint("desk", __name__)


@blueprint.get("")
@allowed("organiser")
def index(edition: str) -> ResponseReturnValue:
    """Search for the exhibitor; whoever has a request already is shown with its code."""
    row = get_edition(current_account().organisation_id, edition)
    asked = request.args.get("q", "").strip()
    found = list_exhibitors(row.organisation_id, RegisterFilter(search=asked), page=1) if asked else []
    return render_template(
        "requests/desk.html",
        edition=row,
        q=asked,
        found=found,
        codes=list_codes_of_exhibitors(row.organisation_id, row.id, [one.id for one in found]),
    )


@blueprint.get("/<uuid:exhibitor>")
@allowed("organiser")
def new(edition: str, exhibitor: uuid.UUID) -> ResponseReturnValue:
    """Her wishes."""
    return _form(get_edition(current_account().organisation_id, edition), exhibitor, {}, None)


@blueprint.post("/<uuid:exhibitor>")
@allowed("organiser")
def create(edition: str, exhibitor: uuid.UUID) -> ResponseReturnValue:
    """Hand the request in for her."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        (code,) = submit_requests(current_actor(), row.id, [read_wishes(typed, exhibitor, source="desk")])
    except FairError as error:
        return _form(row, exhibitor, typed.to_dict(), error, typed.getlist("needs"))
    flash(_("The request is in. Its code is %(request)s.", request=code))
    return redirect(url_for("requests.show", edition=edition, code=code))


def _form(
    row: EditionRow,
    exhibitor_id: uuid.UUID,
    typed: dict[str, str],
    error: FairError | None,
    needs: list[str] | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "requests/new.html",
        edition=row,
        exhibitor=get_exhibitor(row.organisation_id, exhibitor_id),
        typed=typed,
        needs=needs or [],
        error=error,
        **wishes_of(row.organisation_id, row.id),
    )
    return page, 200 if error is None else status_of(error)
