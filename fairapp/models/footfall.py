"""Projection of the ledger: entries by gate, session and hour."""

import uuid

from sqlalchemy import BigInteger, Integer
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Moment, Walled, belongs_to, unique


class Footfall(Walled):
    """People through one gate in one hour of one session, as one device counted them."""

    __tablename__ = "footfall"
    __table_args__ = (
        belongs_to("edition", "edition_id"),
        belongs_to("gate", "gate_id"),
        belongs_to("device", "device_id"),
        unique("edition_id", "session_number", "gate_id", "hour_at", "device_id"),
    )

    edition_id: Mapped[uuid.UUID]
    session_number: Mapped[int] = mapped_column(Integer)
    gate_id: Mapped[uuid.UUID]
    hour_at: Mapped[Moment]
    device_id: Mapped[uuid.UUID]
    inwards: Mapped[int] = mapped_column(BigInteger, default=0)
    outwards: Mapped[int] = mapped_column(BigInteger, default=0)
