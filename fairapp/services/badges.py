"""Badges: one card for each exhibitor who holds a booth. What was printed once resolves for ever."""

import secrets
import uuid
from collections.abc import Sequence

from sqlalchemy import exists, insert, select

from fairapp.db import db, transactional
from fairapp.domain.codes import CODE_BYTES, encode_code
from fairapp.domain.errors import NotFound
from fairapp.models.badges import Badge
from fairapp.models.base import new_id
from fairapp.models.draws import Allocation
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition


@transactional
def issue_badges(actor: Actor, edition_id: uuid.UUID) -> int:
    """A badge for every exhibitor who holds a booth and has no current one; returns how many were issued."""
    edition = lock_edition(actor, edition_id)
    current = exists().where(
        Badge.organisation_id == Allocation.organisation_id,
        Badge.edition_id == Allocation.edition_id,
        Badge.exhibitor_id == Allocation.exhibitor_id,
        Badge.replaced_at.is_(None),
    )
    without = (
        select(Allocation.exhibitor_id)
        .where(Allocation.organisation_id == actor.organisation_id, Allocation.edition_id == edition_id)
        .where(Allocation.ended_at.is_(None), ~current)
        .distinct()
        .order_by(Allocation.exhibitor_id)
    )
    exhibitors = list(db.session.scalars(without))
    _issue(actor, edition_id, exhibitors)
    if exhibitors:
        record_event(actor, "badges.issued", subject=edition.slug, edition_id=edition_id, badges=len(exhibitors))
    return len(exhibitors)


@transactional
def replace_badge(actor: Actor, edition_id: uuid.UUID, badge_id: uuid.UUID) -> str:
    """A new code for a lost or damaged badge; the old one still opens the stall's page. Returns the new code.

    Raises ``NotFound("unknown-badge")``. Replacing a badge that was replaced already gives the current code, so that
    a button pressed twice prints one card.
    """
    edition = lock_edition(actor, edition_id)
    mine = (Badge.organisation_id == actor.organisation_id) & (Badge.edition_id == edition_id)
    old = db.session.scalar(select(Badge).where(mine, Badge.id == badge_id))
    if old is None:
        raise NotFound("unknown-badge")
    if old.replaced_at is not None:
        current = select(Badge.code).where(mine, Badge.exhibitor_id == old.exhibitor_id, Badge.replaced_at.is_(None))
        return db.session.scalars(current).one()
    old.replaced_at = now()
    db.session.flush()
    (code,) = _issue(actor, edition_id, [old.exhibitor_id])
    record_event(actor, "badge.replaced", subject=edition.slug, edition_id=edition_id, exhibitor=str(old.exhibitor_id))
    return code


def _issue(actor: Actor, edition_id: uuid.UUID, exhibitors: Sequence[uuid.UUID]) -> list[str]:
    rows = [
        {
            "organisation_id": actor.organisation_id,
            "id": new_id(),
            "edition_id": edition_id,
            "exhibitor_id": exhibitor_id,
            "code": encode_code(secrets.token_bytes(CODE_BYTES)),
            "issued_at": now(),
        }
        for exhibitor_id in exhibitors
    ]
    if rows:
        db.session.execute(insert(Badge), rows)
    return [str(row["code"]) for row in rows]
