"""The drawing moved by hand: booths and what stands between them, all changes of one hall in one transaction."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, NotFound, Refused, TooMuch
from fairapp.domain.floor_plan import MOST_BOOTHS
from fairapp.domain.hall_geometry import Rectangle, do_overlap, find_overlaps, is_outside
from fairapp.models.base import new_id
from fairapp.models.draws import Allocation, Lock
from fairapp.models.floor_plan import Booth, BoothClass, Hall, HallFeature
from fairapp.models.requests import BoothRequest, RequestChoice
from fairapp.services.audit import Actor, record_event
from fairapp.services.booth_rows import renumber, write_rows
from fairapp.services.clock import now
from fairapp.services.editions import check_not_committed, lock_edition
from fairapp.services.plan_changes import (
    MOST_FEATURES,
    SOLID,
    BoothChange,
    FeatureChange,
    PlanChanges,
    check_sides,
    parse_number,
)
from fairapp.services.plan_versions import find_latest, open_draft

TOLD = 5  # booths named in a refusal


@dataclass(frozen=True, kw_only=True)
class EditOutcome:
    """``warnings``: pairs of a booth's number and the kind of what it stands on, which was allowed all the same."""

    revision: str
    changed: int
    warnings: tuple[tuple[str, str], ...]


@transactional
def edit_drawing(actor: Actor, edition_id: uuid.UUID, hall_code: str, changes: PlanChanges) -> EditOutcome:
    """Carry out every change or none; rows and places are read off the drawing afterwards. The plan becomes a draft.

    Raises ``Conflict`` with ``plan-changed-meanwhile``, ``draw-committed``, ``booth-number-taken``, ``plan-in-use`` (a
    booth that someone holds or wishes cannot be taken out) and ``Refused`` with ``booths-overlap``,
    ``booth-outside-hall``, ``booth-number-unreadable``, ``booth-measure-out-of-range``, ``class-of-another-hall``.
    """
    edition = lock_edition(actor, edition_id)
    hall = _hall(actor, edition_id, hall_code)
    if changes.revision is not None and changes.revision != revision_of(actor, edition_id):
        raise Conflict("plan-changed-meanwhile")
    if changes.booths:
        check_not_committed(actor, edition_id, and_not_drawn=True)
    open_draft(actor, edition_id)
    booths = {booth.id: booth for booth in db.session.scalars(_all(Booth, actor, hall))}
    _check_takes_out(actor, [booths[c.booth_id] for c in changes.booths if c.withdrawn and c.booth_id in booths])
    classes = _class_ids(actor, hall, changes.booths)
    _check_new(actor, hall, [change.number for change in changes.booths if change.booth_id is None])
    applied = [(_apply(actor, hall, booths, classes, change), change.number) for change in changes.booths]
    features = _apply_features(actor, hall, changes.features)
    db.session.flush()
    renumber(actor, edition_id, {booth: number for booth, number in applied if number and number != booth.number})
    _check_floor(hall, booths.values(), {booth.id for booth, _ in applied})
    write_rows(actor, hall, list(booths.values()))
    changed = len(changes.booths) + len(changes.features)
    record_event(actor, "plan.edited", subject=hall_code, edition_id=edition.id, changes=changed)
    return EditOutcome(
        revision=revision_of(actor, edition_id), changed=changed, warnings=_warnings(booths.values(), features)
    )


@transactional
def paint_booths(
    actor: Actor, edition_id: uuid.UUID, hall_code: str, *, numbers: Sequence[str], booth_class: str
) -> EditOutcome:
    """Give these booths of a hall a class. Raises what ``edit_drawing`` raises, and ``unknown-booth``."""
    hall = _hall(actor, edition_id, hall_code)
    ids = {booth.number: booth.id for booth in db.session.scalars(_all(Booth, actor, hall))}
    painted = []
    for number in dict.fromkeys(parse_number(one) for one in numbers):
        if number not in ids:
            raise NotFound("unknown-booth", booth=number)
        painted.append(BoothChange(booth_id=ids[number], booth_class=booth_class))
    return edit_drawing(actor, edition_id, hall_code, PlanChanges(revision=None, booths=tuple(painted)))


