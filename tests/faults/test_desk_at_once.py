"""People at the desk and phones at the stalls, all in one minute: nothing is lost, counted twice or left waiting."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.models.base import new_id
from fairapp.models.devices import Device
from fairapp.models.ledger import LedgerEntry
from fairapp.services.desk_entries import record_desk_entries
from fairapp.services.ledger import record_entries
from fairapp.services.settlements import settle_entries
from tests.factories.desk import holds, net, send, somebody, told
from tests.factories.devices import DAY_1, Stall, a_sale, a_stall, a_void, another_stall, on_day, sent

NIGHT = DAY_1 + timedelta(hours=12)
LATER = NIGHT + timedelta(hours=1)


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[object]:
    """Every act in a thread of its own; returns what they returned or raised."""
    barrier, results = threading.Barrier(len(acts)), list[object]()

    def run(act: Callable[[], object]) -> None:
        with app.app_context(), on_day(LATER):
            barrier.wait()
            try:
                results.append(act())
            except Exception as error:  # whatever it is, the test must see it
                results.append(error)
            finally:
                db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def entering(stall: Stall, line_id: uuid.UUID) -> Callable[[], object]:
    def act() -> object:
        line = told(id=line_id, amount_minor=5)
        found = record_desk_entries(
            somebody(stall.actor), stall.edition_id, exhibitor_id=stall.exhibitor_id, source="staff", lines=[line]
        )
        return found[0].status

    return act


def test_a_list_that_many_open_at_once_is_made_once(app: Flask) -> None:
    stall = a_stall()
    line_id = new_id()
    results = at_once(app, [entering(stall, line_id) for _ in range(4)])
    assert sorted(map(str, results)) == ["accepted", *["duplicate"] * 3]
    assert db.session.scalar(select(func.count()).where(Device.kept_by == "desk")) == 1
    assert net() == {1: 5}


def test_settlements_meet_uploads_and_each_other(app: Flask) -> None:
    """Two phones go on selling, and undo what is settled at that moment, while several people settle the same."""
    first = a_stall()
    phones = [first, another_stall(first.actor, first.edition_id, first.exhibitor_id)]
    phones.append(another_stall(first.actor, first.edition_id))
    sold = [[a_sale(seq, 100, at=NIGHT) for seq in range(1, 6)] for _ in phones]
    for phone, sales in zip(phones, sold, strict=True):
        send(phone.key, *sales, at=NIGHT)
    everything = [uuid.UUID(sale["id"]) for sales in sold for sale in sales]

    def settling() -> object:
        return settle_entries(somebody(first.actor), first.edition_id, everything, session_number=1, reason="asked")

    def undoing(phone: Stall, sales: list[dict[str, str]]) -> Callable[[], object]:
        body = sent(a_sale(6, 7, at=NIGHT), a_void(7, sales[0]["id"], at=NIGHT), at=LATER)
        return lambda: [one.flags for one in record_entries(phone.key, body).results]

    acts: list[Callable[[], object]] = [settling] * 3
    acts += [undoing(phone, sales) for phone, sales in zip(phones, sold, strict=True)]
    acts += [entering(phone, new_id()) for phone in phones]
    results = at_once(app, acts)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert sum(one for one in results if isinstance(one, int)) == 15, "each was settled once"
    assert net() == {0: 21, 1: 3 * 400 + 15}
    settlements = select(func.count()).where(LedgerEntry.kind == "settlement")
    assert db.session.scalar(settlements) == 15
    assert holds(first)
