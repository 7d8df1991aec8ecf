"""Appeals: facts put right after the draw, and what the same seed would have given with them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.queries.draws import find_draw, list_names
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.moves import list_corrections
from fairapp.services.corrections import FACTS, correct_fact, redraw_with_corrections
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _

blueprint = Blueprint("appeals", __name__)


@blueprint.get("")
@allowed("organiser", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """What was corrected, and the rehearsal with the same seed."""
    return _page(_edition(edition), None)


@blueprint.post("")
@allowed("organiser")
def correct(edition: str) -> ResponseReturnValue:
    """Put a fact right."""
    row, typed = _edition(edition), request.form
    try:
        correct_fact(
            current_actor(), row.id, code=typed.get("code", ""), fact=typed.get("fact", ""),
            value=typed.get("value", ""), reason=typed.get("reason", ""),
        )  # fmt: skip
    except FairError as error:
        return _page(row, error)
    flash(_("The correction is on record. Below stands what the same seed would have given."))
    return redirect(url_for("appeals.index", edition=edition))


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(value) if isinstance(value, list) else str(value)


def _page(row: EditionRow, error: FairError | None) -> ResponseReturnValue:
    wall = row.organisation_id, row.id
    draw = find_draw(*wall)
    corrections = list_corrections(*wall)
    page = render_template(
        "appeals/index.html",
        edition=row,
        drawn=draw is not None and draw.drawn_at is not None,
        corrections=corrections,
        changed=redraw_with_corrections(*wall) if corrections else [],
        facts=[(fact, current_locale().word("fact", fact)) for fact in FACTS],
        names={code: name for code, (name, _key) in list_names(*wall).items()},
        said=_said,
        typed=request.form.to_dict(),
        error=error,
    )
    return page, 200 if error is None else status_of(error)
