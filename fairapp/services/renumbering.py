"""A hall renumbered as a whole, also after it was published: booths, badges and allocations stay, numbers change."""

import uuid
from itertools import groupby

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.booth_numbers import NumberScheme, new_numbers
from fairapp.domain.errors import NotFound, Refused
from fairapp.models.floor_plan import Booth, Hall
from fairapp.services.audit import Actor, record_event
from fairapp.services.booth_rows import renumber
from fairapp.services.editions import check_not_committed, lock_edition
from fairapp.services.plan_changes import parse_number
from fairapp.services.plan_versions import find_latest, open_draft, publish_plan


@transactional
def renumber_hall(actor: Actor, edition_id: uuid.UUID, hall_code: str, scheme: NumberScheme) -> int:
    """Number the booths of a hall anew; returns how many numbers changed.

    Numbers stand on papers and floors, so they count at once: a published plan without a draft is published again with
    them. Booths taken out of the plan come last. Raises what ``new_numbers`` raises, ``booth-number-taken`` when
    another hall has a number, and ``draw-committed`` between the commit of a draw and the draw.
    """
    lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id, and_not_drawn=True)
    hall_id = db.session.scalar(
        select(Hall.id).where(
            Hall.organisation_id == actor.organisation_id, Hall.edition_id == edition_id, Hall.code == hall_code
        )
    )
    if hall_id is None:
        raise NotFound("unknown-hall", hall=hall_code)
    asked = select(Booth).where(Booth.organisation_id == actor.organisation_id, Booth.hall_id == hall_id)
    booths = list(db.session.scalars(asked.order_by(Booth.withdrawn_at.is_not(None), Booth.row, Booth.place)))
    by_number = {booth.number: booth for booth in booths}
    rows = [[b.number for b in row] for _, row in groupby(booths, key=lambda b: (b.withdrawn_at is not None, b.row))]
    numbers = {old: parse_number(new) for old, new in new_numbers(rows, scheme).items()}
    changed = {by_number[old]: new for old, new in numbers.items() if old != new}
    if not changed:
        raise Refused("numbers-unchanged")
    latest = find_latest(actor, edition_id)
    was_live = latest is not None and latest.published_at is not None
    open_draft(actor, edition_id)
    renumber(actor, edition_id, changed)
    record_event(actor, "hall.renumbered", subject=hall_code, edition_id=edition_id, booths=len(changed))
    if was_live:
        publish_plan(actor, edition_id)
    return len(changed)
