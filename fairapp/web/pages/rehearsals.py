"""A rehearsal of the draw: what the list as it stands would give, on seeds that can never be the real one."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from fairapp.domain.allocation import Outlook, read_snapshot, snapshot_sha256, what_if
from fairapp.domain.errors import FairError
from fairapp.queries.crafts import list_crafts
from fairapp.queries.editions import get_edition
from fairapp.services.draws import check_ready
from fairapp.web.access import allowed, current_account
from fairapp.web.errors import status_of
from fairapp.web.locale import current_locale

blueprint = Blueprint("rehearsals", __name__)
TRIALS = 40
"""Enough to tell a rule that bites from chance, and done within a breath for a thousand families."""


@blueprint.get("")
@allowed("organiser", "reviewer")
def show(edition: str) -> ResponseReturnValue:
    """How families of each craft and group would fare under the rules as they are. Counts only, never a family."""
    row = get_edition(current_account().organisation_id, edition)
    outlook, obstacle = None, None
    try:
        outlook = _rehearse(check_ready(row.organisation_id, row.id))
    except FairError as error:
        obstacle = error
    page = render_template(
        "draws/rehearsal.html",
        edition=row,
        outlook=outlook,
        obstacle=obstacle,
        crafts={craft.code: craft.name(current_locale().language) for craft in list_crafts(row.organisation_id)},
        wishes=[] if outlook is None else _wishes(outlook),
    )
    return page, 200 if obstacle is None else status_of(obstacle)


def _rehearse(snapshot: dict[str, object]) -> Outlook:
    """The outlook after all trials."""
    *_, last = what_if(read_snapshot(snapshot), snapshot_sha256(snapshot), trials=TRIALS)
    return last


def _wishes(outlook: Outlook) -> list[tuple[int | str, int]]:
    """Wishes by rank, then anywhere, locked and waiting, each with its count over all trials."""
    ranks = sorted(key for key in outlook.wishes if isinstance(key, int))
    keys: list[int | str] = [*ranks, "anywhere", "lock", "waiting"]
    return [(key, outlook.wishes[key]) for key in keys if outlook.wishes.get(key)]
