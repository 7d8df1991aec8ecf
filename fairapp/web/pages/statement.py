"""An exhibitor's own account: for herself, and for the organisers and reviewers whom she may ask about it."""

import uuid
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import NotFound
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.results import proved
from fairapp.queries.statements import get_statement, list_editions_of, list_statement_lines
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.paging import paging
from fairapp.web.results_shown import proof_parts
from fairapp.web.statement_paper import issued_paper

blueprint = Blueprint("statement", __name__)


@blueprint.get("/statement")
@allowed("exhibitor")
def index() -> ResponseReturnValue:
    """Her latest edition; without any, a page that says so."""
    exhibitor_id = find_own_exhibitor()
    editions = list_editions_of(current_account().organisation_id, exhibitor_id) if exhibitor_id else []
    if editions:
        return redirect(url_for("statement.show", edition=editions[0].slug))
    return render_template("statement/empty.html")


@blueprint.get("/statement/<edition>")
@allowed("exhibitor")
def show(edition: str) -> ResponseReturnValue:
    """Her own sales of one edition. Raises ``unknown-exhibitor`` when she took no part in it."""
    exhibitor_id = find_own_exhibitor()
    if exhibitor_id is None:
        raise NotFound("unknown-exhibitor")
    row = get_edition(current_account().organisation_id, edition)
    others = list_editions_of(row.organisation_id, exhibitor_id)
    return _page(row, exhibitor_id, others=others, own=True)


@blueprint.get("/editions/<edition>/results/exhibitors/<uuid:exhibitor_id>")
@allowed("organiser", "reviewer")
def of_exhibitor(edition: str, exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """The same page of any exhibitor of the edition."""
    row = get_edition(current_account().organisation_id, edition)
    return _page(row, exhibitor_id, others=[], own=False)


@blueprint.post("/statement/<edition>/paper")
@allowed("exhibitor")
def take(edition: str) -> ResponseReturnValue:
    """Her own statement as a PDF, with the code that proves it."""
    exhibitor_id = find_own_exhibitor()
    if exhibitor_id is None:
        raise NotFound("unknown-exhibitor")
    return issued_paper(current_actor(), get_edition(current_account().organisation_id, edition), exhibitor_id)


@blueprint.post("/editions/<edition>/results/exhibitors/<uuid:exhibitor_id>/paper")
@allowed("organiser", "reviewer")
def hand_over(edition: str, exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """The same paper, printed at the office for her."""
    return issued_paper(current_actor(), get_edition(current_account().organisation_id, edition), exhibitor_id)


def find_own_exhibitor() -> uuid.UUID | None:
    """Whose account this is; None for an administrator who is nobody's."""
    return next(iter(current_account().exhibitor_ids), None)


def _page(row: EditionRow, exhibitor_id: uuid.UUID, *, others: list[EditionRow], own: bool) -> str:
    statement = get_statement(row.organisation_id, row.id, exhibitor_id)
    where = paging(statement.lines)
    evidence, zone = proved(statement.reported), ZoneInfo(row.time_zone)
    return render_template(
        "statement/show.html",
        # Her own page shows no menu of the edition: those pages are not hers.
        edition=None if own else row,
        of=row,
        statement=statement,
        proved=evidence,
        proof=proof_parts(evidence),
        local=lambda moment: moment.astimezone(zone),
        lines=list_statement_lines(row.organisation_id, row.id, exhibitor_id, offset=where.offset),
        paging=where,
        others=others,
        own=own,
    )
