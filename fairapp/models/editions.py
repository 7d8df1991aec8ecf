"""Fair, Edition, Session: the recurring fair, one dated holding of it, one trading day."""

import uuid
from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Json, Long, Minor, Moment, Name, Short, Walled, belongs_to, of_organisation, unique


class Fair(Walled):
    """The recurring fair."""

    __tablename__ = "fair"
    __table_args__ = (of_organisation(), unique("slug"))

    slug: Mapped[Short]
    name: Mapped[Name]


class Edition(Walled):
    """One dated holding. ``ends_on`` is empty for a permanent window. ``currency`` has ``exponent`` decimals."""

    __tablename__ = "edition"
    __table_args__ = (
        belongs_to("fair", "fair_id"),
        unique("slug"),
        CheckConstraint("booth_fee_minor = 0 OR NOT free", name="free_has_no_fee"),
        CheckConstraint("booth_fee_minor >= 0", name="fee_not_negative"),
    )

    fair_id: Mapped[uuid.UUID]
    slug: Mapped[Short]
    name: Mapped[Name]
    place: Mapped[Name] = mapped_column(String(200), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    time_zone: Mapped[Short]
    currency: Mapped[str] = mapped_column(String(3))
    exponent: Mapped[int] = mapped_column(Integer)
    free: Mapped[bool] = mapped_column(Boolean, default=True)
    booth_fee_minor: Mapped[Minor] = mapped_column(default=0)
    requests_open_at: Mapped[Moment | None]
    requests_close_at: Mapped[Moment | None]
    terms: Mapped[Long] = mapped_column(default="")  # what a family accepts when it asks for a booth
    # {"roster": […], "ceilings": […], "order": "draw", "dispute_hours": 24}
    draw_settings: Mapped[Json] = mapped_column(default=dict)
    confirmation_hours: Mapped[int] = mapped_column(Integer, default=72)  # how long an offer waits for an answer
    patience_minutes: Mapped[int] = mapped_column(Integer, default=60)  # after opening, before a booth is free today
    tolerance_percent: Mapped[int] = mapped_column(Integer, default=2)  # a counted drawer may differ by this much …
    tolerance_units: Mapped[int] = mapped_column(Integer, default=20)  # … or by so many whole units, if that is more
    check_percent: Mapped[int] = mapped_column(Integer, default=10)  # of the stalls of a session, drawn for a check
    created_at: Mapped[Moment]


class Session(Walled):
    """Opening to closing of one trading day, which may cross midnight. ``number`` counts from 1; 0 means uncertain."""

    __tablename__ = "session"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        unique("edition_id", "number"),
        CheckConstraint("number > 0", name="number_from_one"),
    )

    edition_id: Mapped[uuid.UUID]
    number: Mapped[int] = mapped_column(Integer)
    day: Mapped[date]
    opens_at: Mapped[Moment]
    closes_at: Mapped[Moment]
    cut_off_at: Mapped[Moment]
