"""Two tabs, two servers, many tills: uploads that meet lose nothing and count nothing twice."""

import random
import threading
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.errors import Conflict
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import HourTakings, Takings
from fairapp.services.ledger import record_entries
from fairapp.services.ledger_proof import find_broken_links
from tests.factories.devices import DAY_1, a_sale, a_stall, another_stall, on_day, sent


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
