"""Badges on paper: what is in the database now, put on the cards."""

from collections.abc import Sequence
from pathlib import Path

from fairapp.domain.badges import badge_url
from fairapp.i18n.locales import Locale
from fairapp.printing.badge import BadgeCard, BadgeSheet, badges_pdf
from fairapp.printing.paper import ACCENT
from fairapp.queries.badges import BadgeRow
from fairapp.queries.editions import EditionRow
from fairapp.queries.organisations import get_organisation


def badge_sheets_pdf(
    edition: EditionRow, badges: Sequence[BadgeRow], locale: Locale, *, host: str, fonts_folder: Path, four: bool = True
) -> bytes:
    """``badges`` as a PDF, ``four`` to an A4 sheet or one to an A6 page. ``host`` stands in the QR's address."""
    organisation = get_organisation(edition.organisation_id)
    sheet = BadgeSheet(
        edition=edition.name,
        organisation=organisation.name,
        place=edition.place,
        first_day=edition.starts_on,
        last_day=edition.ends_on or edition.starts_on,
        four_to_a_page=four,
        accent=organisation.accent or ACCENT,
    )
    cards = [
        BadgeCard(
            exhibitor=badge.exhibitor,
            craft=badge.craft.get(locale.language, ""),
            hall=" · ".join(place.hall for place in badge.places),
            booth=" ".join(number for place in badge.places for number in place.booths),
            code=badge.code,
            url=badge_url(host, badge.code),
        )
        for badge in badges
    ]
    return badges_pdf(sheet, cards, locale, fonts_folder)
