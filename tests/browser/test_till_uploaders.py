"""Of several tabs, one at a time hands over; the server would know a repetition, but a poor network carries it once."""

from playwright.sync_api import Browser, Route

from tests.browser.stalls import OpenFair, sell, wait_until_sent

LEDGER = "**/api/v1/ledger"
LONG_ENOUGH_TO_BEGIN = 2_500
"""Milliseconds after which an upload that waits for nobody has begun."""


def test_while_one_tab_hands_over_another_does_not(fair: OpenFair, chromium: Browser) -> None:
    first = fair.open_till(chromium)
    second = first.context.new_page()
    second.goto("/till")
    second.wait_for_selector("body[data-ready=true]")
    held: list[Route] = []
    holding = True

    def hold(route: Route) -> None:
        if holding and route.request.method == "POST":
            held.append(route)
        else:
            route.continue_()

    first.context.route(LEDGER, hold)
    sell(first, "5")
    while not held:
        first.wait_for_timeout(50)
    sell(second, "7")
    second.wait_for_timeout(LONG_ENOUGH_TO_BEGIN)
    assert len(held) == 1
    holding = False
    held[0].continue_()
    wait_until_sent(first)
    wait_until_sent(second)
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 500), (2, "sale", 700)]
    first.context.close()
