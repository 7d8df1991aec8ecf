"""Draft and published: the tables hold the drawing being worked on; publishing freezes a copy of it, which is live.

Who may wish reads the copy; a draw can only be committed while nothing differs from it (``plan-not-published``).
"""

import uuid
from typing import Any

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.errors import Refused
from fairapp.models.base import new_id
from fairapp.models.floor_plan import FloorPlan
from fairapp.queries.plan_versions import copy_plan
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition


@transactional
def publish_plan(actor: Actor, edition_id: uuid.UUID) -> None:
    """From now on this drawing is live: families may wish for its classes. Raises ``Refused("plan-missing")``."""
    edition = lock_edition(actor, edition_id)
    plan = find_latest(actor, edition_id)
    if plan is None:
        raise Refused("plan-missing")
    if plan.published_at is None:
        db.session.flush()
        plan.published_at, plan.published_copy = now(), copy_plan(actor.organisation_id, edition_id)
        record_event(actor, "plan.published", subject=edition.slug, edition_id=edition_id, version=plan.version)


def open_draft(actor: Actor, edition_id: uuid.UUID) -> FloorPlan:
    """The version being worked on, begun now if the last one is published. The caller holds the edition.

    A plan published before copies were kept gets its copy here, before anything changes.
    """
    plan = find_latest(actor, edition_id)
    if plan is not None and plan.published_at is None:
        plan.drawn_at = now()
        return plan
    if plan is not None and plan.published_copy is None:
        plan.published_copy = copy_plan(actor.organisation_id, edition_id)
    draft = FloorPlan(
        organisation_id=actor.organisation_id,
        id=new_id(),
        edition_id=edition_id,
        version=1 if plan is None else plan.version + 1,
        sentence="" if plan is None else plan.sentence,
        drawn_at=now(),
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def find_latest(actor: Actor, edition_id: uuid.UUID) -> FloorPlan | None:
    """The last version, draft or published."""
    mine: Any = (FloorPlan.organisation_id == actor.organisation_id) & (FloorPlan.edition_id == edition_id)
    return db.session.scalar(select(FloorPlan).where(mine).order_by(FloorPlan.version.desc()).limit(1))


def was_published(actor: Actor, edition_id: uuid.UUID) -> bool:
    """Whether papers may already say what the drawing says."""
    mine: Any = (FloorPlan.organisation_id == actor.organisation_id) & (FloorPlan.edition_id == edition_id)
    asked = select(FloorPlan.id).where(mine, FloorPlan.published_at.is_not(None)).limit(1)
    return db.session.scalar(asked) is not None
