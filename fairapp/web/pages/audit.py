"""Who changed what, when."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fairapp.queries.audit import count_events, list_actions, list_events
from fairapp.web.access import allowed, current_account
from fairapp.web.audit_words import told_details, told_subject
from fairapp.web.locale import pgettext
from fairapp.web.paging import paging

blueprint = Blueprint("audit", __name__)


@blueprint.get("")
@allowed("reviewer")
def index() -> ResponseReturnValue:
    """The log, newest first, by kind of act and by person."""
    organisation_id = current_account().organisation_id
    action, who = request.args.get("action", ""), request.args.get("who", "").strip()
    where = paging(count_events(organisation_id, action=action, who=who))
    return render_template(
        "audit/index.html",
        events=list_events(organisation_id, action=action, who=who, offset=where.offset),
        acts=[(name, pgettext("act", name)) for name in list_actions(organisation_id)],
        paging=where,
        typed={"action": action, "who": who},
        told_subject=told_subject,
        told_details=told_details,
    )
