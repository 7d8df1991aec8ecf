"""The draft given up: halls, classes and booths go back to what is live."""

import uuid
from collections.abc import Mapping

from sqlalchemy import delete, exists, select

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, Refused
from fairapp.domain.floor_plan import BoothDrawing, HallDrawing
from fairapp.models.floor_plan import Booth, BoothClass, FloorPlan, Hall, HallFeature
from fairapp.models.requests import RequestChoice
from fairapp.queries.floor_plan import BoothRow
from fairapp.queries.plan_versions import PublishedPlan, find_published
from fairapp.services.audit import Actor, record_event
from fairapp.services.booth_rows import renumber
from fairapp.services.editions import check_not_committed, lock_edition
from fairapp.services.plan_drawing import redraw, remove_booths
from fairapp.services.plan_versions import find_latest


@transactional
def restore_published(actor: Actor, edition_id: uuid.UUID) -> None:
    """Give the draft up. Raises ``no-draft``, ``draw-committed``, and ``plan-in-use`` or ``class-in-use`` when someone
    already holds or wishes what only the draft has.
    """
    edition = lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    latest, live = find_latest(actor, edition_id), find_published(actor.organisation_id, edition_id)
    if latest is None or latest.published_at is not None or live is None:
        raise Refused("no-draft")
    mine = (Booth.organisation_id == actor.organisation_id) & (Booth.edition_id == edition_id)
    booths = {booth.id: booth for booth in db.session.scalars(select(Booth).where(mine))}
    numbers = {booth.id: booth.number for booth in live.booths}
    remove_booths(actor, {id_: booth.number for id_, booth in booths.items() if id_ not in numbers})
    kept = [booth for id_, booth in booths.items() if id_ in numbers]
    renumber(actor, edition_id, {booth: numbers[booth.id] for booth in kept if booth.number != numbers[booth.id]})
    redraw(actor, edition_id, [_drawing(live, hall.code) for hall in live.halls])
    _restore_classes(actor, edition_id, live)
    _restore_features(actor, edition_id, live)
    drafts = (FloorPlan.organisation_id == actor.organisation_id) & (FloorPlan.edition_id == edition_id)
    db.session.execute(delete(FloorPlan).where(drafts, FloorPlan.version > live.version))
    record_event(actor, "plan.restored", subject=edition.slug, edition_id=edition_id, version=live.version)


def _drawing(live: PublishedPlan, code: str) -> HallDrawing:
    hall = next(hall for hall in live.halls if hall.code == code)
    return HallDrawing(
        code=code,
        name=hall.name,
        width_mm=hall.width_mm,
        depth_mm=hall.depth_mm,
        booths=tuple(_booth(booth) for booth in live.booths if booth.hall == code),
    )


def _booth(row: BoothRow) -> BoothDrawing:
    return BoothDrawing(
        number=row.number,
        row=row.row,
        place=row.place,
        x_mm=row.x_mm,
        y_mm=row.y_mm,
        width_mm=row.width_mm,
        depth_mm=row.depth_mm,
    )


def _halls(actor: Actor, edition_id: uuid.UUID) -> dict[str, Hall]:
    mine = (Hall.organisation_id == actor.organisation_id) & (Hall.edition_id == edition_id)
    return {hall.code: hall for hall in db.session.scalars(select(Hall).where(mine))}


def _restore_classes(actor: Actor, edition_id: uuid.UUID, live: PublishedPlan) -> None:
    """Classes say again what they said, booths are in the class they were in; the draft's own empty classes go."""
    halls = _halls(actor, edition_id)
    for hall in live.halls:
        halls[hall.code].spread = hall.spread
    mine = (BoothClass.organisation_id == actor.organisation_id) & (BoothClass.edition_id == edition_id)
    classes = {one.code: one for one in db.session.scalars(select(BoothClass).where(mine))}
    for position, row in enumerate(live.classes, start=1):
        found = classes.get(row.code)
        if found is None:
            found = BoothClass(organisation_id=actor.organisation_id, id=row.id, edition_id=edition_id, code=row.code)
            found.hall_id = halls[row.hall].id
            db.session.add(found)
        found.name, found.services, found.position = row.name, list(row.services), position
        classes[row.code] = found
    db.session.flush()
    _restore_booths(actor, edition_id, live, {code: found.id for code, found in classes.items()})
    gone = classes.keys() - {row.code for row in live.classes}
    for code in sorted(gone):
        wished = (
            RequestChoice.organisation_id == actor.organisation_id,
            RequestChoice.booth_class_id == classes[code].id,
        )
        if db.session.scalar(select(exists().where(*wished))):
            raise Conflict("class-in-use", booth_class=code)
        db.session.delete(classes[code])
    db.session.flush()


def _restore_booths(actor: Actor, edition_id: uuid.UUID, live: PublishedPlan, ids: Mapping[str, uuid.UUID]) -> None:
    class_of = {booth.number: ids[booth.booth_class] for booth in live.booths}
    mine = (Booth.organisation_id == actor.organisation_id) & (Booth.edition_id == edition_id)
    for booth in db.session.scalars(select(Booth).where(mine)):
        booth.booth_class_id, booth.withdrawn_at = class_of[booth.number], None
    db.session.flush()


def _restore_features(actor: Actor, edition_id: uuid.UUID, live: PublishedPlan) -> None:
    halls = _halls(actor, edition_id)
    mine = (HallFeature.organisation_id == actor.organisation_id) & (HallFeature.edition_id == edition_id)
    db.session.execute(delete(HallFeature).where(mine))
    for row in live.features:
        feature = HallFeature(organisation_id=actor.organisation_id, id=row.id, edition_id=edition_id)
        feature.hall_id, feature.kind, feature.label = halls[row.hall].id, row.kind, row.label
        feature.x_mm, feature.y_mm, feature.width_mm, feature.depth_mm = row.x_mm, row.y_mm, row.width_mm, row.depth_mm
        db.session.add(feature)
    db.session.flush()
