"""Phones that went astray: a wrong clock, past midnight, lost and found, withdrawn, wiped, and one that is two."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.takings import EvidenceLevel
from fairapp.models.devices import Device
from fairapp.models.ledger import LedgerEntry, LedgerFork
from fairapp.queries.ledger_statements import list_device_statements
from fairapp.queries.takings import list_session_takings
from fairapp.services.devices import issue_token, report_lost, revoke_device
from fairapp.services.editions import set_sessions
from tests.browser.handset import READY, Handset
from tests.browser.live import LiveServer, a_phone
from tests.browser.stalls import (
    OpenFair,
    an_open_fair,
    press,
    sell,
    total_minor,
    unsent,
    wait_until_offline_ready,
    wait_until_sent,
)

pytestmark = pytest.mark.browser
ZONE = ZoneInfo("Asia/Riyadh")


@pytest.fixture
def till(fair: OpenFair, chromium: Browser) -> Iterator[Page]:
    page = fair.open_till(chromium)
    yield page
    page.context.close()


def of_the_till(fair: OpenFair) -> Device:
    """The newest phone; the factory's own is older and never sends."""
    mine = (Device.organisation_id == fair.stall.actor.organisation_id) & (Device.kind == "till")
    return db.session.scalars(select(Device).where(mine).order_by(Device.enrolled_at.desc()).limit(1)).one()


def flags(fair: OpenFair) -> list[list[str]]:
    mine = LedgerEntry.organisation_id == fair.stall.actor.organisation_id
    with fair.app.app_context():
        entries = db.session.scalars(select(LedgerEntry).where(mine).order_by(LedgerEntry.seq))
        return [entry.flags for entry in entries]


def a_new_card(fair: OpenFair) -> str:
    with fair.app.app_context():
        stall = fair.stall
        return issue_token(stall.actor, stall.edition_id, kind="till", exhibitor_id=stall.exhibitor_id).token


@pytest.mark.parametrize("days", [-10, 10])
def test_a_clock_ten_days_wrong(fair: OpenFair, chromium: Browser, days: int) -> None:
    page = a_phone(chromium, fair.server).new_page()
    page.clock.install(time=datetime.now(UTC) + timedelta(days=days))
    page.goto(f"/till#{fair.till_card}")
    page.wait_for_selector(READY)
    page.wait_for_selector("#clock-wrong", state="visible")
    sell(page, "20")
    wait_until_sent(page)
    page.context.set_offline(True)
    sell(page, "30")
    assert total_minor(page) == 5_000
    page.click("#close-till")
    page.fill("#notes [data-value='5000']", "1")
    page.click("#count .save")
    page.wait_for_selector("#slip[open]")
    assert page.get_attribute("#slip", "data-over") == "0", "the session of the fair's day, not of the phone's"
    page.context.set_offline(False)
    wait_until_sent(page)
    assert [row[1:] for row in fair.ledger()] == [
        ("sale", 2_000, "accepted"),
        ("sale", 3_000, "accepted"),
        ("cash_up", None, "accepted"),
    ]
    assert flags(fair) == [["clock-corrected"]] * 3
    with fair.app.app_context():
        (session,) = list_session_takings(fair.stall.actor.organisation_id, fair.stall.edition_id)
        assert (session.net_minor, session.evidence) == (5_000, EvidenceLevel.MATCHED)
    page.context.close()


def test_a_session_goes_on_past_midnight(fair_server: LiveServer, chromium: Browser) -> None:
    today = datetime.now(ZONE).date()
    before_midnight = datetime.combine(today, time(23, 50), ZONE)
    with an_open_fair(fair_server) as fair:
        with fair.app.app_context():
            at = {"opens": time(16), "closes": time(23), "cut_off_minutes": 120}
            set_sessions(fair.stall.actor, fair.stall.edition_id, dates=[today, today + timedelta(days=1)], **at)
        shift = (before_midnight - datetime.now(UTC)).total_seconds()
        fair.server.set_clock(shift)
        page = a_phone(chromium, fair.server).new_page()
        page.clock.install(time=before_midnight)
        page.goto(f"/till#{fair.till_card}")
        page.wait_for_selector(READY)
        sell(page, "11")
        wait_until_sent(page)
        page.context.set_offline(True)
        fair.server.set_clock(shift + 40 * 60)
        page.clock.fast_forward(40 * 60_000)
        sell(page, "22")
        assert total_minor(page) == 3_300, "the evening is one day"
        page.click("#close-till")
        page.fill("#notes [data-value='1000']", "3")
        page.fill("#notes [data-value='100']", "3")
        page.click("#count .save")
        page.wait_for_selector("#slip[open]")
        page.context.set_offline(False)
        wait_until_sent(page)
        fair.server.set_clock(0)
        with fair.app.app_context():
            found = list_session_takings(fair.stall.actor.organisation_id, fair.stall.edition_id)
            assert [(one.session_number, one.net_minor, one.evidence) for one in found] == [
                (1, 3_300, EvidenceLevel.MATCHED)
            ]
        page.context.close()


