"""Which entries a person settled, and in which session they count now: the last settlement of an entry stands.

All settlements of an exhibitor's or a gate's entries stand in the one list that the desk keeps for it, in order.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, literal_column, or_, select
from sqlalchemy.orm import aliased

from fairapp.db import db
from fairapp.models.ledger import LedgerEntry

Settled = Mapping[uuid.UUID, int]
"""The id of a settled entry → the number of its session."""
NOTHING_SETTLED: Settled = {}

_SETTLEMENT: ColumnElement[str] = literal_column("'settlement'")  # as the index says it: a parameter would not use it


def settled_in_edition(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """Every settled entry of an edition."""
    return _settled(LedgerEntry.organisation_id == organisation_id, LedgerEntry.edition_id == edition_id)


def settled_at(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, *, exhibitor_id: uuid.UUID | None, gate_id: uuid.UUID | None
) -> dict[uuid.UUID, int]:
    """The settled entries of one exhibitor or one gate."""
    place = LedgerEntry.exhibitor_id == exhibitor_id if exhibitor_id else LedgerEntry.gate_id == gate_id
    return _settled(LedgerEntry.organisation_id == organisation_id, LedgerEntry.edition_id == edition_id, place)


def find_settled_session(organisation_id: uuid.UUID, entry_id: uuid.UUID) -> int | None:
    """The session that the last settlement gave one entry."""
    return _settled(LedgerEntry.organisation_id == organisation_id, LedgerEntry.ref_id == entry_id).get(entry_id)


def counts() -> Any:
    """The condition that an entry counts: accepted, or brought in by a person after its phone was revoked."""
    settlement = aliased(LedgerEntry)
    approved = select(settlement.ref_id).where(
        settlement.organisation_id == LedgerEntry.organisation_id,
        settlement.edition_id == LedgerEntry.edition_id,
        settlement.kind == _SETTLEMENT,
        settlement.status == "accepted",
        settlement.ref_id == LedgerEntry.id,
    )
    return or_(LedgerEntry.status == "accepted", approved.exists())


def _settled(*conditions: Any) -> dict[uuid.UUID, int]:
    asked = (
        select(LedgerEntry.ref_id, LedgerEntry.session_number)
        .where(LedgerEntry.kind == _SETTLEMENT, LedgerEntry.status == "accepted", *conditions)
        .order_by(LedgerEntry.device_id, LedgerEntry.seq)
    )
    return {ref_id: number for ref_id, number in db.session.execute(asked) if ref_id is not None}
