"""Device and the token that enrols it."""

import uuid

from sqlalchemy import BigInteger, CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Moment, Name, Short, Walled, belongs_to, indexed


class Device(Walled):
    """A phone that may record: till (one exhibitor), gate (one gate) or desk (staff). Its list has no gaps."""

    __tablename__ = "device"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        belongs_to("booth", "booth_id"),
        belongs_to("gate", "gate_id"),
        indexed("edition_id", "kind"),
        indexed("exhibitor_id"),
        CheckConstraint("(kind = 'till') = (exhibitor_id IS NOT NULL)", name="till_has_exhibitor"),
        CheckConstraint("(kind = 'gate') = (gate_id IS NOT NULL)", name="gate_has_gate"),
    )

    edition_id: Mapped[uuid.UUID]
    kind: Mapped[Short]
    name: Mapped[Name]
    exhibitor_id: Mapped[uuid.UUID | None]
    booth_id: Mapped[uuid.UUID | None]
    gate_id: Mapped[uuid.UUID | None]
    key_hash: Mapped[str] = mapped_column(String(64), index=True)
    next_seq: Mapped[int] = mapped_column(BigInteger, default=1)
    head: Mapped[str] = mapped_column(String(64), default="0" * 64)
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger, default=0)  # device clock minus ours
    enrolled_at: Mapped[Moment]
    last_heard_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
    revoked_by: Mapped[uuid.UUID | None]
    lost_at: Mapped[Moment | None]
    fork_count: Mapped[int] = mapped_column(Integer, default=0)


class EnrolmentToken(Walled):
    """A one-time token on a till card. Only its hash is kept."""

    __tablename__ = "enrolment_token"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        belongs_to("booth", "booth_id"),
        belongs_to("gate", "gate_id"),
        belongs_to("device", "device_id"),
    )

    edition_id: Mapped[uuid.UUID]
    kind: Mapped[Short]
    exhibitor_id: Mapped[uuid.UUID | None]
    booth_id: Mapped[uuid.UUID | None]
    gate_id: Mapped[uuid.UUID | None]
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    issued_at: Mapped[Moment]
    issued_by: Mapped[uuid.UUID | None]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    device_id: Mapped[uuid.UUID | None]
