"""Projections of the ledger: takings and cash-ups. Written in the ledger's own transaction, rebuildable from it.

Estimates stand beside them: what two people agree a lost phone held. They are never part of the takings.
"""

import uuid

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Json, Long, Minor, Moment, Name, Short, Walled, belongs_to, indexed, unique


class Takings(Walled):
    """Takings of one exhibitor in one session by one method: the grain at which no two tills meet on a row."""

    __tablename__ = "takings"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        unique("edition_id", "exhibitor_id", "session_number", "method"),
    )

    edition_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    session_number: Mapped[int] = mapped_column(Integer)
    method: Mapped[str] = mapped_column(String(40))
    gross_minor: Mapped[Minor] = mapped_column(default=0)
    voided_minor: Mapped[Minor] = mapped_column(default=0)
    refunds_minor: Mapped[Minor] = mapped_column(default=0)
    sales: Mapped[int] = mapped_column(BigInteger, default=0)  # not voided
    estimated_minor: Mapped[Minor] = mapped_column(default=0)  # a column of its own: in no other sum


class HourTakings(Walled):
    """Takings by the hour, in ``shard`` parts so that tills do not queue for one row; summed when read."""

    __tablename__ = "hour_takings"
    __table_args__ = (belongs_to("edition", "edition_id"), unique("edition_id", "session_number", "hour_at", "shard"))

    edition_id: Mapped[uuid.UUID]
    session_number: Mapped[int] = mapped_column(Integer)
    hour_at: Mapped[Moment]
    shard: Mapped[int] = mapped_column(Integer)
    net_minor: Mapped[Minor] = mapped_column(default=0)
    sales: Mapped[int] = mapped_column(BigInteger, default=0)


class CashUp(Walled):
    """The close of one till's session: what was counted, blind, and what the ledger expected then."""

    __tablename__ = "cash_up"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        belongs_to("device", "device_id"),
        belongs_to("ledger_entry", "ledger_entry_id"),
        unique("ledger_entry_id"),
        indexed("edition_id", "exhibitor_id", "session_number"),
    )

    edition_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    device_id: Mapped[uuid.UUID]
    ledger_entry_id: Mapped[uuid.UUID]
    session_number: Mapped[int] = mapped_column(Integer)
    counted_at: Mapped[Moment]
    float_minor: Mapped[Minor]
    counted_minor: Mapped[Minor]
    expected_minor: Mapped[Minor]
    denominations: Mapped[Json]
    sales: Mapped[int] = mapped_column(BigInteger)
    sales_minor: Mapped[Minor]
    net_minor: Mapped[Minor]  # takings of this till in the session, all methods, when she counted
    zero_sales: Mapped[bool] = mapped_column(Boolean, default=False)
    evidence: Mapped[Short] = mapped_column(String(20))  # declared, matched or audited


class Estimate(Walled):
    """What a lost phone is believed to have held: proposed by one person, agreed or refused by another.

    ``outcome`` is empty, ``agreed`` or ``refused``; an agreed one has its entry, of the source ``estimate``, in the
    ledger.
    """

    __tablename__ = "estimate"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        belongs_to("device", "device_id"),
        belongs_to("ledger_entry", "ledger_entry_id"),
        indexed("edition_id", "exhibitor_id"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_people"),
    )

    edition_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    device_id: Mapped[uuid.UUID]
    session_number: Mapped[int] = mapped_column(Integer)
    amount_minor: Mapped[Minor]
    reason: Mapped[Long]
    proposed_at: Mapped[Moment]
    proposed_by: Mapped[uuid.UUID | None]
    proposed_by_name: Mapped[Name]
    outcome: Mapped[Short] = mapped_column(default="")
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[uuid.UUID | None]
    decided_by_name: Mapped[Name] = mapped_column(default="")
    ledger_entry_id: Mapped[uuid.UUID | None]
