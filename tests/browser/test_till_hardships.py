"""The till where rivals lose sales: five tabs, a killed browser, a full phone, a portal, a hanging server."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.handset import READY, Handset, held, through_a_network
from tests.browser.hardships import kill_again_and_again, sell_in_tabs
from tests.browser.live import a_phone
from tests.browser.stalls import OpenFair, press, sell, total_minor, unsent, wait_until_offline_ready, wait_until_sent

pytestmark = pytest.mark.browser
LEDGER = "**/api/v1/ledger"
# Lets what is under way go on: a message is no timer, and comes when it is its turn.
# After what the page has asked its database so far: time must not run ahead of a slow machine.
A_TURN = """() => new Promise((done) => {
  const asked = indexedDB.open("fairapp");
  asked.onsuccess = () => {
    asked.result.transaction(["lists", "entries"]).objectStore("lists").count().onsuccess = () => {
      asked.result.close();
      done();
    };
  };
})"""
PORTAL = "<!doctype html><title>Free WiFi</title><p>Please sign in."


def test_five_tabs_at_once(fair: OpenFair, chromium: Browser) -> None:
    with through_a_network(fair.server) as (reached, network):
        phone = a_phone(chromium, reached)
        page = phone.new_page()
        page.goto(f"/till#{fair.till_card}")
        page.wait_for_selector(READY)

        def cut(off: bool) -> None:
            network.always = ("refuse", 0) if off else None

        sell_in_tabs(fair, phone, tabs=5, sales=30, cut=cut)
        phone.close()


def test_a_killed_browser_lost_nothing(fair: OpenFair, a_handset: Callable[..., Handset]) -> None:
    assert kill_again_and_again(fair, a_handset(fair.server), kills=6, seed=6) >= 6


def test_a_full_phone_says_so_and_keeps_what_was_typed(fair: OpenFair, a_handset: Callable[..., Handset]) -> None:
    handset = a_handset(fair.server)
    page = handset.open(f"/till#{fair.till_card}")
    wait_until_offline_ready(page)
    page.context.set_offline(True)
    sell(page, "12")
    handset.kill()
    # A browser asks how much room there is when it begins to write, and believes the answer for a while.
    page = handset.open("/static/icon.svg", ready="")
    page.context.set_offline(True)
    room = page.context.new_cdp_session(page)
    room.send("Storage.overrideQuotaForOrigin", {"origin": fair.server.url, "quotaSize": 1})
    page.goto(f"{fair.server.url}/till")
    page.wait_for_selector(READY)
    press(page, "34")
    page.click("#save")
    page.wait_for_selector("#saved.bad")
    assert "ممتلئة" in page.inner_text("#saved"), "it says why, and what to do"
    assert page.inner_text("#amount") == "٣٤"
    assert (unsent(page), total_minor(page)) == (1, 1_200)
    room.send("Storage.overrideQuotaForOrigin", {"origin": fair.server.url})
    page.click("#save")
    page.wait_for_selector("#total[data-minor='4600']")
    page.context.set_offline(False)
    wait_until_sent(page)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 1_200), (2, "sale", 3_400)]


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        pytest.param(200, PORTAL, {"Content-Type": "text/html"}, id="portal"),
        pytest.param(503, "", {}, id="5xx"),
        pytest.param(413, "{}", {}, id="413"),
        pytest.param(429, "{}", {"Retry-After": "3600"}, id="429"),
        pytest.param(None, "", {}, id="hangs"),
    ],
)
def test_all_is_sent_two_minutes_after_the_last_fault(
    fair: OpenFair, chromium: Browser, status: int | None, body: str, headers: dict[str, str]
) -> None:
    page = a_phone(chromium, fair.server).new_page()
    page.clock.install()
    page.goto(f"/till#{fair.till_card}")
    page.wait_for_selector(READY)
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        if status is not None:
            route.fulfill(status=status, body=body, headers=headers)

    page.route(LEDGER, answer)
    sell(page, "5")
    sell(page, "6")
    wait_for_minutes(page, 20)
    assert unsent(page) == 2
    assert 5 < len(asked) < 100, "it goes on asking, and does not storm"
    page.unroute(LEDGER)
    assert sent_within_minutes(page, 2)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 500), (2, "sale", 600)]
    page.context.close()


def sent_within_minutes(page: Page, minutes: int) -> bool:
    """Let at most this much time pass on the phone; a slow machine's server gets a moment of real time at each step."""
    for _ in range(12 * minutes):
        if unsent(page) == 0:
            return True
        page.clock.fast_forward(5_000)
        page.evaluate(A_TURN)
        page.wait_for_timeout(300)
    return unsent(page) == 0


def wait_for_minutes(page: Page, minutes: int) -> None:
    """Let this much time pass on the phone."""
    for _ in range(12 * minutes):
        page.clock.fast_forward(5_000)
        page.evaluate(A_TURN)


def test_a_new_card_waits_until_everything_is_sent(fair: OpenFair, chromium: Browser) -> None:
    page = fair.open_till(chromium)
    page.route(LEDGER, lambda route: route.abort())
    sell(page, "9")
    page.goto(f"/till#{fair.gate_card}")
    page.wait_for_selector("#card-refused:not(:empty)")
    page.click("#continue")
    page.wait_for_selector(READY)
    assert total_minor(page) == 900
    page.unroute(LEDGER)
    wait_until_sent(page)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 900)]
    page.goto(f"/till#{fair.gate_card}")
    page.wait_for_url("**/gate")
    page.wait_for_selector(READY)
    page.context.close()


def test_keys_pressed_while_a_sale_is_written_begin_the_next(fair: OpenFair, chromium: Browser) -> None:
    page = fair.open_till(chromium)
    press(page, "45")
    page.evaluate(
        """() => {
          document.querySelector("#save").click();
          for (const key of "12") document.querySelector(`[data-key="${key}"]`).click();
        }"""
    )
    page.wait_for_selector("#total[data-minor='4500']")
    assert page.inner_text("#amount") == "١٢"
    page.click("#save")
    page.wait_for_selector("#total[data-minor='5700']")
    assert [row[3] for row in held(page)] == [4_500, 1_200]
    page.context.close()
