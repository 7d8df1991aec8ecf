"""What is settled before a draw: order, roster, ceilings, locked booths."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from fairapp.domain.errors import FairError, Refused
from fairapp.queries.crafts import list_crafts
from fairapp.queries.draw_rules import list_groups, list_locks
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.floor_plan import list_halls
from fairapp.services.draw_rules import EVERYWHERE, CeilingRule, lock_booth, set_draw_rules, unlock_booth
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.typed import plain

blueprint = Blueprint("draw_rules", __name__)
SPARE_ROWS = 3
SEPARATORS = re.compile(r"[,،;؛\s]+")


@blueprint.get("")
@allowed("organiser", "reviewer")
def show(edition: str) -> ResponseReturnValue:
    """The rules as they stand, and the forms that change them."""
    return _page(_edition(edition), None, MultiDict())


@blueprint.post("")
@allowed("organiser")
def set_rules(edition: str) -> ResponseReturnValue:
    """Replace order, roster and ceilings."""
    row = _edition(edition)
    try:
        set_draw_rules(
            current_actor(),
            row.id,
            order=request.form.get("order", ""),
            roster=[word for word in SEPARATORS.split(request.form.get("roster", "")) if word],
            ceilings=_typed_ceilings(request.form),
        )
    except FairError as error:
        return _page(row, error, request.form)
    flash(_("Saved."))
    return redirect(url_for("draw_rules.show", edition=edition))


@blueprint.post("/locks")
@allowed("organiser")
def lock(edition: str) -> ResponseReturnValue:
    """Lock a booth for a request."""
    row, typed = _edition(edition), request.form
    try:
        lock_booth(
            current_actor(),
            row.id,
            code=typed.get("code", ""),
            booth=typed.get("booth", ""),
            reason=typed.get("reason", ""),
        )
    except FairError as error:
        return _page(row, error, typed)
    flash(_("Saved."))
    return redirect(url_for("draw_rules.show", edition=edition))


@blueprint.post("/locks/<booth>/end")
@allowed("organiser")
def unlock(edition: str, booth: str) -> ResponseReturnValue:
    """Give a locked booth back to the draw."""
    unlock_booth(current_actor(), _edition(edition).id, booth=booth)
    flash(_("Saved."))
    return redirect(url_for("draw_rules.show", edition=edition))


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _typed_ceilings(typed: MultiDict[str, str]) -> list[CeilingRule]:
    """The rows with a number in them; a row emptied of its number is a ceiling lifted."""
    rules = []
    rows = zip(typed.getlist("hall"), typed.getlist("craft"), typed.getlist("most"), strict=False)
    for hall, craft, most in rows:
        number = plain({"most": most}, "most")
        if number:
            if not number.isdigit() or len(number) > 6:
                raise Refused("ceiling-unreadable", craft=craft)
            rules.append(CeilingRule(hall=hall, craft=craft, most=int(number)))
    return rules


def _page(row: EditionRow, error: FairError | None, typed: MultiDict[str, str]) -> ResponseReturnValue:
    wall = row.organisation_id, row.id
    settings = row.draw_settings
    ceilings = [(rule["hall"], rule["craft"], rule["max"]) for rule in settings.get("ceilings", [])]
    if "most" in typed:
        ceilings = list(zip(typed.getlist("hall"), typed.getlist("craft"), typed.getlist("most"), strict=False))
    page = render_template(
        "draw_rules/show.html",
        edition=row,
        error=error,
        typed=typed,
        order=typed.get("order") or settings.get("order", "draw"),
        roster=typed.get("roster") or " ".join(settings.get("roster", [])),
        ceilings=[*ceilings, *[(EVERYWHERE, "", "")] * SPARE_ROWS],
        halls=[(EVERYWHERE, _("Whole edition")), *((hall.code, hall.name) for hall in list_halls(*wall))],
        crafts=[(craft.code, craft.names[current_locale().language]) for craft in list_crafts(row.organisation_id)],
        groups=list_groups(*wall),
        locks=list_locks(*wall),
    )
    return page, 200 if error is None else status_of(error)
