"""The published results of an edition, for anyone: the last revision, and what each changed. No family's figures."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from fairapp.printing.press import press_sentences
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.organisations import get_organisation_by_slug
from fairapp.queries.publications import get_publication, list_publications
from fairapp.web.access import public
from fairapp.web.files import published_file
from fairapp.web.locale import current_locale

blueprint = Blueprint("public_results", __name__)


@blueprint.get("")
@public
def show(organisation: str, edition: str) -> ResponseReturnValue:
    """What the chamber stands behind; before anything is published, that nothing is."""
    row = _edition(organisation, edition)
    published = list_publications(row.organisation_id, row.id)
    last = published[0] if published else None
    press = () if last is None else press_sentences(
        current_locale(), last.headlines, exhibitors=last.figures.reporting, days=last.figures.days
    )  # fmt: skip
    return render_template(
        "results/public.html",
        edition_row=row,
        organisation=organisation,
        published=published,
        last=last,
        press=press,
    )


@blueprint.get("/<int:revision>.json")
@public
def document(organisation: str, edition: str, revision: int) -> ResponseReturnValue:
    """A revision byte for byte: its SHA-256 is the published imprint."""
    row = _edition(organisation, edition)
    found = get_publication(row.organisation_id, row.id, revision)
    return published_file(f"{row.slug}-results-{revision}.json", found.document)


def _edition(organisation: str, edition: str) -> EditionRow:
    g.organisation = get_organisation_by_slug(organisation)
    return get_edition(g.organisation.organisation_id, edition)
