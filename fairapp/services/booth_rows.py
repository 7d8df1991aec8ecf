"""Rows, places and numbers of booths written so that no booth stands on another's while they change."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import Conflict
from fairapp.domain.hall_geometry import Rectangle, infer_rows
from fairapp.models.base import new_id
from fairapp.models.floor_plan import Booth, FormerNumber, Hall, RowCircuit
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.plan_changes import parse_number
from fairapp.services.plan_versions import was_published


def write_rows(actor: Actor, hall: Hall, booths: Sequence[Booth]) -> None:
    """Rows and places of all booths of a hall as the drawing shows them.

    Booths taken out of the plan come after the rows, each by itself: they part their former neighbours. The circuit of
    a row goes with most of its booths.
    """
    standing = {str(booth.id): booth for booth in booths if booth.withdrawn_at is None}
    rows = [[standing[name] for name in row] for row in infer_rows(_rectangle(booth) for booth in standing.values())]
    rows += [[booth] for booth in booths if booth.withdrawn_at is not None]
    places = {booth.id: (at, place) for at, row in enumerate(rows, 1) for place, booth in enumerate(row, 1)}
    moved = [booth for booth in booths if (booth.row, booth.place) != places[booth.id]]
    if not moved:
        return
    _keep_circuits(actor, hall, rows)
    for booth in moved:
        booth.row = -booth.row
    db.session.flush()
    for booth in moved:
        booth.row, booth.place = places[booth.id]
    db.session.flush()


def renumber(actor: Actor, edition_id: uuid.UUID, numbers: Mapping[Booth, str]) -> None:
    """New numbers for these booths; once the plan was published the old ones are remembered.

    Raises ``Conflict("booth-number-taken")`` when a number would stand on two booths.
    """
    wanted = {booth.id: parse_number(number) for booth, number in numbers.items()}
    if not wanted:
        return
    mine = (Booth.organisation_id == actor.organisation_id) & (Booth.edition_id == edition_id)
    after = {row.id: row.number for row in db.session.execute(select(Booth.id, Booth.number).where(mine))} | wanted
    twice = [number for number, count in Counter(after.values()).items() if count > 1]
    if twice:
        raise Conflict("booth-number-taken", booth=min(twice))
    remembered = was_published(actor, edition_id)
    for booth in numbers:
        if remembered:
            db.session.add(
                FormerNumber(
                    organisation_id=actor.organisation_id,
                    id=new_id(),
                    edition_id=edition_id,
                    booth_id=booth.id,
                    number=booth.number,
                    until=now(),
                )
            )
        booth.number = f"~{booth.id.hex}"
    db.session.flush()
    for booth in numbers:
        booth.number = wanted[booth.id]
    db.session.flush()


def _rectangle(booth: Booth) -> Rectangle:
    return Rectangle(
        name=str(booth.id), x_mm=booth.x_mm, y_mm=booth.y_mm, width_mm=booth.width_mm, depth_mm=booth.depth_mm
    )


def _keep_circuits(actor: Actor, hall: Hall, rows: Sequence[Sequence[Booth]]) -> None:
    """Booths still hold their former rows here. A row that no former row went into has no circuit yet."""
    mine = (RowCircuit.organisation_id == actor.organisation_id) & (RowCircuit.hall_id == hall.id)
    circuits = {circuit.row: circuit.watts for circuit in db.session.scalars(select(RowCircuit).where(mine))}
    if not circuits:
        return
    for circuit in db.session.scalars(select(RowCircuit).where(mine)).all():
        db.session.delete(circuit)
    db.session.flush()
    for at, row in enumerate(rows, start=1):
        if row[0].withdrawn_at is not None:
            continue
        former = Counter(booth.row for booth in row).most_common(1)[0][0]
        if former in circuits:
            db.session.add(
                RowCircuit(
                    organisation_id=actor.organisation_id,
                    id=new_id(),
                    edition_id=hall.edition_id,
                    hall_id=hall.id,
                    row=at,
                    watts=circuits[former],
                )
            )
