"""The drawing edited in a real Chromium: by keyboard, by mouse, by finger; saved, refused, read again."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from fairapp.queries.floor_plan import BoothRow, list_booths
from fairapp.queries.hall_features import list_features
from fairapp.services.audit import Actor
from fairapp.services.floor_plan import add_class
from tests.browser.live import LiveServer, a_desk, a_phone, serving, within
from tests.factories.accounts import PASSWORD, an_account, an_organisation
from tests.factories.office import PLAN, an_edition

pytestmark = pytest.mark.browser
HERE = "/editions/jeddah-2014/plan/A/drawing"


@dataclass(frozen=True, kw_only=True)
class DrawnFair:
    """A server over one edition with a published plan."""

    server: LiveServer
    actor: Actor
    edition_id: uuid.UUID
    email: str

    def booths(self) -> dict[str, BoothRow]:
        with within(self.server):
            return {booth.number: booth for booth in list_booths(self.actor.organisation_id, self.edition_id)}

    def open(self, page: Page) -> Page:
        page.goto("/sign-in")
        page.locator("[name=email]").fill(self.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button.button").click()
        page.wait_for_url("**/")
        page.goto(HERE)
        page.locator("[data-plan-tools]").wait_for()
        return page


@pytest.fixture
def drawn(tmp_path: Path) -> Iterator[DrawnFair]:
    with serving(tmp_path) as server:
        with within(server):
            actor = an_organisation()
            edition_id = an_edition(actor, plan=PLAN)
            add_class(actor, edition_id, hall_code="A", code="food", name="مأكولات", services=["water"])
            email = an_account(actor, "organiser", language="en")
        yield DrawnFair(server=server, actor=actor, edition_id=edition_id, email=email)


def booth(page: Page, number: str) -> Locator:
    return page.locator(f'[data-item=booth][data-name="{number}"]')


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("[data-tool=save]").click()
    page.locator("[data-plan-said]", has_text="Saved in the draft.").wait_for()


def test_by_keyboard_alone(chromium: Browser, drawn: DrawnFair) -> None:
    with a_desk(chromium, drawn.server) as context:
        page = drawn.open(context.new_page())
        said = page.locator("[data-plan-said]")
        booth(page, "A-01").focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Shift+ArrowUp")
        assert said.inner_text() == "A-01: 2.5 m from the left, 0 m from the top"
        page.keyboard.press("ArrowUp")
        assert said.inner_text() == "A-01 cannot go further: there is the wall"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.name") == "A-02"
        page.keyboard.press("Delete")
        assert said.inner_text() == "A-02 is taken out of the plan"
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Control+z")
        page.locator("[data-tool=paint]").select_option("A/food")
        booth(page, "A-08").focus()
        page.keyboard.press("Shift+Space")
        booth(page, "A-06").focus()
        page.keyboard.press("Enter")
        page.keyboard.type("A-66")
        page.locator("[data-plan-fields] [name=width]").fill("٢٫٥")
        page.keyboard.press("Enter")
        assert Axe().run(page).response["violations"] == []
        save(page)
        assert page.evaluate("document.activeElement.dataset.name") == "A-66"
    after = drawn.booths()
    assert (after["A-01"].x_mm, after["A-01"].y_mm) == (2_500, 0)
    assert (after["A-03"].y_mm, after["A-66"].width_mm) == (3_000, 2_500)
    assert "A-02" not in after
    assert [number for number, one in after.items() if one.booth_class == "A/food"] == [
        f"A-{number:02}" for number in range(7, 13)
    ]


def test_by_mouse_and_what_is_refused_stays(chromium: Browser, drawn: DrawnFair) -> None:
    with a_desk(chromium, drawn.server) as context:
        page = drawn.open(context.new_page())
        one, two = booth(page, "A-01").bounding_box(), booth(page, "A-02").bounding_box()
        assert one is not None
        assert two is not None
        page.mouse.move(one["x"] + 10, one["y"] + 10)
        page.mouse.down()
        page.mouse.move(one["x"] + 40, one["y"] + 10, steps=4)
        page.mouse.up()
        page.locator("[data-tool=save]").click()
        page.locator("[data-plan-said]", has_text="Booths A-01 and A-02 overlap").wait_for()
        assert booth(page, "A-01").get_attribute("data-x") != "3000"
        page.locator("[data-tool=undo]").click()
        assert booth(page, "A-01").get_attribute("data-x") == "3000"
        page.locator("[data-tool=feature]").select_option("exit")
        page.locator("[data-tool=booth]").click()
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("R")
        save(page)
    after = drawn.booths()
    assert (after["A-01"].x_mm, after["A-13"].x_mm) == (3_000, 3_000)
    with within(drawn.server):
        assert [one.kind for one in list_features(drawn.actor.organisation_id, drawn.edition_id)] == ["exit"]


def test_by_finger_on_a_phone(chromium: Browser, drawn: DrawnFair) -> None:
    with a_phone(chromium, drawn.server, locale="en") as context:
        page = drawn.open(context.new_page())
        booth(page, "A-01").tap()
        assert booth(page, "A-01").get_attribute("aria-current") == "true"
        page.locator("[data-plan-fields] [name=y]").fill("0")
        page.locator("[data-plan-fields] button").tap()
        save(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert drawn.booths()["A-01"].y_mm == 0


def test_without_scripts_a_booth_opens_its_form(chromium: Browser, drawn: DrawnFair) -> None:
    with chromium.new_context(base_url=drawn.server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/sign-in")
        page.locator("[name=email]").fill(drawn.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button.button").click()
        page.goto(HERE)
        booth(page, "A-01").click()
        page.locator("[name=y]").fill("0")
        page.locator("main button.button").click()
        assert page.url.endswith(HERE)
    assert drawn.booths()["A-01"].y_mm == 0
