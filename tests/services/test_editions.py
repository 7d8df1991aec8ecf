"""Editions, their sessions and their copy: on both databases."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest

from fairapp.db import db
from fairapp.domain.errors import Conflict, FairError, NotFound, Refused
from fairapp.models.attendance import Arrival
from fairapp.queries.edition_life import get_life
from fairapp.queries.editions import get_edition, get_edition_by_id, list_editions, list_sessions
from fairapp.queries.floor_plan import find_plan, list_booths, list_classes, list_gates, list_halls
from fairapp.queries.requests import list_requests
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.edition_copy import copy_edition
from fairapp.services.editions import create_edition, edit_edition, edit_session, set_request_window, set_sessions
from fairapp.services.floor_plan import add_class, add_gate, assign_rows, edit_class
from fairapp.services.ledger import record_entries
from fairapp.services.requests import submit_request
from fairapp.services.stall_checks import record_check
from tests.factories.accounts import an_organisation
from tests.factories.devices import DAY_1, a_stall, on_day, sent, written
from tests.factories.office import PLAN, an_edition, an_exhibitor

pytestmark = pytest.mark.usefixtures("app")
DAYS = [date(2014, 12, day) for day in (3, 4, 5)]
VALUES = {
    "fair": "معرض الأسر المنتجة",
    "slug": "jeddah-2014",
    "name": "المعرض الثالث",
    "place": "جدة",
    "starts_on": DAYS[0],
    "ends_on": DAYS[2],
    "time_zone": "Asia/Riyadh",
    "currency": "SAR",
}


def ramadan(actor: Actor, edition_id: uuid.UUID, days: list[date] = DAYS, **more: object) -> None:
    hours: dict[str, object] = {"opens": time(21), "closes": time(2), "cut_off_minutes": 60, **more}
    set_sessions(actor, edition_id, dates=days, **hours)  # type: ignore[arg-type]  # as given


def arrive(actor: Actor, edition_id: uuid.UUID, number: int) -> None:
    sessions = {session.number: session.id for session in list_sessions(actor.organisation_id, edition_id)}
    arrival = Arrival(
        organisation_id=actor.organisation_id,
        edition_id=edition_id,
        session_id=sessions[number],
        exhibitor_id=an_exhibitor(actor),
        arrived_at=now(),
    )
    db.session.add(arrival)
    db.session.commit()


@pytest.mark.parametrize(("currency", "exponent"), [("SAR", 2), ("TND", 3), ("KWD", 3), ("SYP", 0), ("mad", 2)])
def test_decimals_come_with_the_currency(currency: str, exponent: int) -> None:
    actor = an_organisation()
    create_edition(actor, **{**VALUES, "currency": currency})  # type: ignore[arg-type]  # as given
    row = get_edition(actor.organisation_id, "jeddah-2014")
    assert (row.currency, row.exponent) == (currency.upper(), exponent)
    assert (row.fair_name, row.name, row.place) == ("معرض الأسر المنتجة", "المعرض الثالث", "جدة")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"slug": "Jeddah 2014"}, "slug-unreadable"),
        ({"name": "  "}, "edition-name-missing"),
        ({"fair": ""}, "edition-name-missing"),
        ({"ends_on": date(2014, 12, 2)}, "dates-disordered"),
        ({"time_zone": "Asia/Nowhere"}, "unknown-time-zone"),
        ({"time_zone": "../etc/passwd"}, "unknown-time-zone"),
        ({"time_zone": ""}, "unknown-time-zone"),
        ({"currency": "XYZW"}, "unknown-currency"),
        ({"name": "a\u202eb"}, "text-has-controls"),
    ],
)
def test_what_cannot_be_an_edition_is_refused(change: dict[str, object], code: str) -> None:
    actor = an_organisation()
    with pytest.raises(FairError) as refusal:
        create_edition(actor, **{**VALUES, **change})  # type: ignore[arg-type]  # as given
    assert refusal.value.code == code
    assert list_editions(actor.organisation_id) == []


def test_an_address_is_used_once_in_an_organisation_and_a_fair_goes_on() -> None:
    actor, other = an_organisation(), an_organisation("other-chamber")
    create_edition(actor, **VALUES)  # type: ignore[arg-type]  # as given
    with pytest.raises(Conflict, match="edition-exists"):
        create_edition(actor, **VALUES)  # type: ignore[arg-type]  # as given
    create_edition(other, **VALUES)  # type: ignore[arg-type]  # as given
    create_edition(actor, **{**VALUES, "slug": "jeddah-2015"})  # type: ignore[arg-type]  # as given
    create_edition(actor, **{**VALUES, "slug": "jeddah-2016", "fair": "معرض آخر"})  # type: ignore[arg-type]  # as given
    assert [row.fair_name for row in list_editions(actor.organisation_id)].count("معرض الأسر المنتجة") == 2


def test_a_session_past_midnight_belongs_to_the_day_it_opens() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    ramadan(actor, edition_id, DAYS[::-1])
    first, *_rest = list_sessions(actor.organisation_id, edition_id)
    assert (first.number, first.day) == (1, DAYS[0])
    assert first.opens_at == datetime(2014, 12, 3, 18, tzinfo=UTC), "21:00 in Riyadh"
    assert first.closes_at == datetime(2014, 12, 3, 23, tzinfo=UTC), "02:00 of the next day in Riyadh"
    assert first.cut_off_at == first.closes_at + timedelta(minutes=60)


@pytest.mark.parametrize(
    ("days", "more", "code"),
    [
        ([], {}, "dates-missing"),
        ([DAYS[0], DAYS[0]], {}, "dates-repeated"),
        (DAYS, {"opens": time(10), "closes": time(9), "cut_off_minutes": 90}, "sessions-overlap"),
        (DAYS, {"cut_off_minutes": 721}, "cut-off-out-of-range"),
        (DAYS, {"cut_off_minutes": -1}, "cut-off-out-of-range"),
    ],
)
def test_sessions_that_cannot_be_are_refused(days: list[date], more: dict[str, object], code: str) -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    with pytest.raises(Refused) as refusal:
        ramadan(actor, edition_id, days, **more)
    assert refusal.value.code == code
    assert list_sessions(actor.organisation_id, edition_id) == []


def test_a_session_with_arrivals_does_not_vanish() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    ramadan(actor, edition_id)
    arrive(actor, edition_id, 2)
    kept = list_sessions(actor.organisation_id, edition_id)
    with pytest.raises(Conflict, match="session-in-use"):
        ramadan(actor, edition_id, [DAYS[0], DAYS[2]])
    with pytest.raises(Conflict, match="session-in-use"):
        ramadan(actor, edition_id, DAYS[1:])
    assert list_sessions(actor.organisation_id, edition_id) == kept
    ramadan(actor, edition_id, [*DAYS, date(2014, 12, 6)], closes=time(1))
    after = list_sessions(actor.organisation_id, edition_id)
    assert [session.number for session in after] == [1, 2, 3, 4]
    assert after[1].id == kept[1].id, "the same row, with its arrivals"
    assert after[1].closes_at == kept[1].closes_at - timedelta(hours=1)


def test_a_session_that_was_cashed_up_or_visited_keeps_its_number() -> None:
    """Also when nothing was sold in it: what was counted the night after must not become another day's."""
    stall = a_stall()
    wall, night = (stall.actor.organisation_id, stall.edition_id), DAY_1 + timedelta(hours=12)
    first, second, _third = list_sessions(*wall)
    drawer = {"float_minor": 0, "counted_minor": 0, "denominations": {}, "sales": 0, "sales_minor": 0}
    closing = written("cash_up", 1, night, session_id=str(first.id), zero_sales=True, **drawer)
    with on_day(night):
        record_entries(stall.key, sent(closing, at=night))
        found = {"session_number": 2, "found_minor": 500, "cause": "chosen"}
        record_check(stall.actor, stall.edition_id, exhibitor_id=stall.exhibitor_id, **found)
    for kept in (first.day, second.day):
        with pytest.raises(Conflict, match="session-in-use"):
            ramadan(stall.actor, stall.edition_id, [day for day in DAYS if day != kept])


