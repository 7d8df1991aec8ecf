"""The end of a session on the till: counted blind, written first, then shown; what comes later restates it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.takings import EvidenceLevel
from fairapp.models.takings import CashUp
from fairapp.queries.takings import SessionTakings, list_session_takings
from fairapp.services.editions import set_sessions
from tests.browser.stalls import OpenFair, sell, total_minor, unsent, wait_until_offline_ready, wait_until_sent

pytestmark = pytest.mark.browser
THE_SHEET = "#closing[open]"
KNOWN_SESSIONS = """count => new Promise((known) => {
  const asked = indexedDB.open("fairapp");
  asked.onsuccess = () => {
    const kept = asked.result.transaction("kept").objectStore("kept").get("device");
    kept.onsuccess = () => {
      asked.result.close();
      known(kept.result.device.edition.sessions.length === count);
    };
  };
})"""


@pytest.fixture
def till(fair: OpenFair, chromium: Browser) -> Iterator[Page]:
    page = fair.open_till(chromium)
    yield page
    page.context.close()


def close(page: Page, float_: str, notes: dict[int, str]) -> None:
    """Type what the drawer began with and how many there are of each value, and show the slip."""
    page.click("#close-till")
    page.fill("#float", float_)
    for value, times in notes.items():
        page.fill(f"#notes [data-value='{value}']", times)
    page.click("#count .save")
    page.wait_for_selector("#slip[open]")


def slip(page: Page) -> list[str]:
    return page.locator("#slip-lines dd").all_inner_texts()


def cash_ups(fair: OpenFair) -> list[CashUp]:
    mine = CashUp.organisation_id == fair.stall.actor.organisation_id
    return list(db.session.scalars(select(CashUp).where(mine).order_by(CashUp.counted_at)))


def takings(fair: OpenFair) -> SessionTakings:
    (found,) = list_session_takings(fair.stall.actor.organisation_id, fair.stall.edition_id)
    return found


def test_counted_blind_then_shown(fair: OpenFair, till: Page) -> None:
    till.context.set_offline(True)
    sell(till, "150")
    sell(till, "65.5")
    till.click("#close-till")
    assert "٢١٥" not in till.inner_text(THE_SHEET), "the sum of the sales is not shown before the count"
    assert not till.is_visible("#nothing"), "something was sold"
    till.click("#not-yet")
    close(till, "١٠٠", {10_000: "٣", 1_000: "1", 50: "11"})
    assert till.get_attribute("#slip", "data-over") == "0"
    assert "٣١٥٫٥٠" in " ".join(slip(till))
    assert unsent(till) == 3
    till.context.set_offline(False)
    wait_until_sent(till)
    with fair.app.app_context():
        (recorded,) = cash_ups(fair)
        assert (recorded.float_minor, recorded.counted_minor, recorded.expected_minor) == (10_000, 31_550, 31_550)
        assert recorded.denominations == {"10000": 3, "1000": 1, "50": 11}
        assert (recorded.sales, recorded.sales_minor, recorded.zero_sales) == (2, 21_550, False)
        assert (takings(fair).evidence, takings(fair).closed) == (EvidenceLevel.MATCHED, True)


def test_a_difference_is_recorded_and_never_blocked(fair: OpenFair, till: Page) -> None:
    sell(till, "900")
    close(till, "", {50_000: "1"})
    assert till.get_attribute("#slip", "data-over") == "-40000"
    wait_until_sent(till)
    with fair.app.app_context():
        assert (cash_ups(fair)[0].counted_minor, takings(fair).evidence) == (50_000, EvidenceLevel.DECLARED)


def test_a_sale_after_the_closing_restates_it(fair: OpenFair, till: Page) -> None:
    sell(till, "50")
    close(till, "0", {5_000: "1"})
    till.click("#slip-close")
    assert till.get_attribute("#closed", "class") == "notice good"
    sell(till, "20")
    till.wait_for_selector("#closed.wait")
    wait_until_sent(till)
    with fair.app.app_context():
        assert (takings(fair).evidence, takings(fair).restated) == (EvidenceLevel.DECLARED, True)
    close(till, "0", {5_000: "1", 2_000: "1"})
    wait_until_sent(till)
    with fair.app.app_context():
        assert (takings(fair).evidence, takings(fair).net_minor) == (EvidenceLevel.MATCHED, 7_000)


def test_sold_nothing_is_said(fair: OpenFair, till: Page) -> None:
    till.click("#close-till")
    till.click("#nothing")
    till.wait_for_selector("#slip[open]")
    wait_until_sent(till)
    with fair.app.app_context():
        assert [(one.zero_sales, one.sales, one.evidence) for one in cash_ups(fair)] == [(True, 0, "matched")]


def test_refunds_and_voids_are_in_the_sums(fair: OpenFair, till: Page) -> None:
    sell(till, "100")
    sell(till, "30")
    till.click("#sales li:nth-child(1) button:nth-of-type(2)")
    till.click("#undo button[value='typed wrongly']")
    till.wait_for_selector("#total[data-minor='10000']")
    till.click("#give-back")
    till.fill("#refund-amount", "٢٥")
    till.click("#refund-form .save")
    till.wait_for_selector("#total[data-minor='7500']")
    close(till, "0", {5_000: "1", 2_000: "1", 500: "1"})
    assert till.get_attribute("#slip", "data-over") == "0"
    wait_until_sent(till)
    assert [row[1] for row in fair.ledger()] == ["sale", "sale", "void", "refund", "cash_up"]
    with fair.app.app_context():
        assert (takings(fair).evidence, takings(fair).net_minor) == (EvidenceLevel.MATCHED, 7_500)
    till.click("#slip-close")
    till.click("#my-sales")
    till.wait_for_selector("#statement[open]")
    assert till.get_attribute("#statement-total", "data-minor") == "7500"
    till.click("#statement-lines button")
    till.wait_for_selector("#slip[open]")


def test_a_count_that_was_not_written_shows_nothing(fair: OpenFair, till: Page) -> None:
    sell(till, "10")
    till.evaluate("() => { IDBObjectStore.prototype.add = function () { this.transaction.abort(); }; }")
    till.click("#close-till")
    till.fill("#notes [data-value='1000']", "1")
    till.click("#count .save")
    till.wait_for_selector("#closing-refused:not(:empty)")
    assert not till.is_visible("#slip")
    assert till.input_value("#notes [data-value='1000']") == "١"
    assert total_minor(till) == 1_000


@pytest.mark.parametrize("locale", ["ar-SA", "fr-DZ"])
def test_usable_by_everyone(fair: OpenFair, chromium: Browser, locale: str) -> None:
    page = fair.open_till(chromium, locale)
    sell(page, "12")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two literals
        for opens, sheet in (("#close-till", "closing"), ("#give-back", "refund"), ("#my-sales", "statement")):
            page.click(opens)
            page.wait_for_selector(f"#{sheet}[open]")
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("id => document.getElementById(id).scrollWidth <= innerWidth", sheet)
            page.keyboard.press("Escape")
        close(page, "5", {1_000: "1", 100: "7"})
        assert Axe().run(page).violations_count == 0
        page.click("#slip-close")
        page.click("#sales li button >> visible=true")
        assert Axe().run(page).violations_count == 0
        page.click("#receipt-close")
    page.context.close()


def test_words_kept_by_an_earlier_version_still_close_a_session(fair: OpenFair, till: Page) -> None:
    sell(till, "12")
    wait_until_sent(till)
    wait_until_offline_ready(till)
    till.evaluate(
        """async () => {
          const { findKept, keep } = await import(`/phone/${document.body.dataset.version}/till/database.js`);
          const { denominations, country, ...older } = await findKept("words-ar");
          await keep(older);
        }"""
    )
    till.context.set_offline(True)
    till.reload()
    till.wait_for_selector("body[data-ready=true]")
    till.click("#close-till")
    till.fill("#counted-whole", "١٢")
    till.click("#count .save")
    till.wait_for_selector("#slip[open]")
    assert till.get_attribute("#slip", "data-over") == "0"
    till.context.set_offline(False)
    wait_until_sent(till)
    with fair.app.app_context():
        assert (cash_ups(fair)[0].counted_minor, takings(fair).evidence) == (1_200, EvidenceLevel.MATCHED)


def test_an_evening_added_later_reaches_a_phone_that_was_enrolled_before(fair: OpenFair, till: Page) -> None:
    today = datetime.now(UTC).date()
    with fair.app.app_context():
        dates = [today + timedelta(days=days) for days in range(-1, 4)]
        set_sessions(
            fair.stall.actor, fair.stall.edition_id, dates=dates, opens=time(0), closes=time(23), cut_off_minutes=60
        )
        db.session.remove()
    sell(till, "10")
    wait_until_sent(till)
    till.reload()  # it asks where its list stands, and is told the sessions as they are now
    till.wait_for_function(KNOWN_SESSIONS, arg=5)
    till.context.set_offline(True)
    sell(till, "20")
    assert unsent(till) == 1
