"""Cards that open a till or a gate's counter: a fresh one-time token each, on paper or on a screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fairapp.db import transactional
from fairapp.i18n.locales import Locale
from fairapp.printing.till_card import TillCard, till_cards_pdf
from fairapp.queries.devices import GatePlace, TillPlace
from fairapp.queries.editions import EditionRow
from fairapp.queries.organisations import get_organisation
from fairapp.services.audit import Actor
from fairapp.services.devices import issue_token


@dataclass(frozen=True, kw_only=True)
class DeviceCode:
    """A one-time token for a place, and the address that its QR holds. The token stands behind the #: see enrol.js."""

    token: str
    url: str
    expires_at: datetime


@transactional
def issue_code(actor: Actor, edition: EditionRow, place: TillPlace | GatePlace, *, base_url: str) -> DeviceCode:
    """A fresh token for a stall's till or a gate's counter."""
    if isinstance(place, GatePlace):
        page, issued = "gate", issue_token(actor, edition.id, kind="gate", gate_id=place.gate_id)
    else:
        page = "till"
        issued = issue_token(actor, edition.id, kind="till", exhibitor_id=place.exhibitor_id, booth_id=place.booth_id)
    return DeviceCode(token=issued.token, url=f"{base_url}/{page}#{issued.token}", expires_at=issued.expires_at)


@transactional
def print_cards(
    actor: Actor,
    edition: EditionRow,
    places: Sequence[TillPlace | GatePlace],
    locale: Locale,
    *,
    base_url: str,
    fonts_folder: Path,
) -> bytes:
    """One card a place as a PDF. Every card holds a token of its own, so a second print does not repeat the first."""
    organisation = get_organisation(edition.organisation_id).name
    zone = ZoneInfo(edition.time_zone)
    cards = []
    for place in places:
        code = issue_code(actor, edition, place, base_url=base_url)
        name, hall, booth = _words(place)
        cards.append(
            TillCard(
                organisation=organisation,
                edition=edition.name,
                exhibitor=name,
                hall=hall,
                booth=booth,
                url=code.url,
                expires_at=code.expires_at,
                zone=zone,
            )
        )
    return till_cards_pdf(cards, locale, fonts_folder)


def _words(place: TillPlace | GatePlace) -> tuple[str, str, str]:
    """Exhibitor, hall and booth as they stand on the card; a gate has no exhibitor."""
    if isinstance(place, GatePlace):
        return "", "", f"{place.name} · {place.code}"
    return place.exhibitor, place.hall, place.booth
