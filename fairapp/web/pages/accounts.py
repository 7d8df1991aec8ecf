"""The people who may sign in, for the administrator."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.queries.accounts import list_accounts
from fairapp.services.accounts import ROLES, create_account, disable_account, enable_account, invite_to_set_password
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.forms import settings
from fairapp.web.locale import gettext as _
from fairapp.web.locale import pgettext

blueprint = Blueprint("accounts", __name__)
STAFF_ROLES = ("administrator", "organiser", "marshal", "reviewer")


@blueprint.get("")
@allowed()
def index() -> ResponseReturnValue:
    """Everyone, and the form for one more."""
    return _page({}, None, None)


@blueprint.post("")
@allowed()
def create() -> ResponseReturnValue:
    """A new account; its link is shown once, to hand over."""
    typed = request.form
    roles = tuple(role for role in STAFF_ROLES if role in typed.getlist("roles"))
    try:
        account_id = create_account(
            current_actor(), email=typed.get("email", ""), name=typed.get("name", ""), roles=roles or ("marshal",)
        )
    except FairError as error:
        return _page(typed.to_dict(), error, None), status_of(error)
    return _page({}, None, _link(account_id))


@blueprint.post("/<uuid:account_id>/link")
@allowed()
def invite(account_id: uuid.UUID) -> ResponseReturnValue:
    """A fresh link to set a password."""
    return _page({}, None, _link(account_id))


@blueprint.post("/<uuid:account_id>/closing")
@allowed()
def close(account_id: uuid.UUID) -> ResponseReturnValue:
    """Nobody signs in by this account any more."""
    disable_account(current_actor(), account_id)
    flash(_("Saved."))
    return redirect(url_for("accounts.index"))


@blueprint.post("/<uuid:account_id>/opening")
@allowed()
def open_again(account_id: uuid.UUID) -> ResponseReturnValue:
    """The account may be used again."""
    enable_account(current_actor(), account_id)
    flash(_("Saved."))
    return redirect(url_for("accounts.index"))


def _link(account_id: uuid.UUID) -> str:
    token = invite_to_set_password(current_actor(), account_id)
    return settings().base_url + url_for("sign_in.show_password", token=token)


def _page(typed: dict[str, str], error: FairError | None, link: str | None) -> str:
    return render_template(
        "accounts/index.html",
        accounts=list_accounts(current_account().organisation_id),
        role_names={role: pgettext("role", role) for role in ROLES},
        me=current_account().account_id,
        roles=STAFF_ROLES,
        typed=typed,
        error=error,
        link=link,
    )
