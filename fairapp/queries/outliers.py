"""The stalls of a session that are worth a visit: figures from its takings, and from the lines of its phones.

The only read of the ledger over a whole session, by the organisers and marshals who plan their visits: two groupings,
of amounts and of minutes. What staff typed in has no clock of its own and is left out of them.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, case, cast, func, or_, select

from fairapp.db import db
from fairapp.domain.outliers import Reason, StallFigures, find_outliers
from fairapp.models.ledger import LedgerEntry
from fairapp.queries.attendance import list_excused
from fairapp.queries.editions import EditionRow, SessionRow
from fairapp.queries.participation import Participant
from fairapp.queries.takings import SessionTakings

AFTER_HER_CASH_UP = "after-close"


@dataclass(frozen=True, kw_only=True)
class OutlierRow:
    """A stall and every reason to visit it."""

    participant: Participant
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class _Lines:
    """One stall's sales in a session: how often each amount, how many late, the most in one minute."""

    amounts: dict[int, int]
    late: int = 0
    together: int = 0


def list_outliers(
    edition: EditionRow,
    session: SessionRow,
    participants: Mapping[uuid.UUID, Participant],
    takings: list[SessionTakings],
    language: str,
) -> list[OutlierRow]:
    """Those with the most reasons first. ``takings`` of the edition; crafts are named in ``language``."""
    here = {row.exhibitor_id: row for row in takings if row.session_number == session.number}
    before = {row.exhibitor_id: row.sales for row in takings if row.session_number == session.number - 1}
    excused = list_excused(edition.organisation_id, session.id)
    lines = _lines(edition, session)
    figures = [
        StallFigures(
            stall=id_,
            craft=one.craft[language],
            reported=id_ in here,
            expected=one.held and id_ not in excused,
            net_minor=here[id_].net_minor if id_ in here else 0,
            sales_before=before.get(id_, 0),
            amounts=lines[id_].amounts if id_ in lines else {},
            late=lines[id_].late if id_ in lines else 0,
            together=lines[id_].together if id_ in lines else 0,
        )
        for id_, one in participants.items()
    ]
    found = find_outliers(figures, exponent=edition.exponent)
    rows = [OutlierRow(participant=one, reasons=found[id_]) for id_, one in participants.items() if id_ in found]
    return sorted(rows, key=lambda row: (-len(row.reasons), row.participant.search_key, row.participant.number))


def _lines(edition: EditionRow, session: SessionRow) -> dict[uuid.UUID, _Lines]:
    mine = [
        LedgerEntry.organisation_id == edition.organisation_id,
        LedgerEntry.edition_id == edition.id,
        LedgerEntry.session_number == session.number,
        LedgerEntry.kind == "sale",
        LedgerEntry.status == "accepted",
        LedgerEntry.source == "phone",
    ]
    flagged = cast(LedgerEntry.flags, String).contains(f'"{AFTER_HER_CASH_UP}"')
    is_late = case((or_(LedgerEntry.occurred_at > session.closes_at, flagged), 1), else_=0)
    by_amount = (
        select(LedgerEntry.exhibitor_id, LedgerEntry.amount_minor, func.count(), func.sum(is_late))
        .where(*mine)
        .group_by(LedgerEntry.exhibitor_id, LedgerEntry.amount_minor)
    )
    together = _together(mine)
    amounts: dict[uuid.UUID, dict[int, int]] = {}
    late: dict[uuid.UUID, int] = {}
    for stall, amount, times, after in db.session.execute(by_amount):
        if stall is not None and amount is not None:
            amounts.setdefault(stall, {})[amount] = int(times)
            late[stall] = late.get(stall, 0) + int(after)
    return {
        stall: _Lines(amounts=sold, late=late[stall], together=together.get(stall, 0))
        for stall, sold in amounts.items()
    }


def _together(conditions: list[Any]) -> dict[uuid.UUID, int]:
    """The most sales of each stall within one minute of the clock."""
    # Both databases write a moment as 2014-12-03 14:30:05…: its first sixteen characters are its minute.
    minute = func.substr(cast(LedgerEntry.occurred_at, String), 1, 16)
    minutes = (
        select(LedgerEntry.exhibitor_id, func.count().label("sales"))
        .where(*conditions)
        .group_by(LedgerEntry.exhibitor_id, minute)
        .subquery()
    )
    asked = select(minutes.c.exhibitor_id, func.max(minutes.c.sales)).group_by(minutes.c.exhibitor_id)
    return {stall: int(sales) for stall, sales in db.session.execute(asked) if stall is not None}
