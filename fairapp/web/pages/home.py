"""The first page after signing in: the editions of the organisation, or the way to the first one."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fairapp.queries.editions import list_editions
from fairapp.queries.organisations import get_organisation, is_set_up
from fairapp.web.access import find_current_account, public

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Editions of the reader's organisation; the set-up page of an empty installation; else the sign-in page."""
    account = find_current_account()
    if account is None:
        return redirect(url_for("sign_in.show" if is_set_up() else "setup.show"))
    return render_template(
        "home/index.html",
        organisation=get_organisation(account.organisation_id),
        editions=list_editions(account.organisation_id),
    )
