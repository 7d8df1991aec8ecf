"""Arrival: an exhibitor came to a session. Excuse, Forfeit, StandBy: what becomes of those who do not."""

import uuid

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Json, Long, Moment, Name, Short, Walled, belongs_to, indexed, unique


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


class Excuse(Walled):
    """She does not come to a session for an accepted reason: the booth is free that day, and stays hers."""

    __tablename__ = "excuse"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("session", "session_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        unique("session_id", "exhibitor_id"),
    )

    edition_id: Mapped[uuid.UUID]
    session_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    reason: Mapped[Long]
    excused_at: Mapped[Moment]
    excused_by: Mapped[uuid.UUID | None]
    excused_by_name: Mapped[Name] = mapped_column(String(200), default="")


class Forfeit(Walled):
    """She lost the rest of the edition: absent without excuse in the sessions numbered in ``sessions``."""

    __tablename__ = "forfeit"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        belongs_to("booth_request", "booth_request_id"),
        unique("booth_request_id"),
        indexed("exhibitor_id"),
    )

    edition_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    booth_request_id: Mapped[uuid.UUID]
    sessions: Mapped[Json]
    forfeited_at: Mapped[Moment]
    forfeited_by: Mapped[uuid.UUID | None]
    forfeited_by_name: Mapped[Name] = mapped_column(String(200), default="")


class StandBy(Walled):
    """A family without a booth that is present at a session, until she leaves."""

    __tablename__ = "stand_by"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("session", "session_id"),
        belongs_to("booth_request", "booth_request_id"),
        unique("session_id", "booth_request_id"),
    )

    edition_id: Mapped[uuid.UUID]
    session_id: Mapped[uuid.UUID]
    booth_request_id: Mapped[uuid.UUID]
    present_at: Mapped[Moment]
    present_by: Mapped[uuid.UUID | None]
    left_at: Mapped[Moment | None]


class StandByPlace(Walled):
    """A booth that a stand-by takes for one session only."""

    __tablename__ = "stand_by_place"
    __table_args__ = (
        belongs_to("session", "session_id"),
        belongs_to("stand_by", "stand_by_id"),
        belongs_to("booth", "booth_id"),
        unique("session_id", "booth_id"),
        indexed("stand_by_id"),
    )

    session_id: Mapped[uuid.UUID]
    stand_by_id: Mapped[uuid.UUID]
    booth_id: Mapped[uuid.UUID]
    placed_at: Mapped[Moment]
    placed_by: Mapped[uuid.UUID | None]
