"""An edition: made, looked at, corrected, copied into the next one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.i18n.territories import list_time_zones, usual_currency, usual_time_zone
from fairapp.queries.edition_life import get_life
from fairapp.queries.editions import EditionRow, get_edition, list_editions, list_sessions
from fairapp.queries.organisations import get_organisation
from fairapp.services.clock import now
from fairapp.services.edition_copy import copy_edition
from fairapp.services.editions import create_edition, edit_edition
from fairapp.services.stall_checks import set_check_rules
from fairapp.web.access import allowed, current_account, current_actor, may
from fairapp.web.edition_line import list_due, steps_of
from fairapp.web.errors import status_of
from fairapp.web.locale import gettext as _
from fairapp.web.typed import find_date, get_date, get_whole

blueprint = Blueprint("editions", __name__)


@blueprint.get("/new")
@allowed("organiser")
def new() -> ResponseReturnValue:
    """The form; currency and time zone begin as the country's."""
    return _new_form({}, None)


@blueprint.post("")
@allowed("organiser")
def create() -> ResponseReturnValue:
    """Make the edition."""
    typed = request.form
    try:
        create_edition(
            current_actor(),
            fair=typed.get("fair", ""),
            slug=typed.get("slug", ""),
            name=typed.get("name", ""),
            place=typed.get("place", ""),
            starts_on=get_date(typed, "starts_on"),
            ends_on=find_date(typed, "ends_on"),
            time_zone=typed.get("time_zone", ""),
            currency=typed.get("currency", ""),
        )
    except FairError as error:
        return _new_form(typed.to_dict(), error)
    flash(_("The edition is there. Next: its days, and its plan."))
    return redirect(url_for("editions.show", edition=typed["slug"].strip().lower()))


@blueprint.get("/<edition>")
@allowed("organiser", "marshal", "reviewer")
def show(edition: str) -> ResponseReturnValue:
    """The edition's life as one line, and what is due."""
    row = get_edition(current_account().organisation_id, edition)
    life = get_life(row.organisation_id, row)
    sessions = list_sessions(row.organisation_id, row.id)
    return render_template(
        "editions/show.html",
        edition=row,
        organisation=get_organisation(row.organisation_id),
        life=life,
        steps=steps_of(row, life, now()),
        due=list_due(row, life, sessions, now()) if may("organiser") else [],
        sessions=sessions,
    )


@blueprint.get("/<edition>/settings")
@allowed("organiser")
def settings(edition: str) -> ResponseReturnValue:
    """What is said of the edition, and the copy of it."""
    return _settings_form(get_edition(current_account().organisation_id, edition), {}, None)


@blueprint.post("/<edition>/settings")
@allowed("organiser")
def save(edition: str) -> ResponseReturnValue:
    """Correct it."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        edit_edition(
            current_actor(),
            row.id,
            name=typed.get("name", ""),
            place=typed.get("place", ""),
            starts_on=get_date(typed, "starts_on"),
            ends_on=find_date(typed, "ends_on"),
        )
    except FairError as error:
        return _settings_form(row, typed.to_dict(), error)
    flash(_("Saved."))
    return redirect(url_for("editions.show", edition=edition))


@blueprint.post("/<edition>/settings/checks")
@allowed("organiser")
def save_checks(edition: str) -> ResponseReturnValue:
    """How far sums may differ, and how many stalls are drawn for a check."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        set_check_rules(
            current_actor(),
            row.id,
            tolerance_percent=get_whole(typed, "tolerance_percent"),
            tolerance_units=get_whole(typed, "tolerance_units"),
            check_percent=get_whole(typed, "check_percent"),
        )
    except FairError as error:
        return _settings_form(row, typed.to_dict(), error)
    flash(_("Saved."))
    return redirect(url_for("editions.settings", edition=edition))


@blueprint.post("/<edition>/copy")
@allowed("organiser")
def copy(edition: str) -> ResponseReturnValue:
    """The next edition: halls, classes, gates and settings, never families, requests or sales."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        copy_edition(
            current_actor(),
            row.id,
            slug=typed.get("copy_slug", ""),
            name=typed.get("copy_name", ""),
            starts_on=get_date(typed, "copy_starts_on"),
            ends_on=find_date(typed, "copy_ends_on"),
        )
    except FairError as error:
        return _settings_form(row, typed.to_dict(), error)
    flash(_("The edition is there. Next: its days, and its plan."))
    return redirect(url_for("editions.show", edition=typed["copy_slug"].strip().lower()))


def _new_form(typed: dict[str, str], error: FairError | None) -> ResponseReturnValue:
    organisation = get_organisation(current_account().organisation_id)
    fairs = {edition.fair_name for edition in list_editions(organisation.organisation_id)}
    page = render_template(
        "editions/new.html",
        typed=typed,
        error=error,
        fairs=sorted(fairs),
        zones=list_time_zones(),
        currency=usual_currency(organisation.country),
        time_zone=usual_time_zone(organisation.country),
    )
    return page, 200 if error is None else status_of(error)


def _settings_form(row: EditionRow, typed: dict[str, str], error: FairError | None) -> ResponseReturnValue:
    page = render_template("editions/settings.html", edition=row, typed=typed, error=error)
    return page, 200 if error is None else status_of(error)
