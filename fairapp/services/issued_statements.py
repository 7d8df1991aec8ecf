"""Issuing an exhibitor's statement on paper, with a code by which anyone who is shown it can prove it.

The code is made of the installation's key and the statement's id, so that the same paper can be printed again; the
database keeps its hash.
"""

import uuid
from dataclasses import dataclass

from fairapp.db import db, transactional
from fairapp.domain.documents import imprint_of
from fairapp.domain.errors import Conflict
from fairapp.domain.statements import StatedFigures, StatementHeading, statement_document
from fairapp.models.base import new_id
from fairapp.models.results import IssuedStatement
from fairapp.queries.editions import get_edition_by_id
from fairapp.queries.issued_statements import (
    IssuedStatementRow,
    find_last_statement,
    stated_figures,
    statement_hash,
)
from fairapp.queries.organisations import get_organisation
from fairapp.queries.statements import Statement, get_statement
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition
from fairapp.services.tokens import derived_code


@dataclass(frozen=True, kw_only=True)
class StatementIssued:
    """A statement and the code that stands on its paper; ``statement`` is what it was made of."""

    row: IssuedStatementRow
    code: str
    statement: Statement


@transactional
def issue_statement(
    actor: Actor, edition_id: uuid.UUID, exhibitor_id: uuid.UUID, *, secret_key: str
) -> StatementIssued:
    """The statement of an exhibitor; while her figures have not changed, the one she has already.

    Raises ``NotFound`` ``unknown-edition``, ``unknown-exhibitor``, and ``Conflict("nothing-to-state")``.
    """
    lock_edition(actor, edition_id)
    edition = get_edition_by_id(actor.organisation_id, edition_id)
    statement = get_statement(actor.organisation_id, edition_id, exhibitor_id)
    if not statement.reported:
        raise Conflict("nothing-to-state")
    row, figures = (
        find_last_statement(actor.organisation_id, edition_id, exhibitor_id),
        stated_figures(edition, statement),
    )
    if row is None or row.figures != figures or not _is_code_of(row, actor, secret_key):
        heading = StatementHeading(
            organisation=get_organisation(actor.organisation_id).name,
            edition=edition.name,
            exhibitor=statement.exhibitor.name,
            number=statement.exhibitor.number,
            issued_at=now(),
        )
        row = _issue(actor, edition_id, exhibitor_id, heading, figures, secret_key)
    return StatementIssued(row=row, code=_code(actor, row.id, secret_key), statement=statement)


def _issue(
    actor: Actor,
    edition_id: uuid.UUID,
    exhibitor_id: uuid.UUID,
    heading: StatementHeading,
    figures: StatedFigures,
    secret_key: str,
) -> IssuedStatementRow:
    id_, document = new_id(), statement_document(heading, figures)
    code_hash = statement_hash(_code(actor, id_, secret_key))
    db.session.add(
        IssuedStatement(
            organisation_id=actor.organisation_id,
            id=id_,
            edition_id=edition_id,
            exhibitor_id=exhibitor_id,
            code_hash=code_hash,
            document=document,
            sha256=imprint_of(document),
            issued_at=heading.issued_at,
            issued_by=actor.account_id,
            issued_by_name=actor.name,
        )
    )
    db.session.flush()
    record_event(
        actor, "statement.issued", subject=heading.exhibitor, edition_id=edition_id, register_number=heading.number
    )
    return IssuedStatementRow(
        id=id_,
        organisation_id=actor.organisation_id,
        edition_id=edition_id,
        exhibitor_id=exhibitor_id,
        heading=heading,
        figures=figures,
        sha256=imprint_of(document),
        code_hash=code_hash,
        issued_at=heading.issued_at,
    )


def _is_code_of(row: IssuedStatementRow, actor: Actor, secret_key: str) -> bool:
    """Not when the installation's key is another one by now: the same paper cannot be printed again."""
    return statement_hash(_code(actor, row.id, secret_key)) == row.code_hash


def _code(actor: Actor, statement_id: uuid.UUID, secret_key: str) -> str:
    return derived_code(secret_key, "fairapp-statement/1", actor.organisation_id, statement_id)
