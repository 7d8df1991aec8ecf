"""A rehearsal of the draw: other rules tried beside those that stand, on seeds that can never be the real one."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.allocation.what_if import TRIALS
from fairapp.domain.errors import FairError
from fairapp.domain.floor_plan import SERVICES
from fairapp.queries.crafts import list_crafts
from fairapp.queries.draws import find_draw
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.family_traits import FIRST, list_traits
from fairapp.services.draw_settings import set_draw_settings
from fairapp.services.draws import check_ready
from fairapp.services.rehearsals import Comparison, TriedRules, compare_rules, tried_snapshot
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.draw_rules import read_rules, rules_shown
from fairapp.web.errors import status_of
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.rehearsal_shown import section, whole, wish_lines

blueprint = Blueprint("rehearsals", __name__)
STREAM = "application/x-ndjson"
TOLD_EVERY = 5
"""Trials between two lines of progress."""


@blueprint.get("")
@allowed("organiser", "reviewer")
def show(edition: str) -> ResponseReturnValue:
    """The rules as they stand, in a form to try others."""
    return _page(_edition(edition))


@blueprint.post("")
@allowed("organiser", "reviewer")
def compare(edition: str) -> ResponseReturnValue:
    """Both sides drawn with every trial seed: a page, or for the script lines of progress and the outcome last."""
    row = _edition(edition)
    try:
        snapshot = check_ready(row.organisation_id, row.id)
        tried = tried_snapshot(snapshot, _read_tried())
        steps = compare_rules(snapshot, tried, list_traits(row.organisation_id, row.id))
    except FairError as error:
        return _page(row, error=error)
    if request.accept_mimetypes.best == STREAM:
        return Response(stream_with_context(_lines(row, steps)), mimetype=STREAM)
    *_before, last = steps
    return _page(row, outlook=_shown(row, last))


@blueprint.post("/rules")
@allowed("organiser")
def keep(edition: str) -> ResponseReturnValue:
    """Keep the order, roster and ceilings that were tried."""
    row = _edition(edition)
    try:
        rules = read_rules(request.form)
        set_draw_settings(current_actor(), row.id, order=rules.order, roster=rules.roster, ceilings=rules.ceilings)
    except FairError as error:
        return _page(row, error=error)
    flash(_("Saved."))
    return redirect(url_for("draws.show", edition=edition))


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _read_tried() -> TriedRules:
    rules = read_rules(request.form)
    services: dict[str, list[str]] = {}
    for ticked in request.form.getlist("services"):
        kind, _space, service = ticked.rpartition(" ")
        services.setdefault(kind, []).append(service)
    return TriedRules(
        order=rules.order,
        roster=rules.roster,
        ceilings=rules.ceilings,
        services=services,
        tiers="tiers" in request.form,
    )


def _page(
    row: EditionRow, *, outlook: dict[str, object] | None = None, error: FairError | None = None
) -> ResponseReturnValue:
    typed = request.form if request.method == "POST" else None
    classes: list[dict[str, Any]] = []
    obstacle: FairError | None = None
    try:
        classes = check_ready(row.organisation_id, row.id)["classes"]
    except FairError as found:
        obstacle, error = found, None
    ticked = {f"{kind['class']} {service}" for kind in classes for service in kind["services"]}
    page = render_template(
        "draws/rehearsal.html",
        edition=row,
        obstacle=obstacle,
        error=error,
        typed={} if typed is None else typed,
        trials=TRIALS,
        classes=[kind["class"] for kind in classes],
        services=SERVICES,
        ticked=ticked if typed is None else set(typed.getlist("services")),
        tiers=typed is None or "tiers" in typed,
        committed=find_draw(row.organisation_id, row.id) is not None,
        **rules_shown(row, typed),
        **(outlook or {"sections": None}),
    )
    refused = obstacle or error
    return page, 200 if refused is None else status_of(refused)


def _lines(row: EditionRow, steps: Iterator[Comparison]) -> Iterator[str]:
    for step in steps:
        if step.done == step.trials:
            page = render_template("draws/_outlook.html", **_shown(row, step))
            yield json.dumps({"done": step.done, "trials": step.trials, "page": page}) + "\n"
        elif step.done % TOLD_EVERY == 0:
            yield json.dumps({"done": step.done, "trials": step.trials}) + "\n"


def _shown(row: EditionRow, comparison: Comparison) -> dict[str, object]:
    crafts = {craft.code: craft.name(current_locale().language) for craft in list_crafts(row.organisation_id)}
    found = (
        section(comparison, "craft", _("Craft"), lambda code: crafts.get(code, code)),
        section(comparison, "group", _("Group"), str),
        section(comparison, "region", _("Region"), str),
        section(
            comparison, "times", _("First time or again"),
            lambda times: _("For the first time") if times == FIRST else _("Has held a booth before"),
        ),
    )  # fmt: skip
    return {
        "sections": [one for one in found if one is not None],
        "all": whole(comparison),
        "wishes": wish_lines(comparison),
        "done": comparison.done,
    }
