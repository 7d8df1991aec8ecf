"""What an edition made: true sentences first, then the figures with their proof, and what is still missing."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.editions_beside import list_editions_beside
from fairapp.queries.result_tables import SHOWN, list_exhibitor_totals
from fairapp.queries.results import read_reported
from fairapp.services.clock import now
from fairapp.services.results_report import edition_report_pdf
from fairapp.web.access import allowed, current_account
from fairapp.web.files import fonts_folder, pdf_file, table_file
from fairapp.web.locale import current_locale
from fairapp.web.paging import PER_PAGE, paging
from fairapp.web.result_files import exhibitor_rows, table_rows
from fairapp.web.results_shown import show_results

blueprint = Blueprint("results", __name__)


@blueprint.get("")
@allowed("organiser", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """The whole page; ``?session=`` narrows the hours to one session."""
    row = _edition(edition)
    return render_template(
        "results/index.html",
        edition=row,
        shown=show_results(row, request.args.get("session")),
        beside=list_editions_beside(row.organisation_id, row.id, at=now()),
    )


@blueprint.get("/figures")
@allowed("organiser", "reviewer")
def figures(edition: str) -> ResponseReturnValue:
    """The part of the page that changes while the fair runs, for the page itself."""
    row = _edition(edition)
    return render_template("results/_live.html", edition=row, shown=show_results(row, request.args.get("session")))


@blueprint.get("/exhibitors")
@allowed("organiser", "reviewer")
def exhibitors(edition: str) -> ResponseReturnValue:
    """Every exhibitor with her takings; ``?text=`` searches, ``?show=`` narrows."""
    row = _edition(edition)
    typed = _typed()
    found = list_exhibitor_totals(read_reported(row.organisation_id, row.id), **typed, at=now())
    where = paging(len(found))
    return render_template(
        "results/exhibitors.html",
        edition=row,
        rows=found[where.offset : where.offset + PER_PAGE],
        paging=where,
        typed=typed,
        choices=SHOWN,
    )


@blueprint.get("/exhibitors.<kind>")
@allowed("organiser", "reviewer")
def exhibitors_file(edition: str, kind: str) -> ResponseReturnValue:
    """The same list as XLSX or CSV."""
    row = _edition(edition)
    found = list_exhibitor_totals(read_reported(row.organisation_id, row.id), **_typed(), at=now())
    table = exhibitor_rows(found, row.currency, row.exponent)
    return table_file(kind, f"{row.slug}-exhibitors", table.title, table.columns, table.rows)


@blueprint.get("/tables/<table>.<kind>")
@allowed("organiser", "reviewer")
def table_as_file(edition: str, table: str, kind: str) -> ResponseReturnValue:
    """One table of the page as XLSX or CSV."""
    row = _edition(edition)
    made = table_rows(table, show_results(row, request.args.get("session")))
    return table_file(kind, f"{row.slug}-{table}", made.title, made.columns, made.rows)


@blueprint.get("/report.pdf")
@allowed("organiser", "reviewer")
def report(edition: str) -> ResponseReturnValue:
    """The printed report in the reader's language; small groups are withheld in it."""
    row = _edition(edition)
    return pdf_file(f"{row.slug}-results", edition_report_pdf(row, current_locale(), fonts_folder()))


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _typed() -> dict[str, str]:
    show = request.args.get("show", "")
    return {"text": request.args.get("text", "").strip()[:200], "show": show if show in SHOWN else ""}
