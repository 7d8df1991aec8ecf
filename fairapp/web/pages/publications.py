"""Publishing the results: what would be published now, what was, and where they differ."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.domain.publications import changed_figures
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.organisations import get_organisation
from fairapp.queries.publications import figures_of, list_publications
from fairapp.queries.results import get_totals
from fairapp.services.clock import now
from fairapp.services.publications import publish_results
from fairapp.services.results_report import missing_sentences
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _

blueprint = Blueprint("publications", __name__)


@blueprint.get("")
@allowed("organiser", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """Every revision, what has changed since the last, and the button that publishes."""
    return _page(get_edition(current_account().organisation_id, edition), None)


@blueprint.post("")
@allowed("organiser", "reviewer")
def create(edition: str) -> ResponseReturnValue:
    """Publish the figures as they are now."""
    row = get_edition(current_account().organisation_id, edition)
    try:
        publish_results(current_actor(), row.id, reason=request.form.get("reason", ""))
    except FairError as error:
        return _page(row, error)
    flash(_("The results are published. What changes from now on is shown as a revision."))
    return redirect(url_for("publications.index", edition=edition))


def _page(row: EditionRow, error: FairError | None) -> ResponseReturnValue:
    wall = row.organisation_id, row.id
    published, totals = list_publications(*wall), get_totals(*wall, at=now())
    changed = changed_figures(published[0].figures, figures_of(totals)) if published else []
    page = render_template(
        "results/publications.html",
        edition=row,
        organisation=get_organisation(row.organisation_id).slug,
        published=published,
        changed=changed,
        totals=totals,
        missing=list(missing_sentences(totals, current_locale())),
        typed=request.form.to_dict(),
        error=error,
    )
    return page, 200 if error is None else status_of(error)
