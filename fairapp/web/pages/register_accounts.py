"""The accounts by which an exhibitor sees her own sales. The organiser makes them and hands the links over."""

import uuid

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotFound
from fairapp.queries.accounts import list_exhibitor_accounts
from fairapp.queries.register import get_exhibitor
from fairapp.services.accounts import create_account, invite_to_set_password
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.forms import settings

blueprint = Blueprint("register_accounts", __name__)


@blueprint.get("")
@allowed("organiser")
def index(exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """Who signs in for her, and the form for one more."""
    return _page(exhibitor_id, {}, None, "")


@blueprint.post("")
@allowed("organiser")
def create(exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """A new account that opens her statement and nothing else; its link is shown once."""
    exhibitor = get_exhibitor(current_account().organisation_id, exhibitor_id)
    typed = request.form.to_dict()
    try:
        account_id = create_account(
            current_actor(),
            email=typed.get("email", ""),
            name=typed.get("name", "") or exhibitor.name,
            roles=("exhibitor",),
            exhibitor_id=exhibitor.id,
        )
    except FairError as error:
        return _page(exhibitor_id, typed, error, ""), status_of(error)
    return _page(exhibitor_id, {}, None, _link(account_id))


@blueprint.post("/<uuid:account_id>/link")
@allowed("organiser")
def invite(exhibitor_id: uuid.UUID, account_id: uuid.UUID) -> ResponseReturnValue:
    """A fresh link, for an account that is hers alone: nobody gets into a colleague's account this way."""
    accounts = list_exhibitor_accounts(current_account().organisation_id, exhibitor_id)
    if account_id not in {account.id for account in accounts if account.roles == ("exhibitor",)}:
        raise NotFound("unknown-account")
    return _page(exhibitor_id, {}, None, _link(account_id))


def _link(account_id: uuid.UUID) -> str:
    token = invite_to_set_password(current_actor(), account_id)
    return settings().base_url + url_for("sign_in.show_password", token=token)


def _page(exhibitor_id: uuid.UUID, typed: dict[str, str], error: FairError | None, link: str) -> str:
    organisation_id = current_account().organisation_id
    return render_template(
        "register/accounts.html",
        exhibitor=get_exhibitor(organisation_id, exhibitor_id),
        accounts=list_exhibitor_accounts(organisation_id, exhibitor_id),
        typed=typed,
        error=error,
        link=link,
    )
