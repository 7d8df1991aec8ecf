"""Cards: scanned once, never used up by a preview, refused while something is unsent; on plain http too."""

import pytest
from playwright.sync_api import Browser, Route

from fairapp.db import db
from fairapp.services.devices import issue_token
from tests.browser.live import a_phone
from tests.browser.stalls import OpenFair, sell, unsent, wait_until_sent

pytestmark = pytest.mark.browser


def another_card(fair: OpenFair) -> str:
    with fair.app.app_context():
        stall = fair.stall
        token = issue_token(stall.actor, stall.edition_id, kind="till", exhibitor_id=stall.exhibitor_id).token
        db.session.remove()
    return token


def test_a_card_works_once_and_its_token_leaves_the_address(fair: OpenFair, chromium: Browser) -> None:
    first = fair.open_till(chromium, "fr-FR")
    assert first.url == f"{fair.server.url}/till"
    second = a_phone(chromium, fair.server, "fr-FR").new_page()
    second.goto(f"/till#{fair.till_card}")
    second.wait_for_selector("#card-refused:not(:empty)")
    assert "déjà servi" in second.inner_text("#card-refused")
    assert second.input_value("#token") == fair.till_card
    for page in (first, second):
        page.context.close()


def test_a_card_whose_answer_was_lost_on_the_way_still_opens_the_till(fair: OpenFair, chromium: Browser) -> None:
    page = a_phone(chromium, fair.server).new_page()

    def lose(route: Route) -> None:
        route.fetch()  # the server has traded the token …
        route.abort()  # … and the phone never hears of it

    page.route("**/api/v1/devices", lose)
    page.goto(f"/till#{fair.till_card}")
    page.wait_for_selector("#card-refused:not(:empty)")
    page.unroute("**/api/v1/devices")
    page.click("#card button")
    page.wait_for_selector("body[data-ready=true]")
    sell(page, "10")
    wait_until_sent(page)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 1_000)]
    page.context.close()


def test_a_typed_code_opens_the_till(fair: OpenFair, chromium: Browser) -> None:
    page = a_phone(chromium, fair.server).new_page()
    page.goto("/till")
    page.wait_for_selector("body[data-ready=card]")
    typed = fair.till_card.lower()
    page.fill("#token", f"{typed[:5]}-{typed[5:]}")
    page.click("#card button")
    page.wait_for_selector("body[data-ready=true]")
    assert page.inner_text("#place") == "أسرة الحربي"
    page.context.close()


def test_a_new_card_waits_until_everything_is_sent(fair: OpenFair, chromium: Browser) -> None:
    page = fair.open_till(chromium)
    page.route("**/api/v1/ledger", lambda route: route.abort())
    sell(page, "10")
    page.goto("about:blank")
    page.goto(f"/till#{another_card(fair)}")
    page.wait_for_selector("#card-refused:not(:empty)")
    page.click("#continue")
    page.wait_for_selector("body[data-ready=true]")
    assert unsent(page) == 1
    page.unroute("**/api/v1/ledger")
    page.click("summary")
    page.click("#send")
    wait_until_sent(page)
    page.goto("about:blank")
    page.goto(f"/till#{another_card(fair)}")
    page.wait_for_selector("body[data-ready=true]")
    sell(page, "20")
    wait_until_sent(page)
    assert sorted(row[:3] for row in fair.ledger()) == [(1, "sale", 1_000), (1, "sale", 2_000)]
    page.context.close()


def test_a_gates_card_opens_the_gate(fair: OpenFair, chromium: Browser) -> None:
    page = a_phone(chromium, fair.server).new_page()
    page.goto(f"/till#{fair.gate_card}")
    page.wait_for_url("**/gate")
    page.wait_for_selector("body[data-ready=true]")
    page.context.close()
