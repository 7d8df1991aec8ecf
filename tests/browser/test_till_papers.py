"""What leaves the till besides sales: receipts, refunds typed freely; and the lock of a shared phone."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from fairapp.db import db
from fairapp.models.ledger import LedgerEntry
from tests.browser.live import a_phone
from tests.browser.stalls import OpenFair, sell, unsent, wait_until_sent

pytestmark = pytest.mark.browser
PIN = "482913"
IN_ALGERIA = """async () => {
  const { findKept, keep } = await import(`/phone/${document.body.dataset.version}/till/database.js`);
  const kept = await findKept("device");
  await keep({ ...kept, device: { ...kept.device, country: "DZ" } });
}"""
CATCH_SHARE = """() => {
  navigator.canShare = () => true;
  navigator.share = async ({ text, files }) => {
    window.shared = { text, type: files[0].type, size: files[0].size };
  };
}"""


@pytest.fixture
def till(fair: OpenFair, chromium: Browser) -> Iterator[Page]:
    page = fair.open_till(chromium)
    yield page
    page.context.close()


def lock(page: Page) -> None:
    page.click("#lock-phone")
    page.fill("#pin-once", PIN)
    page.fill("#pin-twice", PIN)
    page.click("#pin-form .save")
    page.wait_for_selector("#lock", state="visible")


def unlock(page: Page, typed: str) -> None:
    page.fill("#unlock-pin", typed)
    page.click("#unlock .save")


def test_an_amount_with_two_meanings_is_asked_about(fair: OpenFair, till: Page) -> None:
    till.evaluate(IN_ALGERIA)
    till.reload()
    till.wait_for_selector("body[data-ready=true]")
    till.click("#give-back")
    till.fill("#refund-amount", "1.500")
    till.click("#refund-form .save")
    offered = till.locator("#refund-asks button")
    assert [one.get_attribute("data-minor") for one in offered.all()] == ["150000", "150"]
    assert till.is_visible("#refund"), "nothing is guessed"
    offered.first.click()
    till.click("#refund-form .save")
    till.wait_for_selector("#saved.good")
    wait_until_sent(till)
    assert fair.ledger() == [(1, "refund", 150_000, "accepted")]


def test_what_cannot_be_read_is_not_a_refund(fair: OpenFair, till: Page) -> None:
    till.click("#give-back")
    for typed in ("many", "1,2,3", "\u202e15"):
        till.fill("#refund-amount", typed)
        till.click("#refund-form .save")
        assert till.inner_text("#refund-asks")
        assert till.input_value("#refund-amount") == typed, "what was typed stays"
    assert unsent(till) == 0
    assert fair.ledger() == []


def test_a_receipt_is_shared_as_text_and_picture(till: Page) -> None:
    sell(till, "12.5")
    till.evaluate(CATCH_SHARE)
    till.click("#sales li button >> visible=true")
    till.click("#receipt-share")
    till.wait_for_function("() => window.shared")
    shared: dict[str, Any] = till.evaluate("window.shared")
    assert shared["text"].startswith("إيصال بيع\n")
    assert "١٢٫٥٠" in shared["text"]
    assert shared["type"] == "image/png"
    assert shared["size"] > 1_000


def test_a_receipt_is_shown_where_nothing_can_be_shared(till: Page) -> None:
    sell(till, "12.5")
    till.evaluate("() => { navigator.share = undefined; navigator.clipboard.writeText = () => Promise.reject(); }")
    till.click("#sales li button >> visible=true")
    till.click("#receipt-share")
    till.wait_for_selector("#receipt-text", state="visible")
    assert "١٢٫٥٠" in till.input_value("#receipt-text")
    assert Axe().run(till).violations_count == 0


def test_a_locked_phone_shows_and_sends_what_is_unsent(fair: OpenFair, till: Page) -> None:
    till.context.set_offline(True)
    sell(till, "45")
    lock(till)
    assert unsent(till) == 1
    assert till.is_visible("#unsent")
    assert not till.is_visible("#sales")
    for scheme in ("light", "dark"):
        till.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two literals
        assert Axe().run(till).violations_count == 0
    till.context.set_offline(False)
    wait_until_sent(till)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 4_500)]
    till.reload()
    till.wait_for_selector("body[data-ready=true]")
    assert not till.is_visible("#save"), "reloading opens nothing"
    unlock(till, "٤٨٢٩١٣")
    till.wait_for_selector("#save", state="visible")
    till.click("#lock-phone")
    till.wait_for_selector("#lock", state="visible")
    unlock(till, PIN)
    till.click("#forget-pin")
    till.wait_for_selector("#forget-pin", state="hidden")
    till.click("#lock-phone")
    till.wait_for_selector("#pin-once", state="visible")


def test_five_wrong_tries_slow_down(till: Page) -> None:
    lock(till)
    kept: str = till.evaluate(
        """async () => {
          const { findKept } = await import(`/phone/${document.body.dataset.version}/till/database.js`);
          return JSON.stringify(await findKept("pin"));
        }"""
    )
    assert PIN not in kept
    for _ in range(5):
        unlock(till, "000000")
        till.wait_for_function("() => document.querySelector('#unlock-pin').value === ''")
        till.wait_for_selector("#unlock-refused:not(:empty)")
        till.evaluate("document.querySelector('#unlock-refused').textContent = ''")
    unlock(till, PIN)
    till.wait_for_selector("#unlock-refused:not(:empty)")
    assert till.is_visible("#lock"), "even the right one has to wait now"


def test_goods_are_tapped_and_named_in_the_sale(fair: OpenFair, till: Page) -> None:
    till.click("#my-goods")
    for name, price in (("زيت", "١٥"), ("صابون", "2.5")):
        till.fill("#good", name)
        till.fill("#price", price)
        till.click("#goods-form .save")
        till.wait_for_selector(f"#goods-lines li:has-text('{name}')")
    assert Axe().run(till).violations_count == 0
    till.click("#goods-close")
    for name in ("زيت", "صابون", "صابون"):
        till.click(f"#goods button:has-text('{name}')")
    assert till.inner_text("#amount") == "٢٠٫٠٠"
    assert Axe().run(till).violations_count == 0
    till.click("#save")
    till.wait_for_selector("#total[data-minor='2000']")
    till.click("#goods button:has-text('زيت')")
    sell(till, "7")
    wait_until_sent(till)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 2_000), (2, "sale", 700)]
    with fair.app.app_context():
        mine = LedgerEntry.organisation_id == fair.stall.actor.organisation_id
        tapped, typed = db.session.scalars(select(LedgerEntry).where(mine).order_by(LedgerEntry.seq))
        assert (tapped.flags, typed.flags) == ([], [])
        items = [(one["name"], one["quantity"], one["unit_minor"]) for one in json.loads(tapped.payload)["items"]]
        assert items == [("زيت", 1, 1_500), ("صابون", 2, 250)]
        assert "items" not in json.loads(typed.payload)
    till.reload()
    till.wait_for_selector("#goods button:has-text('زيت')")


@pytest.mark.parametrize("locale", ["ar-SA", "fr-DZ"])
def test_the_other_sheets_are_usable_by_everyone(fair: OpenFair, chromium: Browser, locale: str) -> None:
    page = a_phone(chromium, fair.server, locale).new_page()
    page.goto("/till")
    page.wait_for_selector("#card", state="visible")
    usable(page)
    page.goto(f"/till#{fair.till_card}")
    page.wait_for_selector("body[data-ready=true]")
    sell(page, "123456789.75")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for opens, sheet in (
        ("#lock-phone", "pin"),
        ("#sales li button:nth-of-type(2)", "undo"),
        ("#my-goods", "goods-sheet"),
    ):
        page.click(opens)
        page.wait_for_selector(f"#{sheet}[open]")
        usable(page)
        page.keyboard.press("Escape")
    page.evaluate("() => { document.querySelector('#clock-wrong').hidden = false; }")
    usable(page)
    page.context.close()


def usable(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two literals
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
