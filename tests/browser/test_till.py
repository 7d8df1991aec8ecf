"""The till in a real Chromium: recorded first, sent whenever there is a network, nothing lost, nothing twice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.live import a_phone
from tests.browser.stalls import (
    OpenFair,
    press,
    sell,
    total_minor,
    unsent,
    wait_until_offline_ready,
    wait_until_sent,
)

pytestmark = pytest.mark.browser
LEDGER = "**/api/v1/ledger"
# As a keyboard in any language sends it; Playwright knows Latin keys only.
TYPE = "key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"


@pytest.fixture
def till(fair: OpenFair, chromium: Browser) -> Iterator[Page]:
    page = fair.open_till(chromium)
    yield page
    page.context.close()


def test_offline_then_online(fair: OpenFair, till: Page) -> None:
    till.context.set_offline(True)
    sell(till, "45")
    sell(till, "12.5")
    assert (unsent(till), total_minor(till)) == (2, 5_750)
    assert fair.ledger() == []
    till.context.set_offline(False)
    wait_until_sent(till)
    assert fair.ledger() == [(1, "sale", 4_500, "accepted"), (2, "sale", 1_250, "accepted")]


def test_reloaded_without_a_network(fair: OpenFair, till: Page) -> None:
    sell(till, "10")
    wait_until_sent(till)
    wait_until_offline_ready(till)
    till.context.set_offline(True)
    till.reload()
    till.wait_for_selector("body[data-ready=true]")
    assert total_minor(till) == 1_000
    sell(till, "20")
    till.close()
    again = till.context.new_page()
    again.goto("/till")
    again.wait_for_selector("body[data-ready=true]")
    assert (unsent(again), total_minor(again)) == (1, 3_000)
    till.context.set_offline(False)
    wait_until_sent(again)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 1_000), (2, "sale", 2_000)]


def test_two_tabs_share_one_list(fair: OpenFair, till: Page) -> None:
    other = till.context.new_page()
    other.goto("/till")
    other.wait_for_selector("body[data-ready=true]")
    for page in (till, other):
        page.evaluate(
            """async () => {
              const { record } = await import(`/phone/${document.body.dataset.version}/till/outbox.js`);
              const { findDevice } = await import(`/phone/${document.body.dataset.version}/till/enrol.js`);
              const device = await findDevice();
              for (let n = 0; n < 10; n += 1) record(device.device_id, "sale", { amount_minor: 100, method: "cash" });
            }"""
        )
    for page in (till, other):
        sell(page, "1")
        wait_until_sent(page)
    assert fair.ledger() == [(seq, "sale", 100, "accepted") for seq in range(1, 23)]
    assert total_minor(till) == total_minor(other) == 2_200


def test_the_answer_is_lost_after_the_commit(fair: OpenFair, chromium: Browser) -> None:
    phone = a_phone(chromium, fair.server)
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page = phone.new_page()
    page.route(LEDGER, lose)
    page.goto(f"/till#{fair.till_card}")
    page.wait_for_selector("body[data-ready=true]")
    sell(page, "30")
    sell(page, "40")
    wait_until_sent(page)
    assert lost == [200, 200]
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 3_000), (2, "sale", 4_000)]
    phone.close()


def test_no_answer_removes_an_entry(fair: OpenFair, chromium: Browser) -> None:
    phone = a_phone(chromium, fair.server)
    page = phone.new_page()
    page.goto(f"/till#{fair.till_card}")
    page.wait_for_selector("body[data-ready=true]")
    answers: list[tuple[int, str]] = [(status, "{}") for status in (400, 401, 403, 404, 410, 422, 426, 429, 500, 503)]
    answers += [
        (200, "<html>Sign in to the wifi</html>"),
        (200, '{"next_seq": 99, "results": []}'),
        (200, '{"next_seq": 2}'),
        (409, '{"code": "something-else", "next_seq": 2}'),
        (413, '{"code": "too-many-entries"}'),
        (204, ""),
    ]
    asked: list[int] = []

    def refuse(route: Route) -> None:
        status, body = answers[len(asked) % len(answers)]
        asked.append(status)
        route.fulfill(status=status, body=body, content_type="application/json")

    page.route(LEDGER, refuse)
    sell(page, "5")
    page.click("summary")
    for _ in range(3 * len(answers)):
        if len(asked) >= len(answers):
            break
        page.click("#send")
        page.wait_for_timeout(30)
    assert len(asked) >= len(answers)
    assert unsent(page) == 1
    assert fair.ledger() == []
    page.unroute(LEDGER)
    page.click("#send")
    wait_until_sent(page)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 500)]
    phone.close()


def test_a_server_put_back_to_yesterday_is_healed(fair: OpenFair, till: Page) -> None:
    sell(till, "7")
    wait_until_sent(till)
    till.evaluate(
        """async () => {
          const { acknowledge } = await import(`/phone/${document.body.dataset.version}/till/outbox.js`);
          const { findDevice } = await import(`/phone/${document.body.dataset.version}/till/enrol.js`);
          await acknowledge((await findDevice()).device_id, 1);
        }"""
    )
    till.reload()
    till.wait_for_selector("body[data-ready=true]")
    wait_until_sent(till)
    sell(till, "8")
    wait_until_sent(till)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 700), (2, "sale", 800)]


def test_a_mistake_is_undone_and_kept(fair: OpenFair, till: Page) -> None:
    sell(till, "90")
    sell(till, "15")
    till.click("#sales li:nth-child(2) button:nth-of-type(2)")
    till.keyboard.press("Escape")
    assert total_minor(till) == 10_500
    till.click("#sales li:nth-child(2) button:nth-of-type(2)")
    till.click("#undo button[value='typed wrongly']")
    till.wait_for_selector("#total[data-minor='1500']")
    assert till.is_disabled("#sales li:nth-child(2) button:nth-of-type(2)")
    wait_until_sent(till)
    assert [row[1] for row in fair.ledger()] == ["sale", "sale", "void"]


def test_a_keyboard_in_any_digits(fair: OpenFair, till: Page) -> None:
    assert till.inner_text("#amount") == "٠٫٠٠"
    for key in ("1", "٢", "۳", "Backspace", ".", "5"):
        till.evaluate(TYPE, key)
    assert till.inner_text("#amount") == "١٢٫٥"
    press(till, "5599")
    assert till.inner_text("#amount") == "١٢٫٥٥", "no more decimals than the currency has"
    till.focus("#save")
    till.keyboard.press("Enter")
    till.wait_for_selector("#total[data-minor='1255']")
    till.click("#save")
    assert till.get_attribute("#saved", "class") == "good", "the second tap of a double one"
    till.wait_for_timeout(800)
    till.click("#save")
    assert till.get_attribute("#saved", "class") == "wait", "nothing typed, nothing saved"
    wait_until_sent(till)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 1_255)]


def test_what_could_not_be_written_is_not_said_to_be_saved(fair: OpenFair, till: Page) -> None:
    till.evaluate(
        """() => {
          const add = IDBObjectStore.prototype.add;
          IDBObjectStore.prototype.add = function () { this.transaction.abort(); };
          window.heal = () => { IDBObjectStore.prototype.add = add; };
        }"""
    )
    press(till, "25")
    till.click("#save")
    till.wait_for_selector("#saved.bad")
    assert till.inner_text("#amount") == "٢٥"
    till.evaluate("heal()")
    till.click("#save")
    till.wait_for_selector("#total[data-minor='2500']")
    wait_until_sent(till)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 2_500)], "and no place was used up"
