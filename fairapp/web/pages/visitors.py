"""People through the gates: by session and gate, who is inside now, how sure the counts are, who was on watch."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fairapp.queries.editions import get_edition
from fairapp.web.access import allowed, current_account
from fairapp.web.files import table_file
from fairapp.web.visitor_files import visitor_rows
from fairapp.web.visitors_shown import VisitorsShown, show_visitors

blueprint = Blueprint("visitors", __name__)


@blueprint.get("")
@allowed("organiser", "marshal", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """The whole page; ``?session=`` chooses the session, else it is the one that runs."""
    shown = _shown(edition)
    return render_template("visitors/index.html", edition=shown.edition, shown=shown)


@blueprint.get("/figures")
@allowed("organiser", "marshal", "reviewer")
def figures(edition: str) -> ResponseReturnValue:
    """The part of the page that changes while the fair runs, for the page itself."""
    shown = _shown(edition)
    return render_template("visitors/_live.html", edition=shown.edition, shown=shown)


@blueprint.get("/<table>.<kind>")
@allowed("organiser", "marshal", "reviewer")
def table_as_file(edition: str, table: str, kind: str) -> ResponseReturnValue:
    """One table of the page as XLSX or CSV."""
    shown = _shown(edition)
    made = visitor_rows(table, shown)
    return table_file(kind, f"{shown.edition.slug}-{table}", made.title, made.columns, made.rows)


def _shown(edition: str) -> VisitorsShown:
    row = get_edition(current_account().organisation_id, edition)
    return show_visitors(row, request.args.get("session", "").strip())
