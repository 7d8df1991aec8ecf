"""The counter at a gate: one page for every gate. Which one it is stands on the phone."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from fairapp.web.access import public
from fairapp.web.compressed import compressed

blueprint = Blueprint("gate", __name__)


@blueprint.get("")
@public
def show() -> ResponseReturnValue:
    """The page itself; the service worker keeps it for when there is no network."""
    return compressed(make_response(render_template("gate/show.html")))
