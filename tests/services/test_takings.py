"""Totals are the fold of the log, whatever arrives in whatever order, on both databases."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.takings import Cell, fold_takings
from fairapp.domain.takings import Takings as Sums
from fairapp.models.editions import Session
from fairapp.models.footfall import Footfall
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp, HourTakings, Takings
from fairapp.services.ledger import record_entries
from fairapp.services.ledger_proof import rebuild_projections
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.takings import MONEY_KINDS, money_entry
from tests.factories.devices import (
    DAY_1,
    DAY_2,
    Stall,
    a_counter,
    a_crossing,
    a_fair,
    a_refund,
    a_sale,
    a_stall,
    a_void,
    another_stall,
    on_day,
    sent,
    written,
)

pytestmark = pytest.mark.usefixtures("app")


def send(key: str, *entries: Any, at: Any = DAY_1) -> list[list[str]]:
    with on_day(at):
        return [result.flags for result in record_entries(key, sent(*entries, at=at)).results]


def takings() -> dict[Cell, Sums]:
    """The projection as it stands."""
    db.session.rollback()
    return {
        Cell(exhibitor_id=row.exhibitor_id, session_number=row.session_number, method=row.method): Sums(
            gross_minor=row.gross_minor,
            voided_minor=row.voided_minor,
            refunds_minor=row.refunds_minor,
            sales=row.sales,
        )
        for row in db.session.scalars(select(Takings))
    }


def folded() -> dict[Cell, Sums]:
    """The log, folded by the rules of the domain alone."""
    columns = [getattr(LedgerEntry, name) for name in EntryRow._fields]
    asked = select(*columns).where(LedgerEntry.kind.in_(MONEY_KINDS), LedgerEntry.status == "accepted")
    return fold_takings(money_entry(EntryRow(*row)) for row in db.session.execute(asked))


def hours() -> dict[tuple[int, Any], tuple[int, int]]:
    db.session.rollback()
    asked = select(
        HourTakings.session_number, HourTakings.hour_at, func.sum(HourTakings.net_minor), func.sum(HourTakings.sales)
    ).group_by(HourTakings.session_number, HourTakings.hour_at)
    rows = [((number, hour), (int(net), int(sales))) for number, hour, net, sales in db.session.execute(asked)]
    return {key: sums for key, sums in rows if sums != (0, 0)}


def net(session: int | None = None) -> int:
    return sum(sums.net_minor for cell, sums in takings().items() if session in (None, cell.session_number))


def test_sales_voids_and_refunds_add_up() -> None:
    stall = a_stall()
    wrong = a_sale(2, 9_000)
    send(stall.key, a_sale(1, 1_500), wrong, a_void(3, wrong["id"]), a_sale(4, 2_000, "mada"), a_refund(5, 500))
    assert takings() == folded()
    assert net() == 1_500 + 2_000 - 500
    assert sum(sums.sales for sums in takings().values()) == 2


def test_a_sale_is_voided_once_and_only_by_its_own_phone() -> None:
    stall = a_stall()
    other = another_stall(stall.actor, stall.edition_id)
    sale = a_sale(1, 1_000)
    assert send(stall.key, sale, a_void(2, sale["id"]), a_void(3, sale["id"])) == [[], [], ["already-voided"]]
    assert send(stall.key, a_void(4, sale["id"])) == [["already-voided"]]
    assert send(other.key, a_void(1, sale["id"])) == [["nothing-to-void"]]
    assert net() == 0
    assert takings() == folded()


def test_a_void_that_came_before_its_sale_uses_nothing_up() -> None:
    stall = a_stall()
    sale = a_sale(2, 1_000)
    assert send(stall.key, a_void(1, sale["id"])) == [["nothing-to-void"]]
    send(stall.key, sale)
    assert send(stall.key, a_void(3, sale["id"]), a_void(4, sale["id"])) == [[], ["already-voided"]]
    assert takings() == folded()
    assert net() == 0


def test_a_void_the_next_day_takes_the_sale_out_of_its_own_session() -> None:
    stall = a_stall()
    sale = a_sale(1, 1_000)
    send(stall.key, sale)
    send(stall.key, a_void(2, sale["id"], at=DAY_2), a_refund(3, 300, at=DAY_2), at=DAY_2)
    assert (net(1), net(2)) == (0, -300)
    assert hours() == {(2, DAY_2.replace(minute=0)): (-300, 0)}


def test_sessions_and_uncertain_make_the_grand_total() -> None:
    stall = a_stall()
    night = DAY_1.replace(hour=3)
    later = DAY_1.replace(hour=23)
    flags = send(stall.key, a_sale(1, 100), a_sale(2, 20, at=night), at=later)
    assert flags == [["after-close"], ["session-uncertain"]]
    send(stall.key, a_sale(3, 3, at=DAY_2), at=DAY_2)
    assert (net(1), net(2), net(0), net()) == (100, 3, 20, 123)


def test_a_wrong_clock_is_corrected_by_what_is_known_of_it() -> None:
    stall = a_stall()
    year = timedelta(days=365)
    with on_day(DAY_1):
        body = sent(a_sale(1, at=DAY_1 - year), at=DAY_1 - year)
        result = record_entries(stall.key, body).results[0]
    assert result.flags == ["clock-corrected"]
    assert net(1) == 1_000


def test_a_clock_wrong_beyond_doubt_is_settled_by_a_person() -> None:
    stall = a_stall()
    year = timedelta(days=365)
    assert send(stall.key, a_sale(1, at=DAY_1 - year)) == [["clock-wrong", "session-uncertain"]]
    assert send(stall.key, a_sale(2, at=DAY_1 + year)) == [["clock-wrong", "session-uncertain"]]
    assert (net(0), net(1)) == (2_000, 0)


def the_session(number: int) -> str:
    return str(db.session.scalars(select(Session.id).where(Session.number == number)).one())


def counted(seq: int, counted_minor: int, sales: int, sales_minor: int, **more: Any) -> dict[str, Any]:
    drawer = {"float_minor": 5_000, "counted_minor": counted_minor, "denominations": {"5000": 1}}
    return written("cash_up", seq, session_id=the_session(1), sales=sales, sales_minor=sales_minor, **(drawer | more))


def closing(stall: Stall) -> CashUp:
    db.session.rollback()
    return db.session.scalars(select(CashUp).where(CashUp.device_id == stall.device.device_id)).one()


def test_a_drawer_that_agrees_is_matched() -> None:
    stall = a_stall()
    wrong = a_sale(1, 700)
    send(stall.key, wrong, a_void(2, wrong["id"]), a_sale(3, 30_000), a_sale(4, 900, "mada"))
    send(stall.key, counted(5, 35_100, 2, 30_900), a_sale(6, 50_000))
    drawer = closing(stall)
    assert (drawer.expected_minor, drawer.net_minor, drawer.evidence) == (35_000, 30_900, "matched")


@pytest.mark.parametrize(
    ("cash", "sales", "sum_minor"), [(29_000, 1, 30_000), (35_000, 2, 30_000), (35_000, 1, 30_001)]
)
def test_a_drawer_that_does_not_agree_is_declared(cash: int, sales: int, sum_minor: int) -> None:
    stall = a_stall()
    send(stall.key, a_sale(1, 30_000), counted(2, cash, sales, sum_minor))
    assert closing(stall).evidence == "declared"


def test_a_sale_after_the_count_restates_with_a_trace() -> None:
    stall = a_stall()
    flags = send(stall.key, a_sale(1), counted(2, 6_000, 1, 1_000), a_sale(3))
    assert flags == [[], [], ["after-close"]]
    assert send(stall.key, a_sale(4)) == [["after-close"]]
    assert net(1) == 3_000


def test_sold_nothing_is_said() -> None:
    stall = a_stall()
    send(stall.key, counted(1, 5_000, 0, 0, zero_sales=True))
    assert (closing(stall).zero_sales, closing(stall).net_minor) == (True, 0)


def test_crossings_make_the_footfall() -> None:
    actor, edition_id = a_fair()
    gates = [a_counter(actor, edition_id, code) for code in ("G1", "G2")]
    send(gates[0].device_key, a_crossing(1), a_crossing(2, 60), a_crossing(3, 2, "out"))
    send(gates[1].device_key, a_crossing(1, 5, at=DAY_2), at=DAY_2)
    asked = select(Footfall.session_number, func.sum(Footfall.inwards), func.sum(Footfall.outwards))
    sums = db.session.execute(asked.group_by(Footfall.session_number).order_by(Footfall.session_number)).all()
    assert [tuple(map(int, row)) for row in sums] == [(1, 61, 2), (2, 5, 0)]


def test_a_miscount_at_a_gate_is_undone_once() -> None:
    actor, edition_id = a_fair()
    key = a_counter(actor, edition_id).device_key
    wrong = a_crossing(1, 50)
    flags = send(key, wrong, a_crossing(2), a_void(3, wrong["id"]), a_void(4, wrong["id"]))
    assert flags == [[], [], [], ["already-voided"]]
    counted = [(row.inwards, row.outwards) for row in db.session.scalars(select(Footfall))]
    rebuild_projections(actor, edition_id)
    assert counted == [(row.inwards, row.outwards) for row in db.session.scalars(select(Footfall))] == [(1, 0)]


def a_history(rng: random.Random, length: int) -> list[dict[str, Any]]:
    """A till's list as a clumsy day writes it."""
    entries: list[dict[str, Any]] = []
    for seq in range(1, length + 1):
        at = DAY_1 + timedelta(minutes=rng.randrange(-900, 900))
        ids = [entry["id"] for entry in entries] or ["00000000-0000-7000-8000-000000000000"]
        make = rng.choice([a_sale, a_sale, a_sale, a_void, a_refund])
        if make is a_sale:
            entries.append(a_sale(seq, rng.randrange(1, 9_999), rng.choice(["cash", "mada"]), at))
        elif make is a_void:
            entries.append(a_void(seq, rng.choice(ids), at))
        else:
            entries.append(a_refund(seq, rng.randrange(1, 999), "cash", at))
    return entries


@pytest.mark.parametrize("seed", range(4))
def test_delivery_changes_no_total_and_rebuilding_changes_nothing(seed: int) -> None:
    rng = random.Random(seed)
    stall = a_stall()
    stalls = [stall, another_stall(stall.actor, stall.edition_id, stall.exhibitor_id)]
    lists = {one.key: a_history(rng, 25) for one in stalls}
    at = DAY_1 + timedelta(days=1)
    acknowledged = dict.fromkeys(lists, 0)
    while any(acknowledged[key] < len(entries) for key, entries in lists.items()):
        key = rng.choice(list(lists))
        begin = rng.randrange(0, acknowledged[key] + 1)
        batch = lists[key][begin : begin + rng.randrange(1, 12)]
        if batch:
            rng.shuffle(batch)
            with on_day(at):
                acknowledged[key] = record_entries(key, sent(*batch, at=at)).next_seq - 1
    assert db.session.scalar(select(func.count()).select_from(LedgerEntry)) == 50
    before = takings(), hours()
    assert before[0] == folded()
    assert sum(net for net, _ in before[1].values()) == sum(sums.net_minor for sums in before[0].values())
    rebuild_projections(stall.actor, stall.edition_id)
    assert (takings(), hours()) == before
