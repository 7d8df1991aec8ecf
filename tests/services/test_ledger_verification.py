"""Any stored field that is changed is found, and named: every column of the ledger, on both databases."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from fairapp.db import db
from fairapp.models.devices import Device
from fairapp.models.editions import Session
from fairapp.models.footfall import Footfall
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp, HourTakings, Takings
from fairapp.queries.ledger_statements import list_device_statements
from fairapp.services.ledger import record_entries
from fairapp.services.ledger_verification import LedgerProof, verify_ledger
from tests.factories.devices import (
    DAY_1,
    DAY_2,
    Stall,
    a_counter,
    a_crossing,
    a_refund,
    a_sale,
    a_stall,
    a_void,
    another_stall,
    on_day,
    sent,
    written,
)

SOMEONE = uuid.UUID("01920000-0000-7000-8000-000000000000")
CHANGED: dict[str, Callable[[Any], Any]] = {
    "organisation_id": lambda _: SOMEONE,
    "id": lambda _: SOMEONE,
    "edition_id": lambda _: SOMEONE,
    "device_id": lambda _: SOMEONE,
    "seq": lambda seq: seq + 900,
    "kind": lambda _: "note",
    "occurred_at": lambda moment: moment + timedelta(seconds=1),
    "received_at": lambda moment: moment - timedelta(minutes=7),
    "session_number": lambda number: number + 1,
    "exhibitor_id": lambda _: SOMEONE,
    "booth_id": lambda _: SOMEONE,
    "gate_id": lambda _: SOMEONE,
    "amount_minor": lambda amount: (amount or 0) + 1,
    "method": lambda _: "mada",
    "ref_id": lambda _: SOMEONE,
    "headcount": lambda _: 3,
    "party": lambda _: "family",
    "direction": lambda _: "out",
    "source": lambda _: "paper",
    "status": lambda _: "quarantined",
    "flags": lambda _: ["late"],
    "payload": lambda payload: payload.replace('"amount_minor":', '"amount_minor":9'),
    "previous_hash": lambda _: "f" * 64,
    "hash": lambda _: "f" * 64,
}


def forge(statement: Any) -> None:
    """Someone with the database's own password changes something, and looks away from foreign keys."""
    db.session.rollback()
    with db.engine.connect() as connection:
        driver: Any = connection.connection
        if postgresql := db.engine.dialect.name == "postgresql":
            connection.execute(text("set local session_replication_role = replica"))
        else:
            driver.execute("pragma foreign_keys=off")
        connection.execute(statement)
        connection.commit()
        if not postgresql:
            driver.execute("pragma foreign_keys=on")


def send(key: str, *entries: Any, at: Any = DAY_1) -> None:
    with on_day(at):
        record_entries(key, sent(*entries, at=at))


def verified(stall: Stall) -> LedgerProof:
    return verify_ledger(stall.actor.organisation_id, stall.edition_id)


def a_busy_stall() -> Stall:
    """Four entries in three uploads; the third is the one that is tampered with, among others of its upload."""
    stall = a_stall()
    send(stall.key, a_sale(1, 500))
    send(stall.key, sale := a_sale(2, 700), a_sale(3, 1001), at=DAY_1 + timedelta(minutes=5))
    send(stall.key, a_void(4, sale["id"]), a_refund(5, 100), at=DAY_1 + timedelta(minutes=9))
    return stall


def test_every_column_has_a_forger() -> None:
    assert set(CHANGED) == {column.name for column in LedgerEntry.__table__.columns}


@pytest.mark.parametrize("column", CHANGED)
@pytest.mark.usefixtures("app")
def test_any_changed_field_is_found_and_named(column: str) -> None:
    stall = a_busy_stall()
    for place in (1, 3, 5):
        row = db.session.scalars(select(LedgerEntry).where(LedgerEntry.seq == place)).one()
        before, id_ = getattr(row, column), row.id
        after = CHANGED[column](before)
        forge(update(LedgerEntry).where(LedgerEntry.id == id_).values({column: after}))
        found = [(fault.kind, fault.seq, fault.columns) for fault in verified(stall).faults]
        there = LedgerEntry.id == (after if column == "id" else id_)
        forge(update(LedgerEntry).where(there).values({column: before}))
        assert found == [("changed", place, (column,))]
    assert verified(stall).whole


