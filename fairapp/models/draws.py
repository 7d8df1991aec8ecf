"""Draw, Allocation, WaitingListEntry: the public draw, the booths it gave, and the order of those without.

And what is decided afterwards: the plan frozen, families that consent to move up, and every later change of booths.
"""

import uuid

from sqlalchemy import Boolean, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Json, Long, Moment, Name, Short, Walled, belongs_to, indexed, unique, unique_while


class Lock(Walled):
    """A booth fixed for a family before the draw, with the reason that will be published."""

    __tablename__ = "booth_lock"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("booth_request", "booth_request_id"),
        belongs_to("booth", "booth_id"),
        unique("edition_id", "booth_id"),
    )

    edition_id: Mapped[uuid.UUID]
    booth_request_id: Mapped[uuid.UUID]
    booth_id: Mapped[uuid.UUID]
    reason: Mapped[Long]
    locked_at: Mapped[Moment]
    locked_by: Mapped[uuid.UUID | None]


class Draw(Walled):
    """Committed (snapshot frozen, hash published), then drawn (digits known, result kept). Texts are canonical JSON."""

    __tablename__ = "draw"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        unique_while("uq_draw_edition_id_current", "withdrawn_at IS NULL", "edition_id"),
    )

    edition_id: Mapped[uuid.UUID]
    snapshot: Mapped[Long] = mapped_column(Text, deferred=True)
    snapshot_sha256: Mapped[str] = mapped_column(String(64))
    committed_at: Mapped[Moment]
    committed_by: Mapped[uuid.UUID | None]
    seed_source: Mapped[Name]
    seed_at: Mapped[Moment]
    digits: Mapped[Name | None]
    seed: Mapped[str | None] = mapped_column(String(64))
    result: Mapped[Long | None] = mapped_column(Text, deferred=True)
    result_sha256: Mapped[str | None] = mapped_column(String(64))
    drawn_at: Mapped[Moment | None]
    drawn_by: Mapped[uuid.UUID | None]
    withdrawn_at: Mapped[Moment | None]
    withdrawn_by: Mapped[uuid.UUID | None]
    withdrawn_reason: Mapped[Long] = mapped_column(default="")


class Allocation(Walled):
    """A booth given to an exhibitor. ``choice`` is the number of the wish, ``anywhere``, ``lock`` or ``manual``.

    ``origin`` says how it came to her: draw, waiting-list, cascade or manual; by hand always with a ``reason``.
    Offered, until ``answer_by`` (None: no deadline); then confirmed, or ended as declined, lapsed, moved, swapped or
    forfeited. Ended allocations stay; a booth has at most one that is not ended.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("draw", "draw_id"),
        belongs_to("booth_request", "booth_request_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        belongs_to("booth", "booth_id"),
        unique_while("uq_allocation_booth_id_held", "ended_at IS NULL", "booth_id"),
        indexed("edition_id", "exhibitor_id"),
        indexed("booth_request_id"),
    )

    edition_id: Mapped[uuid.UUID]
    draw_id: Mapped[uuid.UUID | None]
    booth_request_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    booth_id: Mapped[uuid.UUID]
    choice: Mapped[Short]
    origin: Mapped[Short] = mapped_column(String(80), default="draw")
    reason: Mapped[Long] = mapped_column(default="")
    offered_at: Mapped[Moment]
    offered_by: Mapped[uuid.UUID | None]
    answer_by: Mapped[Moment | None]
    confirmed_at: Mapped[Moment | None]
    confirmed_by: Mapped[uuid.UUID | None]
    ended_at: Mapped[Moment | None]
    ended_as: Mapped[Short | None]
    ended_by: Mapped[uuid.UUID | None]


class WaitingListEntry(Walled):
    """A place among those the draw left without a booth. ``position`` counts from 1 and never changes.

    Whoever is offered a booth, or withdraws, leaves the list; the others keep their positions.
    """

    __tablename__ = "waiting_list_entry"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("draw", "draw_id"),
        belongs_to("booth_request", "booth_request_id"),
        unique("draw_id", "position"),
        indexed("booth_request_id"),
    )

    edition_id: Mapped[uuid.UUID]
    draw_id: Mapped[uuid.UUID]
    booth_request_id: Mapped[uuid.UUID]
    position: Mapped[int] = mapped_column(Integer)
    left_at: Mapped[Moment | None]


class PlanFreeze(Walled):
    """From ``frozen_at`` nobody is moved up any more. Undone only with a reason, and the record stays."""

    __tablename__ = "plan_freeze"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        unique_while("uq_plan_freeze_edition_id_current", "thawed_at IS NULL", "edition_id"),
    )

    edition_id: Mapped[uuid.UUID]
    frozen_at: Mapped[Moment]
    frozen_by: Mapped[uuid.UUID | None]
    frozen_by_name: Mapped[Name] = mapped_column(String(200), default="")
    reason: Mapped[Long] = mapped_column(default="")
    thawed_at: Mapped[Moment | None]
    thawed_by: Mapped[uuid.UUID | None]
    thawed_by_name: Mapped[Name] = mapped_column(String(200), default="")
    thawed_reason: Mapped[Long] = mapped_column(default="")


class MoveConsent(Walled):
    """What a family said about being offered a better booth; it ends when she is given one or says otherwise.

    Without a word, who waits is offered what becomes free, and who holds a booth stays where she is.
    """

    __tablename__ = "move_consent"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("booth_request", "booth_request_id"),
        unique_while("uq_move_consent_booth_request_id_current", "ended_at IS NULL", "booth_request_id"),
        indexed("edition_id"),
    )

    edition_id: Mapped[uuid.UUID]
    booth_request_id: Mapped[uuid.UUID]
    consents: Mapped[bool] = mapped_column(Boolean)
    said_at: Mapped[Moment]
    said_by: Mapped[uuid.UUID | None]
    ended_at: Mapped[Moment | None]


class Reallocation(Walled):
    """One change of booths after the draw, made whole: ``kind`` is cascade, fill, move, swap or grant.

    ``moves`` is a list of ``{"code", "before", "after", "choice"}``; ``before`` and ``after`` are lists of numbers.
    """

    __tablename__ = "reallocation"
    __table_args__ = (belongs_to("edition", "edition_id"), indexed("edition_id", "made_at"))

    edition_id: Mapped[uuid.UUID]
    kind: Mapped[Short]
    cause: Mapped[Short] = mapped_column(String(80), default="")
    reason: Mapped[Long] = mapped_column(default="")
    moves: Mapped[Json]
    made_at: Mapped[Moment]
    made_by: Mapped[uuid.UUID | None]
    made_by_name: Mapped[Name] = mapped_column(String(200), default="")


class Substitution(Walled):
    """Another person of the household or cooperative takes her place; the booth stays the family's."""

    __tablename__ = "substitution"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("booth_request", "booth_request_id"),
        belongs_to("exhibitor_member", "member_id"),
        indexed("booth_request_id"),
    )

    edition_id: Mapped[uuid.UUID]
    booth_request_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    member_name: Mapped[Name]
    reason: Mapped[Long]
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[uuid.UUID | None]
    recorded_by_name: Mapped[Name] = mapped_column(String(200), default="")
