"""Exhibitor: who sells, for life; her members; and the files she was imported from."""

import uuid

from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Json, Long, Moment, Name, Short, Walled, belongs_to, indexed, of_organisation, unique


class Exhibitor(Walled):
    """Family, artisan, cooperative or association. ``number`` is her number in the register, unique and printed.

    ``name`` is stored as written; ``search_key`` is folded for searching. ``serial`` is the number when it is a plain
    one, so that the next can be told. ``craft_typed`` keeps a craft that the tree does not hold. Of a national number
    only a keyed hash and its last four digits are kept.
    """

    __tablename__ = "exhibitor"
    __table_args__ = (
        of_organisation(),
        belongs_to("craft", "craft_id"),
        unique("number"),
        unique("national_hash"),
        indexed("search_key"),
        indexed("serial"),
    )

    number: Mapped[Short]
    serial: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[Short]
    name: Mapped[Name]
    search_key: Mapped[Name]
    craft_id: Mapped[uuid.UUID | None]
    craft_typed: Mapped[Name] = mapped_column(String(200), default="")
    phone: Mapped[Short] = mapped_column(String(80), default="")
    town: Mapped[Name] = mapped_column(String(200), default="")
    region: Mapped[Name] = mapped_column(String(200), default="")
    groups: Mapped[Json] = mapped_column(default=list)
    national_hash: Mapped[str | None] = mapped_column(String(64))
    national_last4: Mapped[str] = mapped_column(String(4), default="")
    note: Mapped[Long] = mapped_column(default="")
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    left_at: Mapped[Moment | None]


class ExhibitorMember(Walled):
    """A person of the household or cooperative."""

    __tablename__ = "exhibitor_member"
    __table_args__ = (belongs_to("exhibitor", "exhibitor_id"), indexed("exhibitor_id"), indexed("national_hash"))

    exhibitor_id: Mapped[uuid.UUID]
    name: Mapped[Name]
    search_key: Mapped[Name]
    national_hash: Mapped[str | None] = mapped_column(String(64))
    national_last4: Mapped[str] = mapped_column(String(4), default="")
    phone: Mapped[Short] = mapped_column(String(80), default="")
    woman: Mapped[bool | None] = mapped_column(Boolean)


class RegisterImport(Walled):
    """A file given to the register, kept while it is looked over; ``content`` is dropped once it is written."""

    __tablename__ = "register_import"
    __table_args__ = (of_organisation(),)

    file_name: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    mapping: Mapped[Json]
    outcome: Mapped[Json | None]
    rows: Mapped[int] = mapped_column(Integer, default=0)
    uploaded_at: Mapped[Moment]
    uploaded_by: Mapped[uuid.UUID | None]
    written_at: Mapped[Moment | None]
