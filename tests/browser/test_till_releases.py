"""Phones of one release at a server of another: the old pages go on, the new ones wait, are whole, and read it all."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from fairapp.config import REPOSITORY
from tests.browser.handset import READY, through_a_network
from tests.browser.live import LiveServer, a_phone, serving
from tests.browser.stalls import OpenFair, sell, total_minor, unsent, wait_until_offline_ready, wait_until_sent

pytestmark = pytest.mark.browser
VERSION = "document.body.dataset.version"
WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration('/till')).waiting)"


@pytest.fixture
def newer(fair: OpenFair, tmp_path: Path) -> Iterator[LiveServer]:
    """A newer release over the same database: another title, other code, and it knows no word for money given back."""
    tree, instance = tmp_path / "newer", tmp_path / "instance"
    instance.mkdir()
    shutil.copytree(REPOSITORY / "fairapp", tree / "fairapp", ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("tests", "migrations"):
        (tree / part).symlink_to(REPOSITORY / part)
    code = tree / "fairapp" / "static" / "till" / "till.js"
    code.write_text(code.read_text("utf-8") + '\ndocument.body.dataset.release = "newer";\n', "utf-8")
    for words in (tree / "fairapp" / "i18n" / "translations").glob("*/phone.po"):
        forgotten = re.compile(r'msgctxt "phone"\nmsgid "Give money back"\nmsgstr .*\n')
        words.write_text(forgotten.sub("", words.read_text("utf-8")), "utf-8")
    with serving(instance, fair.server.settings["FAIRAPP_DATABASE_URL"], tree) as server:
        yield server


def test_old_pages_at_a_newer_server(fair: OpenFair, chromium: Browser, newer: LiveServer) -> None:
    with through_a_network(fair.server) as (reached, network):
        page = a_phone(chromium, reached).new_page()
        page.goto(f"/till#{fair.till_card}")
        page.wait_for_selector(READY)
        wait_until_offline_ready(page)
        version = page.evaluate(VERSION)
        page.context.set_offline(True)
        sell(page, "10")
        network.target = int(newer.url.rpartition(":")[2])
        page.context.set_offline(False)
        sell(page, "20")
        wait_until_sent(page)

        page.reload()
        page.wait_for_selector(READY)
        page.wait_for_function(WAITING)
        assert page.evaluate(VERSION) == version, "nothing changes while a till is open"
        page.click("#give-back")
        assert page.inner_text("#refund-title") == "إعادة مبلغ", "words that the newer server forgot are still known"
        page.click("#refund-close")
        sell(page, "30")
        page.context.set_offline(True)
        sell(page, "40")

        page.close()
        page = page.context.new_page()
        page.goto("/till")
        page.wait_for_selector("body[data-release=newer][data-ready=true]")
        assert page.evaluate(VERSION) != version
        assert (total_minor(page), unsent(page)) == (10_000, 1)
        page.context.set_offline(False)
        wait_until_sent(page)
        sell(page, "50")
        wait_until_sent(page)
        assert [row[2] for row in fair.ledger()] == [1_000, 2_000, 3_000, 4_000, 5_000]
        page.context.close()


@pytest.mark.parametrize("part", ["page", "code", "style"])
def test_pages_are_kept_whole_or_not_at_all(fair: OpenFair, chromium: Browser, part: str) -> None:
    """A portal, an error or another release answers for one part while the pages are put by."""
    phone = a_phone(chromium, fair.server)
    address = {"page": "**/till", "code": "**/bundles/gate.js", "style": "**/icon.svg"}[part]
    page = phone.new_page()
    page.goto(f"/till#{fair.till_card}")
    page.wait_for_selector(READY)
    wait_until_offline_ready(page)
    version = page.evaluate(VERSION)
    spoilt: list[str] = []

    def spoil(route: Route) -> None:
        spoilt.append(route.request.url)
        if part == "style":
            route.fulfill(status=503)
        elif part == "code":
            route.fulfill(status=200, body="<!doctype html>Sign in", headers={"Content-Type": "text/html"})
        else:
            content = route.fetch().text().replace(version, "0123456789abcdef")
            route.fulfill(status=200, body=content, headers={"Content-Type": "text/html"})

    phone.route(address, spoil)
    kept = page.evaluate(
        """async () => {
          await (await navigator.serviceWorker.getRegistration("/till")).unregister();
          for (const name of await caches.keys()) await caches.delete(name);
          const registered = await navigator.serviceWorker.register(
            `/phone-worker.js?v=${document.body.dataset.version}&again`, { scope: "/till" });
          const worker = registered.installing;
          await new Promise((done) => { worker.onstatechange = done; });
          return [worker.state, await caches.keys()];
        }"""
    )
    assert spoilt, "the service worker asked through the route"
    assert kept == ["redundant", []]
    phone.close()
