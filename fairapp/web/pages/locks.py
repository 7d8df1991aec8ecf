"""Booths fixed for a family before the draw."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.locks import list_locks
from fairapp.services.locks import lock_booth, unlock_booth
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import gettext as _

blueprint = Blueprint("locks", __name__)


@blueprint.get("")
@allowed("organiser", "reviewer")
def show(edition: str) -> ResponseReturnValue:
    """The locked booths, and the form for one more."""
    return _page(_edition(edition), {}, None)


@blueprint.post("")
@allowed("organiser")
def create(edition: str) -> ResponseReturnValue:
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
        return _page(row, typed.to_dict(), error)
    flash(_("Saved."))
    return redirect(url_for("locks.show", edition=edition))


@blueprint.post("/<booth>/end")
@allowed("organiser")
def end(edition: str, booth: str) -> ResponseReturnValue:
    """Give a locked booth back to the draw."""
    unlock_booth(current_actor(), _edition(edition).id, booth=booth)
    flash(_("Saved."))
    return redirect(url_for("locks.show", edition=edition))


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _page(row: EditionRow, typed: dict[str, str], error: FairError | None) -> ResponseReturnValue:
    page = render_template(
        "locks/show.html", edition=row, typed=typed, error=error, locks=list_locks(row.organisation_id, row.id)
    )
    return page, 200 if error is None else status_of(error)
