"""The results page in a real browser: it refreshes by itself, says when it cannot, and reads in both directions."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import LiveServer, a_desk, within
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.results import HeldFair, held_fair

RESULTS = "/editions/jeddah-2014/results"
LONGER_THAN_A_ROUND = 16_000


class Shown:
    """A fair with some sales and its results, open in front of an organiser."""

    def __init__(self, server: LiveServer, page: Page) -> None:
        self.server, self.page = server, page
        with within(server):
            self.fair: HeldFair = held_fair()
            self.fair.sell(0, 1, 123_400)
            self.fair.enter(1, 40)
            email = an_account(self.fair.actor, "organiser", language="en")
        page.clock.install()
        page.goto("/sign-in")
        page.fill("#field-email", email)
        page.fill("#field-password", PASSWORD)
        page.click("main button.button")
        page.goto(RESULTS)

    def sell(self, amount: int) -> None:
        with within(self.server):
            self.fair.sell(0, 1, amount)

    def pass_time(self) -> None:
        self.page.clock.fast_forward(LONGER_THAN_A_ROUND)


@pytest.fixture
def shown(chromium: Browser, live_server: LiveServer) -> Iterator[Shown]:
    context = a_desk(chromium, live_server, "en-GB")
    yield Shown(live_server, context.new_page())
    context.close()


def test_figures_refresh_without_a_reload(shown: Shown) -> None:
    page = shown.page
    page.evaluate("window.sameDocument = true")
    page.locator("summary", has_text="same figures").click()
    page.evaluate("document.activeElement.blur()")
    expect(page.locator(".figure.wide b")).to_contain_text("1,234.00")
    shown.sell(100_000)
    shown.pass_time()
    expect(page.locator(".figure.wide b")).to_contain_text("2,234.00")
    assert page.evaluate("window.sameDocument") is True
    assert page.evaluate("document.querySelector('details[data-keep]').open") is True


def test_whoever_reads_with_the_keyboard_keeps_the_place(shown: Shown) -> None:
    page = shown.page
    page.locator("[data-live] summary").focus()
    shown.sell(100_000)
    shown.pass_time()
    page.wait_for_timeout(300)
    expect(page.locator(".figure.wide b")).to_contain_text("1,234.00")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.evaluate("document.activeElement.blur()")
    shown.pass_time()
    expect(page.locator(".figure.wide b")).to_contain_text("2,234.00")


def test_a_lost_connection_is_said_and_the_figures_stay(shown: Shown) -> None:
    page = shown.page
    expect(page.locator("[data-live-lost]")).to_be_hidden()
    page.route("**/figures*", lambda route: route.abort())
    shown.pass_time()
    expect(page.locator("[data-live-lost]")).to_be_visible()
    expect(page.locator(".figure.wide b")).to_contain_text("1,234.00")
    page.unroute("**/figures*")
    shown.pass_time()
    expect(page.locator("[data-live-lost]")).to_be_hidden()


def test_nothing_hangs_over_the_edge_of_a_telephone(shown: Shown) -> None:
    page = shown.page
    page.set_viewport_size({"width": 360, "height": 800})
    for path in (RESULTS, f"{RESULTS}/exhibitors", f"{RESULTS}/exhibitors/{shown.fair.exhibitors[0]}"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
