"""The published draw: imprint, digits, result by code, and for each family what she got and why. No name anywhere."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.codes import normalise_request_code
from fairapp.domain.errors import FairError, NotFound
from fairapp.printing.arabic import apart
from fairapp.printing.slip import BoothGiven, Slip, slips_pdf
from fairapp.queries.allocations import AllocationRow, list_held_by
from fairapp.queries.crafts import list_crafts
from fairapp.queries.draws import DrawTexts, Outcome, Passed, Wish, find_draw, get_texts, list_draws
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.floor_plan import list_booths, list_classes, list_halls
from fairapp.queries.organisations import get_organisation_by_slug
from fairapp.web.access import public
from fairapp.web.errors import status_of
from fairapp.web.files import fonts_folder, pdf_file, published_file
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.paging import PER_PAGE, paging

blueprint = Blueprint("public_draws", __name__)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One family's outcome in the reader's words. ``passed`` pairs each better wish with why it could not be had."""

    outcome: Outcome
    wishes: tuple[str, ...]
    passed: tuple[tuple[str, str], ...]
    hall: str
    held: tuple[AllocationRow, ...]


@blueprint.get("")
@public
def show(organisation: str, edition: str) -> ResponseReturnValue:
    """The draw as it stands; with ``?code=`` what became of one request."""
    row = _edition(organisation, edition)
    draw = find_draw(row.organisation_id, row.id)
    texts = None if draw is None else get_texts(row.organisation_id, draw.id)
    typed, told, error = request.args.get("code", "").strip(), None, None
    if typed and texts is not None:
        try:
            told = _told(row, texts, normalise_request_code(typed))
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


@blueprint.get("/slip.pdf")
@public
def slip(organisation: str, edition: str) -> ResponseReturnValue:
    """One family's slip by its code. It bears the code, never the name: the codes are public."""
    row, texts = _standing(organisation, edition)
    code = normalise_request_code(request.args.get("code", ""))
    told = _told(row, texts, code)
    outcome = told.outcome
    line = outcome.line
    crafts = {craft.code: craft.name(current_locale().language) for craft in list_crafts(row.organisation_id)}
    given = None
    if line.booths and line.choice is not None:
        given = BoothGiven(hall=told.hall, booth=" ".join(line.booths), choice=line.choice)
    paper = Slip(
        organisation=g.organisation.name,
        edition=row.name,
        exhibitor=code,
        craft=crafts.get(outcome.craft, outcome.craft),
        code=code,
        zone=ZoneInfo(row.time_zone),
        wishes=told.wishes,
        rank=line.rank or None,
        among=outcome.among,
        given=given,
        waiting_place=line.waiting_place,
        reasons=tuple(_("%(wish)s: %(reason)s", wish=wish, reason=reason) for wish, reason in told.passed),
        url=settings().base_url + url_for("public_draws.show", organisation=organisation, edition=edition, code=code),
    )
    return pdf_file(f"{row.slug}-{code}", slips_pdf([paper], current_locale(), fonts_folder()))


def _edition(organisation: str, edition: str) -> EditionRow:
    g.organisation = get_organisation_by_slug(organisation)
    return get_edition(g.organisation.organisation_id, edition)


def _standing(organisation: str, edition: str) -> tuple[EditionRow, DrawTexts]:
    row = _edition(organisation, edition)
    draw = find_draw(row.organisation_id, row.id)
    if draw is None:
        raise NotFound("unknown-draw")
    return row, get_texts(row.organisation_id, draw.id)


def _told(row: EditionRow, texts: DrawTexts, code: str) -> Told:
    outcome = texts.outcome(code)
    wall = row.organisation_id, row.id
    classes = {kind.code: kind.name for kind in list_classes(*wall)}
    halls = {hall.code: hall.name for hall in list_halls(*wall)}
    hall_of = {booth.number: halls[booth.hall] for booth in list_booths(*wall)}
    return Told(
        outcome=outcome,
        wishes=tuple(_in_words(wish, classes) for wish in outcome.wishes),
        passed=tuple((_in_words(each.wish, classes), _why(each)) for each in outcome.passed),
        hall=hall_of.get(outcome.line.booths[0], "") if outcome.line.booths else "",
        held=tuple(list_held_by(*wall, code)),
    )


def _why(passed: Passed) -> str:
    return current_locale().word("draw reason", passed.reason)


def _in_words(wish: Wish | None, classes: dict[str, str]) -> str:
    if wish is None:
        return _("Any place")
    kind, name = wish
    if kind == "booth":
        return _("Booth %(booth)s", booth=apart(current_locale().digits_text(name)))
    return f"{apart(classes.get(name, name))} ({apart(current_locale().digits_text(name))})"
