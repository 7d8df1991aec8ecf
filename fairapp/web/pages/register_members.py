"""The people of a household or cooperative in the register."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.queries.register import get_exhibitor, list_members, list_past_editions
from fairapp.services.register import add_member, remove_member
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.crafts import craft_names
from fairapp.web.errors import status_of
from fairapp.web.forms import settings
from fairapp.web.locale import gettext as _

blueprint = Blueprint("register_members", __name__)
WOMAN = {"yes": True, "no": False}


@blueprint.post("")
@allowed("organiser")
def create(exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """Add a member."""
    typed = request.form.to_dict()
    try:
        add_member(
            current_actor(),
            exhibitor_id,
            name=typed.get("name", ""),
            phone=typed.get("phone", ""),
            national_number=typed.get("national_number", ""),
            woman=WOMAN.get(typed.get("woman", "")),
            person_key=settings().person_key,
        )
    except FairError as error:
        return _again(exhibitor_id, typed, error), status_of(error)
    flash(_("Saved."))
    return redirect(url_for("register.show", exhibitor_id=exhibitor_id, _anchor="members"))


@blueprint.post("/<uuid:member_id>/removal")
@allowed("organiser")
def remove(exhibitor_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Take a member off."""
    remove_member(current_actor(), exhibitor_id, member_id)
    flash(_("Saved."))
    return redirect(url_for("register.show", exhibitor_id=exhibitor_id, _anchor="members"))


def _again(exhibitor_id: uuid.UUID, typed: dict[str, str], error: FairError) -> str:
    organisation_id = current_account().organisation_id
    return render_template(
        "register/show.html",
        exhibitor=get_exhibitor(organisation_id, exhibitor_id),
        members=list_members(organisation_id, exhibitor_id),
        history=list_past_editions(organisation_id, exhibitor_id),
        craft_names=craft_names(organisation_id),
        typed=typed,
        error=error,
    )
