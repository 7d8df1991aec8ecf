"""What families are told, ready to be sent by hand: composed in their language, marked as sent by whom and when."""

import uuid
from zoneinfo import ZoneInfo

from fairapp.db import db, transactional
from fairapp.domain.codes import normalise_request_code
from fairapp.domain.errors import NotFound, Refused
from fairapp.i18n.catalogues import LANGUAGES
from fairapp.i18n.locales import Locale
from fairapp.models.confirmations import SentMessage
from fairapp.printing.arabic import apart
from fairapp.queries.editions import EditionRow
from fairapp.queries.messages import Recipient
from fairapp.services.audit import Actor, record_event
from fairapp.services.booth_holdings import requests_coded
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition

KINDS = ("offer", "reminder", "waiting")
CHANNELS = ("whatsapp", "sms", "email", "paper")
LONGEST_TEXT = 2_000


def compose_message(edition: EditionRow, organisation: str, one: Recipient, address: str, locale: Locale) -> str:
    """The whole text, in the words of ``locale``; ``address`` is her own page."""
    # Plain text: without an island, a messenger shows A-١٢ inside an Arabic sentence as ١٢-A.
    booths = locale.list_of([apart(locale.digits_text(booth)) for booth in one.booths])
    greeting = locale.gettext("Greetings to %(name)s, from %(organisation)s.", name=one.exhibitor,
                              organisation=organisation)  # fmt: skip
    if one.kind == "waiting":
        news = locale.gettext(
            "You are number %(place)s on the waiting list of %(edition)s. A place that becomes free "
            "is offered in this order.",
            place=locale.number(one.position),
            edition=edition.name,
        )
        asked = locale.gettext("Your page, where you may also leave the list:")
    else:
        until = locale.date_time(one.answer_by, ZoneInfo(edition.time_zone)) if one.answer_by else ""
        if one.kind == "offer":
            news = locale.gettext("You have been given booth %(booth)s at %(edition)s.", booth=booths,
                                  edition=edition.name)  # fmt: skip
        else:
            news = locale.gettext("A reminder: booth %(booth)s at %(edition)s waits for your answer.", booth=booths,
                                  edition=edition.name)  # fmt: skip
        if until:
            news += " " + locale.gettext("Please answer before %(moment)s: after that it goes to the next.",
                                         moment=until)  # fmt: skip
        asked = locale.gettext("Say with one tap whether you are coming:")
    return f"{greeting}\n{news}\n{asked}\n{address}"


@transactional
def mark_sent(
    actor: Actor, edition_id: uuid.UUID, *, code: str, kind: str, channel: str, language: str, text: str
) -> None:
    """This message went out, by this hand. Its secret address is not kept with it.

    Raises ``Refused("channel-unknown")``, ``NotFound("unknown-request")``.
    """
    lock_edition(actor, edition_id)
    if kind not in KINDS or channel not in CHANNELS or language not in LANGUAGES:
        raise Refused("channel-unknown")
    code = normalise_request_code(code)
    request = requests_coded(actor, edition_id, [code]).get(code)
    if request is None:
        raise NotFound("unknown-request", request=code)
    kept = "\n".join(line for line in text[:LONGEST_TEXT].splitlines() if "/F/" not in line)
    db.session.add(
        SentMessage(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            booth_request_id=request.id,
            kind=kind,
            channel=channel,
            language=language,
            text=kept,
            sent_at=now(),
            sent_by=actor.account_id,
            sent_by_name=actor.name,
        )
    )
    record_event(actor, "message.sent", subject=code, edition_id=edition_id, source=channel)
