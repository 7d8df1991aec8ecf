"""The main pages of a fair that was held, in Chromium: for a screen reader, on a phone, in each language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from fairapp.services.devices import issue_token
from tests.browser.live import LiveServer, a_desk, a_phone, serving, within
from tests.factories.accounts import PASSWORD
from tests.factories.everything import AFTER, FullFair, addresses, full_fair
from tests.web.reading import ReadPage, english_left

pytestmark = pytest.mark.browser
OFFICE = (
    "home.index",
    "register.index",
    "register_imports.show",
    "editions.show",
    "sessions.show",
    "floor_plan.show",
    "requests.index",
    "draws.show",
    "allocations.index",
    "allocations.waiting",
    "reminders.index",
    "moves.index",
    "appeals.index",
    "stand_bys.index",
    "badges.index",
    "arrivals.index",
    "sales_desk.index",
    "sales_desk.stalls",
    "desk_stalls.show",
    "desk_stalls.cash_up",
    "desk_gates.show",
    "open_entries.uncertain",
    "open_entries.late_of",
    "estimates.index",
    "estimates.new",
    "board.index",
    "board.stall",
    "stall_checks.index",
    "stall_checks.show",
    "editions.settings",
    "devices.index",
    "results.index",
    "audit.index",
)
PUBLIC = ("sign_in.show", "apply.new", "apply.show", "public_draws.show", "stall.show", "family.show")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, kw_only=True)
class HeldFairServed:
    """A server over a fair that was held, after it; ``addresses`` by endpoint, ``cards`` by the page they open."""

    server: LiveServer
    full: FullFair
    addresses: dict[str, str]
    cards: dict[str, str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HeldFairServed]:
    """The fair, served for the tests of this file."""
    with serving(tmp_path_factory.mktemp("served")) as server:
        with within(server) as app:
            full = full_fair()
            fair = full.fair
            till = issue_token(fair.actor, fair.edition_id, kind="till", exhibitor_id=fair.exhibitors[0])
            gate = issue_token(fair.actor, fair.edition_id, kind="gate", gate_id=fair.gate.device.gate_id)
            found = {rule.endpoint: address for rule, address in addresses(app, full)}
        server.set_clock((AFTER - datetime.now(UTC)).total_seconds())
        cards = {"till": f"/till#{till.token}", "gate": f"/gate#{gate.token}"}
        yield HeldFairServed(server=server, full=full, addresses=found, cards=cards)


@pytest.fixture(scope="module")
def organiser(chromium: Browser, served: HeldFairServed) -> Iterator[Page]:
    """The administrator on a phone, in Arabic."""
    with a_phone(chromium, served.server) as context:
        page = context.new_page()
        sign_in(page, served)
        yield page


def sign_in(page: Page, served: HeldFairServed) -> None:
    """By the form."""
    page.goto("/sign-in")
    page.locator("[name=email]").fill(served.full.emails["administrator"])
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.button").click()
    page.wait_for_url("**/")


def told(page: Page) -> list[str]:
    """What axe holds against the page, and what is wider than the screen."""
    found = [
        f"{fault['id']}: {fault['help']} ({fault['nodes'][0]['html'][:120]})"
        for fault in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate(SIDEWAYS)
    return [*found, f"{wide} pixels too wide"] if wide > 0 else found


@pytest.mark.parametrize("endpoint", [*OFFICE, *PUBLIC[1:]])
def test_a_page_on_a_phone_is_for_everyone(organiser: Page, served: HeldFairServed, endpoint: str) -> None:
    organiser.goto(served.addresses[endpoint])
    assert organiser.locator("html").get_attribute("dir") == "rtl"
    assert told(organiser) == []


def test_signing_in_is_for_everyone(chromium: Browser, served: HeldFairServed) -> None:
    with a_phone(chromium, served.server) as context:
        page = context.new_page()
        page.goto("/sign-in")
        assert told(page) == []


@pytest.mark.parametrize(("kind", "first"), [("till", "#keys"), ("gate", "#one")])
def test_a_phone_at_work_is_for_everyone(chromium: Browser, served: HeldFairServed, kind: str, first: str) -> None:
    with a_phone(chromium, served.server) as context:
        page = context.new_page()
        page.goto(f"/{kind}")
        page.locator("#card").wait_for()
        assert told(page) == [], "before it has a card"
        page.goto(served.cards[kind])
        page.locator(first).wait_for()
        assert told(page) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_main_pages_are_wholly_in_one_language(chromium: Browser, served: HeldFairServed, language: str) -> None:
    with within(served.server):
        served.full.read_in(language)
    with a_desk(chromium, served.server, locale=language) as context:
        page = context.new_page()
        sign_in(page, served)
        for endpoint in (*OFFICE, *PUBLIC):
            page.goto(served.addresses[endpoint])
            read = ReadPage(page.content())
            assert str(read.root["lang"]).split("-")[0] == language, endpoint
            assert read.root["dir"] == "ltr", endpoint
            assert language == "en" or english_left(read.texts, language) == [], endpoint