def revision_of(actor: Actor, edition_id: uuid.UUID) -> str:
    """The state of the drawing; changes with every edit."""
    plan = find_latest(actor, edition_id)
    return "0" if plan is None else f"{plan.version}-{plan.drawn_at.timestamp():.6f}"


def _hall(actor: Actor, edition_id: uuid.UUID, code: str) -> Hall:
    mine = (Hall.organisation_id == actor.organisation_id) & (Hall.edition_id == edition_id)
    hall = db.session.scalar(select(Hall).where(mine, Hall.code == code))
    if hall is None:
        raise NotFound("unknown-hall", hall=code)
    return hall


def _all(table: Any, actor: Actor, hall: Hall) -> Any:
    return select(table).where(table.organisation_id == actor.organisation_id, table.hall_id == hall.id)


def _check_takes_out(actor: Actor, booths: Sequence[Booth]) -> None:
    """Nobody may hold, be promised or still wish a booth that is taken out of the plan."""
    ids = {booth.id: booth.number for booth in booths if booth.withdrawn_at is None}
    mine = actor.organisation_id
    live = select(RequestChoice.booth_id).join(
        BoothRequest,
        (BoothRequest.organisation_id == RequestChoice.organisation_id)
        & (BoothRequest.id == RequestChoice.booth_request_id),
    )
    asked = (
        select(Allocation.booth_id).where(Allocation.organisation_id == mine, Allocation.ended_at.is_(None)),
        select(Lock.booth_id).where(Lock.organisation_id == mine),
        live.where(RequestChoice.organisation_id == mine, BoothRequest.state != "withdrawn"),
    )
    used = {ids[id_] for one in asked for id_ in db.session.scalars(one) if id_ in ids} if ids else set()
    if used:
        raise Conflict("plan-in-use", places=sorted(used)[:TOLD], count=len(used))


def _apply(
    actor: Actor,
    hall: Hall,
    booths: dict[uuid.UUID, Booth],
    classes: Mapping[str, uuid.UUID],
    change: BoothChange,
) -> Booth:
    """Everything but the number, which moves with the others'. A new booth enters ``booths``."""
    if change.booth_id is None:
        booth = _new_booth(actor, hall, booths, classes, change)
    elif change.booth_id in booths:
        booth = booths[change.booth_id]
    else:
        raise NotFound("unknown-booth", booth=change.number or str(change.booth_id))
    for name in ("x_mm", "y_mm", "width_mm", "depth_mm"):
        value = getattr(change, name)
        if value is not None:
            setattr(booth, name, value)
    check_sides(booth.number, booth.width_mm, booth.depth_mm)
    if change.withdrawn is not None:
        booth.withdrawn_at = (booth.withdrawn_at or now()) if change.withdrawn else None
    if change.booth_class is not None:
        if classes[change.booth_class] != booth.booth_class_id:
            check_not_committed(actor, hall.edition_id)
        booth.booth_class_id = classes[change.booth_class]
    return booth


def _check_new(actor: Actor, hall: Hall, numbers: Sequence[str | None]) -> None:
    """Whether booths with these numbers can still be added to the edition."""
    if not numbers:
        return
    mine = (Booth.organisation_id == actor.organisation_id) & (Booth.edition_id == hall.edition_id)
    taken = Counter(db.session.scalars(select(Booth.number).where(mine)))
    if taken.total() + len(numbers) > MOST_BOOTHS:
        raise TooMuch("plan-too-large", most=MOST_BOOTHS)
    for number in numbers:
        taken[number or ""] += 1
        if taken[number or ""] > 1:
            raise Conflict("booth-number-taken", booth=number)


