"""What stands behind the code on a statement: whether it is genuine, what it said, what the ledger says since."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from fairapp.queries.editions import get_edition_by_id
from fairapp.queries.issued_statements import get_issued_statement, stated_figures
from fairapp.queries.organisations import get_organisation
from fairapp.queries.statements import get_statement
from fairapp.web.access import public

blueprint = Blueprint("issued_statements", __name__)


@blueprint.get("/S/<code>")
@blueprint.get("/s/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """For whoever was shown the paper. Only its code leads here."""
    issued = get_issued_statement(code)
    g.organisation = get_organisation(issued.organisation_id)
    edition = get_edition_by_id(issued.organisation_id, issued.edition_id)
    now_stated = stated_figures(edition, get_statement(issued.organisation_id, issued.edition_id, issued.exhibitor_id))
    return render_template(
        "statement/issued.html",
        edition_row=edition,
        issued=issued,
        holds=now_stated == issued.figures,
        now_stated=now_stated,
    )
