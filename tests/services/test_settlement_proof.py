"""A settlement stands in a chain too: whoever changes one is found out, field by field; and behind its wall."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from fairapp.db import db
from fairapp.domain.errors import NotFound
from fairapp.models.devices import Device
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp, Estimate, Takings
from fairapp.queries.desk import count_open, list_desk_entries, list_estimates, list_set_aside, list_uncertain
from fairapp.services.audit import Actor
from fairapp.services.desk_entries import record_desk_entries
from fairapp.services.devices import report_lost
from fairapp.services.estimates import decide_estimate, propose_estimate, withdraw_estimate
from fairapp.services.floor_plan import add_gate
from fairapp.services.ledger_verification import verify_ledger
from fairapp.services.settlements import approve_late_entries, settle_entries
from tests.factories.desk import a_drawer, enter, holds, net, projections, revoke, send, somebody, told
from tests.factories.devices import DAY_1, DAY_2, Stall, a_sale, a_stall, a_void, on_day
from tests.services.test_ledger_verification import CHANGED, forge

pytestmark = pytest.mark.usefixtures("app")
NIGHT = DAY_1 + timedelta(hours=12)
LATER = NIGHT + timedelta(hours=1)
OTHERWISE: dict[str, Callable[[Any], Any]] = CHANGED | {
    "payload": lambda payload: payload.replace('"session_number":1', '"session_number":2'),
    "source": lambda _: "phone",
    "session_number": lambda _: 2,
}


def a_settled_stall() -> Stall:
    """Three lines of the desk; the second settles the sale of a phone that has no session, the third its own first."""
    stall = a_stall()
    send(stall.key, sale := a_sale(1, 700, at=NIGHT), at=NIGHT)
    first = enter(stall, told(at=NIGHT), outside_sessions=True, at=NIGHT)[0]
    for one in (sale["id"], first.id):
        with on_day(LATER):
            chosen = [uuid.UUID(one)]
            settle_entries(stall.actor, stall.edition_id, chosen, session_number=1, reason="told by the family")
    assert net() == {1: 1_700}
    return stall


@pytest.mark.parametrize("column", OTHERWISE)
def test_any_changed_field_of_a_settlement_is_found_and_named(column: str) -> None:
    stall = a_settled_stall()
    row = db.session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "settlement", LedgerEntry.seq == 2)).one()
    before, id_ = getattr(row, column), row.id
    after = OTHERWISE[column](before)
    forge(update(LedgerEntry).where(LedgerEntry.id == id_).values({column: after}))
    faults = verify_ledger(stall.actor.organisation_id, stall.edition_id).faults
    there = LedgerEntry.id == (after if column == "id" else id_)
    forge(update(LedgerEntry).where(there).values({column: before}))
    assert [(fault.kind, fault.seq) for fault in faults] == [("changed", 2)]
    assert column in faults[0].columns
    assert holds(stall)


def test_a_changed_settlement_shows_in_the_sums_too() -> None:
    stall = a_settled_stall()
    forge(update(LedgerEntry).where(LedgerEntry.kind == "settlement", LedgerEntry.seq == 2).values(session_number=2))
    proof = verify_ledger(stall.actor.organisation_id, stall.edition_id)
    assert {(one.table, one.column, one.key[1]) for one in proof.differences if one.table == "takings"} == {
        *(("takings", "gross_minor", number) for number in ("1", "2")),
        *(("takings", "sales", number) for number in ("1", "2")),
    }


def test_a_settlement_that_is_gone_is_missed() -> None:
    stall = a_settled_stall()
    forge(delete(LedgerEntry).where(LedgerEntry.kind == "settlement", LedgerEntry.seq == 2))
    proof = verify_ledger(stall.actor.organisation_id, stall.edition_id)
    assert [(fault.kind, fault.seq) for fault in proof.faults] == [("missing", 2)]
    assert proof.differences


@pytest.mark.parametrize("column", ["expected_minor", "net_minor", "evidence", "session_number", "counted_at"])
def test_what_was_reckoned_beside_a_counted_drawer_is_reckoned_again(column: str) -> None:
    stall = a_stall()
    enter(stall, told(amount_minor=9_000), told("cash_up", drawer=a_drawer(9_000)))
    assert holds(stall)
    other = {"evidence": "audited", "counted_at": DAY_2}.get(column, 3)
    forge(update(CashUp).values({column: other}))
    proof = verify_ledger(stall.actor.organisation_id, stall.edition_id)
    assert [(one.table, one.column) for one in proof.differences] == [("cash_up", column)]


def test_an_estimate_s_sum_is_verified_like_all_others() -> None:
    stall = a_stall()
    enter(stall, told())
    forge(update(Takings).values(estimated_minor=5))
    proof = verify_ledger(stall.actor.organisation_id, stall.edition_id)
    assert [(one.column, one.stored, one.folded) for one in proof.differences] == [("estimated_minor", 5, 0)]


def a_stall_with_everything(slug: str) -> tuple[Stall, dict[str, uuid.UUID]]:
    """Something of every kind that the desk may touch, with its ids."""
    stall = a_stall(slug)
    send(stall.key, uncertain := a_sale(1, at=NIGHT), at=NIGHT)
    revoke(stall, NIGHT)
    send(stall.key, late := a_void(2, uncertain["id"], at=NIGHT), at=NIGHT)
    line = enter(stall, told(), at=NIGHT)[0]
    with on_day(LATER):
        gate_id = add_gate(stall.actor, stall.edition_id, code="G1", name="Gate")
        report_lost(stall.actor, stall.device.device_id)
        estimate_id = propose_estimate(
            somebody(stall.actor),
            stall.edition_id,
            device_id=stall.device.device_id,
            session_number=1,
            amount_minor=9,
            reason="as before",
        )
        agreed = propose_estimate(
            somebody(stall.actor),
            stall.edition_id,
            device_id=stall.device.device_id,
            session_number=1,
            amount_minor=7,
            reason="as before",
        )
        decide_estimate(somebody(stall.actor, "Huda"), agreed, agreed=True)
    found = {"uncertain": uncertain["id"], "late": late["id"], "line": line.id}
    known = {name: uuid.UUID(id_) for name, id_ in found.items()}
    return stall, known | {"gate": gate_id, "estimate": estimate_id, "agreed": agreed}


def state() -> Any:
    """All that the desk writes, in both organisations."""
    rows = db.session.execute(select(LedgerEntry.id, LedgerEntry.hash).order_by(LedgerEntry.id)).all()
    estimates = db.session.execute(select(Estimate.id, Estimate.outcome).order_by(Estimate.id)).all()
    devices = db.session.execute(select(Device.id, Device.next_seq).order_by(Device.id)).all()
    return projections(), rows, estimates, devices


def attempts(mine: Stall, theirs: Stall, their: dict[str, uuid.UUID]) -> list[Callable[[], object]]:
    """What somebody of one organisation might try with the ids of another: in her edition, and in theirs."""
    me: Actor = somebody(mine.actor)
    device_id, late = theirs.device.device_id, [their["late"]]
    acts: list[Callable[[], object]] = [
        lambda: decide_estimate(me, their["estimate"], agreed=True),
        lambda: withdraw_estimate(me, their["agreed"], reason="mine"),
    ]
    for edition_id in (mine.edition_id, theirs.edition_id):
        enter_for: dict[str, Any] = {"edition_id": edition_id, "source": "staff"}
        settle: dict[str, Any] = {"session_number": 1, "reason": "mine"}
        acts += [
            lambda at=enter_for: record_desk_entries(me, exhibitor_id=theirs.exhibitor_id, lines=[told()], **at),
            lambda at=enter_for: record_desk_entries(
                me, gate_id=their["gate"], lines=[told("entry", headcount=1, direction="in")], **at
            ),
            lambda at=enter_for: record_desk_entries(
                me, exhibitor_id=mine.exhibitor_id, lines=[told("void", ref=their["line"])], **at
            ),
            lambda id_=edition_id, how=settle: settle_entries(me, id_, [their["uncertain"]], **how),
            lambda id_=edition_id, how=settle: approve_late_entries(
                me, id_, device_id=device_id, entry_ids=late, **how
            ),
            lambda id_=edition_id, how=settle: approve_late_entries(
                me, id_, device_id=mine.device.device_id, entry_ids=late, **how
            ),
            lambda id_=edition_id, how=settle: propose_estimate(me, id_, device_id=device_id, amount_minor=5, **how),
        ]
    return acts


def test_one_organisation_never_changes_what_another_holds() -> None:
    mine, _ = a_stall_with_everything("relizane-chamber")
    theirs, their = a_stall_with_everything("jeddah-chamber")
    before = state()
    tried = attempts(mine, theirs, their)
    for act in tried:
        with pytest.raises(NotFound), on_day(LATER):
            act()
    assert len(tried) == 16
    assert state() == before
    for one in (mine, theirs):
        assert holds(one)


def test_one_organisation_never_reads_what_another_holds() -> None:
    mine, _ = a_stall_with_everything("relizane-chamber")
    theirs, _ = a_stall_with_everything("jeddah-chamber")
    wall = mine.actor.organisation_id, theirs.edition_id
    assert list_uncertain(*wall) == list_set_aside(*wall) == list_estimates(*wall) == []
    assert list_desk_entries(*wall, exhibitor_id=theirs.exhibitor_id) == []
    open_ = count_open(*wall)
    assert (open_.uncertain, open_.set_aside, open_.estimates) == (0, 0, 0)
    own = count_open(theirs.actor.organisation_id, theirs.edition_id)
    assert (own.uncertain, own.set_aside, own.approvable, own.estimates) == (1, 1, 1, 1)