@pytest.mark.usefixtures("app")
def test_several_fields_of_one_row_are_named_together() -> None:
    stall = a_busy_stall()
    forge(update(LedgerEntry).where(LedgerEntry.seq == 3).values(amount_minor=5, method="mada"))
    assert [set(fault.columns) for fault in verified(stall).faults] == [{"amount_minor", "method"}]


@pytest.mark.usefixtures("app")
def test_a_text_or_the_moment_of_receipt_is_at_least_suspected() -> None:
    stall = a_stall()
    send(stall.key, a_sale(1) | {"note": "blue"})
    payload = db.session.scalars(select(LedgerEntry.payload)).one().replace("blue", "grey")
    forge(update(LedgerEntry).values(payload=payload))
    assert [fault.columns for fault in verified(stall).faults] == [("payload", "received_at")]


@pytest.mark.parametrize(("gone", "seq"), [(1, 1), (3, 3), (5, 5)])
@pytest.mark.usefixtures("app")
def test_a_row_that_is_gone_is_missed(gone: int, seq: int) -> None:
    stall = a_busy_stall()
    forge(LedgerEntry.__table__.delete().where(LedgerEntry.seq == gone))
    proof = verified(stall)
    assert [(fault.kind, fault.seq, fault.columns) for fault in proof.faults] == [("missing", seq, ())]


@pytest.mark.parametrize(("column", "value"), [("head", "f" * 64), ("next_seq", 3)])
@pytest.mark.usefixtures("app")
def test_the_device_s_own_mark_is_guarded(column: str, value: Any) -> None:
    stall = a_busy_stall()
    forge(update(Device).values({column: value}))
    assert [(fault.kind, fault.columns) for fault in verified(stall).faults] == [("head", (f"device.{column}",))]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (Takings, "gross_minor"),
        (Takings, "voided_minor"),
        (Takings, "refunds_minor"),
        (Takings, "sales"),
        (HourTakings, "net_minor"),
        (HourTakings, "sales"),
        (Footfall, "inwards"),
        (Footfall, "outwards"),
        (CashUp, "counted_minor"),
        (CashUp, "sales_minor"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.__tablename__,
)
@pytest.mark.usefixtures("app")
def test_a_sum_that_is_not_the_log_is_named(table: Any, column: str) -> None:
    stall = a_busy_stall()
    close(stall, 6, sales=2, sales_minor=1_501)
    send(a_counter(stall.actor, stall.edition_id).device_key, a_crossing(1, 4), a_crossing(2, 1, "out"))
    assert verified(stall).whole
    forge(update(table).values({column: getattr(table, column) + 1}))
    proof = verified(stall)
    assert proof.faults == ()
    assert [(one.table, one.column) for one in proof.differences] == [(table.__tablename__, column)]


def close(stall: Stall, seq: int, **said: int) -> None:
    session_id = str(db.session.scalars(select(Session.id).order_by(Session.number)).first())
    drawer = {"session_id": session_id, "float_minor": 0, "counted_minor": 0, "denominations": {"100": 1}}
    at = DAY_1 + timedelta(minutes=20)
    send(stall.key, written("cash_up", seq, at, **drawer, **said), at=at)


def statements(stall: Stall) -> list[tuple[bool, int, int | None]]:
    found = list_device_statements(stall.actor.organisation_id, stall.edition_id)
    return [(one.complete, one.at_least, one.closed_at_seq) for one in found]


def test_a_list_is_complete_only_up_to_a_cash_up_that_agrees(app: Flask) -> None:
    stall = a_busy_stall()
    assert statements(stall) == [(False, 5, None)]
    close(stall, 6, sales=3, sales_minor=1_501)
    assert statements(stall) == [(False, 6, 6)], "the phone counted another number of sales"
    close(stall, 7, sales=2, sales_minor=1_501)
    assert statements(stall) == [(True, 7, 7)]
    send(stall.key, written("note", 8, text="good night"))
    assert statements(stall) == [(True, 8, 7)], "no money came after"
    send(stall.key, a_sale(9), at=DAY_2)
    assert statements(stall) == [(False, 9, 7)]
    another_stall(stall.actor, stall.edition_id)
    assert sorted(statements(stall), key=str)[0] == (False, 0, None)
