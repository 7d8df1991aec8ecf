"""Reads about what changed after the draw: freezes, every change of booths, substitutes, corrections."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from fairapp.db import db
from fairapp.models.base import named_by
from fairapp.models.draws import PlanFreeze, Reallocation, Substitution
from fairapp.models.exhibitors import ExhibitorMember
from fairapp.models.requests import BoothRequest, FactCorrection


@dataclass(frozen=True, kw_only=True)
class FreezeRow:
    """``thawed_at`` None: it stands."""

    frozen_at: datetime
    frozen_by: str
    reason: str
    thawed_at: datetime | None
    thawed_by: str
    thawed_reason: str


@dataclass(frozen=True, kw_only=True)
class MoveRow:
    """One family's part in a change; no booths before is having waited."""

    code: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    choice: str


@dataclass(frozen=True, kw_only=True)
class ReallocationRow:
    """One change, made whole. ``kind`` is cascade, fill, move, swap or grant; ``made_by`` is empty for herself."""

    kind: str
    cause: str
    reason: str
    made_at: datetime
    made_by: str
    moves: tuple[MoveRow, ...]


@dataclass(frozen=True, kw_only=True)
class SubstitutionRow:
    code: str
    member: str
    reason: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, kw_only=True)
class CorrectionRow:
    """A fact put right; ``before`` and ``after`` as they stand in the list."""

    code: str
    fact: str
    before: Any
    after: Any
    reason: str
    corrected_at: datetime
    corrected_by: str


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """A person of the household who may take over."""

    id: uuid.UUID
    name: str


def list_freezes(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[FreezeRow]:
    """The last first."""
    asked = (
        select(PlanFreeze)
        .where(PlanFreeze.organisation_id == organisation_id, PlanFreeze.edition_id == edition_id)
        .order_by(PlanFreeze.frozen_at.desc(), PlanFreeze.id.desc())
    )
    return [
        FreezeRow(
            frozen_at=one.frozen_at,
            frozen_by=one.frozen_by_name,
            reason=one.reason,
            thawed_at=one.thawed_at,
            thawed_by=one.thawed_by_name,
            thawed_reason=one.thawed_reason,
        )
        for one in db.session.scalars(asked)
    ]


def list_reallocations(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[ReallocationRow]:
    """The last first."""
    asked = (
        select(Reallocation)
        .where(Reallocation.organisation_id == organisation_id, Reallocation.edition_id == edition_id)
        .order_by(Reallocation.made_at.desc(), Reallocation.id.desc())
    )
    return [
        ReallocationRow(
            kind=one.kind,
            cause=one.cause,
            reason=one.reason,
            made_at=one.made_at,
            made_by=one.made_by_name,
            moves=tuple(
                MoveRow(
                    code=move["code"],
                    before=tuple(move["before"]),
                    after=tuple(move["after"]),
                    choice=str(move["choice"]),
                )
                for move in one.moves
            ),
        )
        for one in db.session.scalars(asked)
    ]


def list_substitutions(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[SubstitutionRow]:
    """The last first."""
    asked = (
        select(Substitution, BoothRequest.code)
        .join(BoothRequest, named_by(BoothRequest, Substitution.booth_request_id))
        .where(Substitution.organisation_id == organisation_id, Substitution.edition_id == edition_id)
        .order_by(Substitution.recorded_at.desc(), Substitution.id.desc())
    )
    return [
        SubstitutionRow(
            code=code,
            member=one.member_name,
            reason=one.reason,
            recorded_at=one.recorded_at,
            recorded_by=one.recorded_by_name,
        )
        for one, code in db.session.execute(asked)
    ]


def list_corrections(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[CorrectionRow]:
    """The last first."""
    asked = (
        select(FactCorrection, BoothRequest.code)
        .join(BoothRequest, named_by(BoothRequest, FactCorrection.booth_request_id))
        .where(FactCorrection.organisation_id == organisation_id, FactCorrection.edition_id == edition_id)
        .order_by(FactCorrection.corrected_at.desc(), FactCorrection.id.desc())
    )
    return [
        CorrectionRow(
            code=code,
            fact=one.fact,
            before=one.before,
            after=one.after,
            reason=one.reason,
            corrected_at=one.corrected_at,
            corrected_by=one.corrected_by_name,
        )
        for one, code in db.session.execute(asked)
    ]


def list_members_of(organisation_id: uuid.UUID, edition_id: uuid.UUID, code: str) -> list[MemberRow]:
    """Who may take over for the request of this code; nobody for a code that is not there."""
    asked = (
        select(ExhibitorMember.id, ExhibitorMember.name)
        .join(
            BoothRequest,
            and_(
                BoothRequest.organisation_id == ExhibitorMember.organisation_id,
                BoothRequest.exhibitor_id == ExhibitorMember.exhibitor_id,
            ),
        )
        .where(BoothRequest.organisation_id == organisation_id, BoothRequest.edition_id == edition_id)
        .where(BoothRequest.code == code)
        .order_by(ExhibitorMember.id)
    )
    return [MemberRow(id=row.id, name=row.name) for row in db.session.execute(asked)]
