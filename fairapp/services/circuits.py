"""What the circuit of each row bears: a lamp that is a fryer must not put the row in the dark."""

import uuid
from collections.abc import Mapping

from sqlalchemy import delete, select

from fairapp.db import db, transactional
from fairapp.domain.errors import NotFound, Refused
from fairapp.models.base import new_id
from fairapp.models.floor_plan import Booth, Hall, RowCircuit
from fairapp.services.audit import Actor, record_event
from fairapp.services.editions import lock_edition

WATTS = range(1_000_001)  # 0: a row without electricity


@transactional
def set_circuits(actor: Actor, edition_id: uuid.UUID, hall_code: str, watts: Mapping[int, int | None]) -> None:
    """Row number → watts, None when not known; rows not named stay. Raises ``watts-out-of-range``, ``unknown-row``."""
    lock_edition(actor, edition_id)
    mine = (Hall.organisation_id == actor.organisation_id) & (Hall.edition_id == edition_id)
    hall = db.session.scalar(select(Hall).where(mine, Hall.code == hall_code))
    if hall is None:
        raise NotFound("unknown-hall", hall=hall_code)
    standing = select(Booth.row).where(
        Booth.organisation_id == actor.organisation_id, Booth.hall_id == hall.id, Booth.withdrawn_at.is_(None)
    )
    rows = set(db.session.scalars(standing.distinct()))
    for row, bears in watts.items():
        if row not in rows:
            raise NotFound("unknown-row", row=row)
        if bears is not None and bears not in WATTS:
            raise Refused("watts-out-of-range", most=WATTS[-1])
    of_hall = (RowCircuit.organisation_id == actor.organisation_id) & (RowCircuit.hall_id == hall.id)
    db.session.execute(delete(RowCircuit).where(of_hall, RowCircuit.row.in_(list(watts))))
    for row, bears in watts.items():
        if bears is not None:
            circuit = RowCircuit(organisation_id=actor.organisation_id, id=new_id(), row=row, watts=bears)
            circuit.edition_id, circuit.hall_id = edition_id, hall.id
            db.session.add(circuit)
    record_event(actor, "circuits.set", subject=hall_code, edition_id=edition_id, rows=len(watts))
