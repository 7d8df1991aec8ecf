"""The ledger: what happened, append-only, one gap-free hash chain per device."""

import uuid

from sqlalchemy import BigInteger, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Json, Long, Minor, Moment, Short, Walled, belongs_to, indexed, unique


class LedgerEntry(Walled):
    """One entry of one device. ``payload`` is the canonical JSON the phone sent; the other columns are read from it.

    ``session_number`` is the session the server assigned (0 = uncertain). ``status`` is accepted or quarantined; a
    quarantined entry that did not fill the chain's next slot (a fork) is kept in ``LedgerFork``.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("device", "device_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        unique("device_id", "seq"),
        indexed("edition_id", "exhibitor_id", "session_number"),
        Index(
            "ix_ledger_entry_edition_id_set_aside",
            "organisation_id",
            "edition_id",
            sqlite_where=text("status <> 'accepted'"),
            postgresql_where=text("status <> 'accepted'"),
        ),
        Index(
            "ix_ledger_entry_ref_id_settled",
            "organisation_id",
            "ref_id",
            sqlite_where=text("kind = 'settlement'"),
            postgresql_where=text("kind = 'settlement'"),
        ),
    )

    edition_id: Mapped[uuid.UUID]
    device_id: Mapped[uuid.UUID]
    seq: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[Short] = mapped_column(String(20))
    occurred_at: Mapped[Moment | None]
    received_at: Mapped[Moment]
    session_number: Mapped[int] = mapped_column(Integer, default=0)
    exhibitor_id: Mapped[uuid.UUID | None]
    booth_id: Mapped[uuid.UUID | None]
    gate_id: Mapped[uuid.UUID | None]
    amount_minor: Mapped[Minor | None]
    method: Mapped[str | None] = mapped_column(String(40))
    ref_id: Mapped[uuid.UUID | None]
    headcount: Mapped[int | None] = mapped_column(Integer)
    party: Mapped[str | None] = mapped_column(String(20))
    direction: Mapped[str | None] = mapped_column(String(3))
    source: Mapped[Short] = mapped_column(String(20), default="phone")
    status: Mapped[Short] = mapped_column(String(20), default="accepted")
    flags: Mapped[Json] = mapped_column(default=list)
    payload: Mapped[Long]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class LedgerFork(Walled):
    """Something a device sent for a place in its list that already holds something else: kept, never counted."""

    __tablename__ = "ledger_fork"
    __table_args__ = (
        belongs_to("device", "device_id"),
        indexed("device_id", "seq"),
        unique("device_id", "content_hash"),
    )

    device_id: Mapped[uuid.UUID]
    seq: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[Long]
    content_hash: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[Moment]
