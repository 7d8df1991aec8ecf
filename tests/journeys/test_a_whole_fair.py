"""A whole fair by browser, in Arabic: from an empty installation to its totals, as its people do it."""

from datetime import UTC, datetime

from playwright.sync_api import Browser, expect

from fairapp.i18n.locales import locale_for
from tests.browser.live import LiveServer, a_desk, a_phone
from tests.journeys import office
from tests.journeys.office import ZONE, Desk

BEHIND = -120
"""Seconds: the fair is prepared by a clock two minutes behind, so that the hour of the draw comes without waiting."""


def test_a_whole_fair(chromium: Browser, live_server: LiveServer) -> None:
    live_server.set_clock(BEHIND)
    prepared = datetime.now(UTC)
    desk = Desk(page=a_desk(chromium, live_server).new_page(), locale=locale_for("ar", "SA"))
    phone = a_phone(chromium, live_server).new_page()
    office.set_up(desk)
    expect(desk.page.locator("html")).to_have_attribute("dir", "rtl")
    office.import_register(desk)
    office.make_edition(desk, prepared.astimezone(ZONE).date())
    office.draw_plan(desk)
    address = office.open_requests(desk, prepared.astimezone(ZONE))
    code = office.ask_on_the_public_form(phone, desk.say, address)
    office.ask_at_the_counter(desk, [name for name, _ in office.FAMILIES])
    office.decide(desk)
    office.commit_draw(desk, datetime.now(UTC))
    live_server.set_clock(0)
    office.hold_draw(desk)
    desk.reads(code)
    office.confirm_all(desk)
    badges = office.print_badges(desk)
    assert len(set(badges)) == 8
    stall = office.scan(phone, badges[0])
    assert stall in {office.NEWCOMER, *(name for name, _ in office.FAMILIES)}