def test_one_session_gets_other_hours_but_not_another_ones() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    ramadan(actor, edition_id)
    edit_session(actor, edition_id, 3, opens=time(20), closes=time(23), cut_off_minutes=30)
    last = list_sessions(actor.organisation_id, edition_id)[2]
    assert last.closes_at == datetime(2014, 12, 5, 20, tzinfo=UTC)
    with pytest.raises(Refused, match="sessions-overlap"):
        edit_session(actor, edition_id, 1, opens=time(21), closes=time(20, 59), cut_off_minutes=30)
    with pytest.raises(NotFound, match="unknown-session"):
        edit_session(actor, edition_id, 9, opens=time(21), closes=time(22), cut_off_minutes=0)


def test_the_window_closes_after_it_opens() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    with pytest.raises(Refused, match="window-disordered"):
        set_request_window(actor, edition_id, opens_at=now(), closes_at=now() - timedelta(hours=1), terms="")
    set_request_window(actor, edition_id, opens_at=now(), closes_at=None, terms="سطر\nسطر")
    assert get_edition_by_id(actor.organisation_id, edition_id).terms == "سطر\nسطر"


def test_a_copy_has_layout_and_settings_and_no_families() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    add_class(actor, edition_id, hall_code="A", code="food", name="مأكولات", services=["water"])
    assign_rows(actor, edition_id, "A", {1: "A/food"})
    edit_class(actor, edition_id, "B/std", name="ب", services=[])
    add_gate(actor, edition_id, code="g1", name="الرئيسية")
    add_gate(actor, edition_id, code="g2", name="أ", hall_code="A")
    submit_request(actor, edition_id, exhibitor_id=an_exhibitor(actor), craft_id=None, choices=["A/food"])
    copied = copy_edition(
        actor, edition_id, slug="jeddah-2015", name="المعرض الرابع", starts_on=date(2015, 12, 3), ends_on=None
    )
    first, second = ((actor.organisation_id, id_) for id_ in (edition_id, copied))
    for listed in (list_halls, list_classes, list_booths, list_gates):
        before, after = listed(*first), listed(*second)
        assert [{**vars(row), "id": None} for row in before] == [{**vars(row), "id": None} for row in after]  # type: ignore[attr-defined]  # rows of four kinds
        assert not {row.id for row in before} & {row.id for row in after}  # type: ignore[attr-defined]  # rows of four kinds
    assert list_requests(*second) == []
    plan = find_plan(*second)
    assert plan is not None
    assert plan.published_at is None


