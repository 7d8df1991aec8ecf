"""Craft: what an exhibitor makes, from a tree."""

import uuid

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Name, Short, Walled, belongs_to, of_organisation, unique


class Craft(Walled):
    """One node of the tree of crafts. ``search_key`` is the folded Arabic name, for matching what people type."""

    __tablename__ = "craft"
    __table_args__ = (of_organisation(), unique("code"), belongs_to("craft", "parent_id"))

    code: Mapped[Short]
    name_ar: Mapped[Name]
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    search_key: Mapped[Name] = mapped_column(String(200), default="")
    parent_id: Mapped[uuid.UUID | None]
