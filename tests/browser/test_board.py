"""The board beside a real till: it goes on by itself, keeps the reader's place, and says since when it cannot."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from fairapp.services.devices import issue_token
from fairapp.services.editions import set_sessions
from tests.browser.live import LiveServer, a_desk, a_phone, within
from tests.browser.stalls import sell, unsent, wait_until_sent
from tests.browser.test_main_pages import SIDEWAYS
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.results import HeldFair, held_fair

pytestmark = pytest.mark.browser
BOARD = "/editions/jeddah-2014/board"
LEDGER = "**/api/v1/ledger"
HEARTBEAT = "**/api/v1/heartbeat"
A_ROUND = 11_000
A_BEAT = 95_000


class BoardAndTill:
    """A fair that is open now: its board before an organiser, and the till of the first stall."""

    def __init__(self, chromium: Browser, server: LiveServer) -> None:
        self.server = server
        with within(server):
            self.fair: HeldFair = held_fair()
            today = datetime.now(UTC).date()
            dates = [today + timedelta(days=day) for day in (-1, 0, 1)]
            wall = self.fair.actor, self.fair.edition_id
            set_sessions(*wall, dates=dates, opens=time(0), closes=time(23), cut_off_minutes=60)
            self.exhibitor = self.fair.exhibitors[0]
            card = issue_token(*wall, kind="till", exhibitor_id=self.exhibitor).token
            email = an_account(self.fair.actor, "organiser", language="en")
        self.board = a_desk(chromium, server, "en-GB").new_page()
        self.board.clock.install()
        self.board.goto("/sign-in")
        self.board.fill("#field-email", email)
        self.board.fill("#field-password", PASSWORD)
        self.board.click("main button.button")
        self.board.wait_for_url("**/")
        self.till = a_phone(chromium, server, "en-GB").new_page()
        self.till.clock.install()
        with self.till.expect_response(HEARTBEAT):
            self.till.goto(f"/till#{card}")
            self.till.wait_for_selector("body[data-ready=true]")
            self.till.clock.fast_forward(A_BEAT)
        self.board.goto(BOARD)
        self.board.evaluate("window.sameDocument = true")

    def stands(self, state: str) -> None:
        """The stall is in this state on the board, which was never loaded again."""
        expect(self.board.locator(f"#stall-{self.exhibitor} .state.is-{state}")).to_be_visible()
        expect(self.board.locator(f".board-booth.is-{state}").first).to_be_visible()
        assert self.board.evaluate("window.sameDocument") is True

    def round(self) -> None:
        """Let the board ask once more."""
        with self.board.expect_response("**/board/now*"):
            self.board.clock.fast_forward(A_ROUND)

    def beat(self) -> None:
        """Let the till say how it stands."""
        with self.till.expect_response(HEARTBEAT):
            self.till.clock.fast_forward(A_BEAT)


@pytest.fixture
def both(chromium: Browser, live_server: LiveServer) -> Iterator[BoardAndTill]:
    found = BoardAndTill(chromium, live_server)
    yield found
    found.board.context.close()
    found.till.context.close()


def test_a_till_without_a_network_falls_silent_and_tells_what_it_holds(both: BoardAndTill) -> None:
    both.stands("heard")
    both.till.context.set_offline(True)
    sell(both.till, "45")
    sell(both.till, "12.5")
    both.server.set_clock(11 * 60)
    both.round()
    both.stands("quiet")
    both.server.set_clock(31 * 60)
    both.round()
    both.stands("silent")
    both.till.route(LEDGER, lambda route: route.fulfill(status=500, body="{}"))
    both.till.context.set_offline(False)
    both.beat()
    both.round()
    both.stands("unsent")
    expect(both.board.locator(f"#stall-{both.exhibitor}")).to_contain_text("2 since")
    both.till.unroute(LEDGER)
    both.till.clock.fast_forward(A_BEAT)
    wait_until_sent(both.till)
    both.beat()
    both.round()
    both.stands("heard")
    expect(both.board.locator("#board-numbers")).to_contain_text("57.50")


def test_a_phone_reports_about_once_a_minute_and_a_dark_screen_not_at_all(both: BoardAndTill) -> None:
    said: list[dict[str, object]] = []
    both.till.on("request", lambda one: said.append(one.post_data_json) if "/heartbeat" in one.url else None)
    both.beat()
    assert [told["unsent"] for told in said] == [0]
    assert said[0]["release"] == both.till.get_attribute("body", "data-version")
    sell(both.till, "45")
    wait_until_sent(both.till)
    both.till.clock.fast_forward(5_000)
    both.till.wait_for_timeout(300)
    assert len(said) == 1, "what was sent at once leaves nothing to say"
    both.till.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })")
    both.till.clock.fast_forward(A_BEAT)
    both.till.wait_for_timeout(300)
    assert len(said) == 1
    both.till.evaluate("delete document.visibilityState")
    both.beat()
    assert len(said) == 2


def test_a_cash_up_closes_the_stall_on_the_board(both: BoardAndTill) -> None:
    sell(both.till, "45")
    wait_until_sent(both.till)
    both.till.click("#close-till")
    both.till.fill("#float", "0")
    both.till.click("#count .save")
    both.till.wait_for_selector("#slip[open]")
    wait_until_sent(both.till)
    both.round()
    both.stands("closed")


def test_focus_and_scroll_survive(both: BoardAndTill) -> None:
    board = both.board
    board.set_viewport_size({"width": 700, "height": 500})
    focused = "document.activeElement.id"
    link = board.locator(f"#open-{both.exhibitor}")
    link.focus()
    place, scroll = board.evaluate(focused), board.evaluate("scrollY")
    assert place == f"open-{both.exhibitor}"
    assert scroll > 100
    assert board.locator("tbody tr").last.get_attribute("id") == f"stall-{both.exhibitor}"
    both.server.set_clock(31 * 60)
    both.round()
    both.stands("silent")
    assert board.locator("tbody tr").first.get_attribute("id") == f"stall-{both.exhibitor}", "it moved to the front"
    assert board.evaluate(focused) == place
    assert abs(board.evaluate("scrollY") - scroll) < 40, "what is read stays where it is, give or take a line above"


def test_an_unchanged_board_is_not_sent_again_and_a_lost_one_says_since_when(both: BoardAndTill) -> None:
    board = both.board
    lost, at = board.locator("[data-board-lost]"), board.locator("[data-board-at]")
    both.round()
    with board.expect_response("**/board/now*") as asked:
        board.clock.fast_forward(A_ROUND)
    assert asked.value.status == 304
    expect(lost).to_be_hidden()
    both.server.set_clock(60)
    both.round()
    seen = at.inner_text()
    board.route("**/board/now*", lambda route: route.abort())
    board.clock.fast_forward(A_ROUND)
    expect(lost).to_contain_text(seen)
    both.server.set_clock(120)
    board.clock.fast_forward(A_ROUND)
    expect(lost).to_contain_text(seen)
    board.unroute("**/board/now*")
    both.round()
    expect(lost).to_be_hidden()
    assert at.inner_text() != seen


def told(page: Page) -> list[str]:
    found = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page).response["violations"]]
    return [*found, *(["too wide"] if page.evaluate(SIDEWAYS) > 0 else [])]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_board_is_for_everyone(both: BoardAndTill, language: str) -> None:
    """Every state in light and dark, on a phone and on a desk."""
    page = both.board
    page.goto("/")
    page.evaluate("document.querySelector('.account').open = true")
    page.click(f".languages button[value={language}]")
    for address in (BOARD, f"{BOARD}?state=attention&q=x", f"{BOARD}/stalls/{both.exhibitor}"):
        page.goto(address)
        page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two literals
            for width in (360, 1440):
                page.set_viewport_size({"width": width, "height": 800})
                assert told(page) == [], (address, scheme, width)


def test_pages_that_are_too_old_keep_everything_and_fetch_new_ones(both: BoardAndTill) -> None:
    till = both.till
    expect(till.locator("#old")).to_be_hidden()
    refusal = {"status": 426, "body": '{"code": "release-too-old", "message": ""}'}
    for address in (LEDGER, HEARTBEAT):
        till.route(address, lambda route: route.fulfill(**refusal))  # type: ignore[arg-type]  # its own words
    with till.expect_request("**/phone/shell.json"):
        sell(till, "45")
    expect(till.locator("#old")).to_be_visible()
    assert unsent(till) == 1
    for address in (LEDGER, HEARTBEAT):
        till.unroute(address)
    till.reload()
    wait_until_sent(till)
    expect(till.locator("#old")).to_be_hidden()
