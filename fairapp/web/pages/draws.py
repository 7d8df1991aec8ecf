"""The draw, for the people who hold it: settings, commit, digits, result with names, minutes, slips."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotFound
from fairapp.domain.exhibitors import search_key
from fairapp.printing.minutes import DrawMinutes, minutes_pdf
from fairapp.queries.allocations import list_class_counts
from fairapp.queries.draws import (
    DrawRow,
    DrawTexts,
    ResultRow,
    figures_of,
    find_draw,
    get_texts,
    list_draws,
    list_names,
)
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.locks import list_locks
from fairapp.queries.organisations import get_organisation
from fairapp.services.clock import now
from fairapp.services.draw_settings import set_draw_settings
from fairapp.services.draw_slips import draw_slips_pdf
from fairapp.services.draws import check_ready, commit_draw, run_draw, withdraw_draw
from fairapp.services.family_slips import now_given
from fairapp.web.access import allowed, current_account, current_actor, may
from fairapp.web.draw_rules import read_rules, rules_shown
from fairapp.web.errors import status_of
from fairapp.web.family_links import family_addresses
from fairapp.web.files import fonts_folder, pdf_file, table_file
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.paging import PER_PAGE, paging
from fairapp.web.typed import find_whole, get_moment

blueprint = Blueprint("draws", __name__)


@dataclass(frozen=True, kw_only=True)
class NamedLine:
    """A line of the result with the family's name, for staff."""

    line: ResultRow
    name: str


@blueprint.get("")
@allowed("organiser", "reviewer")
def show(edition: str) -> ResponseReturnValue:
    """Where the draw stands, and the next thing to do."""
    return _page(_edition(edition), {}, None)


@blueprint.post("")
@allowed("organiser")
def commit(edition: str) -> ResponseReturnValue:
    """Freeze the list and publish its imprint."""
    row, typed = _edition(edition), request.form
    try:
        seed_at = get_moment(typed, "seed_at", row.time_zone)
        commit_draw(current_actor(), row.id, seed_source=typed.get("seed_source", ""), seed_at=seed_at)
    except FairError as error:
        return _page(row, typed.to_dict(), error)
    flash(_("The list is frozen. Publish its imprint and hold the draw at the announced hour."))
    return redirect(url_for("draws.show", edition=edition))


@blueprint.post("/result")
@allowed("organiser")
def hold(edition: str) -> ResponseReturnValue:
    """Draw with the digits of the ceremony."""
    row, typed = _edition(edition), request.form
    try:
        run_draw(current_actor(), row.id, digits=typed.get("digits", "").strip())
    except FairError as error:
        return _page(row, typed.to_dict(), error)
    flash(_("The draw is done. Every booth is offered."))
    return redirect(url_for("draws.show", edition=edition))


@blueprint.post("/withdrawal")
@allowed("organiser")
def withdraw(edition: str) -> ResponseReturnValue:
    """Take the commit back, with a reason that stays public."""
    row, typed = _edition(edition), request.form
    try:
        withdraw_draw(current_actor(), row.id, typed.get("reason", ""))
    except FairError as error:
        return _page(row, typed.to_dict(), error)
    flash(_("The draw was withdrawn. Plan and requests can change again."))
    return redirect(url_for("draws.show", edition=edition))


@blueprint.post("/settings")
@allowed("organiser")
def configure(edition: str) -> ResponseReturnValue:
    """Order, roster, ceilings and the time for objections, all at once."""
    row, typed = _edition(edition), request.form
    try:
        rules, hours = read_rules(typed), find_whole(typed, "dispute_hours")
        set_draw_settings(
            current_actor(), row.id, order=rules.order, roster=rules.roster, ceilings=rules.ceilings,
            dispute_hours=hours,
        )  # fmt: skip
    except FairError as error:
        return _page(row, typed.to_dict(), error)
    flash(_("Saved."))
    return redirect(url_for("draws.show", edition=edition))


@blueprint.get("/minutes.pdf")
@allowed("organiser", "reviewer")
def minutes(edition: str) -> ResponseReturnValue:
    """The minutes to sign in the room."""
    row = _edition(edition)
    current = find_draw(row.organisation_id, row.id)
    if current is None:
        raise NotFound("unknown-draw")
    figures = get_texts(row.organisation_id, current.id).figures
    paper = DrawMinutes(
        organisation=get_organisation(row.organisation_id).name,
        edition=row.name,
        place=row.place,
        zone=ZoneInfo(row.time_zone),
        committed_at=current.committed_at,
        snapshot_sha256=current.snapshot_sha256,
        seed_source=current.seed_source,
        seed_at=current.seed_at,
        digits=current.digits,
        seed=current.seed,
        drawn_at=current.drawn_at,
        result_sha256=current.result_sha256,
        requests=figures.requests,
        booths=figures.booths,
        locked=figures.locked,
        allocated=figures.allocated,
        waiting=figures.waiting,
        signatories=("", "", "", ""),
    )
    return pdf_file(f"{row.slug}-minutes", minutes_pdf(paper, current_locale(), fonts_folder()))


