"""Checks at the stall: the stalls drawn for a visit, and what the marshal found there."""

import uuid

from sqlalchemy import Boolean, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Json, Long, Minor, Moment, Name, Short, Walled, belongs_to, indexed, unique


class CheckSample(Walled):
    """The stalls of one session drawn for a check, and all that the draw depended on, so that it can be done again.

    ``digits`` and ``heads_hash`` are what it was seeded with; ``percent`` of the ``stalls`` that could be drawn.
    ``chosen`` names them all in the order of the draw: the ``drawn``, and the ``others``.
    """

    __tablename__ = "check_sample"
    __table_args__ = (belongs_to("edition", "edition_id"), unique("edition_id", "session_number"))

    edition_id: Mapped[uuid.UUID]
    session_number: Mapped[int] = mapped_column(Integer)
    percent: Mapped[int] = mapped_column(Integer)
    stalls: Mapped[int] = mapped_column(Integer)
    digits: Mapped[Long]
    heads_hash: Mapped[str] = mapped_column(String(64))
    chosen: Mapped[Json]  # {"drawn": [exhibitor ids as text], "others": […]}
    drawn_at: Mapped[Moment]
    drawn_by: Mapped[uuid.UUID | None]
    drawn_by_name: Mapped[Name]


class StallCheck(Walled):
    """A marshal's check of one stall's takings in one session. The last of a stall and session stands.

    ``cause`` is ``sample``, ``outlier`` or ``chosen``; ``net_minor`` is what the ledger held at that moment: a line
    that comes later restates the sum, and the check proves it no more.
    """

    __tablename__ = "stall_check"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        indexed("edition_id", "session_number"),
    )

    edition_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    session_number: Mapped[int] = mapped_column(Integer)
    cause: Mapped[Short]
    found_minor: Mapped[Minor]
    net_minor: Mapped[Minor]
    agrees: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[Long] = mapped_column(default="")
    checked_at: Mapped[Moment]
    checked_by: Mapped[uuid.UUID | None]
    checked_by_name: Mapped[Name]
