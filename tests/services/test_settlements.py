"""What a person settles changes every sum, and no entry: uncertain sessions, and what revoked phones handed over."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.errors import FairError
from fairapp.models.audit import AuditEvent
from fairapp.models.base import new_id
from fairapp.models.footfall import Footfall
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp
from fairapp.queries.desk import count_open, list_set_aside, list_uncertain
from fairapp.queries.ledger_statements import list_device_statements
from fairapp.queries.results import get_totals
from fairapp.queries.statements import get_statement, list_statement_lines
from fairapp.services.settlements import approve_late_entries, settle_entries
from tests.factories.desk import a_drawer, enter, holds, ids, net, revoke, send, somebody, told
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
    written,
)

pytestmark = pytest.mark.usefixtures("app")
NIGHT = DAY_1 + timedelta(hours=12)
"""In no session; what happened then is uncertain."""
AFTER = DAY_2 - timedelta(hours=8)


def settle(stall: Stall, *entry_ids: Any, session: int = 1, reason: str = "the clock stood") -> int:
    with on_day(AFTER):
        chosen = [uuid.UUID(str(id_)) for id_ in entry_ids]
        return settle_entries(somebody(stall.actor), stall.edition_id, chosen, session_number=session, reason=reason)


def approve(stall: Stall, *entries: Any, session: int | None = None, device_id: Any = None) -> int:
    with on_day(AFTER):
        return approve_late_entries(
            somebody(stall.actor),
            stall.edition_id,
            device_id=device_id or stall.device.device_id,
            entry_ids=[uuid.UUID(entry["id"]) for entry in entries],
            session_number=session,
            reason="she brought the phone",
        )


def a_cash_up(
    seq: int, counted_minor: int, sales: int, sales_minor: int, at: Any = DAY_1, **fields: Any
) -> dict[str, Any]:
    drawer = a_drawer(counted_minor)
    said = {"float_minor": 0, "counted_minor": counted_minor, "denominations": {"100": 1}}
    return written(
        "cash_up", seq, at, session_id=drawer.session_id, sales=sales, sales_minor=sales_minor, **said, **fields
    )


def refusal(act: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(FairError) as refused:
        act(*args, **more)
    return refused.value.code


def test_an_uncertain_sale_gets_its_session() -> None:
    stall = a_stall()
    sale, refund = a_sale(1, at=NIGHT), a_refund(2, 300, at=NIGHT)
    assert send(stall.key, sale, refund, at=NIGHT) == [["session-uncertain"]] * 2
    listed = list_uncertain(stall.actor.organisation_id, stall.edition_id)
    assert [(one.kind, one.seq, one.amount_minor) for one in listed] == [("sale", 1, 1_000), ("refund", 2, 300)]
    assert settle(stall, sale["id"], refund["id"]) == 2
    assert net() == {1: 700}
    assert list_uncertain(stall.actor.organisation_id, stall.edition_id) == []
    assert holds(stall)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "ledger.settled")).one()
    assert event.details == {"entries": 2, "number": 1, "reason": "the clock stood"}
    sessions = db.session.scalars(select(LedgerEntry.session_number).where(LedgerEntry.source == "phone"))
    assert set(sessions) == {0}, "the chain is never edited"


def test_the_last_settlement_stands_and_the_same_twice_is_one() -> None:
    stall = a_stall()
    send(stall.key, sale := a_sale(1, at=NIGHT), at=NIGHT)
    assert [settle(stall, sale["id"], session=number) for number in (1, 1, 2, 2, 1)] == [1, 0, 1, 0, 1]
    assert net() == {1: 1_000}
    assert len(ids(LedgerEntry.kind == "settlement")) == 3
    assert holds(stall)


def test_the_phone_s_own_void_takes_the_sale_out_of_the_session_it_was_given() -> None:
    stall = a_stall()
    send(stall.key, sale := a_sale(1, at=NIGHT), a_sale(2, 50, at=NIGHT), at=NIGHT)
    settle(stall, sale["id"])
    assert send(stall.key, a_void(3, sale["id"], at=DAY_2), at=DAY_2) == [[]]
    assert net() == {0: 50}
    assert settle(stall, sale["id"], session=2) == 1, "an undone sale moves with its void"
    assert net() == {0: 50}
    assert holds(stall)


def test_a_drawer_counted_before_is_set_beside_what_was_settled() -> None:
    stall = a_stall()
    other = another_stall(stall.actor, stall.edition_id, stall.exhibitor_id)
    send(stall.key, a_sale(1, 9_000), sale := a_sale(2, 5_000, at=NIGHT), a_cash_up(3, 14_000, 2, 14_000), at=NIGHT)
    send(other.key, a_sale(1, 70))
    closing = select(CashUp.expected_minor, CashUp.net_minor, CashUp.evidence)
    assert tuple(db.session.execute(closing).one()) == (9_000, 9_000, "declared")
    settle(stall, sale["id"])
    assert tuple(db.session.execute(closing).one()) == (14_000, 14_000, "matched")
    assert holds(stall)
    send(stall.key, a_cash_up(4, 14_000, 2, 14_000, at=DAY_2), at=DAY_2)
    assert db.session.scalars(select(CashUp.expected_minor)).all() == [14_000] * 2
    assert holds(stall)


def test_a_cash_up_of_no_session_gets_one() -> None:
    stall = a_stall()
    close = a_cash_up(2, 1_000, 1, 1_000, at=NIGHT) | {"session_id": str(new_id())}
    send(stall.key, a_sale(1), close, at=NIGHT)
    assert [one.kind for one in list_uncertain(stall.actor.organisation_id, stall.edition_id)] == ["cash_up"]
    settle(stall, close["id"])
    closing = db.session.scalars(select(CashUp)).one()
    assert (closing.session_number, closing.expected_minor, closing.evidence) == (1, 1_000, "matched")
    assert list_uncertain(stall.actor.organisation_id, stall.edition_id) == []
    assert holds(stall)


def test_a_crossing_and_a_line_of_the_desk_are_settled_alike() -> None:
    stall = a_stall()
    counter = a_counter(stall.actor, stall.edition_id)
    send(counter.device_key, crossing := a_crossing(1, 40, at=NIGHT), a_crossing(2, 3, "out", at=NIGHT), at=NIGHT)
    line = enter(stall, told(at=NIGHT), outside_sessions=True, at=NIGHT)[0]
    assert settle(stall, crossing["id"], line.id, session=2) == 2
    asked = select(Footfall.session_number, func.sum(Footfall.inwards), func.sum(Footfall.outwards))
    sums = db.session.execute(asked.group_by(Footfall.session_number).order_by(Footfall.session_number))
    assert [tuple(map(int, row)) for row in sums] == [(0, 0, 3), (2, 40, 0)]
    assert net() == {2: 1_000}
    assert holds(stall)
    send(counter.device_key, a_void(3, crossing["id"], at=DAY_2), at=DAY_2)
    asked = select(func.sum(Footfall.inwards)).where(Footfall.session_number == 2)
    assert db.session.scalar(asked) == 0
    assert holds(stall)


def test_what_needs_no_settling_is_refused() -> None:
    stall = a_stall()
    send(stall.key, sale := a_sale(1), note := written("note", 2, at=NIGHT, text="rain"), at=NIGHT)
    send(stall.key, night := a_sale(3, at=NIGHT), void := a_void(4, sale["id"], at=NIGHT), at=NIGHT)
    for one in (sale, note, void):
        assert refusal(settle, stall, night["id"], one["id"]) == "entry-not-uncertain"
    assert refusal(settle, stall, night["id"], session=4) == "unknown-session"
    assert refusal(settle, stall, night["id"], session=0) == "unknown-session"
    assert refusal(settle, stall, night["id"], reason=" ") == "reason-missing"
    assert refusal(settle, stall, night["id"], new_id()) == "unknown-entry"
    assert refusal(settle, stall) == "too-many-entries"
    assert net() == {0: 1_000}
    assert ids(LedgerEntry.kind == "settlement") == []


def test_no_phone_settles() -> None:
    stall = a_stall()
    send(stall.key, sale := a_sale(1, at=NIGHT), at=NIGHT)
    false = written("settlement", 2, at=NIGHT, ref=sale["id"], session_number=1, reason="mine", source="staff")
    assert send(stall.key, false, at=NIGHT) == [["undecodable"]]
    assert net() == {0: 1_000}
    rows = list_set_aside(stall.actor.organisation_id, stall.edition_id)
    assert [(row.kind, row.source, row.approvable) for row in rows] == [("undecodable", "phone", False)]
    assert holds(stall)


def a_revoked_phone() -> tuple[Stall, list[dict[str, Any]]]:
    """It sold twice before; afterwards it hands over a void, two sales, a refund and a cash-up."""
    stall = a_stall()
    send(stall.key, first := a_sale(1, 1_000), a_sale(2, 2_000))
    revoke(stall)
    late = [a_void(3, first["id"]), a_sale(4, 400), a_sale(5, 70, at=NIGHT), a_refund(6, 30)]
    late.append(a_cash_up(7, 2_370, 2, 2_400))
    flags = send(stall.key, *late, at=NIGHT)
    assert all("revoked" in found for found in flags)
    assert net() == {1: 3_000}
    return stall, late


def test_what_a_revoked_phone_handed_over_is_brought_in() -> None:
    stall, (void, sale, night, refund, close) = a_revoked_phone()
    assert refusal(approve, stall, sale, night) == "session-needed"
    assert approve(stall, void, sale, refund, close) == 4
    assert net() == {1: 2_000 + 400 - 30}
    closing = db.session.scalars(select(CashUp)).one()
    assert (closing.expected_minor, closing.net_minor, closing.sales, closing.evidence) == (2_370, 2_370, 2, "matched")
    assert holds(stall)
    open_ = count_open(stall.actor.organisation_id, stall.edition_id)
    assert (open_.set_aside, open_.approvable) == (1, 1)
    assert get_totals(stall.actor.organisation_id, stall.edition_id).missing.set_aside == 1
    assert approve(stall, void, sale, refund, close) == 0, "twice is once"
    assert approve(stall, night, session=2) == 1
    assert net() == {1: 2_370, 2: 70}
    assert get_totals(stall.actor.organisation_id, stall.edition_id).missing.set_aside == 0
    assert settle(stall, night["id"], session=1) == 1, "what was approved may be moved"
    assert net() == {1: 2_440}
    assert holds(stall)


def test_one_by_one_in_any_order_is_the_same_as_all_together() -> None:
    stall, late = a_revoked_phone()
    for one in reversed(late):
        assert approve(stall, one, session=1) == 1
    assert net() == {1: 2_440}
    assert holds(stall)
    statement = get_statement(stall.actor.organisation_id, stall.edition_id, stall.exhibitor_id)
    assert [one.takings.net_minor for one in statement.sessions if one.takings] == [2_440]
    lines = list_statement_lines(stall.actor.organisation_id, stall.edition_id, stall.exhibitor_id)
    assert len(lines) == statement.lines == 6
    assert {(line.session_number, line.source) for line in lines} == {(1, "phone")}
    assert sum(line.undone for line in lines) == 1


def test_a_list_is_complete_when_its_approved_cash_up_agrees() -> None:
    stall, late = a_revoked_phone()
    approve(stall, *late, session=2)
    found = list_device_statements(stall.actor.organisation_id, stall.edition_id)
    assert [(one.kept_by, one.complete, one.closed_at_seq) for one in found if one.kept_by == "phone"] == [
        ("phone", True, 7)
    ]
    assert [(one.at_least, one.complete) for one in found if one.kept_by == "desk"] == [(5, True)]


def test_what_was_set_aside_for_another_reason_stays_aside() -> None:
    stall = a_stall()
    send(stall.key, good := a_sale(1))
    unfit = a_crossing(2)
    send(stall.key, unfit)
    revoke(stall)
    crossing = a_crossing(3)
    send(stall.key, crossing)
    for one in (good, unfit, crossing):
        assert refusal(approve, stall, one) == "entry-not-approvable"
    other = another_stall(stall.actor, stall.edition_id)
    send(other.key, theirs := a_sale(1))
    assert refusal(approve, stall, theirs) == "unknown-entry"
    assert refusal(approve, stall, good, device_id=new_id()) == "unknown-device"
    assert net() == {1: 2_000}


def test_phones_of_one_stall_are_settled_together() -> None:
    stall = a_stall()
    other = another_stall(stall.actor, stall.edition_id, stall.exhibitor_id)
    third = another_stall(stall.actor, stall.edition_id)
    sold = [a_sale(1, minor, at=NIGHT) for minor in (1, 20, 300)]
    for one, sale in zip((stall, other, third), sold, strict=True):
        send(one.key, sale, at=NIGHT)
    assert settle(stall, *[sale["id"] for sale in sold]) == 3
    assert net() == {1: 321}
    lists = db.session.scalars(select(LedgerEntry.device_id).where(LedgerEntry.kind == "settlement")).all()
    assert sorted(map(lists.count, set(lists))) == [1, 2], "one list for each exhibitor"
    assert holds(stall)


def test_a_void_that_came_before_its_sale_hides_it_from_nobody() -> None:
    stall = a_stall()
    sale = a_sale(2, 500, at=NIGHT)
    send(stall.key, a_void(1, sale["id"], at=NIGHT), sale, at=NIGHT)
    assert [str(one.id) for one in list_uncertain(stall.actor.organisation_id, stall.edition_id)] == [sale["id"]]
    assert send(stall.key, a_void(3, sale["id"], at=NIGHT), at=NIGHT) == [["session-uncertain"]]
    assert list_uncertain(stall.actor.organisation_id, stall.edition_id) == []
    assert holds(stall)
