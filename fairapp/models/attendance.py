"""Arrival: an exhibitor came to a session."""

import uuid

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Moment, Short, Walled, belongs_to, unique


class Arrival(Walled):
    """An exhibitor came. ``source`` is badge, desk or till."""

    __tablename__ = "arrival"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("session", "session_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        unique("session_id", "exhibitor_id"),
    )

    edition_id: Mapped[uuid.UUID]
    session_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    arrived_at: Mapped[Moment]
    recorded_by: Mapped[uuid.UUID | None]
    source: Mapped[Short] = mapped_column(String(80), default="desk")
