"""What a lost phone is believed to have held: two people, a chained entry, and never a part of the takings."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import FairError
from fairapp.models.audit import AuditEvent
from fairapp.models.base import new_id
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp, HourTakings, Takings
from fairapp.queries.desk import count_open, list_estimates
from fairapp.queries.results import get_totals
from fairapp.queries.statements import list_statement_lines
from fairapp.queries.takings import list_methods, list_session_takings, takings_by_exhibitor
from fairapp.services.audit import Actor
from fairapp.services.devices import report_lost
from fairapp.services.estimates import decide_estimate, propose_estimate, withdraw_estimate
from tests.factories.desk import EVENING, a_drawer, enter, holds, ids, net, send, somebody, told
from tests.factories.devices import DAY_1, Stall, a_counter, a_sale, a_stall, another_stall, on_day

pytestmark = pytest.mark.usefixtures("app")


def a_lost_phone() -> Stall:
    stall = a_stall()
    with on_day(EVENING):
        report_lost(stall.actor, stall.device.device_id)
    return stall


def propose(stall: Stall, actor: Actor | None = None, **fields: Any) -> uuid.UUID:
    usual = {"device_id": stall.device.device_id, "session_number": 1, "amount_minor": 50_000, "reason": "as last year"}
    with on_day(fields.pop("at", EVENING)):
        return propose_estimate(actor or somebody(stall.actor), stall.edition_id, **(usual | fields))


def decide(stall: Stall, estimate_id: uuid.UUID, *, agreed: bool = True, actor: Actor | None = None) -> None:
    with on_day(EVENING):
        decide_estimate(actor or somebody(stall.actor, "Huda"), estimate_id, agreed=agreed)


def withdraw(stall: Stall, estimate_id: uuid.UUID, reason: str = "the phone came back") -> None:
    with on_day(EVENING):
        withdraw_estimate(somebody(stall.actor), estimate_id, reason=reason)


def refusal(act: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(FairError) as refused:
        act(*args, **more)
    return refused.value.code


def estimated(stall: Stall) -> tuple[int, list[int]]:
    found = get_totals(stall.actor.organisation_id, stall.edition_id)
    return found.estimated_minor, [session.estimated_minor for session in found.sessions]


def outcomes(stall: Stall) -> list[str]:
    return [one.outcome for one in list_estimates(stall.actor.organisation_id, stall.edition_id)]


def test_an_agreed_estimate_stands_beside_the_takings_and_in_no_sum() -> None:
    stall = a_lost_phone()
    estimate_id = propose(stall)
    assert estimated(stall) == (0, [0, 0, 0])
    assert count_open(stall.actor.organisation_id, stall.edition_id).estimates == 1
    decide(stall, estimate_id)
    assert estimated(stall) == (50_000, [50_000, 0, 0])
    assert net() == {}
    assert db.session.scalars(select(HourTakings)).all() == []
    assert db.session.scalars(select(Takings.sales)).all() == [0]
    row = db.session.scalars(select(LedgerEntry)).one()
    assert (row.kind, row.source, row.session_number, row.flags) == ("sale", "estimate", 1, [])
    assert holds(stall)


def test_an_estimate_is_no_report() -> None:
    """Whoever has only an estimate has reported nothing: that is unknown, not zero."""
    stall = a_lost_phone()
    decide(stall, propose(stall))
    wall = stall.actor.organisation_id, stall.edition_id
    assert list_session_takings(*wall) == []
    assert list_methods(*wall) == []
    assert takings_by_exhibitor(*wall) == {}
    found = get_totals(*wall)
    assert (found.takings_minor, found.sales, found.reporting) == (None, 0, 0)


def test_a_drawer_is_not_counted_against_it() -> None:
    stall = a_lost_phone()
    decide(stall, propose(stall))
    enter(stall, told(amount_minor=9_000), told("cash_up", drawer=a_drawer(9_000)))
    closing = db.session.scalars(select(CashUp)).one()
    assert (closing.expected_minor, closing.net_minor, closing.sales, closing.evidence) == (9_000, 9_000, 1, "matched")
    assert net() == {1: 9_000}
    lines = list_statement_lines(stall.actor.organisation_id, stall.edition_id, stall.exhibitor_id)
    assert sorted(line.source for line in lines) == ["estimate", "staff"]
    assert holds(stall)


def test_it_needs_two_people() -> None:
    stall = a_lost_phone()
    samira = somebody(stall.actor)
    estimate_id = propose(stall, samira)
    for one in (samira, Actor(organisation_id=stall.actor.organisation_id, name="a command")):
        assert refusal(decide, stall, estimate_id, actor=one) == "two-people-needed"
    nobody_s = propose(stall, Actor(organisation_id=stall.actor.organisation_id))
    assert refusal(decide, stall, nobody_s) == "two-people-needed"
    assert estimated(stall)[0] == 0
    decide(stall, estimate_id)
    assert refusal(decide, stall, estimate_id) == "estimate-decided"
    assert estimated(stall)[0] == 50_000


def test_a_refused_one_counts_nowhere() -> None:
    stall = a_lost_phone()
    estimate_id = propose(stall)
    decide(stall, estimate_id, agreed=False)
    assert (outcomes(stall), estimated(stall)[0], ids()) == (["refused"], 0, [])
    assert refusal(withdraw, stall, estimate_id) == "estimate-not-agreed"


def test_it_is_withdrawn_by_a_void_when_the_phone_comes_back() -> None:
    stall = a_lost_phone()
    estimate_id = propose(stall)
    decide(stall, estimate_id)
    assert send(stall.key, a_sale(1, 48_000)) == [["late"]]
    withdraw(stall, estimate_id)
    assert (outcomes(stall), estimated(stall)[0], net()) == (["withdrawn"], 0, {1: 48_000})
    assert refusal(withdraw, stall, estimate_id) == "already-voided"
    assert holds(stall)
    acts = select(AuditEvent.action, AuditEvent.details).where(AuditEvent.action.startswith("estimate."))
    told_acts = {action: details for action, details in db.session.execute(acts)}  # noqa: C416  # rows are no pairs
    assert set(told_acts) == {"estimate.proposed", "estimate.agreed", "estimate.withdrawn"}
    assert told_acts["estimate.proposed"]["amount"] == "500.00 SAR"


def test_nobody_else_undoes_it_or_closes_over_it() -> None:
    stall = a_lost_phone()
    decide(stall, propose(stall))
    (entry,) = ids()
    assert refusal(enter, stall, told("void", ref=entry)) == "estimate-not-a-line"


def test_only_for_a_lost_till_and_a_session_that_has_begun() -> None:
    stall = a_lost_phone()
    other = another_stall(stall.actor, stall.edition_id)
    counter = a_counter(stall.actor, stall.edition_id)
    enter(stall, told())
    desk = db.session.scalars(select(LedgerEntry.device_id)).one()
    cases: list[tuple[str, dict[str, Any]]] = [
        ("device-not-lost", {"device_id": other.device.device_id}),
        ("unknown-device", {"device_id": counter.device_id}),
        ("unknown-device", {"device_id": desk}),
        ("unknown-device", {"device_id": new_id()}),
        ("unknown-session", {"session_number": 9}),
        ("session-not-begun", {"session_number": 2}),
        ("amount-zero", {"amount_minor": 0}),
        ("reason-missing", {"reason": ""}),
    ]
    for code, fields in cases:
        assert refusal(propose, stall, **fields) == code
    assert refusal(decide, stall, new_id()) == "unknown-estimate"
    assert outcomes(stall) == []


def test_an_estimate_of_a_session_that_runs_is_of_that_session() -> None:
    stall = a_lost_phone()
    early = DAY_1 - timedelta(hours=1)
    with on_day(early):
        estimate_id = propose(stall, at=early)
        decide_estimate(somebody(stall.actor, "Huda"), estimate_id, agreed=True)
    assert estimated(stall) == (50_000, [50_000, 0, 0])