def _new_booth(
    actor: Actor,
    hall: Hall,
    booths: dict[uuid.UUID, Booth],
    classes: Mapping[str, uuid.UUID],
    change: BoothChange,
) -> Booth:
    booth = Booth(
        organisation_id=actor.organisation_id,
        id=new_id(),
        edition_id=hall.edition_id,
        hall_id=hall.id,
        booth_class_id=classes[change.booth_class or ""],
        number=change.number,
        row=len(booths) + MOST_BOOTHS,  # beyond every row, until rows are read off the drawing
        place=1,
        x_mm=change.x_mm,
        y_mm=change.y_mm,
        width_mm=change.width_mm,
        depth_mm=change.depth_mm,
    )
    db.session.add(booth)
    booths[booth.id] = booth
    return booth


def _class_ids(actor: Actor, hall: Hall, changes: Iterable[BoothChange]) -> dict[str, uuid.UUID]:
    """The classes that the changes name. Raises ``unknown-class``, ``class-of-another-hall``."""
    mine = (BoothClass.organisation_id == actor.organisation_id) & (BoothClass.edition_id == hall.edition_id)
    classes = {found.code: found for found in db.session.scalars(select(BoothClass).where(mine))}
    for code in {change.booth_class for change in changes if change.booth_class is not None}:
        if code not in classes:
            raise NotFound("unknown-class", booth_class=code)
        if classes[code].hall_id != hall.id:
            raise Refused("class-of-another-hall", booth_class=code)
    return {code: found.id for code, found in classes.items()}


def _apply_features(actor: Actor, hall: Hall, changes: Sequence[FeatureChange]) -> list[HallFeature]:
    features = {feature.id: feature for feature in db.session.scalars(_all(HallFeature, actor, hall))}
    for change in changes:
        feature = features.get(change.feature_id) if change.feature_id else None
        if change.feature_id is not None and feature is None:
            raise NotFound("unknown-feature")
        if feature is None:
            feature = HallFeature(organisation_id=actor.organisation_id, id=new_id())
            feature.edition_id, feature.hall_id = hall.edition_id, hall.id
            db.session.add(feature)
            features[feature.id] = feature
        if change.removed:
            db.session.delete(features.pop(feature.id))
            continue
        feature.kind, feature.label = change.kind, change.label
        feature.x_mm, feature.y_mm = change.x_mm, change.y_mm
        feature.width_mm, feature.depth_mm = change.width_mm, change.depth_mm
    if len(features) > MOST_FEATURES:
        raise TooMuch("plan-too-large", most=MOST_FEATURES)
    return list(features.values())


def rectangle(of: Booth | HallFeature, name: str) -> Rectangle:
    """A row of a table as a rectangle."""
    return Rectangle(name=name, x_mm=of.x_mm, y_mm=of.y_mm, width_mm=of.width_mm, depth_mm=of.depth_mm)


def _check_floor(hall: Hall, booths: Iterable[Booth], changed: set[uuid.UUID]) -> None:
    """Of booths on the floor none may share it or lie outside. What was drawn so before may stay."""
    standing = [booth for booth in booths if booth.withdrawn_at is None]
    new = {booth.number for booth in standing if booth.id in changed}
    for booth in standing:
        if booth.number in new and is_outside(rectangle(booth, booth.number), hall.width_mm, hall.depth_mm):
            raise Refused("booth-outside-hall", booth=booth.number)
    pairs = find_overlaps(rectangle(booth, booth.number) for booth in standing)
    over = [pair for pair in pairs if not new.isdisjoint(pair)]
    if over:
        raise Refused("booths-overlap", booth=over[0][0], other=over[0][1], count=len(over))


def _warnings(booths: Iterable[Booth], features: Iterable[HallFeature]) -> tuple[tuple[str, str], ...]:
    solid = [(feature.kind, rectangle(feature, "")) for feature in features if feature.kind in SOLID]
    standing = [rectangle(booth, booth.number) for booth in booths if booth.withdrawn_at is None]
    return tuple((booth.name, kind) for booth in standing for kind, stands in solid if do_overlap(booth, stands))
