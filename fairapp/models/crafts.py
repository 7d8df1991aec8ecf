"""Craft: what an exhibitor makes, from a tree."""

import uuid

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Json, Name, Short, Walled, belongs_to, of_organisation, unique


class Craft(Walled):
    """One node of the tree of crafts. ``search_keys`` lists its folded names in every language, to match typing."""

    __tablename__ = "craft"
    __table_args__ = (of_organisation(), unique("code"), belongs_to("craft", "parent_id"))

    code: Mapped[Short]
    name_ar: Mapped[Name]
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    search_keys: Mapped[Json] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(Integer, default=0)
    parent_id: Mapped[uuid.UUID | None]
