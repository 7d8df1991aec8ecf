"""The totals taken apart: hours across midnight, halls, crafts, exhibitors; and editions beside each other."""

from datetime import date, time, timedelta

import pytest

from fairapp.domain.errors import NotFound
from fairapp.domain.results import NotComparable
from fairapp.queries.editions_beside import list_editions_beside
from fairapp.queries.result_tables import (
    list_craft_totals,
    list_exhibitor_totals,
    list_gate_totals,
    list_hall_totals,
    list_hour_totals,
    list_kind_totals,
)
from fairapp.queries.results import read_reported
from fairapp.queries.statements import get_statement, list_editions_of, list_statement_lines
from fairapp.queries.takings import list_hour_sums
from fairapp.services.editions import create_edition, set_sessions
from tests.factories.devices import written
from tests.factories.results import AFTER, HeldFair, held_fair, moment

pytestmark = pytest.mark.usefixtures("app")


def shown(fair: HeldFair, **narrowed: str) -> list[int]:
    rows = list_exhibitor_totals(read_reported(fair.organisation_id, fair.edition_id), at=AFTER, **narrowed)
    return [fair.exhibitors.index(row.exhibitor_id) for row in rows]


def test_hours_are_those_of_the_place_and_all_sessions_add_up() -> None:
    fair = held_fair()
    fair.sell(0, 1, 1_000)
    fair.sell(0, 2, 500)
    fair.refund(0, 2, 200)
    fair.enter(1, 30)
    reported = read_reported(fair.organisation_id, fair.edition_id)
    sums = list_hour_sums(fair.organisation_id, fair.edition_id)
    everything = list_hour_totals(reported, sums)
    assert [(row.starts_at.hour, row.takings_minor, row.sales, row.entries) for row in everything] == [
        (17, 1_500, 2, 30),
        (18, -200, 0, 0),
    ]
    second = list_hour_totals(reported, sums, 2)
    assert [(row.takings_minor, row.entries) for row in second] == [(500, None), (-200, None)]


def test_a_night_of_ramadan_stays_in_order() -> None:
    fair = held_fair()
    dates = [date(2014, 12, day) for day in (3, 4, 5)]
    set_sessions(fair.actor, fair.edition_id, dates=dates, opens=time(21), closes=time(2), cut_off_minutes=30)
    for minutes in (240, 300, 510):
        at = moment(1) + timedelta(minutes=minutes)
        fair.till(0).send(at, written("sale", 0, at, amount_minor=100, method="cash"))
    reported = read_reported(fair.organisation_id, fair.edition_id)
    hours = list_hour_totals(reported, list_hour_sums(fair.organisation_id, fair.edition_id))
    assert [(row.starts_at.hour, row.takings_minor) for row in hours] == [
        (21, 100), (22, 100), (23, 0), (0, 0), (1, 0), (2, 100),
    ]  # fmt: skip


def test_groups_add_up_to_the_whole() -> None:
    fair = held_fair()
    for seller in range(5):
        fair.sell(seller, 1, 1_000 * (seller + 1))
    fair.enter(1, 7)
    reported = read_reported(fair.organisation_id, fair.edition_id)
    for groups in (list_hall_totals(reported), list_craft_totals(reported, "ar"), list_kind_totals(reported)):
        assert sum(group.takings_minor or 0 for group in groups) == 15_000
        assert sum(group.exhibitors for group in groups) == 6
    assert [group.exhibitors for group in list_hall_totals(reported)] == [4, 2]
    assert {group.name for group in list_craft_totals(reported, "en")} == {"Embroidery", "Pottery"}
    assert [(gate.inwards, gate.outwards) for gate in list_gate_totals(reported)] == [(7, 0)]


def test_exhibitors_by_takings_with_the_silent_last() -> None:
    fair = held_fair()
    fair.sell(3, 1, 9_000)
    fair.sell(1, 1, 10_000)
    fair.close(2, 1, sales=0, sales_minor=0, counted_minor=0)
    assert shown(fair)[:3] == [1, 3, 2]
    assert shown(fair, show="silent") == sorted(shown(fair, show="silent"), key=shown(fair).index)
    assert set(shown(fair, show="silent")) == {0, 4, 5}
    assert set(shown(fair, show="declared")) == {1, 3}
    for session in (2, 3):
        fair.close(2, session, sales=0, sales_minor=0, counted_minor=0)
    assert set(shown(fair, show="not-closed")) == {0, 1, 3, 4, 5}


def test_search_is_blind_to_hamza_and_knows_numbers_and_booths() -> None:
    fair = held_fair()
    reported = read_reported(fair.organisation_id, fair.edition_id)
    someone = reported.participants[0]
    at = fair.exhibitors.index(someone.exhibitor_id)
    assert at in shown(fair, text="اسره")
    assert shown(fair, text=someone.places[0].booth.lower()) == [at]
    assert at in shown(fair, text=someone.number)
    assert shown(fair, text="nobody of that name") == []


def test_a_statement_holds_her_lines_and_nobody_elses() -> None:
    fair = held_fair()
    fair.sell(0, 1, 1_000, 2_000)
    fair.refund(0, 1, 300)
    fair.sell(1, 1, 50_000)
    statement = get_statement(fair.organisation_id, fair.edition_id, fair.exhibitors[0])
    assert [one.takings and one.takings.net_minor for one in statement.sessions] == [2_700, None, None]
    lines = list_statement_lines(fair.organisation_id, fair.edition_id, fair.exhibitors[0])
    assert [(line.kind, line.amount_minor) for line in lines] == [("refund", 300), ("sale", 2_000), ("sale", 1_000)]
    sale = lines[-1]
    fair.till(0).send(moment(1), written("void", 0, moment(1), ref=str(sale.id), reason="typed wrongly"))
    lines = list_statement_lines(fair.organisation_id, fair.edition_id, fair.exhibitors[0])
    assert [line.id for line in lines if line.undone] == [sale.id]
    assert [row.id for row in list_editions_of(fair.organisation_id, fair.exhibitors[0])] == [fair.edition_id]


def test_whoever_took_no_part_has_no_statement() -> None:
    fair, other = held_fair(), held_fair(organisation="another-chamber")
    with pytest.raises(NotFound):
        get_statement(fair.organisation_id, fair.edition_id, other.exhibitors[0])


def test_editions_of_different_length_are_not_compared() -> None:
    fair = held_fair()
    fair.sell(0, 1, 1_000)
    longer = create_edition(
        fair.actor, fair="ملتقى الأسر المنتجة", slug="jeddah-2015", name="الرابع", place="جدة",
        starts_on=date(2015, 4, 1), ends_on=date(2015, 4, 10), time_zone="Asia/Riyadh", currency="KWD",
    )  # fmt: skip
    days = [date(2015, 4, day) for day in range(1, 11)]
    set_sessions(fair.actor, longer, dates=days, opens=time(16), closes=time(22), cut_off_minutes=0)
    there, here = list_editions_beside(fair.organisation_id, fair.edition_id, at=AFTER)
    assert (here.same, here.days, here.takings_minor, here.entries, here.against_money) == (True, 3, 1_000, None, ())
    assert (there.days, there.takings_minor, there.complete) == (10, None, False)
    assert there.against_people == (NotComparable.DAYS_DIFFER, NotComparable.INCOMPLETE)
    assert NotComparable.CURRENCIES_DIFFER in there.against_money
