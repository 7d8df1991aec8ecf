"""What holds for both phone pages: light on the wire, usable by everyone, the same amounts as the server."""

import gzip
import http.client
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.browser.live import CHROMIUM, FLAGS, a_phone
from tests.browser.stalls import OpenFair, sell, wait_until_offline_ready, wait_until_sent

pytestmark = pytest.mark.browser
VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "money.json").read_text("utf-8"))["amounts"]
KILOBYTES = 60
REQUESTS = 20


def over_the_wire(address: str) -> int:
    """Bytes of one part as a browser gets them; a page is compressed by what stands before the server."""
    found = urlsplit(address)
    asked = http.client.HTTPConnection(found.netloc, timeout=10)
    asked.request("GET", f"{found.path}?{found.query}", headers={"Accept-Encoding": "gzip"})
    answer = asked.getresponse()
    content = answer.read()
    asked.close()
    assert answer.status == 200, address
    return len(content) if answer.headers["Content-Encoding"] == "gzip" else len(gzip.compress(content))


@pytest.mark.parametrize("kind", ["till", "gate"])
def test_the_first_visit_is_light(fair: OpenFair, chromium: Browser, kind: str) -> None:
    context = a_phone(chromium, fair.server)
    answers: list[Response] = []
    context.on("response", lambda answer: answers.append(answer))
    page = context.new_page()
    page.goto(f"/{kind}#{fair.till_card if kind == 'till' else fair.gate_card}")
    page.wait_for_selector("body[data-ready=true]")
    wait_until_offline_ready(page)
    fetched = [answer.url.partition("#")[0] for answer in answers if not answer.from_service_worker]
    assert f"/bundles/{kind}.js" in " ".join(fetched)
    # What the service worker asks for a second time comes from the browser's own store, all but the page itself.
    assert len(set(fetched)) + 1 <= REQUESTS, "\n".join(fetched)
    sizes = {address: over_the_wire(address) for address in set(fetched) if not address.endswith("/devices")}
    assert min(sizes.values()) > 0
    assert sum(sizes.values()) + sizes[f"{fair.server.url}/{kind}"] <= KILOBYTES * 1024, sizes
    context.close()


def parsed(page: Page, case: dict[str, Any]) -> dict[str, Any]:
    language, territory = case["locale"].split("-")
    found: dict[str, Any] = page.evaluate(
        """async ([text, exponent, language, territory]) => {
          const { parseAmount } = await import(`/phone/${document.body.dataset.version}/till/money.js`);
          return parseAmount(text, { exponent, language, territory });
        }""",
        [case["text"], case["exponent"], language, territory],
    )
    return found


def test_the_phone_reads_amounts_as_the_server_does(fair: OpenFair, chromium: Browser) -> None:
    page = a_phone(chromium, fair.server).new_page()
    page.goto("/till")
    for case in VECTORS:
        expected = {name: case[name] for name in ("minor", "error", "readings") if name in case}
        assert parsed(page, case) == expected, case
    page.context.close()


@pytest.mark.parametrize("locale", ["ar-SA", "fr-DZ", "en-GB"])
@pytest.mark.parametrize("kind", ["till", "gate"])
def test_usable_by_everyone(fair: OpenFair, chromium: Browser, kind: str, locale: str) -> None:
    page = fair.open_till(chromium, locale) if kind == "till" else fair.open_gate(chromium, locale)
    if kind == "till":
        sell(page, "12")
    page.click("summary")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing scrolls sideways"
    assert page.evaluate("document.documentElement.dir") == ("rtl" if locale == "ar-SA" else "ltr")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two literals
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.context.close()


def test_the_language_is_chosen_on_the_phone(fair: OpenFair, chromium: Browser) -> None:
    page = fair.open_till(chromium, "ar-SA")
    page.click("summary")
    page.click("[data-language=fr]")
    page.wait_for_selector("html[lang=fr-SA] body[data-ready=true]")
    assert page.inner_text("#save") == "Enregistrer la vente"
    assert page.inner_text("#keys [data-key='7']") == "7"
    page.context.close()


def test_another_version_takes_nothing_over_while_a_till_is_open(fair: OpenFair, chromium: Browser) -> None:
    page = fair.open_till(chromium)
    wait_until_offline_ready(page)
    active = page.evaluate(
        """async () => {
          const registered = await navigator.serviceWorker.register("/phone-worker.js?v=other", { scope: "/till" });
          await new Promise((done) => { registered.installing.onstatechange = done; });
          return (await navigator.serviceWorker.getRegistration("/till")).active.scriptURL;
        }"""
    )
    version = page.get_attribute("body", "data-version")
    assert version
    assert active.endswith(version)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("body[data-ready=true]")
    page.context.close()


def test_plain_http_sells_and_says_what_it_cannot(fair: OpenFair, chromium: Browser) -> None:
    """No service worker, no locks, no crypto.subtle: a name that is not localhost, without https."""
    rules = "--host-resolver-rules=MAP till.chamber.example 127.0.0.1"
    port = fair.server.url.rpartition(":")[2]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, rules])
    page = browser.new_page()
    page.goto(f"http://till.chamber.example:{port}/till#{fair.till_card}")
    page.wait_for_selector("body[data-ready=true]")
    assert page.evaluate("[isSecureContext, !!navigator.locks, !!crypto.subtle]") == [False, False, False]
    page.click("summary")
    assert page.is_visible("#insecure")
    page.click("#lock-phone")
    page.wait_for_selector("#latch", state="visible")
    page.fill("#pin-once", "482913")
    page.fill("#pin-twice", "482913")
    page.click("#pin-form .save")
    page.fill("#unlock-pin", "482913")
    page.click("#unlock .save")
    page.wait_for_selector("#save", state="visible")
    page.context.set_offline(True)
    sell(page, "33")
    page.context.set_offline(False)
    wait_until_sent(page)
    browser.close()
    assert [row[:3] for row in fair.ledger()] == [(1, "sale", 3_300)]


@pytest.mark.parametrize(("kind", "locale", "name"), [("till", "ar-SA", "الصندوق"), ("gate", "fr-DZ", "Compteur")])
def test_a_phone_can_keep_it_on_its_first_screen(
    fair: OpenFair, chromium: Browser, kind: str, locale: str, name: str
) -> None:
    page = fair.open_till(chromium, locale) if kind == "till" else fair.open_gate(chromium, locale)
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert manifest["name"].startswith(name)
    assert (manifest["start_url"], manifest["display"]) == (f"/{kind}", "standalone")
    faults = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [fault["errorId"] for fault in faults if fault["errorId"] != "in-incognito"] == []
    page.context.close()
