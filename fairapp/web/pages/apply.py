"""The public form of an edition, and the page of a request by its code. Nobody signs in here."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.codes import normalise_request_code
from fairapp.domain.errors import FairError
from fairapp.domain.exhibitors import ExhibitorKind
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.organisations import get_organisation_by_slug
from fairapp.queries.public_requests import get_public_request
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.public_requests import Family, submit_public_request, withdraw_public_request
from fairapp.web.access import public
from fairapp.web.errors import status_of
from fairapp.web.forms import settings
from fairapp.web.locale import gettext as _
from fairapp.web.request_form import find_craft, read_wishes, wishes_of

blueprint = Blueprint("apply", __name__)


@blueprint.get("")
@public
def new(organisation: str, edition: str) -> ResponseReturnValue:
    """The form, or when it opens."""
    return _form(_edition(organisation, edition), {}, None)


@blueprint.post("")
@public
def create(organisation: str, edition: str) -> ResponseReturnValue:
    """Ask for a booth."""
    row = _edition(organisation, edition)
    typed = request.form
    try:
        code = submit_public_request(
            Actor(organisation_id=row.organisation_id),
            row.id,
            Family(
                name=typed.get("name", ""),
                kind=typed.get("kind", ""),
                craft_id=find_craft(typed),
                phone=typed.get("phone", ""),
                town=typed.get("town", ""),
                national_number=typed.get("national_number", ""),
                members=_members(typed.get("members", "")),
            ),
            read_wishes(typed, source="public"),
            address=request.remote_addr or "",
            person_key=settings().person_key,
        )
    except FairError as error:
        return _form(row, typed.to_dict(), error, typed.getlist("needs"))
    return redirect(url_for("apply.show", organisation=organisation, edition=edition, code=code, new=1))


@blueprint.get("/status")
@public
def find(organisation: str, edition: str) -> ResponseReturnValue:
    """From a typed code to its page."""
    row = _edition(organisation, edition)
    try:
        code = normalise_request_code(request.args.get("code", ""))
        get_public_request(row.organisation_id, row.id, code)
    except FairError as error:
        return _form(row, {"code": request.args.get("code", "")}, error)
    return redirect(url_for("apply.show", organisation=organisation, edition=edition, code=code))


@blueprint.get("/<code>")
@public
def show(organisation: str, edition: str, code: str) -> ResponseReturnValue:
    """How far a request has come: its code and its state, no personal data."""
    return _one(_edition(organisation, edition), code, None)


@blueprint.post("/<code>/withdrawal")
@public
def withdraw(organisation: str, edition: str, code: str) -> ResponseReturnValue:
    """The family takes her request back."""
    row = _edition(organisation, edition)
    try:
        withdraw_public_request(
            Actor(organisation_id=row.organisation_id),
            row.id,
            normalise_request_code(code),
            phone=request.form.get("phone", ""),
            address=request.remote_addr or "",
        )
    except FairError as error:
        return _one(row, code, error)
    flash(_("The request is withdrawn."))
    return redirect(url_for("apply.show", organisation=organisation, edition=edition, code=code))


def _edition(organisation: str, edition: str) -> EditionRow:
    g.organisation = get_organisation_by_slug(organisation)
    return get_edition(g.organisation.organisation_id, edition)


def _one(row: EditionRow, code: str, error: FairError | None) -> ResponseReturnValue:
    found = get_public_request(row.organisation_id, row.id, normalise_request_code(code))
    page = render_template(
        "apply/show.html",
        edition=row,
        organisation=g.organisation,
        found=found,
        new="new" in request.args,
        typed=request.form.to_dict(),
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _members(text: str) -> tuple[tuple[str, str], ...]:
    """One person a line: a name, and her national number after a comma when it is given."""
    members = []
    for line in text.splitlines()[:50]:
        name, _comma, number = line.replace("،", ",").replace(";", ",").partition(",")
        if name.strip():
            members.append((name.strip(), number.strip()))
    return tuple(members)


def _form(
    row: EditionRow, typed: dict[str, str], error: FairError | None, needs: list[str] | None = None
) -> ResponseReturnValue:
    opened = row.requests_open_at is not None and row.requests_open_at <= now()
    closed = row.requests_close_at is not None and row.requests_close_at <= now()
    page = render_template(
        "apply/new.html",
        edition=row,
        organisation=g.organisation,
        state="closed" if closed else "open" if opened else "not-yet",
        kinds=list(ExhibitorKind),
        typed=typed,
        needs=needs or [],
        error=error,
        **wishes_of(row.organisation_id, row.id),
    )
    return page, 200 if error is None else status_of(error)
