"""The addresses of families' own pages, as they stand on slips and in messages."""

from collections.abc import Iterable

from fairapp.queries.editions import EditionRow
from fairapp.services.family_links import issue_family_links
from fairapp.web.access import current_actor
from fairapp.web.forms import settings


def family_addresses(edition: EditionRow, codes: Iterable[str]) -> dict[str, str]:
    """The secret address of each request by its code. Only for those who may answer for a family."""
    made = issue_family_links(current_actor(), edition.id, codes, secret_key=settings().secret_key)
    return {code: f"{settings().base_url}/F/{secret}" for code, secret in made.items()}
