"""The other editions of a fair, to stand beside one of them."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.results import EditionFigures, NotComparable, not_comparable
from fairapp.models.draws import Allocation
from fairapp.models.editions import Session
from fairapp.models.footfall import Footfall
from fairapp.models.takings import Takings
from fairapp.queries.editions import EditionRow, get_edition_by_id, list_editions


@dataclass(frozen=True, kw_only=True)
class EditionBeside:
    """An edition's figures; None where nothing is known. Money in minor units of its own currency.

    ``against_money`` and ``against_people`` say why its takings and its entries cannot be compared with the edition
    that was asked about (empty for that edition itself, ``same``).
    """

    edition: EditionRow
    same: bool
    days: int | None
    exhibitors: int | None
    takings_minor: int | None
    entries: int | None
    complete: bool
    against_money: tuple[NotComparable, ...] = ()
    against_people: tuple[NotComparable, ...] = ()


def list_editions_beside(organisation_id: uuid.UUID, edition_id: uuid.UUID, *, at: datetime) -> list[EditionBeside]:
    """The edition and the others of its fair, newest first. ``at``: an edition with sessions to come is incomplete.

    Raises ``NotFound("unknown-edition")``.
    """
    asked_about = get_edition_by_id(organisation_id, edition_id)
    editions = [row for row in list_editions(organisation_id) if row.fair_name == asked_about.fair_name]
    ids = [row.id for row in editions]
    net = Takings.gross_minor - Takings.voided_minor - Takings.refunds_minor
    takings = _by_edition(organisation_id, ids, Takings, func.sum(net))
    entries = _by_edition(organisation_id, ids, Footfall, func.sum(Footfall.inwards))
    days = _by_edition(organisation_id, ids, Session, func.count(Session.id))
    holders = func.count(Allocation.exhibitor_id.distinct())
    exhibitors = _by_edition(organisation_id, ids, Allocation, holders, Allocation.ended_at.is_(None))
    to_come = _by_edition(organisation_id, ids, Session, func.count(Session.id), Session.closes_at > at)
    rows = [
        EditionBeside(
            edition=row,
            same=row.id == edition_id,
            days=days.get(row.id),
            exhibitors=exhibitors.get(row.id),
            takings_minor=takings.get(row.id),
            entries=entries.get(row.id),
            complete=row.id not in to_come,
        )
        for row in editions
    ]
    here = next(row for row in rows if row.same)
    return [row if row.same else _compared(here, row) for row in rows]


def _compared(here: EditionBeside, there: EditionBeside) -> EditionBeside:
    first, second = _figures(here), _figures(there)
    return replace(
        there,
        against_money=tuple(not_comparable(first, second, money=True)),
        against_people=tuple(not_comparable(first, second, money=False)),
    )


def _figures(row: EditionBeside) -> EditionFigures:
    return EditionFigures(days=row.days, currency=row.edition.currency, complete=row.complete)


def _by_edition(
    organisation_id: uuid.UUID, ids: list[uuid.UUID], model: Any, figure: Any, *conditions: Any
) -> dict[uuid.UUID, int]:
    asked = (
        select(model.edition_id, figure)
        .where(model.organisation_id == organisation_id, model.edition_id.in_(ids), *conditions)
        .group_by(model.edition_id)
    )
    return {edition_id: int(value) for edition_id, value in db.session.execute(asked)}
