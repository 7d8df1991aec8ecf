"""The published draw: imprint, digits, result by code, and for each family what she got and why. No name anywhere."""

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.allocation.standalone import FILE_NAME, standalone_source
from fairapp.domain.codes import normalise_request_code
from fairapp.domain.errors import FairError, NotFound
from fairapp.queries.allocations import AllocationRow, list_held_by
from fairapp.queries.draws import DrawTexts, find_draw, get_texts, list_draws
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.organisations import get_organisation_by_slug
from fairapp.services.draw_slips import Teller, draw_slips_pdf
from fairapp.web.access import public
from fairapp.web.errors import status_of
from fairapp.web.files import fonts_folder, pdf_file, published_file
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale
from fairapp.web.paging import PER_PAGE, paging

blueprint = Blueprint("public_draws", __name__)


@blueprint.get("")
@public
def show(organisation: str, edition: str) -> ResponseReturnValue:
    """The draw as it stands; with ``?code=`` what became of one request."""
    row = _edition(organisation, edition)
    draw = find_draw(row.organisation_id, row.id)
    texts = None if draw is None else get_texts(row.organisation_id, draw.id)
    typed, told, error = request.args.get("code", "").strip(), None, None
    held: list[AllocationRow] = []
    if typed and texts is not None:
        try:
            code = normalise_request_code(typed)
            told = Teller(row, texts, current_locale()).tell(code)
            held = list_held_by(row.organisation_id, row.id, code)
        except FairError as refused:
            error = refused
    lines = [] if texts is None else texts.lines()
    where = paging(len(lines))
    page = render_template(
        "draws/public.html",
        edition_row=row,
        organisation=organisation,
        draw=draw,
        figures=None if texts is None else texts.figures,
        withdrawn=[past for past in list_draws(row.organisation_id, row.id) if past.withdrawn_at],
        lines=lines[where.offset : where.offset + PER_PAGE],
        paging=where,
        typed={"code": typed},
        told=told,
        held=held,
        error=error,
    )
    return page, 200 if error is None else status_of(error)


@blueprint.get("/snapshot.json")
@public
def snapshot(organisation: str, edition: str) -> ResponseReturnValue:
    """The frozen list: its SHA-256 is the published imprint."""
    row, texts = _standing(organisation, edition)
    return published_file(f"{row.slug}-snapshot.json", texts.snapshot_json)


@blueprint.get("/result.json")
@public
def result(organisation: str, edition: str) -> ResponseReturnValue:
    """The result as it was hashed: its own imprint stands in it, over everything else."""
    row, texts = _standing(organisation, edition)
    if texts.result_json is None:
        raise NotFound("not-drawn-yet")
    return published_file(f"{row.slug}-result.json", texts.result_json)


@blueprint.get("/verify_draw.py")
@public
def verifier(organisation: str, edition: str) -> ResponseReturnValue:
    """One file that draws again, made from the sources of the draw: it needs Python and nothing else."""
    _standing(organisation, edition)
    return published_file(FILE_NAME, standalone_source(), "text/x-python")


@blueprint.get("/slip.pdf")
@public
def slip(organisation: str, edition: str) -> ResponseReturnValue:
    """One family's slip by its code. It bears the code, never the name: the codes are public."""
    row, texts = _standing(organisation, edition)
    code = normalise_request_code(request.args.get("code", ""))
    content = draw_slips_pdf(
        row,
        g.organisation,
        texts,
        [code],
        current_locale(),
        names={},
        address=settings().base_url + url_for("public_draws.show", organisation=organisation, edition=edition),
        fonts_folder=fonts_folder(),
    )
    return pdf_file(f"{row.slug}-{code}", content)


def _edition(organisation: str, edition: str) -> EditionRow:
    g.organisation = get_organisation_by_slug(organisation)
    return get_edition(g.organisation.organisation_id, edition)


def _standing(organisation: str, edition: str) -> tuple[EditionRow, DrawTexts]:
    row = _edition(organisation, edition)
    draw = find_draw(row.organisation_id, row.id)
    if draw is None:
        raise NotFound("unknown-draw")
    return row, get_texts(row.organisation_id, draw.id)
