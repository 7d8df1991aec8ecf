"""Organisation: the chamber, union or association that runs fairs, and the wall around everything it keeps."""

import uuid

from sqlalchemy import String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.db import Base
from fairapp.models.base import Json, Moment, Name, Short, new_id


class Organisation(Base):
    """The wall itself: its key is the ``organisation_id`` that every other table carries."""

    __tablename__ = "organisation"

    organisation_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    slug: Mapped[Short] = mapped_column(String(80), index=True)
    name: Mapped[Name]
    country: Mapped[str] = mapped_column(String(2))
    default_language: Mapped[str] = mapped_column(String(2))
    term_set: Mapped[str] = mapped_column(String(20), default="")
    accent: Mapped[str] = mapped_column(String(7), default="")
    payment_methods: Mapped[Json]
    created_at: Mapped[Moment]
