"""Editions, plans, exhibitors and requests."""

import uuid
from datetime import date

from fairapp.db import db
from fairapp.domain.exhibitors import search_key
from fairapp.models.exhibitors import Exhibitor, ExhibitorMember
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.crafts import seed_crafts
from fairapp.services.editions import create_edition
from fairapp.services.floor_plan import draw_plan, publish_plan

PLAN = "Hall A: 2 rows of 6, 3 × 3 m, aisle 3 m\nHall B: 1 row of 4, 3 × 3 m"


def an_edition(actor: Actor, slug: str = "jeddah-2014", *, plan: str | None = None) -> uuid.UUID:
    """An edition in Riyadh's time; with ``plan`` drawn and published."""
    edition_id = create_edition(
        actor,
        fair="Families' fair",
        slug=slug,
        name=f"Edition {slug}",
        place="Jeddah",
        starts_on=date(2014, 12, 3),
        ends_on=date(2014, 12, 5),
        time_zone="Asia/Riyadh",
        currency="SAR",
    )
    if plan is not None:
        draw_plan(actor, edition_id, plan)
        publish_plan(actor, edition_id)
    return edition_id


def an_exhibitor(
    actor: Actor,
    name: str = "أسرة الحربي",
    *,
    craft: str = "pottery",
    phone: str = "",
    national_hash: str | None = None,
    members: tuple[str, ...] = (),
    number: str = "",
) -> uuid.UUID:
    """An exhibitor of an invented name, written directly: a test names people by the hash they are known by."""
    exhibitor = Exhibitor(
        organisation_id=actor.organisation_id,
        number=number or uuid.uuid4().hex[:8].upper(),
        kind="family",
        name=name,
        search_key=search_key(name),
        craft_id=seed_crafts(actor)[craft],
        phone=phone,
        national_hash=national_hash,
        created_at=now(),
        updated_at=now(),
    )
    db.session.add(exhibitor)
    db.session.flush()
    for member in members:
        db.session.add(
            ExhibitorMember(
                organisation_id=actor.organisation_id,
                exhibitor_id=exhibitor.id,
                name=name,
                search_key=search_key(name),
                national_hash=member,
            )
        )
    db.session.commit()
    return exhibitor.id
