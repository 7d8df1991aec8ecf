"""The rehearsal in a real browser: it answers on the same page, refuses as a page does, and can be read by everyone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import LiveServer, a_desk, within
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.draws import SLUG, ready_edition

pytestmark = pytest.mark.browser
TRY = "form[data-rehearsal] button:not([formaction])"


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    with within(live_server):
        ready = ready_edition("Hall A: 1 row of 6, 3 × 3 m", [["A/std"]] * 12, crafts=["pottery"] * 6 + ["weaving"] * 6)
        email = an_account(ready.actor, "organiser", language="en")
    context = a_desk(chromium, live_server, "en-GB")
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#field-email", email)
    page.fill("#field-password", PASSWORD)
    page.click("main button.button")
    page.goto(f"/editions/{SLUG}/draw/rehearsal")
    yield page
    context.close()


def test_the_outcome_comes_without_a_reload_and_the_rules_typed_stay(page: Page) -> None:
    page.evaluate("window.sameDocument = true")
    page.locator("[name=craft]").first.select_option("pottery")
    page.locator("[name=most]").first.fill("1")
    page.click(TRY)
    potters = page.locator("tr", has_text="Pottery")
    expect(potters).to_contain_text("17%")
    expect(page.locator("[data-rehearsal-outlook]")).to_be_focused()
    expect(page.locator("[data-rehearsal-progress]")).to_be_hidden()
    assert page.evaluate("window.sameDocument") is True
    assert page.locator("[name=most]").first.input_value() == "1"
    violations = Axe().run(page).response["violations"]
    assert [one["id"] for one in violations] == []
    page.click("button[formaction]")
    page.wait_for_url(f"**/editions/{SLUG}/draw")
    expect(page.locator("main")).to_contain_text("Saved.")


def test_what_cannot_be_tried_is_said_on_the_page(page: Page) -> None:
    page.locator("[name=craft]").first.select_option("pottery")
    page.locator("[name=most]").first.fill("many")
    page.click(TRY)
    expect(page.locator("[data-code=number-unreadable]")).to_be_visible()
    assert page.locator("[name=most]").first.input_value() == "many"
