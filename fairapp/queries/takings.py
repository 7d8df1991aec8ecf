"""Reads of the takings: projections only, so that a page costs the same after ten sales and after a million."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.takings import Closing, EvidenceLevel, LastCheck, standing_evidence
from fairapp.models.takings import CashUp, HourTakings, Takings
from fairapp.queries.stall_checks import CheckRow, Place, list_last_checks


@dataclass(frozen=True, kw_only=True)
class SessionTakings:
    """What one exhibitor took in one session by all methods, in minor units.

    ``closed``: a till of hers was cashed up; ``restated``: the sum has changed since, and nobody has checked it.
    ``check`` is the last at her stall. Whoever has no such row has not reported: that is not zero.
    """

    exhibitor_id: uuid.UUID
    session_number: int
    gross_minor: int = 0
    voided_minor: int = 0
    refunds_minor: int = 0
    sales: int = 0
    evidence: EvidenceLevel = EvidenceLevel.DECLARED
    closed: bool = False
    restated: bool = False
    check: CheckRow | None = None

    @property
    def net_minor(self) -> int:
        return self.gross_minor - self.voided_minor - self.refunds_minor

    @property
    def check_lapsed(self) -> bool:
        """The check agreed with another sum than this."""
        return self.check is not None and self.check.agrees and self.check.net_minor != self.net_minor


@dataclass(frozen=True, kw_only=True)
class MethodTakings:
    """The takings by one method of payment; ``sales`` without those voided."""

    method: str
    net_minor: int
    refunds_minor: int
    sales: int


@dataclass(frozen=True, kw_only=True)
class HourSum:
    """The takings of one hour (its beginning, in UTC) of one session."""

    session_number: int
    hour_at: datetime
    net_minor: int
    sales: int


def list_session_takings(
    organisation_id: uuid.UUID,
    edition_id: uuid.UUID,
    exhibitor_id: uuid.UUID | None = None,
    *,
    checks: Mapping[Place, CheckRow] | None = None,
) -> list[SessionTakings]:
    """Every exhibitor's takings of every session, or one exhibitor's, by exhibitor and session.

    ``checks`` are those of the edition, for whoever has read them already.
    """
    closings = _closings(organisation_id, edition_id, exhibitor_id)
    if checks is None:
        checks = list_last_checks(organisation_id, edition_id, exhibitor_id=exhibitor_id)
    asked = (
        select(Takings.exhibitor_id, Takings.session_number, *_sums())
        .where(*_mine(Takings, organisation_id, edition_id, exhibitor_id))
        .group_by(Takings.exhibitor_id, Takings.session_number)
    )
    found = ((row[0], row[1], tuple(int(value) for value in row[2:])) for row in db.session.execute(asked))
    # What settlements moved elsewhere leaves nothing behind, and an estimate is no report.
    sums = {(seller, number): values for seller, number, values in found if any(values)}
    places = sorted(sums.keys() | closings.keys())
    return [_row(place, sums.get(place, (0, 0, 0, 0)), closings.get(place, ()), checks.get(place)) for place in places]


def takings_by_exhibitor(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[uuid.UUID, tuple[int, int]]:
    """Exhibitor → net takings in minor units and sales, over the whole edition."""
    net = func.sum(Takings.gross_minor - Takings.voided_minor - Takings.refunds_minor)
    asked = (
        select(Takings.exhibitor_id, net, func.sum(Takings.sales))
        .where(*_mine(Takings, organisation_id, edition_id, None))
        .group_by(Takings.exhibitor_id)
        .having(func.sum(Takings.gross_minor + Takings.refunds_minor) != 0)
    )
    return {exhibitor_id: (int(minor), int(sales)) for exhibitor_id, minor, sales in db.session.execute(asked)}


def list_methods(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_id: uuid.UUID | None = None
) -> list[MethodTakings]:
    """By method of payment, the largest first."""
    asked = (
        select(Takings.method, *_sums())
        .where(*_mine(Takings, organisation_id, edition_id, exhibitor_id))
        .group_by(Takings.method)
    )
    rows = [
        MethodTakings(
            method=method, net_minor=int(gross - voided - refunds), refunds_minor=int(refunds), sales=int(sales)
        )
        for method, gross, voided, refunds, sales in db.session.execute(asked)
        if gross or voided or refunds or sales
    ]
    return sorted(rows, key=lambda row: (-row.net_minor, row.method))


def read_estimated(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[Place, int]:
    """(exhibitor, session) → what lost phones are believed to have held, in minor units: in no other sum."""
    asked = (
        select(Takings.exhibitor_id, Takings.session_number, func.sum(Takings.estimated_minor))
        .where(*_mine(Takings, organisation_id, edition_id, None), Takings.estimated_minor != 0)
        .group_by(Takings.exhibitor_id, Takings.session_number)
    )
    return {(seller, number): int(minor) for seller, number, minor in db.session.execute(asked)}


def list_hour_sums(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[HourSum]:
    """By session and hour, in order of time."""
    asked = (
        select(
            HourTakings.session_number,
            HourTakings.hour_at,
            func.sum(HourTakings.net_minor),
            func.sum(HourTakings.sales),
        )
        .where(HourTakings.organisation_id == organisation_id, HourTakings.edition_id == edition_id)
        .group_by(HourTakings.session_number, HourTakings.hour_at)
        .order_by(HourTakings.hour_at, HourTakings.session_number)
    )
    return [
        HourSum(session_number=number, hour_at=hour_at, net_minor=int(minor), sales=int(count))
        for number, hour_at, minor, count in db.session.execute(asked)
    ]


def _sums() -> list[Any]:
    columns = (Takings.gross_minor, Takings.voided_minor, Takings.refunds_minor, Takings.sales)
    return [func.sum(column) for column in columns]


def _mine(
    model: type[Takings] | type[CashUp],
    organisation_id: uuid.UUID,
    edition_id: uuid.UUID,
    exhibitor_id: uuid.UUID | None,
) -> list[Any]:
    conditions: list[Any] = [model.organisation_id == organisation_id, model.edition_id == edition_id]
    return conditions if exhibitor_id is None else [*conditions, model.exhibitor_id == exhibitor_id]


def _closings(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_id: uuid.UUID | None
) -> dict[Place, list[Closing]]:
    """The last cash-up of each till, by exhibitor and session."""
    asked = (
        select(CashUp.exhibitor_id, CashUp.session_number, CashUp.device_id, CashUp.net_minor, CashUp.evidence)
        .where(*_mine(CashUp, organisation_id, edition_id, exhibitor_id))
        .order_by(CashUp.id)  # in the order in which they arrived
    )
    last: dict[Place, dict[uuid.UUID, Closing]] = {}
    for seller, number, device_id, net, evidence in db.session.execute(asked):
        last.setdefault((seller, number), {})[device_id] = Closing(net_minor=net, evidence=EvidenceLevel(evidence))
    return {place: list(tills.values()) for place, tills in last.items()}


def _row(place: Place, sums: Sequence[int], closings: Sequence[Closing], check: CheckRow | None) -> SessionTakings:
    gross, voided, refunds, sales = sums
    net = gross - voided - refunds
    seen = None if check is None else LastCheck(net_minor=check.net_minor, agrees=check.agrees)
    evidence = standing_evidence(closings, net, seen)
    changed = bool(closings) and sum(closing.net_minor for closing in closings) != net
    return SessionTakings(
        exhibitor_id=place[0],
        session_number=place[1],
        gross_minor=gross,
        voided_minor=voided,
        refunds_minor=refunds,
        sales=sales,
        evidence=evidence,
        closed=bool(closings),
        restated=changed and evidence is not EvidenceLevel.AUDITED,
        check=check,
    )
