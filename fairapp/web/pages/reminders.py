"""Messages to families: the text ready in her language, links that open it in a messenger, and who sent it when."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.i18n.catalogues import LANGUAGES
from fairapp.i18n.locales import NAMES, Locale, locale_for
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.messages import Recipient, list_unanswered, list_waiting_families
from fairapp.queries.organisations import OrganisationRow, get_organisation
from fairapp.services.confirmations import lapse_overdue, set_deadlines
from fairapp.services.messages import CHANNELS, compose_message, mark_sent
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.family_links import family_addresses
from fairapp.web.locale import gettext as _
from fairapp.web.locale import ngettext
from fairapp.web.paging import paging
from fairapp.web.typed import find_whole

blueprint = Blueprint("reminders", __name__)
ON_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message ready to go, and the links that open it elsewhere."""

    to: Recipient
    language: str
    direction: str
    text: str
    whatsapp: str
    sms: str
    email: str


@blueprint.get("")
@allowed("organiser")
def index(edition: str) -> ResponseReturnValue:
    """Who has not answered, or who waits, each with her message."""
    return _page(_edition(edition), None)


@blueprint.post("")
@allowed("organiser")
def sent(edition: str) -> ResponseReturnValue:
    """It went out."""
    row, typed = _edition(edition), request.form
    try:
        mark_sent(
            current_actor(), row.id, code=typed.get("code", ""), kind=typed.get("kind", ""),
            channel=typed.get("channel", ""), language=typed.get("language", ""), text=typed.get("text", ""),
        )  # fmt: skip
    except FairError as error:
        return _page(row, error)
    flash(_("Marked as sent."))
    return redirect(url_for("reminders.index", edition=edition, **_kept()))


@blueprint.post("/lapse")
@allowed("organiser")
def lapse(edition: str) -> ResponseReturnValue:
    """Offers whose time has passed go to the next."""
    lapsed = lapse_overdue(current_actor(), _edition(edition).id)
    if lapsed:
        flash(ngettext("%(num)s offer lapsed and went to the next.", "%(num)s offers lapsed and went on.", lapsed))
    else:
        flash(_("No offer is overdue."))
    return redirect(url_for("reminders.index", edition=edition, **_kept()))


@blueprint.post("/deadlines")
@allowed("organiser")
def deadlines(edition: str) -> ResponseReturnValue:
    """How long offers wait, and booths on the day."""
    row, typed = _edition(edition), request.form
    try:
        set_deadlines(
            current_actor(), row.id, confirmation_hours=find_whole(typed, "confirmation_hours") or 0,
            patience_minutes=_patience(find_whole(typed, "patience_minutes")),
        )  # fmt: skip
    except FairError as error:
        return _page(row, error)
    flash(_("Saved. Offers already made keep their deadline."))
    return redirect(url_for("reminders.index", edition=edition, **_kept()))


def _patience(minutes: int | None) -> int:
    return -1 if minutes is None else minutes


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _kept() -> dict[str, Any]:
    return {name: value for name in ("who", "in", "page") if (value := request.args.get(name, ""))}


def _page(row: EditionRow, error: FairError | None) -> ResponseReturnValue:
    organisation = get_organisation(row.organisation_id)
    waits = request.args.get("who") == "waiting"
    found = (list_waiting_families if waits else list_unanswered)(row.organisation_id, row.id)
    where = paging(len(found))
    shown = found[where.offset : where.offset + ON_A_PAGE]
    addresses = family_addresses(row, [one.code for one in shown])
    page = render_template(
        "reminders/index.html",
        edition=row,
        letters=[_letter(row, organisation, one, addresses[one.code]) for one in shown],
        waits=waits,
        chosen=request.args.get("in", ""),
        names=NAMES,
        channels=CHANNELS,
        paging=where,
        kept=_kept(),
        typed=request.form.to_dict(),
        error=error,
    )
    return page, 200 if error is None else status_of(error)


def _letter(row: EditionRow, organisation: OrganisationRow, one: Recipient, address: str) -> Letter:
    asked = request.args.get("in", "")
    language = asked if asked in LANGUAGES else one.language or organisation.default_language
    spoken: Locale = locale_for(language, organisation.country, None, organisation.term_set)
    text = compose_message(row, organisation.name, one, address, spoken)
    body, number = quote(text), one.phone.lstrip("+")
    return Letter(
        to=one,
        language=language,
        direction=spoken.direction,
        text=text,
        whatsapp=f"https://wa.me/{number}?text={body}" if number else "",
        sms=f"sms:{one.phone}?body={body}" if number else "",
        email=f"mailto:?subject={quote(row.name)}&body={body}",
    )
