"""Two tabs, two servers, many tills: uploads that meet lose nothing and count nothing twice."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select

from fairapp.db import db
from fairapp.domain.errors import Conflict
from fairapp.models.devices import Device
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import HourTakings, Takings
from fairapp.services.ledger import record_entries
from fairapp.services.ledger_proof import find_broken_links
from tests.factories.devices import DAY_1, a_sale, a_stall, a_void, another_stall, on_day, sent

WITHOUT_A_LOCK_SECONDS = 1.5
"""An upload that waits for nobody is over by then."""


def at_once(app: Flask, uploads: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """Every upload in a thread of its own; returns every status, or the code of a refusal."""
    barrier, statuses = threading.Barrier(len(uploads)), list[str]()

    def upload(key: str, body: dict[str, Any]) -> None:
        with app.app_context(), on_day(DAY_1):
            barrier.wait()
            try:
                statuses.extend(result.status for result in record_entries(key, body).results)
            except Conflict as refused:
                statuses.append(refused.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=upload, args=one) for one in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def totals() -> tuple[int, int, int]:
    db.session.rollback()
    counted = db.session.scalar(select(func.count()).select_from(LedgerEntry)) or 0
    taken = db.session.scalar(select(func.sum(Takings.gross_minor))) or 0
    hourly = db.session.scalar(select(func.sum(HourTakings.net_minor))) or 0
    return counted, int(taken), int(hourly)


def test_the_same_upload_from_two_tabs(app: Flask) -> None:
    stall = a_stall()
    db.session.rollback()
    body = sent(*(a_sale(seq, 100) for seq in range(1, 21)))
    statuses = at_once(app, [(stall.key, body)] * 4)
    assert sorted(statuses) == ["accepted"] * 20 + ["duplicate"] * 60
    assert totals() == (20, 2_000, 2_000)
    assert find_broken_links(stall.actor.organisation_id, stall.edition_id) == []


def test_many_tills_of_many_stalls(app: Flask) -> None:
    first = a_stall()
    stalls = [first, *(another_stall(first.actor, first.edition_id) for _ in range(3))]
    stalls += [another_stall(first.actor, first.edition_id, stall.exhibitor_id) for stall in stalls]
    db.session.rollback()
    methods = ["cash", "mada", "transfer"]
    for begin in (1, 11, 21):
        bodies = []
        for stall in stalls:
            shuffled = random.Random(begin).sample(methods * 4, 10)
            sales = [a_sale(begin + at, 100, method) for at, method in enumerate(shuffled)]
            bodies.append((stall.key, sent(*sales)))
        assert at_once(app, bodies) == ["accepted"] * 80
    assert totals() == (240, 24_000, 24_000)
    assert find_broken_links(first.actor.organisation_id, first.edition_id) == []


@contextmanager
def held_while_it_reads(app: Flask) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The first upload that looks at what its list holds stops there, with its device locked: (it stands, go on)."""
    stands, go_on = threading.Event(), threading.Event()

    def hold(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not stands.is_set() and statement.startswith("SELECT ledger_entry.seq"):
            stands.set()
            assert go_on.wait(20)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "after_cursor_execute", hold)
    try:
        yield stands, go_on
    finally:
        go_on.set()
        event.remove(engine, "after_cursor_execute", hold)


def overlapping(app: Flask, first: tuple[str, Any], second: tuple[str, Any]) -> tuple[list[str], list[str]]:
    """The second upload arrives while the first is being taken in; its statuses end with where the list stands."""
    found: dict[int, list[str]] = {}

    def upload(which: int, key: str, body: Any) -> None:
        with app.app_context(), on_day(DAY_1):
            answer = record_entries(key, body)
            found[which] = [*(result.status for result in answer.results), str(answer.next_seq)]
            db.session.remove()

    with held_while_it_reads(app) as (stands, go_on):
        threads = [threading.Thread(target=upload, args=(at, *one)) for at, one in enumerate((first, second))]
        threads[0].start()
        assert stands.wait(20), "the first upload never looked at its list"
        threads[1].start()
        threads[1].join(WITHOUT_A_LOCK_SECONDS)
        go_on.set()
        for thread in threads:
            thread.join()
    return found[0], found[1]


def test_what_is_sent_again_never_takes_back_what_arrives_meanwhile(app: Flask) -> None:
    """Were its device not locked, the late repetition would set the list back to where it had read it."""
    stall = a_stall()
    known = [a_sale(1, 100), a_sale(2, 100)]
    with on_day(DAY_1):
        record_entries(stall.key, sent(*known))
    db.session.rollback()
    again, more = (stall.key, sent(*known)), (stall.key, sent(a_sale(3, 100), a_sale(4, 100)))
    assert overlapping(app, again, more) == (["duplicate", "duplicate", "3"], ["accepted", "accepted", "5"])
    db.session.rollback()
    assert db.session.scalars(select(Device.next_seq)).all() == [5]
    with on_day(DAY_1):
        assert record_entries(stall.key, sent(a_sale(5, 100))).next_seq == 6
    assert totals() == (5, 500, 500)
    assert find_broken_links(stall.actor.organisation_id, stall.edition_id) == []


def test_two_uploads_undo_one_sale_once(app: Flask) -> None:
    """Two voids of the same sale in uploads that meet: the second finds it undone."""
    stall = a_stall()
    sale = a_sale(1, 100)
    with on_day(DAY_1):
        record_entries(stall.key, sent(sale))
    db.session.rollback()
    voids = [a_void(seq, sale["id"]) for seq in (2, 3)]
    first, second = overlapping(app, (stall.key, sent(sale, voids[0])), (stall.key, sent(sale, voids[0], voids[1])))
    assert (first, second) == (["duplicate", "accepted", "3"], ["duplicate", "duplicate", "accepted", "4"])
    db.session.rollback()
    flags = select(LedgerEntry.flags).where(LedgerEntry.kind == "void").order_by(LedgerEntry.seq)
    assert list(db.session.scalars(flags)) == [[], ["already-voided"]]
    assert sum(db.session.scalars(select(Takings.voided_minor))) == 100
