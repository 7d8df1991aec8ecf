"""The next edition out of this one: plan, gates and settings, never families, requests, tickets or sales."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from fairapp.db import db, transactional
from fairapp.models.base import new_id
from fairapp.models.editions import Edition, Fair
from fairapp.models.floor_plan import Booth, BoothClass, FloorPlan, Gate, Hall, HallFeature, RowCircuit
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.editions import create_edition, lock_edition

NOT_COPIED = {"id", "edition_id", "withdrawn_at"}


@transactional
def copy_edition(
    actor: Actor, edition_id: uuid.UUID, *, slug: str, name: str, starts_on: date, ends_on: date | None
) -> uuid.UUID:
    """A new edition of the same fair with the same halls, classes, booths and gates, as a draft."""
    source = lock_edition(actor, edition_id)
    fair = db.session.get_one(Fair, (actor.organisation_id, source.fair_id))
    copied = create_edition(
        actor,
        fair=fair.name,
        slug=slug,
        name=name,
        place=source.place,
        starts_on=starts_on,
        ends_on=ends_on,
        time_zone=source.time_zone,
        currency=source.currency,
    )
    made = db.session.get_one(Edition, (actor.organisation_id, copied))
    made.free, made.booth_fee_minor = source.free, source.booth_fee_minor
    made.draw_settings, made.terms = dict(source.draw_settings), source.terms
    made.confirmation_hours, made.patience_minutes = source.confirmation_hours, source.patience_minutes
    made.tolerance_percent, made.tolerance_units = source.tolerance_percent, source.tolerance_units
    made.check_percent = source.check_percent
    db.session.flush()
    ids: dict[Any, uuid.UUID] = {None: None}  # type: ignore[dict-item]  # a gate of the whole fair has no hall
    for table in (Hall, BoothClass, Booth, Gate, HallFeature, RowCircuit):
        _copy_rows(table, source, copied, ids)
    _copy_plan(source, copied)
    record_event(actor, "edition.copied", subject=made.slug, edition_id=copied, source=source.slug)
    return copied


def _copy_rows(table: Any, source: Edition, copied: uuid.UUID, ids: dict[Any, uuid.UUID]) -> None:
    """Rows of the source with new ids, pointing at the copies of what they pointed at."""
    found = list(
        db.session.scalars(
            select(table).where(table.organisation_id == source.organisation_id, table.edition_id == source.id)
        )
    )
    columns = [column.key for column in table.__mapper__.columns if column.key not in NOT_COPIED]
    rows = []
    for one in found:
        if getattr(one, "withdrawn_at", None) is not None:
            continue
        row = {key: getattr(one, key) for key in columns}
        row |= {key: ids[row[key]] for key in ("hall_id", "booth_class_id") if key in row}
        ids[one.id] = row["id"] = new_id()
        rows.append(row | {"edition_id": copied})
    if rows:
        db.session.execute(insert(table), rows)


def _copy_plan(source: Edition, copied: uuid.UUID) -> None:
    mine = (FloorPlan.organisation_id == source.organisation_id) & (FloorPlan.edition_id == source.id)
    plan = db.session.scalar(select(FloorPlan).where(mine).order_by(FloorPlan.version.desc()).limit(1))
    if plan is not None:
        db.session.add(
            FloorPlan(organisation_id=source.organisation_id, edition_id=copied, sentence=plan.sentence, drawn_at=now())
        )
