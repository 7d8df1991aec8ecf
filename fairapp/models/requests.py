"""BoothRequest and its choices: who asks for a place in an edition, and where she would like it."""

import uuid

from sqlalchemy import Boolean, CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Json, Long, Moment, Name, Short, Walled, belongs_to, indexed, unique, unique_while


class BoothRequest(Walled):
    """One request, one ticket. ``code`` stands for the family in everything public.

    ``state`` is submitted, eligible, ineligible or withdrawn, as the last ``RequestDecision`` says; ``source`` is
    public, desk or import; ``language`` is the one she asked in, empty when unknown. An exhibitor has at most one in an
    edition that is not withdrawn.
    """

    __tablename__ = "booth_request"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        belongs_to("craft", "craft_id"),
        unique("edition_id", "code"),
        unique_while(
            "uq_booth_request_edition_id_exhibitor_id_live", "state <> 'withdrawn'", "edition_id", "exhibitor_id"
        ),
        indexed("edition_id", "state"),
        indexed("exhibitor_id"),
        CheckConstraint("units_min >= 1 AND units_max >= units_min", name="units"),
    )

    edition_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    craft_id: Mapped[uuid.UUID]
    code: Mapped[Short]
    tier: Mapped[int] = mapped_column(Integer, default=1)
    tier_reason: Mapped[Long] = mapped_column(default="")
    groups: Mapped[Json] = mapped_column(default=list)
    needs: Mapped[Json] = mapped_column(default=list)
    accessible: Mapped[bool] = mapped_column(Boolean, default=False)
    units_min: Mapped[int] = mapped_column(Integer, default=1)
    units_max: Mapped[int] = mapped_column(Integer, default=1)
    anywhere: Mapped[bool] = mapped_column(Boolean, default=True)
    seniority: Mapped[int] = mapped_column(Integer, default=0)
    watts: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[Long] = mapped_column(default="")
    source: Mapped[Short] = mapped_column(String(80), default="public")
    language: Mapped[Short] = mapped_column(String(80), default="")
    terms_accepted_at: Mapped[Moment | None]
    submitted_at: Mapped[Moment]
    state: Mapped[Short] = mapped_column(String(80), default="submitted")
    reason: Mapped[Long] = mapped_column(default="")
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[uuid.UUID | None]


class RequestChoice(Walled):
    """A wish: a class of booths or one booth. ``position`` counts from 1, the most wished first."""

    __tablename__ = "request_choice"
    __table_args__ = (
        belongs_to("booth_request", "booth_request_id"),
        belongs_to("booth_class", "booth_class_id"),
        belongs_to("booth", "booth_id"),
        unique("booth_request_id", "position"),
        indexed("booth_class_id"),
        indexed("booth_id"),
        CheckConstraint("(booth_class_id IS NULL) <> (booth_id IS NULL)", name="class_or_booth"),
    )

    booth_request_id: Mapped[uuid.UUID]
    position: Mapped[int] = mapped_column(Integer)
    booth_class_id: Mapped[uuid.UUID | None]
    booth_id: Mapped[uuid.UUID | None]


class RequestDecision(Walled):
    """What was decided about a request, by whom, when and why: eligible, ineligible or withdrawn. Never edited."""

    __tablename__ = "request_decision"
    __table_args__ = (belongs_to("booth_request", "booth_request_id"), indexed("booth_request_id"))

    booth_request_id: Mapped[uuid.UUID]
    state: Mapped[Short]
    reason: Mapped[Long] = mapped_column(default="")
    decided_at: Mapped[Moment]
    decided_by: Mapped[uuid.UUID | None]
    decided_by_name: Mapped[Name] = mapped_column(String(200), default="")


class FactCorrection(Walled):
    """A fact of a request put right after the draw; ``fact`` is a key of the frozen list, which stays as it was."""

    __tablename__ = "fact_correction"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("booth_request", "booth_request_id"),
        indexed("edition_id"),
        indexed("booth_request_id"),
    )

    edition_id: Mapped[uuid.UUID]
    booth_request_id: Mapped[uuid.UUID]
    fact: Mapped[Short]
    before: Mapped[Json]
    after: Mapped[Json]
    reason: Mapped[Long]
    corrected_at: Mapped[Moment]
    corrected_by: Mapped[uuid.UUID | None]
    corrected_by_name: Mapped[Name] = mapped_column(String(200), default="")
