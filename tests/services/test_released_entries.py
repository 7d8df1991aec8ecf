"""Entries of every released version of the phone are taken in, for ever as they were: answers, columns, spelling, hash.

``tests/vectors/ledger_entries.json`` is frozen. A release that changes what phones write adds a file; it changes none.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.config import REPOSITORY
from fairapp.db import db
from fairapp.domain.ledger import canonical, chain_hash
from fairapp.models.editions import Session
from fairapp.models.ledger import LedgerEntry
from fairapp.services.ledger import record_entries
from fairapp.services.ledger_verification import verify_ledger
from tests.factories.devices import DAY_1, a_counter, a_stall, on_day

RELEASED = json.loads((REPOSITORY / "tests/vectors/ledger_entries.json").read_text("utf-8"))
COLUMNS = ("session_number", "amount_minor", "method", "headcount", "party", "direction")


def of(device: str) -> list[dict[str, Any]]:
    return [vector for vector in RELEASED["entries"] if vector["device"] == device]


def stored(row: LedgerEntry) -> dict[str, Any]:
    """What the columns say, without those that say nothing."""
    found: dict[str, Any] = {name: getattr(row, name) for name in COLUMNS}
    found["ref"] = str(row.ref_id) if row.ref_id else None
    found["occurred_at"] = row.occurred_at.isoformat() if row.occurred_at else None
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize("size", [1, 7, 100])
def test_entries_of_release_1(app: Flask, size: int) -> None:
    """However they are cut into uploads, and again when all are sent once more."""
    stall = a_stall()
    gate = a_counter(stall.actor, stall.edition_id)
    sessions = {f"session {one.number}": str(one.id) for one in db.session.scalars(select(Session))}
    for device, key, device_id in (
        ("till", stall.key, stall.device.device_id),
        ("gate", gate.device_key, gate.device_id),
    ):
        vectors = of(device)
        entries = [vector["entry"] for vector in vectors]
        sent = [{**one, **_session(one, sessions)} for one in entries]
        for expected_status in (None, "duplicate"):
            answers = [
                answer for begin in range(0, len(sent), size) for answer in _upload(key, sent[begin : begin + size])
            ]
            assert [(a.seq, a.id, a.status, a.flags) for a in answers] == [
                (v["entry"]["seq"], v["entry"]["id"], expected_status or v["answer"]["status"], v["answer"]["flags"])
                for v in vectors
            ]
        asked = select(LedgerEntry).where(LedgerEntry.device_id == device_id).order_by(LedgerEntry.seq)
        rows = db.session.scalars(asked).all()
        assert [(row.seq, stored(row)) for row in rows] == [(v["entry"]["seq"], v["stored"]) for v in vectors]
        assert [row.payload for row in rows] == [canonical(one) for one in sent]
    assert verify_ledger(stall.actor.organisation_id, stall.edition_id).whole


def _session(entry: dict[str, Any], sessions: dict[str, str]) -> dict[str, str]:
    named = entry.get("session_id")
    return {"session_id": sessions.get(named, named)} if named else {}


def _upload(key: str, entries: list[dict[str, Any]]) -> Any:
    with on_day(DAY_1):
        return record_entries(key, {"device_time": RELEASED["device_time"], "entries": entries}).results


def test_the_device_time_of_the_corpus_is_the_servers() -> None:
    assert datetime.fromisoformat(RELEASED["device_time"]).astimezone(UTC) == DAY_1


@pytest.mark.parametrize("vector", RELEASED["entries"], ids=lambda vector: vector["name"])
def test_what_is_sent_again_is_spelled_as_it_was(vector: dict[str, Any]) -> None:
    """Another spelling would take a repetition for a fork."""
    assert canonical(vector["entry"]) == vector["spelled"]
    shuffled = dict(reversed(list(vector["entry"].items())))
    assert canonical(json.loads(json.dumps(shuffled, indent=2))) == vector["spelled"]


@pytest.mark.parametrize("link", RELEASED["chain"], ids=lambda link: link["fields"][2])
def test_what_was_hashed_is_hashed_the_same(link: dict[str, Any]) -> None:
    assert chain_hash(link["previous"], link["place"], link["fields"]) == link["hash"]
