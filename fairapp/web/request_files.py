"""The list of requests as a file."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import Response

from fairapp.queries.editions import EditionRow
from fairapp.queries.requests import RequestRow, list_choices
from fairapp.web.downloads import list_file
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.request_form import craft_names


def request_file(kind: str, edition: EditionRow, rows: Sequence[RequestRow]) -> Response:
    """One line a request with its wishes, in the reader's words; times are those of the edition."""
    words, zone = current_locale(), ZoneInfo(edition.time_zone)
    choices = list_choices(edition.organisation_id, edition.id)
    crafts = craft_names(edition.organisation_id)
    columns = [
        _("Code"), _("Number in the register"), _("Exhibitor"), _("Kind"), _("Craft"), _("Phone"), _("City"),
        _("Wishes"), _("Anywhere"), _("Services"), _("Accessible"), _("Status"), _("Reason"), _("Received"),
    ]  # fmt: skip
    lines = (
        (
            row.code,
            row.exhibitor_number,
            row.exhibitor,
            words.word("exhibitor kind", row.kind),
            crafts.get(row.craft, row.craft),
            row.phone,
            row.town,
            " > ".join(name for _kind, name in choices.get(row.id, ())),
            _("Yes") if row.anywhere else _("No"),
            " + ".join(words.word("service", need) for need in row.needs),
            _("Yes") if row.accessible else _("No"),
            words.word("state", row.state),
            row.reason,
            row.submitted_at.astimezone(zone),
        )
        for row in rows
    )
    return list_file(kind, f"requests-{edition.slug}", _("Requests"), columns, lines)
