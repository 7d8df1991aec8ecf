"""The till: one page for every stall. Whose it is stands on the phone, not in the address."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from fairapp.web.access import public
from fairapp.web.compressed import compressed

blueprint = Blueprint("till", __name__)


@blueprint.get("")
@public
def show() -> ResponseReturnValue:
    """The page itself; the service worker keeps it for when there is no network."""
    return compressed(make_response(render_template("till/show.html")))
