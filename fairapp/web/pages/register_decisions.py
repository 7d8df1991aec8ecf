"""What a person decides about the duplicates of a register file, kept until the file is written."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.services.register_imports import decide_duplicates
from fairapp.web.access import allowed, current_actor
from fairapp.web.locale import gettext as _

blueprint = Blueprint("register_decisions", __name__)


@blueprint.post("")
@allowed("organiser")
def create(import_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the decisions of one page of duplicates."""
    decisions = {
        int(name.removeprefix("row-")): decision
        for name, decision in request.form.items()
        if name.startswith("row-") and name[4:].isascii() and name[4:].isdigit() and len(name) < 14
    }
    decide_duplicates(current_actor(), import_id, decisions)
    flash(_("Saved."))
    return redirect(url_for("register_imports.show", import_id=import_id, fate=request.form.get("fate") or None))
