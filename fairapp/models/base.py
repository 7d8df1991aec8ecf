"""What every table shares: the organisation's wall, typed columns, and ids.

Every primary key is ``(organisation_id, id)`` and every UNIQUE and foreign key carries ``organisation_id``: a row
cannot point into another organisation, on any database, and the schema can be partitioned by organisation as it stands.
"""

import uuid
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
    and_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from fairapp.db import Base


def new_id() -> uuid.UUID:
    """A UUIDv7: grows with time, so that rows made together lie together."""
    return uuid7()


class Instant(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. A naive datetime is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = Annotated[uuid.UUID, mapped_column(Uuid)]
Minor = Annotated[int, mapped_column(BigInteger)]  # money in minor units of the edition's currency
Short = Annotated[str, mapped_column(String(80))]
Name = Annotated[str, mapped_column(String(200))]
Long = Annotated[str, mapped_column(Text)]
Moment = Annotated[datetime, mapped_column(Instant)]
Json = Annotated[Any, mapped_column(JSON(none_as_null=True))]


class Walled(Base):
    """A table behind the organisation's wall."""

    __abstract__ = True

    organisation_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, sort_order=-2)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, sort_order=-1, default=new_id)


def belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """A foreign key that cannot leave the organisation."""
    return ForeignKeyConstraint(["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"])


def of_organisation() -> ForeignKeyConstraint:
    """Ties a table without any other parent to its organisation."""
    return ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"])


def unique(*columns: str) -> UniqueConstraint:
    """Unique inside the organisation."""
    return UniqueConstraint("organisation_id", *columns)


def unique_while(name: str, condition: str, *columns: str) -> Index:
    """Unique inside the organisation among the rows that meet ``condition`` (a partial unique index)."""
    where = text(condition)
    return Index(name, "organisation_id", *columns, unique=True, sqlite_where=where, postgresql_where=where)


def indexed(*columns: str) -> Index:
    """A plain index that begins with the organisation."""
    return Index(None, "organisation_id", *columns)


def named_by(table: Any, column: Any) -> ColumnElement[bool]:
    """For a join: the row of ``table`` that ``column`` of another table names, inside the same organisation."""
    return and_(table.organisation_id == column.parent.entity.organisation_id, table.id == column)
