"""Results as they were published: frozen, dated, revised beside what was said before and never over it."""

import uuid

from sqlalchemy import CheckConstraint, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Long, Moment, Name, Walled, belongs_to, unique


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
