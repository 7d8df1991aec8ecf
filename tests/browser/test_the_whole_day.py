"""A day at a stall, from the card to the organiser's page: 360 pixels wide, on a phone six times slower."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.takings import EvidenceLevel
from fairapp.models.editions import Edition
from fairapp.models.exhibitors import Exhibitor
from fairapp.queries.takings import list_session_takings
from tests.browser.handset import READY, Handset, held
from tests.browser.live import a_desk
from tests.browser.stalls import OpenFair, sell, total_minor, unsent, wait_until_offline_ready, wait_until_sent
from tests.factories.accounts import PASSWORD, an_account

pytestmark = pytest.mark.browser
AMOUNTS = ("45", "12.5", "7", "150", "3.75", "20", "99", "8", "60", "5")
SUM = 41_025


def slow(page: Page) -> Page:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    return page


def test_enrol_sell_offline_restart_send_and_cash_up(
    fair: OpenFair, chromium: Browser, a_handset: Callable[..., Handset]
) -> None:
    handset = a_handset(fair.server)
    page = slow(handset.open(f"/till#{fair.till_card}"))
    wait_until_offline_ready(page)
    page.context.set_offline(True)
    for amount in AMOUNTS:
        sell(page, amount)
    page.reload()
    page.wait_for_selector(READY)
    assert (unsent(page), total_minor(page)) == (len(AMOUNTS), SUM)
    handset.kill()
    page = slow(handset.open(offline=True))
    assert (unsent(page), total_minor(page)) == (len(AMOUNTS), SUM)
    assert fair.ledger() == []
    page.context.set_offline(False)
    wait_until_sent(page)
    assert fair.ledger() == [(seq, kind, amount, "accepted") for seq, _, kind, amount in held(page)]
    assert [row[2] for row in fair.ledger()] == [int(float(amount) * 100) for amount in AMOUNTS]

    page.click("#close-till")
    for value, times in ((10_000, "4"), (1_000, "1"), (25, "1")):
        page.fill(f"#notes [data-value='{value}']", times)
    page.click("#count .save")
    page.wait_for_selector("#slip[open]")
    assert page.get_attribute("#slip", "data-over") == "0"
    wait_until_sent(page)
    with fair.app.app_context():
        (session,) = list_session_takings(fair.stall.actor.organisation_id, fair.stall.edition_id)
        assert (session.net_minor, session.evidence, session.closed) == (SUM, EvidenceLevel.MATCHED, True)
        organiser = an_account(fair.stall.actor, "organiser", language="en")
        edition = db.session.scalars(select(Edition).where(Edition.id == fair.stall.edition_id)).one().slug
        name = db.session.scalars(select(Exhibitor).where(Exhibitor.id == fair.stall.exhibitor_id)).one().name

    desk = a_desk(chromium, fair.server, "en-GB").new_page()
    desk.goto("/sign-in")
    desk.fill("#field-email", organiser)
    desk.fill("#field-password", PASSWORD)
    desk.click("main button.button")
    desk.goto(f"/editions/{edition}/board")
    row = desk.locator(f"[data-board] :is(tr, li):has-text('{name}')").first
    assert "410.25" in row.inner_text()
    assert "closed" in row.inner_text()
    desk.context.close()
