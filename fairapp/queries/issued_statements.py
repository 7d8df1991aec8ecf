"""Reads about statements that were issued on paper, and what one would say now."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.codes import normalise_code
from fairapp.domain.errors import NotFound, Refused
from fairapp.domain.statements import StatedFigures, StatedSession, StatementHeading, read_statement
from fairapp.models.results import IssuedStatement
from fairapp.models.takings import Takings
from fairapp.queries.editions import EditionRow
from fairapp.queries.results import proved
from fairapp.queries.statements import Statement


@dataclass(frozen=True, kw_only=True)
class IssuedStatementRow:
    """A statement as it was issued. ``code_hash`` is what is kept of the code on its paper."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    edition_id: uuid.UUID
    exhibitor_id: uuid.UUID
    heading: StatementHeading
    figures: StatedFigures
    sha256: str
    code_hash: str
    issued_at: datetime


def find_last_statement(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_id: uuid.UUID
) -> IssuedStatementRow | None:
    """The last one issued to an exhibitor for an edition."""
    asked = (
        select(IssuedStatement)
        .where(
            IssuedStatement.organisation_id == organisation_id,
            IssuedStatement.edition_id == edition_id,
            IssuedStatement.exhibitor_id == exhibitor_id,
        )
        .order_by(IssuedStatement.id.desc())
    )
    found = db.session.scalars(asked.limit(1)).first()
    return None if found is None else _row(found)


def statement_hash(code: str) -> str:
    """What is stored of a statement's code, however it was typed. Raises ``NotFound("unknown-statement")``."""
    try:
        return hashlib.sha256(f"statement|{normalise_code(code)}".encode()).hexdigest()
    except Refused:
        raise NotFound("unknown-statement") from None


def get_issued_statement(code: str) -> IssuedStatementRow:
    """By the code on the paper. Raises ``NotFound("unknown-statement")``."""
    asked = select(IssuedStatement).where(IssuedStatement.code_hash == statement_hash(code))
    found = db.session.scalar(asked)
    if found is None:
        raise NotFound("unknown-statement")
    return _row(found)


def has_takings(organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_id: uuid.UUID) -> bool:
    """Whether there is anything to state of an exhibitor."""
    asked = select(Takings.id).where(
        Takings.organisation_id == organisation_id,
        Takings.edition_id == edition_id,
        Takings.exhibitor_id == exhibitor_id,
    )
    return db.session.scalar(asked.limit(1)) is not None


def stated_figures(edition: EditionRow, statement: Statement) -> StatedFigures:
    """What a statement issued now would say."""
    levels = proved(statement.reported)
    return StatedFigures(
        currency=edition.currency,
        exponent=edition.exponent,
        takings_minor=levels.total_minor,
        audited_minor=levels.audited_minor,
        matched_minor=levels.matched_minor,
        declared_minor=levels.declared_minor,
        sales=sum(one.sales for one in statement.reported),
        sessions=tuple(
            StatedSession(
                day=one.day,
                takings_minor=one.takings.net_minor if one.takings else None,
                sales=one.takings.sales if one.takings else 0,
                evidence=one.takings.evidence.value if one.takings else "",
            )
            for one in statement.sessions
        ),
    )


def _row(found: IssuedStatement) -> IssuedStatementRow:
    heading, figures = read_statement(json.loads(found.document))
    return IssuedStatementRow(
        id=found.id,
        organisation_id=found.organisation_id,
        edition_id=found.edition_id,
        exhibitor_id=found.exhibitor_id,
        heading=heading,
        figures=figures,
        sha256=found.sha256,
        code_hash=found.code_hash,
        issued_at=found.issued_at,
    )
