"""What the ledger promises holds under any history that Hypothesis can think of, on both databases."""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import NotAllowed
from fairapp.models.editions import Session
from fairapp.queries.ledger_statements import list_device_statements
from fairapp.services.backup import restore_backup, write_backup
from fairapp.services.devices import report_lost, revoke_device
from fairapp.services.ledger import record_entries
from fairapp.services.ledger_proof import rebuild_projections
from fairapp.services.ledger_verification import verify_ledger
from tests.database import empty_tables
from tests.factories.desk import projections
from tests.factories.devices import BEFORE, a_counter, a_sale, a_stall, another_stall, on_day, sent
from tests.faults.desk import Desk
from tests.faults.history import Listed, check_lists, check_totals, session_at
from tests.faults.phone import SimulatedPhone

PHONES = st.integers(0, 3)
SKEWS = st.sampled_from(
    [timedelta(), timedelta(days=10), timedelta(days=-10), timedelta(days=-366), timedelta(hours=1)]
)
START = BEFORE.replace(day=3, hour=13, minute=10)
NIGHT = START.replace(hour=3)


class Fair(RuleBasedStateMachine):
    """Two exhibitors, three tills and a gate."""

    def __init__(self) -> None:
        super().__init__()
        self.at = START
        first = a_stall()
        self.actor, self.edition_id = first.actor, first.edition_id
        stalls = [first, another_stall(first.actor, first.edition_id, first.exhibitor_id)]
        stalls.append(another_stall(first.actor, first.edition_id))
        gate = a_counter(first.actor, first.edition_id)
        self.lists = [
            Listed(phone=SimulatedPhone(key=s.key), seller=str(s.exhibitor_id), device_id=s.device.device_id)
            for s in stalls
        ]
        self.lists.append(
            Listed(phone=SimulatedPhone(key=gate.device_key), seller="", device_id=gate.device_id, gate=True)
        )
        number = select(Session.id).where(Session.edition_id == self.edition_id).order_by(Session.number)
        self.session_ids = [str(id_) for id_ in db.session.scalars(number)]
        self.kept: list[tuple[int, Any]] = []
        self.desk = Desk(actor=first.actor, edition_id=first.edition_id)
        for at in range(len(self.lists)):
            self.record(phone=at, amount=100 + at, method="cash")
            self._send(self.lists[at], 1, heard=bool(at % 2))

    # What people do

    @rule(phone=PHONES, amount=st.integers(1, 5_000), method=st.sampled_from(["cash", "mada"]))
    def record(self, phone: int, amount: int, method: str) -> None:
        one = self.lists[phone]
        if one.gate:
            direction = "in" if method == "cash" else "out"
            one.record("entry", self.at, headcount=amount % 500 + 1, party="group", direction=direction)
        else:
            one.record("sale", self.at, amount_minor=amount, method=method)

    @rule(phone=PHONES, which=st.integers(0, 20), times=st.integers(1, 2))
    def undo(self, phone: int, which: int, times: int) -> None:
        """A sale or a crossing, once or twice; now and then something that cannot be undone."""
        one = self.lists[phone]
        written = one.phone.entries
        undoable = [entry for entry in written if entry["kind"] in ("sale", "entry")] if which else written
        for _ in range(times if undoable else 0):
            one.record("void", self.at, ref=undoable[which % len(undoable)]["id"], reason="typed wrongly")

    @rule(phone=st.integers(0, 2), amount=st.integers(1, 900))
    def give_back(self, phone: int, amount: int) -> None:
        self.lists[phone].record("refund", self.at, amount_minor=amount, method="cash", reason="came back")

    @rule(phone=st.integers(0, 2), session=st.integers(0, 2), sales=st.integers(0, 3))
    def cash_up(self, phone: int, session: int, sales: int) -> None:
        drawer: dict[str, Any] = {"float_minor": 0, "counted_minor": 500, "denominations": {"500": 1}}
        id_ = self.session_ids[session]
        self.lists[phone].record("cash_up", self.at, session_id=id_, sales=sales, sales_minor=sales * 5, **drawer)

    @rule(minutes=st.sampled_from([20, 60, 400, 1_440]))
    def wait(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(amount=st.integers(1, 5_000))
    def send_the_day_after(self, amount: int) -> None:
        """A till whose clock is right sells, and finds a network only a day later."""
        self.lists[2].record("sale", self.at, amount_minor=amount, method="cash")
        self.at += timedelta(days=1)
        self._send(self.lists[2], 100, heard=True)

    @rule(phone=st.sampled_from([0, 3]), skew=SKEWS)
    def set_clock(self, phone: int, skew: timedelta) -> None:
        """What is not stored for good loses its session: its moment was written by another clock."""
        one = self.lists[phone]
        safe = min(one.stored, self.kept[phone][0]) if self.kept else one.stored
        for known in one.known[safe:]:
            known.at = None
        one.phone.offset = skew

    # What networks do

    @rule(phone=PHONES, most=st.sampled_from([1, 2, 100]), shuffled=st.booleans())
    def send(self, phone: int, most: int, shuffled: bool) -> None:
        self._send(self.lists[phone], most, shuffled=shuffled, heard=True)

    @rule(phone=PHONES, most=st.sampled_from([1, 2, 100]))
    def send_and_hear_nothing(self, phone: int, most: int) -> None:
        self._send(self.lists[phone], most, heard=False)

    @rule(phone=PHONES, which=st.integers(0, 20))
    def arrive_again(self, phone: int, which: int) -> None:
        """A body from any time before, from another tab or a network that repeats."""
        heard = [one for one in self.lists if one.bodies and not one.is_forgotten(self.at)]
        if heard:
            one = heard[phone % len(heard)]
            one.deliver(self.at, one.bodies[which % len(one.bodies)])

    @rule(phone=PHONES, which=st.integers(0, 20))
    def come_from_a_clone(self, phone: int, which: int) -> None:
        held = [one for one in self.lists if one.stored and not one.is_forgotten(self.at)]
        if held:
            one = held[phone % len(held)]
            other = a_sale(which % one.stored + 1, 77, at=self.at)
            with on_day(self.at):
                answer = record_entries(one.phone.key, sent(other, at=self.at))
            assert [(r.status, r.flags) for r in answer.results] == [("quarantined", ["fork"])]

    def _send(self, one: Listed, most: int, *, heard: bool, shuffled: bool = False) -> None:
        if not one.phone.unsent:
            return
        one.phone.most = most
        body = one.phone.upload(self.at)
        if shuffled:
            body["entries"].reverse()
        if one.is_forgotten(self.at):
            with pytest.raises(NotAllowed), on_day(self.at):
                record_entries(one.phone.key, body)
            return
        status, answer = one.deliver(self.at, body)
        if heard:
            one.phone.hear(status, json.dumps(answer).encode())

    # What the desk does

    @rule(
        phone=st.integers(0, 2),
        amount=st.integers(1, 5_000),
        kind=st.sampled_from(["sale", "sale", "refund"]),
        times=st.integers(1, 2),
    )
    def enter_on_behalf(self, phone: int, amount: int, kind: str, times: int) -> None:
        seller, session = self.lists[phone].seller, session_at(self.at)
        self.desk.enter(seller, self.at, session, kind=kind, amount=amount, method="cash", times=times)

    @rule(which=st.integers(0, 20))
    def undo_a_line(self, which: int) -> None:
        self.desk.undo(which, self.at)

    @rule(phone=st.integers(0, 2), which=st.integers(0, 5), session=st.integers(1, 3))
    def settle(self, phone: int, which: int, session: int) -> None:
        """Something that was sold in the night comes in, and some of what has no session gets one."""
        one = self.lists[phone]
        one.record("sale", NIGHT, amount_minor=which + 7, method="cash")
        self._send(one, 100, heard=True)
        self.desk.settle(which, session, self.at)

    @rule(which=st.integers(0, 2))
    def approve(self, which: int) -> None:
        """What a revoked phone still holds comes in, and some of it is approved."""
        if all(one.revoked_at is None for one in self.lists):
            self.revoke(phone=1)
        one = next(one for one in self.lists if one.revoked_at is not None)
        position = self.lists.index(one)
        self.undo(phone=position, which=which, times=1)
        self.record(phone=position, amount=which + 1, method="cash")
        self._send(one, 100, heard=True)
        self.desk.approve(one.device_id, which, self.at)

    @rule(amount=st.integers(1, 5_000), agreed=st.booleans())
    def estimate(self, amount: int, agreed: bool) -> None:
        self.lose(phone=1)
        self.desk.estimate(amount, self.at, agreed=agreed)

    @rule()
    def withdraw(self) -> None:
        self.desk.withdraw(self.at)

    # What organisers and machines do

    @precondition(lambda self: all(one.revoked_at is None for one in self.lists))
    @rule(phone=PHONES)
    def revoke(self, phone: int) -> None:
        with on_day(self.at):
            revoke_device(self.actor, self.lists[phone].device_id)
        self.lists[phone].revoked_at = self.at

    @rule(phone=PHONES)
    def lose(self, phone: int) -> None:
        with on_day(self.at):
            report_lost(self.actor, self.lists[phone].device_id)

    @precondition(lambda self: db.engine.dialect.name == "sqlite")
    @rule()
    def back_up(self) -> None:
        db.session.remove()
        _copy().unlink(missing_ok=True)
        write_backup(_copy())
        self.kept = [(one.stored, one.revoked_at) for one in self.lists]
        self.desk.keep()

    @precondition(lambda self: bool(self.kept))
    @rule()
    def restore(self) -> None:
        """The server forgets what came after the copy; the phones do not."""
        db.session.remove()
        restore_backup(_copy(), replace=True)
        for one, (stored, revoked_at) in zip(self.lists, self.kept, strict=True):
            one.stored, one.revoked_at = stored, revoked_at
        self.desk.go_back()

    # What must hold

    @invariant()
    def lists_are_whole(self) -> None:
        check_lists(self.lists)

    @invariant()
    def totals_are_the_fold(self) -> None:
        check_totals(self.lists, self.desk)
        proof = verify_ledger(self.actor.organisation_id, self.edition_id)
        assert proof.whole, (proof.faults, proof.differences)

    def teardown(self) -> None:
        """When faults stop, every outbox drains in a few uploads; then nothing is missing and nothing is twice."""
        try:
            self._drain()
        finally:
            db.session.remove()
            empty_tables()

    def _drain(self) -> None:
        for one in self.lists:
            for _ in range(3):
                one.phone.most = 100
                self._send(one, 100, heard=True)
            assert one.is_forgotten(self.at) or one.phone.unsent == 0
        check_lists(self.lists)
        check_totals(self.lists, self.desk)
        before = projections()
        rebuild_projections(self.actor, self.edition_id)
        assert projections() == before, "built anew from the log, every sum is the same"
        marks = [one.stored for one in self.lists] + list(self.desk.told.lengths.values())
        statements = list_device_statements(self.actor.organisation_id, self.edition_id)
        assert sorted(one.at_least for one in statements) == sorted(marks)


def _copy() -> Path:
    return Path(f"{db.engine.url.database}.copy")


def _profile(examples: int) -> settings:
    """Short in the suite; ``HISTORIES`` multiplies it for a long night."""
    return settings(
        max_examples=examples * int(os.environ.get("HISTORIES", "1")),
        stateful_step_count=25,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def test_any_history_on_sqlite(sqlite_app: Flask) -> None:
    run_state_machine_as_test(Fair, settings=_profile(12))


def test_any_history_on_postgresql(postgresql_session_app: Flask) -> None:
    with postgresql_session_app.app_context():
        run_state_machine_as_test(Fair, settings=_profile(4))
