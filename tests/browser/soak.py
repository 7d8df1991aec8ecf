"""What ``python3 -m fairapp soak --browser`` runs: the suite's two hardships of one phone, in large."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.handset import READY, Handset, through_a_network
from tests.browser.hardships import kill_again_and_again, sell_in_tabs
from tests.browser.live import CHROMIUM, FLAGS, a_phone, serving
from tests.browser.stalls import an_open_fair


def run(*, kills: int, tabs: int, sales: int, seed: int, say: Callable[[str], None]) -> int:
    """Raises AssertionError when a sale is lost or doubled; how many sales the killed browser had said were saved."""
    with tempfile.TemporaryDirectory(prefix="fairapp-browser-") as name, ExitStack() as stack:
        driver = stack.enter_context(sync_playwright())
        browser = stack.enter_context(driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS))
        server = stack.enter_context(serving(Path(name)))
        say(f"{tabs} tabs, {sales} sales in each …")
        with an_open_fair(server) as fair, through_a_network(server) as (reached, network):
            phone = a_phone(browser, reached)
            page = phone.new_page()
            page.goto(f"/till#{fair.till_card}")
            page.wait_for_selector(READY)

            def cut(off: bool) -> None:
                network.always = ("refuse", 0) if off else None

            sell_in_tabs(fair, phone, tabs=tabs, sales=sales, cut=cut)
            phone.close()
        say(f"{kills} kills …")
        with an_open_fair(server) as fair:
            profile = Path(name) / "profile"
            profile.mkdir()
            handset = Handset(browser, profile, server)
            try:
                return kill_again_and_again(fair, handset, kills=kills, seed=seed)
            finally:
                handset.kill()