def test_lost_and_found(fair: OpenFair, till: Page) -> None:
    till.context.set_offline(True)
    sell(till, "15")
    with fair.app.app_context():
        report_lost(fair.stall.actor, of_the_till(fair).id)
    till.context.set_offline(False)
    wait_until_sent(till)
    till.wait_for_selector("#known", state="visible")
    assert "مفقود" in till.inner_text("#known")
    assert fair.ledger() == [(1, "sale", 1_500, "accepted")]
    assert flags(fair) == [["late"]]
    sell(till, "16")


def test_withdrawn_hands_over_and_records_no_more(fair: OpenFair, till: Page) -> None:
    wait_until_offline_ready(till)
    till.context.set_offline(True)
    sell(till, "15")
    sell(till, "25")
    with fair.app.app_context():
        revoke_device(fair.stall.actor, of_the_till(fair).id)
    till.context.set_offline(False)
    wait_until_sent(till)
    till.wait_for_selector("#known", state="visible")
    assert flags(fair) == [["revoked"], ["revoked"]]
    with fair.app.app_context():
        takings = list_session_takings(fair.stall.actor.organisation_id, fair.stall.edition_id)
        assert sum(one.net_minor for one in takings) == 0
    till.context.set_offline(True)
    till.reload()
    till.wait_for_selector(READY)
    assert till.is_visible("#known"), "it is known without a network too"
    assert not till.is_visible("#save")
    assert not till.is_visible("#close-till")
    assert till.is_visible("#my-sales"), "and keeps what it recorded"
    till.context.set_offline(False)
    card = a_new_card(fair)
    till.goto(f"/till#{card}")
    till.wait_for_function("() => document.body.dataset.ready && !document.body.hasAttribute('data-withdrawn')")
    till.wait_for_selector("#save", state="visible")
    sell(till, "35")
    wait_until_sent(till)
    assert sorted(row[2] or 0 for row in fair.ledger()) == [1_500, 2_500, 3_500]


def test_wiped_it_begins_a_new_list_and_the_old_one_stays_open(fair: OpenFair, till: Page) -> None:
    sell(till, "15")
    wait_until_sent(till)
    room = till.context.new_cdp_session(till)
    room.send("Storage.clearDataForOrigin", {"origin": fair.server.url, "storageTypes": "all"})
    press(till, "25")
    till.click("#save")
    till.wait_for_selector("#card", state="visible")
    till.fill("#token", a_new_card(fair))
    till.click("#card .save")
    till.wait_for_selector(READY)
    assert (total_minor(till), unsent(till)) == (0, 0)
    sell(till, "25")
    wait_until_sent(till)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 1_500), (1, "sale", 2_500)]
    with fair.app.app_context():
        statements = list_device_statements(fair.stall.actor.organisation_id, fair.stall.edition_id)
        assert [(one.at_least, one.complete) for one in statements if one.at_least] == [(1, False)] * 2


def test_one_phone_that_is_two(fair: OpenFair, a_handset: Callable[..., Handset]) -> None:
    first = a_handset(fair.server)
    page = first.open(f"/till#{fair.till_card}")
    wait_until_offline_ready(page)
    sell(page, "10")
    wait_until_sent(page)
    first.kill()
    second = a_handset(fair.server, like=first)
    page = first.open()
    sell(page, "20")
    wait_until_sent(page)
    other = second.open(offline=True)
    for amount in ("31", "32", "33"):
        sell(other, amount)
    other.context.set_offline(False)
    wait_until_sent(other)
    other.wait_for_selector("#known", state="visible")
    assert not page.is_visible("#known")
    sell(page, "40")
    page.wait_for_selector("#known", state="visible")
    assert "هاتف آخر" in page.inner_text("#known")
    wait_until_sent(page)
    assert [row[2] for row in fair.ledger()] == [1_000, 2_000, 3_200, 3_300]
    with fair.app.app_context():
        assert of_the_till(fair).fork_count == 2
        mine = LedgerFork.organisation_id == fair.stall.actor.organisation_id
        forks = db.session.scalars(select(LedgerFork).where(mine).order_by(LedgerFork.seq)).all()
        assert [(one.seq, '"amount_minor":3100' in one.payload) for one in forks] == [(2, True), (3, False)]
        assert '"amount_minor":4000' in forks[1].payload
