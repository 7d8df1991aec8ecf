"""What the committee settles before a draw: roster, ceilings, order, and the booths locked for a reason.

All of it is part of the snapshot, so none of it can change once a draw is committed.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.codes import normalise_request_code
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.text import clean_text
from fairapp.models.crafts import Craft
from fairapp.models.draws import Lock
from fairapp.models.floor_plan import Booth, Hall
from fairapp.models.requests import BoothRequest
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.editions import check_not_committed, lock_edition

ORDERS = ("draw", "seniority")
EVERYWHERE = "*"
MOST_POSITIONS = 20
MOST_CEILINGS = 200
LONGEST_REASON = 300


@dataclass(frozen=True, kw_only=True)
class CeilingRule:
    """At most ``most`` exhibitors of a craft (its code) in a hall (its code), or in the whole edition (``*``)."""

    hall: str
    craft: str
    most: int


@transactional
def set_draw_rules(
    actor: Actor, edition_id: uuid.UUID, *, order: str, roster: Sequence[str], ceilings: Sequence[CeilingRule]
) -> None:
    """Replace the rules of the next draw.

    Raises ``Conflict("draw-committed")``, and Refused ``unknown-order``, ``roster-unreadable``, ``too-many-ceilings``,
    ``ceiling-unreadable``, ``ceiling-repeated``; NotFound ``unknown-hall``, ``unknown-craft``.
    """
    edition = lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    if order not in ORDERS:
        raise Refused("unknown-order", order=order)
    positions = [clean_text(group, 40) for group in roster]
    if len(positions) > MOST_POSITIONS or not all(positions):
        raise Refused("roster-unreadable", most=MOST_POSITIONS)
    _check_ceilings(actor, edition_id, ceilings)
    edition.draw_settings = {
        "order": order,
        "roster": positions,
        "ceilings": [{"hall": rule.hall, "craft": rule.craft, "max": rule.most} for rule in ceilings],
    }
    record_event(actor, "draw.rules-set", subject=edition.slug, edition_id=edition_id, **edition.draw_settings)


@transactional
def lock_booth(actor: Actor, edition_id: uuid.UUID, *, code: str, booth: str, reason: str) -> None:
    """Fix a booth for the request with this code before the draw. The reason is published with the snapshot.

    Raises ``Conflict`` ``draw-committed``, ``booth-locked``; NotFound ``unknown-request``, ``unknown-booth``;
    ``Refused("reason-missing")``.
    """
    lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    why = clean_text(reason, LONGEST_REASON)
    if not why:
        raise Refused("reason-missing")
    request_id = _request_with(actor, edition_id, normalise_request_code(code))
    booth_id = _booth_numbered(actor, edition_id, booth)
    taken = select(Lock.id).where(Lock.organisation_id == actor.organisation_id, Lock.booth_id == booth_id)
    if db.session.scalar(taken) is not None:
        raise Conflict("booth-locked", booth=booth)
    db.session.add(
        Lock(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            booth_request_id=request_id,
            booth_id=booth_id,
            reason=why,
            locked_at=now(),
            locked_by=actor.account_id,
        )
    )
    record_event(actor, "draw.booth-locked", subject=booth, edition_id=edition_id, code=code, reason=why)


@transactional
def unlock_booth(actor: Actor, edition_id: uuid.UUID, *, booth: str) -> None:
    """Give a locked booth back to the draw. Raises ``Conflict("draw-committed")``, ``NotFound("unknown-booth")``."""
    lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    booth_id = _booth_numbered(actor, edition_id, booth)
    locked = db.session.scalar(
        select(Lock).where(Lock.organisation_id == actor.organisation_id, Lock.booth_id == booth_id)
    )
    if locked is None:
        raise NotFound("unknown-booth", booth=booth)
    db.session.delete(locked)
    record_event(actor, "draw.booth-unlocked", subject=booth, edition_id=edition_id)


def _check_ceilings(actor: Actor, edition_id: uuid.UUID, ceilings: Sequence[CeilingRule]) -> None:
    if len(ceilings) > MOST_CEILINGS:
        raise Refused("too-many-ceilings", most=MOST_CEILINGS)
    mine = (Hall.organisation_id == actor.organisation_id) & (Hall.edition_id == edition_id)
    halls = set(db.session.scalars(select(Hall.code).where(mine))) | {EVERYWHERE}
    crafts = set(db.session.scalars(select(Craft.code).where(Craft.organisation_id == actor.organisation_id)))
    for rule in ceilings:
        if rule.hall not in halls:
            raise NotFound("unknown-hall", hall=rule.hall)
        if rule.craft not in crafts:
            raise NotFound("unknown-craft", craft=rule.craft)
        if not 0 <= rule.most <= 100_000:
            raise Refused("ceiling-unreadable", craft=rule.craft)
    if len({(rule.hall, rule.craft) for rule in ceilings}) != len(ceilings):
        raise Refused("ceiling-repeated")


def _request_with(actor: Actor, edition_id: uuid.UUID, code: str) -> uuid.UUID:
    found = db.session.scalar(
        select(BoothRequest.id).where(
            BoothRequest.organisation_id == actor.organisation_id,
            BoothRequest.edition_id == edition_id,
            BoothRequest.code == code,
        )
    )
    if found is None:
        raise NotFound("unknown-request", request=code)
    return found


def _booth_numbered(actor: Actor, edition_id: uuid.UUID, number: str) -> uuid.UUID:
    found = db.session.scalar(
        select(Booth.id).where(
            Booth.organisation_id == actor.organisation_id,
            Booth.edition_id == edition_id,
            Booth.number == number.strip().upper(),
        )
    )
    if found is None:
        raise NotFound("unknown-booth", booth=number)
    return found
