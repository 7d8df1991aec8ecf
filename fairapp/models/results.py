"""What was handed out of the results: an edition's published figures, and an exhibitor's statement on paper.

Both are documents: frozen, dated, never changed; what is true later is another document.
"""

import uuid

from sqlalchemy import CheckConstraint, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Long, Moment, Name, Walled, belongs_to, indexed, unique


class Publication(Walled):
    """One revision of an edition's published results. ``document`` is canonical JSON, ``sha256`` its imprint."""

    __tablename__ = "publication"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        unique("edition_id", "revision"),
        CheckConstraint("revision > 0", name="revision_from_one"),
    )

    edition_id: Mapped[uuid.UUID]
    revision: Mapped[int] = mapped_column(Integer)
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Long]
    published_at: Mapped[Moment]
    published_by: Mapped[uuid.UUID | None]
    published_by_name: Mapped[Name]


class IssuedStatement(Walled):
    """A statement that an exhibitor took with her. Its code, which proves it, is kept as a hash only."""

    __tablename__ = "issued_statement"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        indexed("edition_id", "exhibitor_id"),
        unique("code_hash"),
    )

    edition_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    code_hash: Mapped[str] = mapped_column(String(64), index=True)
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[Moment]
    issued_by: Mapped[uuid.UUID | None]
    issued_by_name: Mapped[Name]
