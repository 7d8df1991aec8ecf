"""Arrivals: said twice is said once, and only of those who hold a booth."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.errors import NotFound, Refused
from fairapp.models.attendance import Arrival
from fairapp.models.draws import Allocation
from fairapp.queries.attendance import count_arrivals, list_expected
from fairapp.queries.editions import list_sessions
from fairapp.services.attendance import record_arrivals, take_back_arrival
from fairapp.services.clock import replaying
from tests.factories.draws import OPENING, ReadyEdition, drawn, ready_edition


def a_fair() -> tuple[ReadyEdition, list]:  # type: ignore[type-arg]  # ids of exhibitors
    ready = ready_edition()
    drawn(ready)
    return ready, list(db.session.scalars(select(Allocation.exhibitor_id).order_by(Allocation.id)))


def test_said_twice_it_stays_as_first_said(app: Flask) -> None:
    ready, holders = a_fair()
    with replaying(OPENING):
        assert record_arrivals(ready.actor, ready.id, session_number=1, exhibitor_ids=holders[:2], source="desk") == 2
    assert record_arrivals(ready.actor, ready.id, session_number=1, exhibitor_ids=holders, source="badge") == 1
    session = list_sessions(ready.actor.organisation_id, ready.id)[0]
    count = count_arrivals(ready.actor.organisation_id, ready.id, session.id)
    assert (count.arrived, count.expected) == (3, 3)
    rows = list_expected(ready.actor.organisation_id, ready.id, session.id)
    assert sorted(row.source or "" for row in rows) == ["badge", "desk", "desk"]
    assert {row.arrived_at for row in rows if row.source == "desk"} == {OPENING}


def test_each_session_is_its_own(app: Flask) -> None:
    ready, holders = a_fair()
    record_arrivals(ready.actor, ready.id, session_number=2, exhibitor_ids=holders, source="desk")
    counts = [
        count_arrivals(ready.actor.organisation_id, ready.id, session.id).arrived
        for session in list_sessions(ready.actor.organisation_id, ready.id)
    ]
    assert counts == [0, 3, 0]


def test_who_holds_no_booth_is_refused_with_all(app: Flask) -> None:
    ready, holders = a_fair()
    stranger = next(exhibitor for exhibitor in ready.exhibitors if exhibitor not in holders)
    with pytest.raises(Refused, match="exhibitor-without-booth"):
        record_arrivals(ready.actor, ready.id, session_number=1, exhibitor_ids=[*holders, stranger], source="desk")
    with pytest.raises(NotFound, match="unknown-session"):
        record_arrivals(ready.actor, ready.id, session_number=9, exhibitor_ids=holders, source="desk")
    assert db.session.scalar(select(func.count()).select_from(Arrival)) == 0


def test_the_wrong_line_can_be_taken_back(app: Flask) -> None:
    ready, holders = a_fair()
    record_arrivals(ready.actor, ready.id, session_number=1, exhibitor_ids=holders, source="desk")
    assert take_back_arrival(ready.actor, ready.id, session_number=1, exhibitor_id=holders[0])
    assert not take_back_arrival(ready.actor, ready.id, session_number=1, exhibitor_id=holders[0])
    session = list_sessions(ready.actor.organisation_id, ready.id)[0]
    wall = ready.actor.organisation_id, ready.id, session.id
    assert [row.exhibitor_id for row in list_expected(*wall, state="expected")] == [holders[0]]
    assert len(list_expected(*wall, state="arrived")) == 2


def test_the_list_is_searched_by_name_and_booth(app: Flask) -> None:
    ready, _ = a_fair()
    session = list_sessions(ready.actor.organisation_id, ready.id)[0]
    wall = ready.actor.organisation_id, ready.id, session.id
    assert [row.booths for row in list_expected(*wall, "a-02")] == ["A-02"]
    assert len(list_expected(*wall, "اسره")) == 3
    assert list_expected(*wall, "خالد") == []


def test_two_marshals_report_the_same_family_at_once(app: Flask) -> None:
    ready, holders = a_fair()
    counted: list[int] = []

    def act() -> None:
        with app.app_context():
            counted.append(
                record_arrivals(ready.actor, ready.id, session_number=1, exhibitor_ids=holders, source="desk")
            )

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counted) == [0, 0, 0, 3]
