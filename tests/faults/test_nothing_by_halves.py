"""What would have to hold even if the code above the database were wrong; and an upload that fails stores nothing."""

import uuid
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError, IntegrityError

from fairapp.db import Base, db
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import HourTakings, Takings
from fairapp.services.ledger import record_entries
from tests.factories.devices import DAY_1, Stall, a_sale, a_stall, another_stall, on_day, sent

ENTRIES = Base.metadata.tables["ledger_entry"]


def send(stall: Stall, *entries: dict[str, Any]) -> int:
    """Returns where the list stands."""
    with on_day(DAY_1):
        return record_entries(stall.key, sent(*entries)).next_seq


def copied(**changed: Any) -> dict[str, Any]:
    """The only entry that is stored, as values, with some of them changed."""
    row = db.session.execute(sa.select(ENTRIES)).mappings().one()
    return {**row, **changed}


@pytest.mark.parametrize("changed", [{"id": uuid.UUID(int=7)}, {"seq": 2}], ids=["place", "id"])
def test_the_database_itself_holds_a_place_and_an_id_once(app: Flask, changed: dict[str, Any]) -> None:
    send(a_stall(), a_sale(1, 100))
    twice = copied(**changed)
    with pytest.raises(IntegrityError):
        db.session.execute(sa.insert(ENTRIES), twice)
    db.session.rollback()
    db.session.execute(sa.insert(ENTRIES), {**twice, "id": uuid.UUID(int=7), "seq": 2})
    db.session.rollback()


@pytest.mark.parametrize("table", [Takings, HourTakings, LedgerEntry], ids=lambda table: table.__tablename__)
def test_an_upload_whose_sums_cannot_be_written_stores_nothing(app: Flask, table: Any) -> None:
    """One table is away while a sale arrives: neither the sale nor any sum stays, and sent again all of it does."""
    stall = a_stall()
    other = another_stall(stall.actor, stall.edition_id)
    send(stall, a_sale(1, 100))
    name, sale = table.__tablename__, a_sale(2, 250)
    rename(name, "away")
    try:
        with pytest.raises(DBAPIError):
            send(stall, sale)
    finally:
        db.session.rollback()
        rename("away", name)
    assert (len(stored()), sums(Takings.gross_minor), sums(HourTakings.net_minor)) == (1, 100, 100)
    assert send(stall, sale) == 3
    assert send(other, a_sale(1, 50)) == 2
    assert (len(stored()), sums(Takings.gross_minor), sums(HourTakings.net_minor)) == (3, 400, 400)


def rename(name: str, to: str) -> None:
    db.session.remove()
    db.engine.dispose()  # no connection may have prepared what it is about to lose
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO {to}")


def stored() -> list[uuid.UUID]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(LedgerEntry.id)))


def sums(column: Any) -> int:
    db.session.rollback()
    return int(db.session.scalar(sa.select(sa.func.sum(column))) or 0)
