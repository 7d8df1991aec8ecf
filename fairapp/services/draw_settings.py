"""The settings a draw is held under: its order, its roster, its ceilings. Published inside the snapshot.

And how long everyone has to object between the commit and the digits; that is not part of the snapshot, for it shows in
the two moments that are published.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.allocation.snapshot import WHOLE_EDITION
from fairapp.domain.errors import NotFound, Refused
from fairapp.domain.text import clean_text
from fairapp.models.crafts import Craft
from fairapp.models.floor_plan import Hall
from fairapp.services.audit import Actor, record_event
from fairapp.services.editions import check_not_committed, lock_edition

ORDERS = ("draw", "seniority")
LONGEST_GROUP = 40
LONGEST_ROSTER = 100
MOST_EXHIBITORS = 100_000
DISPUTE_HOURS = 24
LONGEST_DISPUTE = 720


@dataclass(frozen=True, kw_only=True)
class CraftCeiling:
    """At most ``max`` exhibitors of a craft (its code) in a hall (its code, ``*`` for the whole edition)."""

    hall: str
    craft: str
    max: int


@transactional
def set_draw_settings(
    actor: Actor,
    edition_id: uuid.UUID,
    *,
    order: str,
    roster: Sequence[str],
    ceilings: Sequence[CraftCeiling],
    dispute_hours: int | None = None,
) -> None:
    """Set all at once. ``roster`` names a group for each place of the queue, ``open`` for anyone; it repeats.

    ``dispute_hours``: how long before the digits the draw must be committed; None leaves it as it is. Raises
    ``Conflict("draw-committed")``, Refused ``unknown-order``, ``roster-too-long``, ``ceiling-repeated``,
    ``ceiling-out-of-range``, ``dispute-window-out-of-range``, NotFound ``unknown-craft``, ``unknown-hall``.
    """
    edition = lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    if order not in ORDERS:
        raise Refused("unknown-order", order=order)
    groups = [group for name in roster if (group := clean_text(name, LONGEST_GROUP))]
    if len(groups) > LONGEST_ROSTER:
        raise Refused("roster-too-long", most=LONGEST_ROSTER)
    _check_ceilings(actor, edition_id, ceilings)
    settings: dict[str, Any] = {
        "order": order,
        "roster": groups,
        "ceilings": [asdict(ceiling) for ceiling in ceilings],
    }
    if dispute_hours is not None:
        if not 0 <= dispute_hours <= LONGEST_DISPUTE:
            raise Refused("dispute-window-out-of-range", most=LONGEST_DISPUTE)
        settings["dispute_hours"] = dispute_hours
    edition.draw_settings = {**edition.draw_settings, **settings}
    record_event(actor, "draw.settings", subject=edition.slug, edition_id=edition_id, **settings)


def dispute_hours_of(settings: Mapping[str, Any]) -> int:
    """The hours between commit and digits that an edition's settings ask for; a day when they say nothing."""
    return int(settings.get("dispute_hours", DISPUTE_HOURS))


def _check_ceilings(actor: Actor, edition_id: uuid.UUID, ceilings: Sequence[CraftCeiling]) -> None:
    crafts = set(db.session.scalars(select(Craft.code).where(Craft.organisation_id == actor.organisation_id)))
    of_edition = (Hall.organisation_id == actor.organisation_id) & (Hall.edition_id == edition_id)
    halls = set(db.session.scalars(select(Hall.code).where(of_edition))) | {WHOLE_EDITION}
    for ceiling in ceilings:
        if ceiling.craft not in crafts:
            raise NotFound("unknown-craft", craft=ceiling.craft)
        if ceiling.hall not in halls:
            raise NotFound("unknown-hall", hall=ceiling.hall)
        if not 0 <= ceiling.max <= MOST_EXHIBITORS:
            raise Refused("ceiling-out-of-range", most=MOST_EXHIBITORS)
    if len({(ceiling.hall, ceiling.craft) for ceiling in ceilings}) != len(ceilings):
        raise Refused("ceiling-repeated")
