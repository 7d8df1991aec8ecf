"""FloorPlan, Hall and what stands in it, Gate, BoothClass, Booth and its former numbers.

Lengths are whole millimetres; x grows along the row, y across the rows.
"""

import uuid

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Json, Long, Moment, Name, Short, Walled, belongs_to, indexed, unique


class FloorPlan(Walled):
    """A version of the drawing. ``published_copy`` is what was published, frozen; None in a draft."""

    __tablename__ = "floor_plan"
    __table_args__ = (belongs_to("edition", "edition_id"), unique("edition_id", "version"))

    edition_id: Mapped[uuid.UUID]
    version: Mapped[int] = mapped_column(Integer, default=1)
    sentence: Mapped[Long] = mapped_column(default="")
    drawn_at: Mapped[Moment]
    published_at: Mapped[Moment | None]
    published_copy: Mapped[Json | None] = mapped_column(deferred=True)


class Hall(Walled):
    """A building or part of one."""

    __tablename__ = "hall"
    __table_args__ = (belongs_to("edition", "edition_id"), unique("edition_id", "code"))

    edition_id: Mapped[uuid.UUID]
    code: Mapped[Short]
    name: Mapped[Name]
    position: Mapped[int] = mapped_column(Integer, default=0)
    width_mm: Mapped[int] = mapped_column(Integer)
    depth_mm: Mapped[int] = mapped_column(Integer)
    spread: Mapped[Short] = mapped_column(String(80), default="none")  # how crafts lie: spread, cluster, none
    capacity: Mapped[int | None] = mapped_column(Integer)  # people at once


class HallFeature(Walled):
    """What is no booth: ``kind`` is aisle, wall, entrance, pillar or exit (a fire exit)."""

    __tablename__ = "hall_feature"
    __table_args__ = (belongs_to("edition", "edition_id"), belongs_to("hall", "hall_id"), indexed("hall_id"))

    edition_id: Mapped[uuid.UUID]
    hall_id: Mapped[uuid.UUID]
    kind: Mapped[Short]
    label: Mapped[Name] = mapped_column(String(200), default="")
    x_mm: Mapped[int] = mapped_column(Integer)
    y_mm: Mapped[int] = mapped_column(Integer)
    width_mm: Mapped[int] = mapped_column(Integer)
    depth_mm: Mapped[int] = mapped_column(Integer)


class RowCircuit(Walled):
    """What the electric circuit of a row bears, in watts."""

    __tablename__ = "row_circuit"
    __table_args__ = (belongs_to("edition", "edition_id"), belongs_to("hall", "hall_id"), unique("hall_id", "row"))

    edition_id: Mapped[uuid.UUID]
    hall_id: Mapped[uuid.UUID]
    row: Mapped[int] = mapped_column(Integer)
    watts: Mapped[int] = mapped_column(Integer)


class Gate(Walled):
    """A way in or out. Gates are disjoint: a crossing is counted at one."""

    __tablename__ = "gate"
    __table_args__ = (belongs_to("edition", "edition_id"), belongs_to("hall", "hall_id"), unique("edition_id", "code"))

    edition_id: Mapped[uuid.UUID]
    hall_id: Mapped[uuid.UUID | None]
    code: Mapped[Short]
    name: Mapped[Name]


class BoothClass(Walled):
    """Booths alike in services and size. ``position`` is the published order."""

    __tablename__ = "booth_class"
    __table_args__ = (belongs_to("edition", "edition_id"), belongs_to("hall", "hall_id"), unique("edition_id", "code"))

    edition_id: Mapped[uuid.UUID]
    hall_id: Mapped[uuid.UUID]
    code: Mapped[Short]
    name: Mapped[Name]
    services: Mapped[Json] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(Integer, default=0)


class Booth(Walled):
    """One place. ``number`` is what is painted on the floor; ``row`` and ``place`` say who its neighbours are."""

    __tablename__ = "booth"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("hall", "hall_id"),
        belongs_to("booth_class", "booth_class_id"),
        unique("edition_id", "number"),
        unique("hall_id", "row", "place"),
        indexed("booth_class_id"),
    )

    edition_id: Mapped[uuid.UUID]
    hall_id: Mapped[uuid.UUID]
    booth_class_id: Mapped[uuid.UUID]
    number: Mapped[Short]
    row: Mapped[int] = mapped_column(Integer)
    place: Mapped[int] = mapped_column(Integer)
    x_mm: Mapped[int] = mapped_column(Integer)
    y_mm: Mapped[int] = mapped_column(Integer)
    width_mm: Mapped[int] = mapped_column(Integer)
    depth_mm: Mapped[int] = mapped_column(Integer)
    withdrawn_at: Mapped[Moment | None]


class FormerNumber(Walled):
    """A number that a booth had until it was renumbered: papers and badges may still say it."""

    __tablename__ = "former_number"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("booth", "booth_id"),
        indexed("edition_id", "number"),
        indexed("booth_id"),
    )

    edition_id: Mapped[uuid.UUID]
    booth_id: Mapped[uuid.UUID]
    number: Mapped[Short]
    until: Mapped[Moment]
