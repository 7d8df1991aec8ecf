"""Signing in and out, and the one-time links."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, Refused
from fairapp.services.accounts import follow_link, replace_password_by_link, sign_in
from fairapp.web.access import forget, public, remember, signed_in
from fairapp.web.errors import status_of
from fairapp.web.forms import same_site, settings
from fairapp.web.locale import gettext as _

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("")
@public
def show() -> ResponseReturnValue:
    """The form."""
    return render_template("sign_in/show.html", typed={"next": request.args.get("next", "")}, error=None)


@blueprint.post("")
@public
def create() -> ResponseReturnValue:
    """Check name and password."""
    typed = request.form
    try:
        started = sign_in(
            typed.get("email", ""),
            typed.get("password", ""),
            address=request.remote_addr or "",
            browser=request.user_agent.string,
            days=settings().sign_in_days,
        )
    except FairError as error:
        page = render_template("sign_in/show.html", typed=typed.to_dict(), error=error)
        return page, status_of(error)
    remember(started)
    return redirect(same_site(typed.get("next")))


@blueprint.post("/out")
@signed_in
def out() -> ResponseReturnValue:
    """Sign out, here and on the server."""
    forget()
    return redirect(url_for("sign_in.show"))


@blueprint.get("/link/<token>")
@public
def show_link(token: str) -> ResponseReturnValue:
    """A one-time link signs in only when a person presses the button: previews of links must not use it up."""
    return render_template("sign_in/link.html", token=token)


@blueprint.post("/link/<token>")
@public
def use_link(token: str) -> ResponseReturnValue:
    """Sign in by a one-time link."""
    remember(
        follow_link(token, "sign-in", browser=request.user_agent.string, days=settings().sign_in_days),
    )
    return redirect(url_for("home.index"))


@blueprint.get("/password/<token>")
@public
def show_password(token: str) -> ResponseReturnValue:
    """The form of a link to set a password."""
    return render_template("sign_in/password.html", token=token, error=None)


@blueprint.post("/password/<token>")
@public
def set_new_password(token: str) -> ResponseReturnValue:
    """Set the password the link is for; the link is used up only when the password is good enough."""
    try:
        replace_password_by_link(token, request.form.get("password", ""))
    except Refused as error:
        return render_template("sign_in/password.html", token=token, error=error), 400
    flash(_("Your password is set. Sign in with it."))
    return redirect(url_for("sign_in.show"))
