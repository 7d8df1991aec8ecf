"""Badge: the card on the stall."""

import uuid

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Moment, Walled, belongs_to, indexed, unique, unique_while


class Badge(Walled):
    """A badge of an exhibitor in an edition. ``code``: the 26 characters of its QR. A replaced badge still resolves."""

    __tablename__ = "badge"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("exhibitor", "exhibitor_id"),
        unique("code"),
        unique_while("uq_badge_edition_id_exhibitor_id_current", "replaced_at IS NULL", "edition_id", "exhibitor_id"),
        indexed("edition_id", "exhibitor_id"),
    )

    edition_id: Mapped[uuid.UUID]
    exhibitor_id: Mapped[uuid.UUID]
    code: Mapped[str] = mapped_column(String(26), index=True)
    issued_at: Mapped[Moment]
    replaced_at: Mapped[Moment | None]
