"""The plan of an edition: halls from a sentence, looked at before they are kept, then published."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.domain.floor_plan import draw_halls
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.floor_plan import find_plan, list_booths, list_classes, list_gates, list_halls, list_held_booths
from fairapp.queries.former_numbers import find_by_number
from fairapp.queries.hall_features import list_features
from fairapp.queries.plan_versions import compare_plans, find_published
from fairapp.services.floor_plan import add_gate, draw_plan, publish_plan
from fairapp.services.plan_restoring import restore_published
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.downloads import list_file
from fairapp.web.errors import status_of
from fairapp.web.locale import gettext as _
from fairapp.web.plan_drawing import DrawnHall, drawn_from_rows, drawn_from_sentence
from fairapp.web.typed import plain

blueprint = Blueprint("floor_plan", __name__)


@blueprint.get("")
@allowed("organiser", "marshal", "reviewer")
def show(edition: str) -> ResponseReturnValue:
    """The halls, the sentence, the classes and gates."""
    return _page(get_edition(current_account().organisation_id, edition), None, None, [])


@blueprint.post("/preview")
@allowed("organiser")
def preview(edition: str) -> ResponseReturnValue:
    """What the sentence would draw. Nothing is kept."""
    row = get_edition(current_account().organisation_id, edition)
    sentence = request.form.get("sentence", "")
    try:
        drawn = drawn_from_sentence(draw_halls(sentence))
    except FairError as error:
        return _page(row, sentence, error, [])
    return _page(row, sentence, None, drawn)


@blueprint.post("")
@allowed("organiser")
def draw(edition: str) -> ResponseReturnValue:
    """Keep what the sentence draws, as a draft."""
    row = get_edition(current_account().organisation_id, edition)
    sentence = request.form.get("sentence", "")
    try:
        draw_plan(current_actor(), row.id, sentence)
    except FairError as error:
        return _page(row, sentence, error, [])
    flash(_("The plan is kept as a draft."))
    return redirect(url_for("floor_plan.show", edition=edition))


@blueprint.post("/publication")
@allowed("organiser")
def publish(edition: str) -> ResponseReturnValue:
    """Let families choose from it."""
    row = get_edition(current_account().organisation_id, edition)
    try:
        publish_plan(current_actor(), row.id)
    except FairError as error:
        return _page(row, None, error, [])
    flash(_("The plan is published."))
    return redirect(url_for("floor_plan.show", edition=edition))


@blueprint.post("/restoration")
@allowed("organiser")
def restore(edition: str) -> ResponseReturnValue:
    """Give the draft up."""
    row = get_edition(current_account().organisation_id, edition)
    try:
        restore_published(current_actor(), row.id)
    except FairError as error:
        return _page(row, None, error, [])
    flash(_("The draft is given up; the plan is as it was published."))
    return redirect(url_for("floor_plan.show", edition=edition))


@blueprint.post("/gates")
@allowed("organiser")
def create_gate(edition: str) -> ResponseReturnValue:
    """A way in or out at which people are counted."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        add_gate(
            current_actor(),
            row.id,
            code=typed.get("code", ""),
            name=typed.get("name", ""),
            hall_code=typed.get("hall") or None,
        )
    except FairError as error:
        return _page(row, None, error, [], typed.to_dict())
    flash(_("Saved."))
    return redirect(url_for("floor_plan.show", edition=edition) + "#gates")


@blueprint.get("/booths.<any(csv, xlsx):kind>")
@allowed("organiser", "marshal", "reviewer")
def booths(edition: str, kind: str) -> ResponseReturnValue:
    """The plan as a list."""
    row = get_edition(current_account().organisation_id, edition)
    columns = [_("Booth"), _("Hall"), _("Booth class"), _("Exhibitor")]
    rows = [(b.booth, b.hall, b.booth_class, b.exhibitor) for b in list_held_booths(row.organisation_id, row.id)]
    return list_file(kind, f"booths-{row.slug}", _("Booths"), columns, rows)


def _page(
    row: EditionRow,
    sentence: str | None,
    error: FairError | None,
    previewed: list[DrawnHall],
    typed: dict[str, str] | None = None,
) -> ResponseReturnValue:
    mine = row.organisation_id, row.id
    plan, halls, classes = find_plan(*mine), list_halls(*mine), list_classes(*mine)
    live = find_published(*mine)
    asked = plain(request.args, "booth").upper()
    found = find_by_number(*mine, asked) if asked else []
    holders = {held.booth: held.exhibitor for held in list_held_booths(*mine) if held.exhibitor}
    page = render_template(
        "floor_plan/show.html",
        edition=row,
        plan=plan,
        halls=halls,
        classes=classes,
        gates=list_gates(*mine),
        drawn=drawn_from_rows(halls, list_booths(*mine), classes, holders, list_features(*mine)),
        asked=asked,
        found=found,
        holders=holders,
        held=len(holders),
        live=live,
        differs=compare_plans(*mine, live) if live and plan and not plan.published_at else None,
        previewed=previewed,
        sentence=sentence if sentence is not None else plan.sentence if plan else "",
        typed=typed or {},
        error=error,
    )
    return page, 200 if error is None else status_of(error)
