"""After the draw in Chromium: a refused family reads why, another declines, the cascade, a stand-by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page

from fairapp.services.clock import replaying
from tests.browser.live import LiveServer, a_desk, a_phone, serving, within
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.after_draw import a_drawn_edition, held, secrets_of, waiting
from tests.factories.draws import OPENING, SLUG

pytestmark = pytest.mark.browser
DRAWN = OPENING - timedelta(days=21)
ANSWERING = OPENING - timedelta(days=19)


@dataclass(frozen=True, kw_only=True)
class DrawnServed:
    """A drawn edition, served. ``secrets`` open families' pages by code."""

    server: LiveServer
    organiser: str
    secrets: dict[str, str]
    held: dict[str, str]
    waiting: list[str]


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrawnServed]:
    """Three booths, five families who all wish the first."""
    with serving(tmp_path_factory.mktemp("drawn")) as server:
        at(server, ANSWERING)
        with within(server), replaying(DRAWN):
            ready = a_drawn_edition(wishes=[["A-01", "A-02", "A-03"]] * 5)
            facts = DrawnServed(
                server=server,
                organiser=an_account(ready.actor, "organiser"),
                secrets=secrets_of(ready),
                held=held(),
                waiting=waiting(),
            )
        yield facts


def at(server: LiveServer, moment: datetime) -> None:
    """Let it be ``moment`` on the server."""
    server.set_clock((moment - datetime.now(UTC)).total_seconds())


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.button").click()
    page.wait_for_url("**/")


def test_from_the_refused_family_to_the_stand_by(chromium: Browser, served: DrawnServed) -> None:
    refused, best, lesser = served.waiting[0], served.held["A-01"], served.held["A-02"]
    with a_phone(chromium, served.server) as context:
        page = context.new_page()
        page.goto(f"/F/{served.secrets[refused]}")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator(".reasons li").count() == 3, "one sentence for each wish"
        page.goto(f"/F/{served.secrets[lesser]}")
        page.get_by_role("button", name="سأحضر").click()
        page.get_by_role("button", name="نعم، اعرضوا عليّ رغبة أعلى").click()
        page.get_by_role("button", name="اتركوني كما أنا").wait_for()
        page.goto(f"/F/{served.secrets[best]}")
        page.get_by_text("لن أحضر").click()
        page.get_by_role("button", name="نعم، أعطوا مكاني لغيري").click()
        page.get_by_text("سُجِّل اعتذاركم").wait_for()
    with a_phone(chromium, served.server, locale="fr") as context:
        page = context.new_page()
        page.goto(f"/F/{served.secrets[served.waiting[1]]}")
        assert page.locator("html").get_attribute("dir") == "ltr"
        assert page.get_by_text("stand déjà attribué").count() == 3
    with a_desk(chromium, served.server) as context:
        see_the_cascade_and_place_a_stand_by(context.new_page(), served)


def see_the_cascade_and_place_a_stand_by(page: Page, served: DrawnServed) -> None:
    sign_in(page, served.organiser)
    page.goto(f"/editions/{SLUG}/allocations/moves")
    moved = page.locator("article li").all_inner_texts()
    assert [line.split()[2] for line in moved] == [served.held["A-02"], served.waiting[0]], (
        "up, and after her the first"
    )
    at(served.server, OPENING + timedelta(minutes=61))
    sign_in(page, served.organiser)
    page.goto(f"/editions/{SLUG}/arrivals/stand-bys")
    assert page.locator("[data-state=no-show]").count() == 3
    page.get_by_role("button", name="حضرت").click()
    page.get_by_role("button", name="تأخذه").click()
    assert page.locator("[data-state=arrived] .stall-number").inner_text() == "A-٠١"
