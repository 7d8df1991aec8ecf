"""Badges: issue, find, print all or one, replace a lost one."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.queries.badges import count_badges, count_without_badge, get_badge, list_badges
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.services.badge_sheets import badge_sheets_pdf
from fairapp.services.badges import issue_badges, replace_badge
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.files import fonts_folder, pdf_file, table_file
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale, ngettext
from fairapp.web.locale import gettext as _
from fairapp.web.paging import PER_PAGE, paging

blueprint = Blueprint("badges", __name__)


@blueprint.get("")
@allowed("organiser", "marshal")
def index(edition: str) -> ResponseReturnValue:
    """The current badges by name."""
    row = _edition(edition)
    wall, text = (row.organisation_id, row.id), request.args.get("q", "").strip()
    where = paging(count_badges(*wall, text))
    return render_template(
        "badges/index.html",
        edition=row,
        badges=list_badges(*wall, text, offset=where.offset, limit=PER_PAGE),
        missing=count_without_badge(*wall),
        total=count_badges(*wall),
        paging=where,
        wanted=text,
    )


@blueprint.post("")
@allowed("organiser")
def issue(edition: str) -> ResponseReturnValue:
    """A badge for everyone who holds a booth and has none."""
    number = issue_badges(current_actor(), _edition(edition).id)
    flash(ngettext("%(num)s badge was issued.", "%(num)s badges were issued.", number))
    return redirect(url_for("badges.index", edition=edition))


@blueprint.post("/<uuid:badge_id>/replacement")
@allowed("organiser", "marshal")
def replace(edition: str, badge_id: uuid.UUID) -> ResponseReturnValue:
    """A new code for a lost card."""
    replace_badge(current_actor(), _edition(edition).id, badge_id)
    flash(_("A new badge was issued. The old one still opens the stall's page."))
    return redirect(url_for("badges.index", edition=edition, q=request.args.get("q") or None))


@blueprint.get("/badges.pdf")
@allowed("organiser", "marshal")
def sheets(edition: str) -> ResponseReturnValue:
    """All badges that match the search, four to an A4 sheet; ``?size=a6`` one to a page."""
    row = _edition(edition)
    badges = list_badges(row.organisation_id, row.id, request.args.get("q", "").strip())
    content = badge_sheets_pdf(
        row, badges, current_locale(), host=settings().badge_host, fonts_folder=fonts_folder(),
        four=request.args.get("size") != "a6",
    )  # fmt: skip
    return pdf_file(f"{row.slug}-badges", content)


@blueprint.get("/<uuid:badge_id>.pdf")
@allowed("organiser", "marshal")
def one(edition: str, badge_id: uuid.UUID) -> ResponseReturnValue:
    """One card on its own page."""
    row = _edition(edition)
    badge = get_badge(row.organisation_id, row.id, badge_id)
    content = badge_sheets_pdf(
        row, [badge], current_locale(), host=settings().badge_host, fonts_folder=fonts_folder(), four=False
    )
    return pdf_file(f"{row.slug}-{badge.code}", content)


@blueprint.get("/list.<kind>")
@allowed("organiser", "marshal")
def export(edition: str, kind: str) -> ResponseReturnValue:
    """The list as XLSX or CSV, as it is searched."""
    row = _edition(edition)
    columns = [_("Exhibitor"), _("Craft"), _("Hall"), _("Booth"), _("Code of the badge")]
    cells = [
        (
            badge.exhibitor,
            badge.craft.get(current_locale().language),
            " · ".join(place.hall for place in badge.places),
            " ".join(number for place in badge.places for number in place.booths),
            badge.code,
        )
        for badge in list_badges(row.organisation_id, row.id, request.args.get("q", "").strip())
    ]
    return table_file(kind, f"{row.slug}-badges", _("Badges"), columns, cells)


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)
