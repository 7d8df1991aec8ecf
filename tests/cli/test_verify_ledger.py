"""``verify-ledger``, as somebody types it."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select, update

from fairapp.cli import fairapp
from fairapp.config import Settings
from fairapp.db import db
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import Takings
from tests.factories.results import HeldFair, held_fair


@pytest.fixture
def environment(sqlite_app: Flask) -> dict[str, str]:
    settings: Settings = sqlite_app.extensions["fairapp"]
    return {
        "FAIRAPP_INSTANCE": str(settings.instance),
        "FAIRAPP_DATABASE_URL": settings.database_url,
        "FAIRAPP_LANGUAGE": "en",
    }


@pytest.fixture
def fair(environment: dict[str, str]) -> HeldFair:
    held = held_fair()
    held.sell(0, 1, 12_345, 500)
    held.close(0, 1, sales=2, sales_minor=12_845, counted_minor=12_845)
    held.sell(1, 1, 700)
    held.enter(1, 40)
    return held


def typed(environment: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(fairapp, ["verify-ledger", "jeddah-2014", *words], env=environment)


def told(environment: dict[str, str], exit_code: int) -> dict[str, Any]:
    result = typed(environment, "--json")
    assert result.exit_code == exit_code, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_whole_ledger_says_what_is_complete(environment: dict[str, str], fair: HeldFair) -> None:
    found = told(environment, 0)
    assert (found["whole"], found["devices"], found["entries"]) == (True, 3, 5)
    assert (found["faults"], found["differences"]) == ([], [])
    standing = {(one["kind"], one["complete"], one["at_least"], one["closed_at_seq"]) for one in found["statements"]}
    assert standing == {("till", True, 3, 3), ("till", False, 1, None), ("gate", False, 1, None)}
    assert all(len(one["head"]) == 64 for one in found["statements"])
    shown = typed(environment)
    assert shown.exit_code == 0
    assert "complete, 3 entries" in shown.stdout
    assert "at least 1 entry" in shown.stdout
    assert shown.stdout.rstrip().endswith("the totals are what the phones sent.")


def test_a_changed_field_is_named_and_exit_1(environment: dict[str, str], fair: HeldFair) -> None:
    row = db.session.scalars(select(LedgerEntry).where(LedgerEntry.amount_minor == 500)).one()
    db.session.execute(update(LedgerEntry).where(LedgerEntry.id == row.id).values(amount_minor=501))
    db.session.commit()
    found = told(environment, 1)
    assert [(one["device"], one["seq"], one["kind"], one["column"]) for one in found["faults"]] == [
        (str(row.device_id), 2, "changed", "amount_minor")
    ]
    assert {(one["table"], one["column"]) for one in found["differences"]} == {
        ("takings", "gross_minor"),
        ("hour_takings", "net_minor"),
        ("cash_up", "expected_minor"),
        ("cash_up", "net_minor"),
        ("cash_up", "evidence"),
    }
    assert "entry 2: changed: amount_minor" in typed(environment).stdout


def test_a_changed_total_is_named_and_exit_1(environment: dict[str, str], fair: HeldFair) -> None:
    db.session.execute(update(Takings).where(Takings.gross_minor == 700).values(gross_minor=70_000))
    db.session.commit()
    found = told(environment, 1)
    assert found["faults"] == []
    assert [(one["column"], one["stored"], one["folded"]) for one in found["differences"]] == [
        ("gross_minor", 70_000, 700)
    ]
    assert "takings.gross_minor" in typed(environment | {"FAIRAPP_LANGUAGE": "ar"}).stdout
