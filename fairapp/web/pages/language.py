"""Choosing the language and the digits one reads."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from fairapp.i18n.catalogues import LANGUAGES
from fairapp.services.accounts import choose_language
from fairapp.web.access import find_current_account, public
from fairapp.web.forms import same_site

blueprint = Blueprint("language", __name__)
YEAR_SECONDS = 366 * 24 * 3600


@blueprint.post("")
@public
def choose() -> ResponseReturnValue:
    """Remember the choice with the account, and in this browser."""
    language = request.form.get("language", "")
    digits = request.form.get("digits") or None
    response = redirect(same_site(request.form.get("next")))
    if language not in LANGUAGES or digits not in {None, "arab", "latn"}:
        return response
    account = find_current_account()
    if account is not None:
        choose_language(account.organisation_id, account.account_id, language, digits)
    response.set_cookie("fairapp_language", language, max_age=YEAR_SECONDS, httponly=True, samesite="Lax")
    if digits:
        response.set_cookie("fairapp_digits", digits, max_age=YEAR_SECONDS, httponly=True, samesite="Lax")
    return response
