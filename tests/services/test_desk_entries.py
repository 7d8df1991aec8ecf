"""What the office enters on behalf goes the way of a phone's upload, and what is wrong is asked again."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.errors import FairError, NotAllowed, NotFound, Refused
from fairapp.domain.ledger import LARGEST_MINOR
from fairapp.models.audit import AuditEvent
from fairapp.models.base import new_id
from fairapp.models.devices import Device
from fairapp.models.footfall import Footfall
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp
from fairapp.queries.desk import list_desk_entries
from fairapp.queries.devices import count_devices, list_devices
from fairapp.services.desk_entries import record_desk_entries
from fairapp.services.devices import report_lost, revoke_device
from fairapp.services.floor_plan import add_gate
from fairapp.services.ledger import record_entries
from tests.factories.desk import EVENING, a_drawer, enter, holds, ids, net, send, somebody, told
from tests.factories.devices import DAY_1, DAY_2, a_fair, a_sale, a_stall, another_stall, on_day, sent

pytestmark = pytest.mark.usefixtures("app")
NIGHT = DAY_1.replace(hour=3)


def desk_list() -> Device:
    db.session.rollback()
    return db.session.scalars(select(Device).where(Device.kept_by == "desk")).one()


def refusal(stall: Any, *lines: Any, **more: Any) -> str:
    with pytest.raises(FairError) as refused:
        enter(stall, *lines, **more)
    return refused.value.code


def test_a_slip_counts_like_a_phone_s_sales() -> None:
    stall = a_stall()
    send(stall.key, a_sale(1, 500))
    results = enter(
        stall, told(), told(amount_minor=250, method="mada"), told("refund", amount_minor=50), source="paper"
    )
    assert [(one.seq, one.status, one.flags) for one in results] == [(at, "accepted", []) for at in (1, 2, 3)]
    assert net() == {1: 500 + 1_000 + 250 - 50}
    rows = db.session.scalars(select(LedgerEntry).where(LedgerEntry.source == "paper")).all()
    assert {(row.exhibitor_id, row.device_id) for row in rows} == {(stall.exhibitor_id, desk_list().id)}
    assert holds(stall)


def test_there_is_one_list_for_each_place_and_nobody_can_send_to_it() -> None:
    stall = a_stall()
    other = another_stall(stall.actor, stall.edition_id)
    for one in (stall, stall, other):
        enter(one, told())
    asked = select(func.count()).where(Device.kept_by == "desk")
    assert db.session.scalar(asked) == 2
    listed, total = list_devices(stall.actor.organisation_id, stall.edition_id)
    assert total == len(listed) == 2, "phones alone"
    assert count_devices(stall.actor.organisation_id, stall.edition_id, silent_since=DAY_2).tills == 2
    for key in db.session.scalars(select(Device.key_hash).where(Device.kept_by == "desk")):
        with pytest.raises(NotAllowed):
            record_entries(key, sent(a_sale(2)))


def test_nobody_revokes_or_loses_what_is_no_phone() -> None:
    stall = a_stall()
    enter(stall, told())
    for act in (revoke_device, report_lost):
        with pytest.raises(NotFound):
            act(stall.actor, desk_list().id)


def test_the_same_form_twice_counts_once() -> None:
    stall = a_stall()
    lines = [told(id=new_id()), told(id=new_id(), amount_minor=30)]
    first = enter(stall, *lines)
    again = enter(stall, *lines, told(id=new_id(), amount_minor=7), at=EVENING + timedelta(minutes=5))
    assert [one.status for one in again] == ["duplicate", "duplicate", "accepted"]
    assert [one.seq for one in again] == [1, 2, 3]
    assert [one.id for one in first] == [str(line.id) for line in lines]
    assert net() == {1: 1_037}


def test_an_id_never_stands_for_two_things() -> None:
    stall = a_stall()
    sale, mine = a_sale(1), new_id()
    send(stall.key, sale)
    enter(stall, told(id=mine))
    assert refusal(stall, told(id=mine, amount_minor=9)) == "entry-recorded-already"
    assert refusal(stall, told(id=ids(LedgerEntry.source == "phone")[0])) == "entry-recorded-already"
    twice = new_id()
    assert refusal(stall, told(id=twice), told(id=twice)) == "entry-recorded-already"
    assert net() == {1: 2_000}


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("amount-zero", {"amount_minor": 0}),
        ("amount-zero", {"amount_minor": None}),
        ("amount-too-large", {"amount_minor": LARGEST_MINOR + 1}),
        ("payment-method-unknown", {"method": "shells"}),
        ("payment-method-unknown", {"method": None}),
        ("moment-to-come", {"at": EVENING + timedelta(hours=1)}),
        ("moment-outside-sessions", {"at": NIGHT}),
        ("text-has-controls", {"note": "a\u202eb"}),
        ("entry-kind-unfit", {"kind": "entry"}),
        ("entry-kind-unfit", {"kind": "settlement"}),
        ("reason-missing", {"kind": "refund", "reason": " "}),
        ("nothing-to-void", {"kind": "void"}),
        ("unknown-entry", {"kind": "void", "ref": new_id()}),
        ("unknown-session", {"kind": "cash_up"}),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_of_it_stays(code: str, line: dict[str, Any]) -> None:
    stall = a_stall()
    assert refusal(stall, told(), told(**line)) == code
    assert ids() == []


def test_a_source_is_one_of_two_and_a_list_not_endless() -> None:
    stall = a_stall()
    assert refusal(stall, told(), source="estimate") == "source-unknown"
    assert refusal(stall, told(), source="phone") == "source-unknown"
    assert refusal(stall, *[told()] * 501) == "too-many-entries"
    assert refusal(stall) == "too-many-entries"


def test_what_happened_before_the_list_was_made_or_outside_every_session_is_taken_when_it_is_meant() -> None:
    stall = a_stall()
    results = enter(stall, told(at=NIGHT), told(), outside_sessions=True, at=DAY_2)
    assert [one.flags for one in results] == [["session-uncertain"], ["after-close"]]
    assert net() == {0: 1_000, 1: 1_000}
    assert holds(stall)


def test_more_than_a_hundred_lines_are_one_list() -> None:
    stall = a_stall()
    results = enter(stall, *[told(amount_minor=1) for _ in range(230)])
    assert [one.seq for one in results] == list(range(1, 231))
    assert net() == {1: 230}
    assert holds(stall)


def test_a_line_of_the_desk_is_undone_there_once_and_a_phone_s_is_not() -> None:
    stall = a_stall()
    sale = a_sale(1)
    send(stall.key, sale)
    line = uuid.UUID(enter(stall, told())[0].id)
    enter(stall, told("void", ref=line))
    assert net() == {1: 1_000}
    assert refusal(stall, told("void", ref=line)) == "already-voided"
    assert refusal(stall, told("void", ref=ids(LedgerEntry.source == "phone")[0])) == "nothing-to-void"
    assert holds(stall)
    rows = list_desk_entries(stall.actor.organisation_id, stall.edition_id, exhibitor_id=stall.exhibitor_id)
    assert [(row.kind, row.undone) for row in rows] == [("void", False), ("sale", True)]


def test_a_drawer_counted_on_behalf_closes_the_desk_s_own_list() -> None:
    stall = a_stall()
    send(stall.key, a_sale(1, 70_000))
    enter(stall, told(amount_minor=9_000), told(amount_minor=400, method="mada"))
    enter(stall, told("cash_up", drawer=a_drawer(9_000)), source="paper")
    closing = db.session.scalars(select(CashUp)).one()
    assert (closing.expected_minor, closing.sales, closing.sales_minor, closing.evidence) == (
        9_000,
        2,
        9_400,
        "matched",
    )
    assert (closing.device_id, closing.net_minor) == (desk_list().id, 9_400)
    assert enter(stall, told())[0].flags == ["after-close"]
    assert refusal(stall, told("cash_up", drawer=a_drawer(0, zero_sales=True))) == "list-holds-sales"
    assert holds(stall)


def test_sold_nothing_and_a_repeated_closing() -> None:
    stall = a_stall()
    line = told("cash_up", id=new_id(), drawer=a_drawer(0, zero_sales=True))
    assert [enter(stall, line)[0].status for _ in range(2)] == ["accepted", "duplicate"]
    closing = db.session.scalars(select(CashUp)).one()
    assert (closing.zero_sales, closing.evidence) == (True, "matched")


def test_a_tally_of_more_people_than_an_entry_holds_is_split() -> None:
    actor, edition_id = a_fair()
    gate_id = add_gate(actor, edition_id, code="G1", name="Gate")
    line = told("entry", id=new_id(), headcount=1_250, direction="in")
    for status in ("accepted", "duplicate"):
        with on_day(EVENING):
            found = record_desk_entries(somebody(actor), edition_id, gate_id=gate_id, source="paper", lines=[line])
        assert [one.status for one in found] == [status] * 3
    asked = select(func.sum(Footfall.inwards), func.sum(Footfall.outwards))
    assert tuple(db.session.execute(asked).one()) == (1_250, 0)
    for code, wrong in (
        ("headcount-unfit", {"headcount": 0, "direction": "in"}),
        ("headcount-unfit", {"headcount": 60_000, "direction": "in"}),
        ("direction-unknown", {"headcount": 1, "direction": "up"}),
        ("party-unknown", {"headcount": 1, "direction": "in", "party": "army"}),
    ):
        lines = [told("entry", **wrong)]
        with pytest.raises(Refused) as refused, on_day(EVENING):
            record_desk_entries(somebody(actor), edition_id, gate_id=gate_id, source="paper", lines=lines)
        assert refused.value.code == code


def test_who_entered_it_is_written_down_beside_the_places_it_took() -> None:
    stall = a_stall()
    enter(stall, told(), told(), source="paper")
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "desk.entered")).one()
    assert event.account_name == "Samira"
    wanted = {"source": "paper", "entries": 2, "first_seq": 1, "last_seq": 2, "device_id": str(desk_list().id)}
    assert event.details == wanted
    assert all("Samira" not in payload for payload in db.session.scalars(select(LedgerEntry.payload)))


def test_a_moment_without_its_offset_is_a_fault_of_the_caller() -> None:
    with pytest.raises((TypeError, ValueError)):
        enter(a_stall(), told(at=DAY_1.replace(tzinfo=None)))


def test_an_unknown_place_does_not_exist() -> None:
    actor, edition_id = a_fair()
    for place in ({"exhibitor_id": new_id()}, {"gate_id": new_id()}):
        with pytest.raises(NotFound), on_day(EVENING):
            record_desk_entries(actor, edition_id, source="staff", lines=[told()], **place)
