"""FamilyLink, SentMessage: how a family is told of her booth, and the secret address at which she answers."""

import uuid

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Long, Moment, Name, Short, Walled, belongs_to, indexed, unique


class FamilyLink(Walled):
    """A secret address of a request's own page. Only a hash of its 128 bits is kept; a later link leaves it open."""

    __tablename__ = "family_link"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("booth_request", "booth_request_id"),
        unique("token_hash"),
        indexed("booth_request_id"),
    )

    edition_id: Mapped[uuid.UUID]
    booth_request_id: Mapped[uuid.UUID]
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    issued_at: Mapped[Moment]


class SentMessage(Walled):
    """A message that was sent by hand: ``kind`` is offer, reminder, waiting or ended; ``channel`` email, sms, whatsapp
    or paper."""

    __tablename__ = "sent_message"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("booth_request", "booth_request_id"),
        indexed("booth_request_id"),
    )

    edition_id: Mapped[uuid.UUID]
    booth_request_id: Mapped[uuid.UUID]
    kind: Mapped[Short]
    channel: Mapped[Short]
    language: Mapped[Short]
    text: Mapped[Long]
    sent_at: Mapped[Moment]
    sent_by: Mapped[uuid.UUID | None]
    sent_by_name: Mapped[Name] = mapped_column(String(200), default="")