def test_another_organisation_cannot_touch_an_edition() -> None:
    actor, stranger = an_organisation(), an_organisation("other-chamber")
    edition_id = an_edition(actor)
    for attempt in (
        lambda: ramadan(stranger, edition_id),
        lambda: edit_edition(stranger, edition_id, name="x", place="", starts_on=DAYS[0], ends_on=None),
        lambda: set_request_window(stranger, edition_id, opens_at=None, closes_at=None, terms=""),
        lambda: copy_edition(stranger, edition_id, slug="mine", name="x", starts_on=DAYS[0], ends_on=None),
    ):
        with pytest.raises(NotFound, match="unknown-edition"):
            attempt()


def test_the_life_of_an_edition_counts_what_is_there() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    row = get_edition_by_id(actor.organisation_id, edition_id)
    assert get_life(actor.organisation_id, row).done(now()) == []
    submit_request(actor, edition_id, exhibitor_id=an_exhibitor(actor), craft_id=None, choices=[])
    life = get_life(actor.organisation_id, row)
    assert (life.exhibitors, life.requests, life.submitted, life.booths) == (1, 1, 1, 0)
    assert life.done(now()) == ["register"]
    ramadan(actor, edition_id)
    life = get_life(actor.organisation_id, row)
    assert life.last_cut_off_at == datetime(2014, 12, 6, 0, tzinfo=UTC)
    assert life.done(datetime(2014, 12, 6, 0, tzinfo=UTC))[-1] == "fair", "what was held is over, whatever was skipped"
