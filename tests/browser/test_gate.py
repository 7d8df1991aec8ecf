"""The counter at a gate in a real Chromium."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stalls import OpenFair, wait_until_sent

pytestmark = pytest.mark.browser


def inwards(page: Page, number: int) -> None:
    page.wait_for_selector(f"#inwards[data-count='{number}']")


def test_people_groups_and_a_miscount_offline(fair: OpenFair, chromium: Browser) -> None:
    page = fair.open_gate(chromium)
    page.context.set_offline(True)
    for number in (1, 2, 3):
        page.click("#one")
        inwards(page, number)
    page.click("#less")
    inwards(page, 2)
    page.fill("#headcount", "٦٠")
    page.check("[value=delegation]")
    page.click("#group button")
    inwards(page, 62)
    page.check("[value=out]")
    page.click("#one")
    page.wait_for_selector("#outwards:text-is('١')")
    page.context.set_offline(False)
    wait_until_sent(page)
    assert [row[1:3] for row in fair.ledger()] == [
        ("entry", 1),
        ("entry", 1),
        ("entry", 1),
        ("void", None),
        ("entry", 60),
        ("entry", 1),
    ]
    page.context.close()


@pytest.mark.parametrize("typed", ["0", "501", "ten", ""])
def test_a_group_that_is_no_number_is_not_counted(fair: OpenFair, chromium: Browser, typed: str) -> None:
    page = fair.open_gate(chromium, "en-GB")
    page.fill("#headcount", typed[:3])
    page.click("#group button")
    page.wait_for_selector("#saved.wait")
    assert "1 to 500" in page.inner_text("#saved")
    assert fair.ledger() == []
    page.context.close()
