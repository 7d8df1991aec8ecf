"""The first page after signing in: the editions of the organisation, or the way to the first one."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fairapp.queries.edition_life import list_lives
from fairapp.queries.editions import list_editions
from fairapp.queries.organisations import get_organisation, is_set_up
from fairapp.services.clock import now
from fairapp.services.copies import find_standing
from fairapp.web.access import find_current_account, may, public
from fairapp.web.edition_line import current_step

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Editions of the reader's organisation; an exhibitor's own sales; the set-up page of an empty installation."""
    account = find_current_account()
    if account is None:
        return redirect(url_for("sign_in.show" if is_set_up() else "setup.show"))
    if account.roles == {"exhibitor"}:
        return redirect(url_for("statement.index"))
    editions = list_editions(account.organisation_id)
    lives = list_lives(account.organisation_id, editions)
    return render_template(
        "home/index.html",
        organisation=get_organisation(account.organisation_id),
        copies=find_standing(current_app.extensions["fairapp"]) if may("organiser") else None,
        cards=[(edition, lives[edition.id], current_step(lives[edition.id], now())) for edition in editions],
    )
