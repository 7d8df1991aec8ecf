"""Exactly once, in order, nothing refused that is well-formed: the invariants of docs/offline.md, on both databases."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.errors import Conflict, FairError, NotAllowed, Refused, TooMuch
from fairapp.models.devices import Device
from fairapp.models.ledger import LedgerEntry, LedgerFork
from fairapp.services.devices import report_lost, revoke_device
from fairapp.services.ledger import LedgerAnswer, record_entries
from fairapp.services.ledger_proof import find_broken_links
from tests.factories.devices import (
    DAY_1,
    DAY_2,
    a_crossing,
    a_fair,
    a_sale,
    a_stall,
    a_void,
    another_stall,
    on_day,
    written,
)
from tests.factories.devices import sent as sending

pytestmark = pytest.mark.usefixtures("app")


def send(key: str, *entries: Any, at: Any = DAY_1) -> LedgerAnswer:
    with on_day(at):
        return record_entries(key, sending(*entries, at=at))


def stored(column: Any = LedgerEntry.seq) -> list[Any]:
    db.session.rollback()
    return list(db.session.scalars(select(column).order_by(LedgerEntry.seq)))


def test_what_is_acknowledged_is_stored() -> None:
    stall = a_stall()
    answer = send(stall.key, a_sale(1), a_sale(2))
    assert [result.status for result in answer.results] == ["accepted", "accepted"]
    assert [result.flags for result in answer.results] == [[], []]
    assert answer.next_seq == 3
    assert stored() == [1, 2]
    assert answer.head == stored(LedgerEntry.hash)[-1]


def test_the_same_upload_again_is_stored_once() -> None:
    stall = a_stall()
    batch = [a_sale(1), a_sale(2)]
    send(stall.key, *batch)
    again = send(stall.key, *batch, a_sale(3))
    assert [result.status for result in again.results] == ["duplicate", "duplicate", "accepted"]
    assert [result.id for result in again.results[:2]] == [entry["id"] for entry in batch]
    assert stored() == [1, 2, 3]


def test_other_content_in_a_taken_place_is_kept_aside() -> None:
    stall = a_stall()
    send(stall.key, a_sale(1, 1_000))
    other = a_sale(1, 9_000)
    answers = [send(stall.key, other) for _ in range(2)]
    assert [(r.status, r.flags) for a in answers for r in a.results] == [("quarantined", ["fork"])] * 2
    assert stored(LedgerEntry.amount_minor) == [1_000]
    assert db.session.scalar(select(func.count()).select_from(LedgerFork)) == 1
    assert db.session.scalar(select(Device.fork_count)) == 1


def test_a_gap_says_from_where_to_send() -> None:
    stall = a_stall()
    send(stall.key, a_sale(1))
    with pytest.raises(Conflict) as refused:
        send(stall.key, a_sale(3))
    assert (refused.value.code, refused.value.values) == ("gap", {"next_seq": 2})
    assert stored() == [1]


def test_a_hole_inside_an_upload_stops_there() -> None:
    stall = a_stall()
    answer = send(stall.key, a_sale(1), a_sale(3))
    assert ([r.seq for r in answer.results], answer.next_seq) == ([1], 2)


def test_an_upload_in_disorder_is_put_in_order() -> None:
    stall = a_stall()
    answer = send(stall.key, a_sale(3), a_sale(1), a_sale(2))
    assert [r.seq for r in answer.results] == [1, 2, 3]
    assert find_broken_links(stall.actor.organisation_id, stall.edition_id) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_minor": 0},
        {"amount_minor": -5},
        {"amount_minor": "12"},
        {"amount_minor": 10**30},
        {"amount_minor": True},
        {"method": "x" * 41},
        {"method": None},
        {"kind": "gift"},
        {"v": 2},
        {"id": "not an id"},
        {"occurred_at": "yesterday"},
        {"occurred_at": "2014-12-03T17:30:00"},
        {"occurred_at": "0001-01-01T00:00:00+14:00"},
    ],
    ids=str,
)
def test_what_cannot_be_read_keeps_its_place_and_blocks_nothing(wrong: dict[str, Any]) -> None:
    stall = a_stall()
    bad = a_sale(2) | wrong
    answer = send(stall.key, a_sale(1), bad, a_sale(3))
    assert [r.status for r in answer.results] == ["accepted", "quarantined", "accepted"]
    assert answer.results[1].flags == ["undecodable"]
    assert send(stall.key, bad).results[0].status == "duplicate"
    assert stored() == [1, 2, 3]


@pytest.mark.parametrize("thing", ["text", None, 7, [], {}, {"seq": "1"}, {"seq": -1}], ids=str)
def test_anything_at_all_in_the_place_of_an_entry_is_kept(thing: object) -> None:
    stall = a_stall()
    answer = send(stall.key, thing, a_sale(2))
    assert [(r.seq, r.status) for r in answer.results] == [(1, "quarantined"), (2, "accepted")]


def test_hostile_text_is_kept_and_costs_no_sale() -> None:
    stall = a_stall()
    note = "\u202e\x00\ud800" + "ي" * 10
    answer = send(stall.key, a_sale(1) | {"note": note}, a_sale(2) | {"unknown": {"deep": [1.5, None]}})
    assert [(r.status, r.flags) for r in answer.results] == [("accepted", ["text-has-controls"]), ("accepted", [])]
    huge = send(stall.key, written("note", 3, text="x" * 100_000))
    assert huge.results[0].status == "quarantined"
    assert find_broken_links(stall.actor.organisation_id, stall.edition_id) == []


@pytest.mark.parametrize("body", [None, [], {}, {"entries": []}, {"entries": {}}, "text"], ids=str)
def test_a_body_that_is_no_upload_is_refused(body: object) -> None:
    stall = a_stall()
    with pytest.raises(Refused) as refused:
        record_entries(stall.key, body)
    assert refused.value.code == "body-unreadable"


def test_more_than_a_hundred_is_too_much() -> None:
    stall = a_stall()
    with pytest.raises(TooMuch):
        send(stall.key, *(a_sale(seq) for seq in range(1, 102)))
    assert stored() == []


def test_nobody_else_has_the_key() -> None:
    stall = a_stall()
    for key in ("", "x", stall.key[:-1], str(stall.device.device_id)):
        with pytest.raises(NotAllowed) as refused:
            send(key, a_sale(1))
        assert refused.value.code == "unknown-key"


def test_an_id_that_another_list_holds_is_set_aside() -> None:
    first = a_stall()
    second = another_stall(first.actor, first.edition_id)
    entry = a_sale(1)
    send(first.key, entry)
    answer = send(second.key, entry, a_sale(2))
    assert [(r.status, r.flags) for r in answer.results] == [("quarantined", ["id-taken"]), ("accepted", [])]
    twin = a_sale(3)
    answer = send(second.key, twin, twin | {"seq": 4})
    assert [r.status for r in answer.results] == ["accepted", "quarantined"]


def test_another_organisation_may_hold_the_same_id() -> None:
    entry = a_sale(1)
    stalls = [a_stall("jeddah-chamber"), a_stall("relizane-chamber")]
    assert [send(stall.key, entry).results[0].status for stall in stalls] == ["accepted", "accepted"]


def test_a_till_counts_no_visitors() -> None:
    stall = a_stall()
    assert send(stall.key, a_crossing(1)).results[0].flags == ["kind-unfit"]


def test_a_revoked_phone_hands_over_and_counts_for_nothing() -> None:
    stall = a_stall()
    with on_day(DAY_1):
        revoke_device(stall.actor, stall.device.device_id)
    answer = send(stall.key, a_sale(1), at=DAY_2)
    assert answer.results[0].status == "quarantined"
    assert "revoked" in answer.results[0].flags
    with pytest.raises(NotAllowed):
        send(stall.key, a_sale(2), at=DAY_1 + timedelta(days=31))


def test_a_lost_phone_that_comes_back_is_late() -> None:
    stall = a_stall()
    with on_day(DAY_1):
        report_lost(stall.actor, stall.device.device_id)
    assert send(stall.key, a_sale(1)).results[0].flags == ["late"]


def test_a_method_the_organisation_does_not_know_is_kept_and_flagged() -> None:
    stall = a_stall()
    answer = send(stall.key, a_sale(1) | {"method": "barter"}, a_sale(2))
    assert [(one.status, one.flags) for one in answer.results] == [
        ("accepted", ["method-unknown"]),
        ("accepted", []),
    ]


def test_any_changed_field_is_found(app: Flask) -> None:
    stall = a_stall()
    send(stall.key, a_sale(1), a_void(2, str(uuid.uuid4())), a_sale(3))
    wall = stall.actor.organisation_id
    changes: dict[str, Any] = {
        "amount_minor": 7,
        "method": "mada",
        "session_number": 2,
        "occurred_at": DAY_2,
        "received_at": DAY_2,
        "source": "paper",
        "status": "quarantined",
        "flags": ["x"],
        "payload": "{}",
        "headcount": 3,
        "exhibitor_id": None,
    }
    for name, value in changes.items():
        row = db.session.scalars(select(LedgerEntry).where(LedgerEntry.seq == 1)).one()
        before = getattr(row, name)
        setattr(row, name, value)
        db.session.flush()
        assert [link.seq for link in find_broken_links(wall, stall.edition_id)] == [1], name
        setattr(row, name, before)
        db.session.flush()
    assert find_broken_links(wall, stall.edition_id) == []
    db.session.delete(db.session.scalars(select(LedgerEntry).where(LedgerEntry.seq == 3)).one())
    db.session.flush()
    assert [link.seq for link in find_broken_links(wall, stall.edition_id)] == [3], "a lost tail"
    db.session.rollback()


def test_codes_are_stable() -> None:
    actor, _ = a_fair()
    with pytest.raises(FairError) as refused:
        revoke_device(actor, uuid.uuid4())
    assert refused.value.code == "unknown-device"
