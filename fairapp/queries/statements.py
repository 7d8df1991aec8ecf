"""An exhibitor's own account of an edition: what she sold, by session and method, and every line of it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.errors import NotFound
from fairapp.domain.takings import TakingsKind
from fairapp.models.draws import Allocation
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import Takings
from fairapp.queries.editions import EditionRow, list_editions, list_sessions
from fairapp.queries.participation import Participant, list_participants
from fairapp.queries.settled import counts, settled_at
from fairapp.queries.takings import MethodTakings, SessionTakings, list_methods, list_session_takings

LINE_KINDS = tuple(kind.value for kind in TakingsKind)


@dataclass(frozen=True, kw_only=True)
class StatementSession:
    """One session of hers. ``takings`` is None when nothing was reported; 0 is the uncertain, which has no day."""

    number: int
    day: date | None
    opens_at: datetime | None
    takings: SessionTakings | None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What one exhibitor sold in one edition, in minor units of its currency."""

    exhibitor: Participant
    sessions: tuple[StatementSession, ...]
    methods: tuple[MethodTakings, ...]
    lines: int

    @property
    def reported(self) -> list[SessionTakings]:
        """Her takings of the sessions she reported."""
        return [one.takings for one in self.sessions if one.takings is not None]


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """One entry of hers as it stands; ``occurred_at`` is aware. A void has no amount; the sale is ``undone``.

    ``source``: her phone, or the desk on her behalf: staff, paper. An estimate is no part of her takings.
    """

    id: uuid.UUID
    kind: str
    occurred_at: datetime | None
    session_number: int
    amount_minor: int | None
    method: str
    flags: tuple[str, ...]
    undone: bool
    source: str


def get_statement(organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_id: uuid.UUID) -> Statement:
    """Raises ``NotFound("unknown-exhibitor")`` when she neither held a booth there nor sold anything."""
    takings = list_session_takings(organisation_id, edition_id, exhibitor_id)
    also = [exhibitor_id] if takings else []
    found = list_participants(organisation_id, edition_id, also=also, only=exhibitor_id)
    if not found:
        raise NotFound("unknown-exhibitor")
    by_number = {row.session_number: row for row in takings}
    sessions = [
        StatementSession(
            number=session.number,
            day=session.day,
            opens_at=session.opens_at,
            takings=by_number.pop(session.number, None),
        )
        for session in list_sessions(organisation_id, edition_id)
    ]
    # What is left belongs to no session that still exists.
    sessions += [
        StatementSession(number=number, day=None, opens_at=None, takings=by_number[number]) for number in by_number
    ]
    counted = select(func.count(LedgerEntry.id)).where(*_lines_of(organisation_id, edition_id, exhibitor_id))
    return Statement(
        exhibitor=found[0],
        sessions=tuple(sessions),
        methods=tuple(list_methods(organisation_id, edition_id, exhibitor_id)),
        lines=db.session.scalar(counted) or 0,
    )


def list_statement_lines(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_id: uuid.UUID, *, offset: int = 0, limit: int = 50
) -> list[StatementLine]:
    """Her sales, voids and refunds that count, newest first."""
    mine = _lines_of(organisation_id, edition_id, exhibitor_id)
    asked = (
        select(LedgerEntry)
        .where(*mine)
        .order_by(LedgerEntry.occurred_at.desc(), LedgerEntry.seq.desc())
        .offset(offset)
        .limit(limit)
    )
    rows = list(db.session.scalars(asked))
    undone = _undone(mine, [row.id for row in rows])
    settled = settled_at(organisation_id, edition_id, exhibitor_id=exhibitor_id, gate_id=None)
    return [
        StatementLine(
            id=row.id,
            kind=row.kind,
            occurred_at=row.occurred_at,
            session_number=settled.get(row.id, row.session_number),
            amount_minor=row.amount_minor,
            method=row.method or "",
            flags=tuple(row.flags),
            undone=row.id in undone,
            source=row.source,
        )
        for row in rows
    ]


def list_editions_of(organisation_id: uuid.UUID, exhibitor_id: uuid.UUID) -> list[EditionRow]:
    """The editions in which she held a booth or sold something, newest first."""
    held = select(Allocation.edition_id).where(
        Allocation.organisation_id == organisation_id, Allocation.exhibitor_id == exhibitor_id
    )
    sold = select(Takings.edition_id).where(
        Takings.organisation_id == organisation_id, Takings.exhibitor_id == exhibitor_id
    )
    ids = set(db.session.scalars(held)) | set(db.session.scalars(sold))
    return [row for row in list_editions(organisation_id) if row.id in ids]


def _undone(conditions: list[Any], ids: list[uuid.UUID]) -> set[uuid.UUID | None]:
    """Which of these sales a void of hers names."""
    asked = select(LedgerEntry.ref_id).where(
        *conditions, LedgerEntry.kind == TakingsKind.VOID.value, LedgerEntry.ref_id.in_(ids)
    )
    return set(db.session.scalars(asked))


def _lines_of(organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_id: uuid.UUID) -> list[Any]:
    return [
        LedgerEntry.organisation_id == organisation_id,
        LedgerEntry.edition_id == edition_id,
        LedgerEntry.exhibitor_id == exhibitor_id,
        LedgerEntry.kind.in_(LINE_KINDS),
        counts(),
    ]