@blueprint.get("/slips.pdf")
@allowed("organiser", "reviewer")
def slips(edition: str) -> ResponseReturnValue:
    """A slip for every family, with names, to hand out; of those that match the search."""
    row = _edition(edition)
    current = find_draw(row.organisation_id, row.id)
    if current is None:
        raise NotFound("unknown-draw")
    texts = get_texts(row.organisation_id, current.id)
    found = _named_lines(row, texts, request.args.get("q", "").strip())
    organisation = get_organisation(row.organisation_id)
    content = draw_slips_pdf(
        row,
        organisation,
        texts,
        [one.line.code for one in found],
        current_locale(),
        names={one.line.code: one.name for one in found},
        address=settings().base_url + url_for("public_draws.show", organisation=organisation.slug, edition=edition),
        secrets=family_addresses(row, [one.line.code for one in found]) if may("organiser") else {},
        given=now_given(row.organisation_id, row.id),
        fonts_folder=fonts_folder(),
    )
    return pdf_file(f"{row.slug}-slips", content)


@blueprint.get("/result.<kind>")
@allowed("organiser", "reviewer")
def export(edition: str, kind: str) -> ResponseReturnValue:
    """The result by turn with names, as XLSX or CSV."""
    row = _edition(edition)
    current = find_draw(row.organisation_id, row.id)
    if current is None:
        raise NotFound("unknown-draw")
    columns = [_("Turn"), _("Code"), _("Exhibitor"), _("Booth"), _("Wish"), _("Place in the list")]
    cells = [
        (
            one.line.rank or None,
            one.line.code,
            one.name,
            " ".join(one.line.booths),
            current_locale().word("wish", one.line.choice) if isinstance(one.line.choice, str) else one.line.choice,
            one.line.waiting_place,
        )
        for one in _named_lines(row, get_texts(row.organisation_id, current.id), request.args.get("q", "").strip())
    ]
    return table_file(kind, f"{row.slug}-draw", _("Draw"), columns, cells)


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _page(row: EditionRow, typed: dict[str, str], error: FairError | None) -> ResponseReturnValue:
    current = find_draw(row.organisation_id, row.id)
    told = {
        "edition": row,
        "organisation": get_organisation(row.organisation_id),
        "draw": current,
        "withdrawn": [draw for draw in list_draws(row.organisation_id, row.id) if draw.withdrawn_at],
        "zone": row.time_zone,
        "typed": typed,
        "error": error,
    }
    if current is None:
        page = render_template("draws/prepare.html", **told, **_prospect(row))
    elif current.drawn_at is None:
        figures = get_texts(row.organisation_id, current.id).figures
        page = render_template("draws/committed.html", **told, figures=figures, due=now() >= current.seed_at)
    else:
        page = render_template("draws/drawn.html", **told, **_result(row, current))
    return page, 200 if error is None else status_of(error)


def _prospect(row: EditionRow) -> dict[str, object]:
    """What a draw would be held over now, or why none can be; and the settings it would be held under."""
    typed = request.form if "order" in request.form else None
    told = rules_shown(row, typed) | {"locks": len(list_locks(row.organisation_id, row.id))}
    try:
        return told | {"figures": figures_of(check_ready(row.organisation_id, row.id)), "obstacle": None}
    except FairError as obstacle:
        return told | {"figures": None, "obstacle": obstacle}


def _named_lines(row: EditionRow, texts: DrawTexts, wanted: str) -> list[NamedLine]:
    """The lines that match a name (hamza-blind), a code or a booth; all of them without ``wanted``."""
    names = list_names(row.organisation_id, row.id)
    key = search_key(wanted)
    return [
        NamedLine(line=line, name=names[line.code][0])
        for line in texts.lines()
        if not wanted or (key and key in names[line.code][1]) or wanted.upper() in (line.code, *line.booths)
    ]


def _result(row: EditionRow, drawn: DrawRow) -> dict[str, object]:
    wanted = request.args.get("q", "").strip()
    texts = get_texts(row.organisation_id, drawn.id)
    lines = _named_lines(row, texts, wanted)
    where = paging(len(lines))
    return {
        "figures": texts.figures,
        "classes": list_class_counts(row.organisation_id, row.id),
        "lines": lines[where.offset : where.offset + PER_PAGE],
        "paging": where,
        "wanted": wanted,
    }
