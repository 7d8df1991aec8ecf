"""Reads about electricity: what the stalls of a row said they use, beside what its circuit bears."""

import uuid
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.base import named_by
from fairapp.models.draws import Allocation
from fairapp.models.floor_plan import Booth, Hall, RowCircuit
from fairapp.models.requests import BoothRequest


@dataclass(frozen=True, kw_only=True)
class RowLoad:
    """``declared`` watts of the booths held in a row; ``unsaid``: held booths whose families said nothing, which is not
    0. ``budget`` None: nobody wrote what the circuit bears. ``first`` and ``last`` are booth numbers.
    """

    row: int
    first: str
    last: str
    booths: int
    held: int
    declared: int
    unsaid: int
    budget: int | None

    @property
    def over(self) -> int:
        """Watts beyond the budget, 0 when it bears them."""
        return 0 if self.budget is None else max(0, self.declared - self.budget)


def list_row_loads(organisation_id: uuid.UUID, edition_id: uuid.UUID, hall: str) -> list[RowLoad]:
    """Row by row. Who holds several booths spreads her watts evenly over them, rounded up in each row."""
    asked = (
        select(Booth.number, Booth.row, BoothRequest.id, BoothRequest.watts)
        .join(Hall, named_by(Hall, Booth.hall_id))
        .outerjoin(
            Allocation,
            (Allocation.organisation_id == Booth.organisation_id)
            & (Allocation.booth_id == Booth.id)
            & Allocation.ended_at.is_(None),
        )
        .outerjoin(
            BoothRequest,
            (BoothRequest.organisation_id == Allocation.organisation_id)
            & (BoothRequest.id == Allocation.booth_request_id),
        )
        .where(Booth.organisation_id == organisation_id, Booth.edition_id == edition_id)
        .where(Hall.code == hall, Booth.withdrawn_at.is_(None))
        .order_by(Booth.row, Booth.place)
    )
    booths = [(row.number, row.row, row.id, row.watts) for row in db.session.execute(asked)]
    shares = Counter(request for _, _, request, _ in booths if request is not None)
    here = Counter((row, request) for _, row, request, _ in booths if request is not None)
    watts = {request: used for _, _, request, used in booths}
    budgets = _budgets(organisation_id, edition_id, hall)
    loads = []
    for at, found in groupby(booths, key=lambda booth: booth[1]):
        row = list(found)
        requests = {request for _, _, request, _ in row if request is not None}
        loads.append(
            RowLoad(
                row=at,
                first=row[0][0],
                last=row[-1][0],
                booths=len(row),
                held=sum(request is not None for _, _, request, _ in row),
                declared=sum(-(-(watts[one] or 0) * here[at, one] // shares[one]) for one in requests),
                unsaid=sum(request is not None and used is None for _, _, request, used in row),
                budget=budgets.get(at),
            )
        )
    return loads


def _budgets(organisation_id: uuid.UUID, edition_id: uuid.UUID, hall: str) -> dict[int, int]:
    asked = (
        select(RowCircuit.row, RowCircuit.watts)
        .join(Hall, named_by(Hall, RowCircuit.hall_id))
        .where(RowCircuit.organisation_id == organisation_id, RowCircuit.edition_id == edition_id, Hall.code == hall)
    )
    return {row.row: row.watts for row in db.session.execute(asked)}
