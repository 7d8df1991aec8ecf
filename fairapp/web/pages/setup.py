"""First run: the organisation and its first administrator."""

from babel import Locale as BabelLocale
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import Conflict, FairError, Refused
from fairapp.queries.organisations import is_set_up
from fairapp.services.accounts import sign_in
from fairapp.services.setup import set_up_installation
from fairapp.web.access import public, remember
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale

blueprint = Blueprint("setup", __name__)
COUNTRIES = ("SA", "EG", "SY", "DZ", "MA", "TN", "KW")


@blueprint.get("")
@public
def show() -> ResponseReturnValue:
    """The form, once."""
    if is_set_up():
        return redirect(url_for("home.index"))
    return _form({}, None)


@blueprint.post("")
@public
def create() -> ResponseReturnValue:
    """Make the organisation and its administrator, and sign her in."""
    typed = request.form
    try:
        if is_set_up():
            raise Conflict("already-set-up")
        if typed.get("country") not in COUNTRIES:
            raise Refused("field-empty", field="country")
        set_up_installation(
            name=typed.get("organisation", ""),
            country=typed["country"],
            language=current_locale().language,
            admin_name=typed.get("name", ""),
            admin_email=typed.get("email", ""),
            password=typed.get("password", ""),
        )
    except FairError as error:
        return _form(typed.to_dict(), error)
    started = sign_in(
        typed["email"],
        typed["password"],
        address=request.remote_addr or "",
        browser=request.user_agent.string,
        days=settings().sign_in_days,
    )
    remember(started)
    return redirect(url_for("home.index"))


def _form(typed: dict[str, str], error: FairError | None) -> ResponseReturnValue:
    names = BabelLocale(current_locale().language).territories
    page = render_template("setup/show.html", typed=typed, error=error, countries=[(c, names[c]) for c in COUNTRIES])
    return page, 200 if error is None else 400
