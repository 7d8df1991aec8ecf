"""What a lost phone is believed to have held: one person proposes, another agrees. Never part of the takings."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.editions import UNCERTAIN
from fairapp.domain.errors import FairError, NotFound, Refused
from fairapp.queries.desk import list_estimates
from fairapp.queries.editions import EditionRow, get_edition, list_sessions
from fairapp.queries.lost_phones import get_lost_phone, known_takings, list_lost_phones
from fairapp.queries.takings import list_session_takings
from fairapp.services.clock import now
from fairapp.services.estimates import decide_estimate, propose_estimate, withdraw_estimate
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.desk_typed import read_money
from fairapp.web.errors import status_of
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.session_choice import read_session_number

blueprint = Blueprint("estimates", __name__)


@blueprint.get("")
@allowed("organiser", "marshal", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """Lost phones, and every estimate with who proposed and who agreed."""
    return _list_page(_edition(edition), None)


@blueprint.get("/<uuid:device_id>")
@allowed("organiser", "marshal", "reviewer")
def new(edition: str, device_id: uuid.UUID) -> ResponseReturnValue:
    """What is known of a lost phone, and the form to propose an estimate."""
    return _form_page(_edition(edition), device_id, None)


@blueprint.post("/<uuid:device_id>")
@allowed("organiser", "marshal")
def propose(edition: str, device_id: uuid.UUID) -> ResponseReturnValue:
    """An estimate for one session; it waits for a second person."""
    row, typed = _edition(edition), request.form
    get_lost_phone(row.organisation_id, row.id, device_id)
    try:
        if not typed.get("session", "").strip():
            raise Refused("session-missing")
        minor = read_money(typed.get("amount", ""), row, current_locale())
        number, reason = read_session_number(typed["session"].strip()), typed.get("reason", "")
        propose_estimate(
            current_actor(), row.id, device_id=device_id, session_number=number, amount_minor=minor, reason=reason
        )
    except FairError as error:
        return _form_page(row, device_id, error)
    flash(_("The estimate is proposed. It counts beside the takings once somebody else agrees."))
    return redirect(url_for("estimates.index", edition=edition))


@blueprint.post("/decisions/<uuid:estimate_id>")
@allowed("organiser")
def decide(edition: str, estimate_id: uuid.UUID) -> ResponseReturnValue:
    """The second person agrees or refuses."""
    agreed = request.form.get("act", "") == "agree"

    def act() -> str:
        _check(edition, estimate_id)
        decide_estimate(current_actor(), estimate_id, agreed=agreed)
        return _("The estimate is agreed; it stands beside the takings.") if agreed else _("The estimate is refused.")

    return _done(edition, act)


@blueprint.post("/withdrawals/<uuid:estimate_id>")
@allowed("organiser", "marshal")
def withdraw(edition: str, estimate_id: uuid.UUID) -> ResponseReturnValue:
    """The estimate was a mistake, or the phone came back."""

    def act() -> str:
        _check(edition, estimate_id)
        withdraw_estimate(current_actor(), estimate_id, reason=request.form.get("reason", ""))
        return _("The estimate is withdrawn.")

    return _done(edition, act)


def _check(edition: str, estimate_id: uuid.UUID) -> None:
    """Raises ``NotFound`` for an estimate that is not of this edition."""
    row = _edition(edition)
    if all(one.id != estimate_id for one in list_estimates(row.organisation_id, row.id)):
        raise NotFound("unknown-estimate")


def _done(edition: str, act: Callable[[], str]) -> ResponseReturnValue:
    row = _edition(edition)
    try:
        flash(act())
    except FairError as error:
        return _list_page(row, error)
    return redirect(url_for("estimates.index", edition=edition))


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _list_page(row: EditionRow, error: FairError | None) -> ResponseReturnValue:
    found = list_estimates(row.organisation_id, row.id)
    page = render_template(
        "sales_desk/estimates.html",
        edition=row,
        waiting=[one for one in found if not one.outcome],
        decided=[one for one in found if one.outcome],
        phones=list_lost_phones(row.organisation_id, row.id),
        estimated={one.device_id for one in found if one.outcome in ("", "agreed")},
        me=current_account().account_id,
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _form_page(row: EditionRow, device_id: uuid.UUID, error: FairError | None) -> ResponseReturnValue:
    phone = get_lost_phone(row.organisation_id, row.id, device_id)
    takings = list_session_takings(row.organisation_id, row.id, phone.exhibitor_id)
    others = [one.net_minor for one in takings if one.closed and one.session_number != UNCERTAIN]
    page = render_template(
        "sales_desk/estimate.html",
        edition=row,
        phone=phone,
        known=known_takings(row.organisation_id, device_id),
        average=sum(others) // len(others) if others else None,
        averaged=len(others),
        sessions=[one for one in list_sessions(row.organisation_id, row.id) if one.opens_at <= now()],
        estimates=[one for one in list_estimates(row.organisation_id, row.id) if one.device_id == device_id],
        typed=request.form,
        error=error,
    )
    return page, 200 if error is None else status_of(error)
