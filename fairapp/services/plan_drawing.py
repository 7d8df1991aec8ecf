"""Making the rows of halls, classes and booths agree with a drawing, without touching what someone relies on."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from fairapp.db import db
from fairapp.domain.errors import Conflict
from fairapp.domain.floor_plan import HallDrawing
from fairapp.models.base import new_id
from fairapp.models.devices import Device, EnrolmentToken
from fairapp.models.draws import Allocation, Lock
from fairapp.models.floor_plan import Booth, BoothClass, FormerNumber, Gate, Hall, HallFeature, RowCircuit
from fairapp.models.requests import RequestChoice
from fairapp.services.audit import Actor

DEFAULT_CLASS = "std"
DEFAULT_SERVICES = ("power",)
TOLD = 5  # booths named in a refusal
IN_ONE_STATEMENT = 1_000


def redraw(actor: Actor, edition_id: uuid.UUID, drawings: Sequence[HallDrawing]) -> None:
    """Halls, classes and booths become what ``drawings`` say; those of the same code or number stay the same rows.

    Raises ``Conflict("plan-in-use")`` with ``places``: what would be gone although someone wishes or holds it.
    """
    halls = {hall.code: hall for hall in db.session.scalars(_all(Hall, actor, edition_id))}
    classes = list(db.session.scalars(_all(BoothClass, actor, edition_id).order_by(BoothClass.position)))
    booths = {booth.number: booth for booth in db.session.scalars(_all(Booth, actor, edition_id))}
    drawn = {hall.code for hall in drawings}
    gone_halls = [hall.id for code, hall in halls.items() if code not in drawn]
    gone_classes = {found.id: found.code for found in classes if found.hall_id in gone_halls}
    numbers = {booth.number for hall in drawings for booth in hall.booths}
    gone_booths = {booth.id: number for number, booth in booths.items() if number not in numbers}
    _check_not_in_use(actor, gone_booths, gone_classes)
    _remove(actor, gone_booths, gone_classes, gone_halls)
    class_of_hall = {found.hall_id: found.id for found in reversed(classes) if found.id not in gone_classes}
    hall_ids = _write_halls(actor, edition_id, drawings, halls, class_of_hall)
    _write_booths(actor, edition_id, drawings, hall_ids, class_of_hall, booths)
    db.session.expire_all()  # rows were written past the objects read above


def remove_booths(actor: Actor, booths: dict[uuid.UUID, str]) -> None:
    """Take these booths (id → number) away for good. Raises ``Conflict("plan-in-use")``."""
    _check_not_in_use(actor, booths, {})
    _remove(actor, booths, (), ())
    db.session.expire_all()


def _all(table: Any, actor: Actor, edition_id: uuid.UUID) -> Any:
    return select(table).where(table.organisation_id == actor.organisation_id, table.edition_id == edition_id)


def _check_not_in_use(actor: Actor, booths: dict[uuid.UUID, str], classes: dict[uuid.UUID, str]) -> None:
    used = {classes[id_] for id_ in _referred(actor, RequestChoice, "booth_class_id", classes)}
    for table in (RequestChoice, Lock, Allocation, Device, EnrolmentToken):
        used |= {booths[id_] for id_ in _referred(actor, table, "booth_id", booths)}
    if used:
        raise Conflict("plan-in-use", places=sorted(used)[:TOLD], count=len(used))


def _referred(actor: Actor, table: Any, column: str, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for part in _parts(list(ids)):
        asked = select(getattr(table, column)).where(
            table.organisation_id == actor.organisation_id, getattr(table, column).in_(part)
        )
        found |= set(db.session.scalars(asked.distinct()))
    return found


def _remove(
    actor: Actor, booths: Iterable[uuid.UUID], classes: Iterable[uuid.UUID], halls: Sequence[uuid.UUID]
) -> None:
    gates = (Gate.organisation_id == actor.organisation_id) & Gate.hall_id.in_(halls)
    db.session.execute(
        update(Gate).where(gates).values(hall_id=None)
    )  # a gate outlives its hall: people may be counted
    columns = (
        (FormerNumber.booth_id, booths),
        (HallFeature.hall_id, halls),
        (RowCircuit.hall_id, halls),
        (Booth.id, booths),
        (BoothClass.id, classes),
        (Hall.id, halls),
    )
    for column, ids in columns:
        table = column.class_
        for part in _parts(list(ids)):
            db.session.execute(
                delete(table)
                .where(table.organisation_id == actor.organisation_id, column.in_(part))
                .execution_options(synchronize_session=False)
            )


def _write_halls(
    actor: Actor,
    edition_id: uuid.UUID,
    drawings: Sequence[HallDrawing],
    halls: dict[str, Hall],
    class_of_hall: dict[uuid.UUID, uuid.UUID],
) -> dict[str, uuid.UUID]:
    """Writes halls and the default class of new ones into ``class_of_hall``; returns the ids of halls by code."""
    ids: dict[str, uuid.UUID] = {}
    for position, drawing in enumerate(drawings, start=1):
        hall = halls.get(drawing.code)
        if hall is None:
            hall = Hall(organisation_id=actor.organisation_id, id=new_id(), edition_id=edition_id, code=drawing.code)
            db.session.add(hall)
        hall.name, hall.position = drawing.name, position
        hall.width_mm, hall.depth_mm = drawing.width_mm, drawing.depth_mm
        ids[drawing.code] = hall.id
    db.session.flush()
    for position, drawing in enumerate(drawings, start=1):
        hall_id = ids[drawing.code]
        if hall_id not in class_of_hall:
            class_of_hall[hall_id] = new_id()
            db.session.add(
                BoothClass(
                    organisation_id=actor.organisation_id,
                    id=class_of_hall[hall_id],
                    edition_id=edition_id,
                    hall_id=hall_id,
                    code=f"{drawing.code}/{DEFAULT_CLASS}",
                    name=drawing.name,
                    services=list(DEFAULT_SERVICES),
                    position=position,
                )
            )
    db.session.flush()
    return ids


def _write_booths(
    actor: Actor,
    edition_id: uuid.UUID,
    drawings: Sequence[HallDrawing],
    hall_ids: dict[str, uuid.UUID],
    class_of_hall: dict[uuid.UUID, uuid.UUID],
    booths: dict[str, Booth],
) -> None:
    # Booths that stay first step aside, so that none stands on another's place while they move.
    mine = (Booth.organisation_id == actor.organisation_id) & (Booth.edition_id == edition_id)
    aside = update(Booth).where(mine).values(row=-Booth.row)
    db.session.execute(aside.execution_options(synchronize_session=False))
    new: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for hall in drawings:
        for booth in hall.booths:
            placed = {
                "organisation_id": actor.organisation_id,
                "row": booth.row,
                "place": booth.place,
                "x_mm": booth.x_mm,
                "y_mm": booth.y_mm,
                "width_mm": booth.width_mm,
                "depth_mm": booth.depth_mm,
            }
            if booth.number in booths:
                moved.append({"id": booths[booth.number].id, **placed})
                continue
            hall_id = hall_ids[hall.code]
            of = {"edition_id": edition_id, "hall_id": hall_id, "booth_class_id": class_of_hall[hall_id]}
            new.append({"id": new_id(), "number": booth.number, **of, **placed})
    if moved:
        db.session.execute(update(Booth), moved)
    if new:
        db.session.execute(insert(Booth), new)


def _parts(ids: list[uuid.UUID]) -> Iterable[list[uuid.UUID]]:
    return (ids[start : start + IN_ONE_STATEMENT] for start in range(0, len(ids), IN_ONE_STATEMENT))
