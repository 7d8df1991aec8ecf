"""How far editions have come: what the line on their home page is drawn from. One read a count, for all editions."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from fairapp.db import db
from fairapp.domain.editions import EditionStep, steps_done
from fairapp.models.draws import Allocation, Draw, WaitingListEntry
from fairapp.models.editions import Session
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth, FloorPlan
from fairapp.models.footfall import Footfall
from fairapp.models.requests import BoothRequest
from fairapp.models.takings import Takings
from fairapp.queries.editions import EditionRow


@dataclass(frozen=True, kw_only=True)
class EditionLife:
    """Counts of one edition. ``exhibitors`` are those of the whole register; moments are aware."""

    exhibitors: int = 0
    booths: int = 0
    plan_drawn: bool = False
    plan_published: bool = False
    submitted: int = 0
    eligible: int = 0
    ineligible: int = 0
    committed: bool = False
    drawn: bool = False
    offered: int = 0
    confirmed: int = 0
    waiting: int = 0
    sessions: int = 0
    first_opens_at: datetime | None = None
    last_cut_off_at: datetime | None = None
    sales: int = 0
    entries: int = 0

    @property
    def requests(self) -> int:
        """All that were not withdrawn."""
        return self.submitted + self.eligible + self.ineligible

    def done(self, now: datetime) -> list[EditionStep]:
        """The steps that are over, in order."""
        over = {
            EditionStep.REGISTER: self.exhibitors > 0,
            EditionStep.PLAN: self.plan_published,
            EditionStep.REQUESTS: self.committed,
            EditionStep.DRAW: self.drawn,
            EditionStep.CONFIRMATIONS: self.confirmed > 0 and self.offered == 0,
            EditionStep.FAIR: self.last_cut_off_at is not None and self.last_cut_off_at <= now,
        }
        return steps_done([step for step, is_over in over.items() if is_over])


def get_life(organisation_id: uuid.UUID, edition: EditionRow) -> EditionLife:
    """How far one edition has come."""
    return list_lives(organisation_id, [edition])[edition.id]


def list_lives(organisation_id: uuid.UUID, editions: Sequence[EditionRow]) -> dict[uuid.UUID, EditionLife]:
    """How far each of these editions has come."""
    wanted = [edition.id for edition in editions]
    found: dict[uuid.UUID, dict[str, Any]] = {id_: {} for id_ in wanted}
    for counted in _COUNTS:
        table = counted[0]
        columns = counted[1]
        asked = (
            select(table.edition_id, *(column.label(name) for name, column in columns.items()))
            .where(table.organisation_id == organisation_id, table.edition_id.in_(wanted))
            .group_by(table.edition_id)
        )
        for row in db.session.execute(asked).mappings():
            found[row["edition_id"]] |= {name: row[name] for name in columns}
    exhibitors = db.session.scalar(
        select(func.count()).where(Exhibitor.organisation_id == organisation_id, Exhibitor.left_at.is_(None))
    )
    return {id_: _life(counts, exhibitors or 0) for id_, counts in found.items()}


def _life(counts: dict[str, Any], exhibitors: int) -> EditionLife:
    truths = ("plan_drawn", "plan_published", "committed", "drawn")
    moments = ("first_opens_at", "last_cut_off_at")
    values: dict[str, Any] = {name: value if name in moments else int(value or 0) for name, value in counts.items()}
    values |= {name: bool(values.get(name)) for name in truths}
    return EditionLife(exhibitors=exhibitors, **values)


def _number_where(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


_COUNTS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (Booth, {"booths": _number_where(Booth.withdrawn_at.is_(None))}),
    (FloorPlan, {"plan_drawn": func.count(), "plan_published": _number_where(FloorPlan.published_at.is_not(None))}),
    (
        BoothRequest,
        {state: _number_where(BoothRequest.state == state) for state in ("submitted", "eligible", "ineligible")},
    ),
    (
        Draw,
        {
            "committed": _number_where(Draw.withdrawn_at.is_(None)),
            "drawn": _number_where(Draw.withdrawn_at.is_(None) & Draw.drawn_at.is_not(None)),
        },
    ),
    (
        Allocation,
        {
            "offered": _number_where(Allocation.ended_at.is_(None) & Allocation.confirmed_at.is_(None)),
            "confirmed": _number_where(Allocation.ended_at.is_(None) & Allocation.confirmed_at.is_not(None)),
        },
    ),
    (WaitingListEntry, {"waiting": _number_where(WaitingListEntry.left_at.is_(None))}),
    (
        Session,
        {
            "sessions": func.count(),
            "first_opens_at": func.min(Session.opens_at),
            "last_cut_off_at": func.max(Session.cut_off_at),
        },
    ),
    (Takings, {"sales": func.sum(Takings.sales)}),
    (Footfall, {"entries": func.sum(Footfall.inwards)}),
)
