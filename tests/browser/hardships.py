"""What soak and the suite do to one phone, in large and in small: five tabs at once, a browser killed many times."""

import random
from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import BrowserContext, Page

from tests.browser.handset import READY, SELL, Handset, held
from tests.browser.stalls import OpenFair, wait_until_sent

SECONDS = 1_000


def sell_in_tabs(fair: OpenFair, phone: BrowserContext, *, tabs: int, sales: int, cut: Callable[[bool], None]) -> None:
    """Sell in all tabs of an enrolled phone at once while the server goes and comes; all is there, once, in order."""
    pages = [phone.new_page() for _ in range(tabs)]
    for page in pages:
        page.goto("/till")
        page.wait_for_selector(READY)
    for number, page in enumerate(pages):
        page.evaluate(SELL, [number + 1, sales])
    for share in (1, 2):
        cut(share % 2 == 1)
        pages[0].wait_for_function("least => window.sold >= least", arg=share * sales // 3, timeout=600 * SECONDS)
    cut(True)
    for page in pages:
        page.wait_for_function("times => window.sold === times", arg=sales, timeout=600 * SECONDS)
    cut(False)
    pages[0].evaluate("dispatchEvent(new Event('online'))")
    for page in pages:
        page.wait_for_selector("[data-unsent='0']", timeout=120 * SECONDS)
    recorded = held(pages[0])
    assert [seq for seq, *_ in recorded] == list(range(1, tabs * sales + 1)), "a place is missing or was given twice"
    assert len({id_ for _, id_, *_ in recorded}) == tabs * sales
    by_amount = [sum(amount == 100 * (number + 1) for *_, amount in recorded) for number in range(tabs)]
    assert by_amount == [sales] * tabs
    assert fair.ledger() == [(seq, kind, amount, "accepted") for seq, _, kind, amount in recorded]
    for page in pages:
        page.close()


def kill_again_and_again(fair: OpenFair, handset: Handset, *, kills: int, seed: int) -> int:
    """Kill the browser just after, or while, it says that a sale is saved; how many sales it said that of.

    Every one of them is there after each new start without a network, and all are sent once in the end.
    """
    chance = random.Random(seed)
    page = _enrolled(fair, handset)
    said = 0
    for number in range(kills):
        said += _sell_until(page, chance.randint(1, 4))
        handset.kill()
        page = handset.open(offline=True)
        recorded = held(page)
        assert [seq for seq, *_ in recorded] == list(range(1, len(recorded) + 1))
        assert len(recorded) >= said, f"after kill {number + 1} a sale is gone that was said to be saved"
        said = len(recorded)
    page.context.set_offline(False)
    wait_until_sent(page)
    assert fair.ledger() == [(seq, kind, amount, "accepted") for seq, _, kind, amount in held(page)]
    return said


def _enrolled(fair: OpenFair, handset: Handset) -> Page:
    page = handset.open(f"/till#{fair.till_card}")
    page.wait_for_selector("body[data-offline=ready]")
    page.context.set_offline(True)
    return page


def _sell_until(page: Page, times: int) -> int:
    """Sell on and on, and come back when `times` were said to be saved, while the next one is being written."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.text.startswith("saved") else None)
    page.evaluate(SELL, [7, 1_000_000])
    while len(said) < times:
        page.wait_for_timeout(1)
    return len(said)


def behind(fair: OpenFair, url: str) -> OpenFair:
    """The same fair, as phones reach it at ``url``."""
    return replace(fair, server=replace(fair.server, url=url))
