"""Device and the token that enrols it."""

import uuid

from sqlalchemy import BigInteger, CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Moment, Name, Short, Walled, belongs_to, indexed, unique_while


class Device(Walled):
    """A list without gaps, and who keeps it: a till (of one exhibitor), a gate (of one gate) or a desk (staff's notes).

    ``kept_by`` is ``phone``, or ``desk`` for the list that the office itself keeps for an exhibitor or a gate: what
    staff enter on behalf, paper typed in, and what they settle. A desk's list has no key; nobody can send to it.
    ``unsent`` is what the phone said, when last heard, that it still holds; ``release`` the one its pages are of.
    """

    __tablename__ = "device"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        belongs_to("booth", "booth_id"),
        belongs_to("gate", "gate_id"),
        indexed("edition_id", "kind"),
        indexed("exhibitor_id"),
        unique_while("uq_device_exhibitor_id_desk", "kept_by = 'desk'", "edition_id", "exhibitor_id"),
        unique_while("uq_device_gate_id_desk", "kept_by = 'desk'", "edition_id", "gate_id"),
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
    kept_by: Mapped[Short] = mapped_column(String(20), default="phone")
    unsent: Mapped[int] = mapped_column(BigInteger, default=0)
    unsent_since: Mapped[Moment | None]
    release: Mapped[Short] = mapped_column(default="")


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
    attempt_hash: Mapped[str] = mapped_column(String(64), default="")  # of the secret of the phone that traded it
    device_id: Mapped[uuid.UUID | None]
