"""A whole fair by browser, in Arabic: from an empty installation to its totals, as its people do it."""

from datetime import UTC, datetime

from playwright.sync_api import Browser, expect

from fairapp.i18n.locales import locale_for
from tests.browser.live import LiveServer, a_desk, a_phone
from tests.journeys import office, phones
from tests.journeys.office import ZONE, Desk

BEHIND = -120
"""Seconds: the fair is prepared by a clock two minutes behind, so that the hour of the draw comes without waiting."""
ARABIC = locale_for("ar", "SA")


def test_a_whole_fair(chromium: Browser, live_server: LiveServer) -> None:
    live_server.set_clock(BEHIND)
    desk = Desk(page=a_desk(chromium, live_server).new_page(), locale=ARABIC)
    code = prepare(desk, chromium, live_server)
    live_server.set_clock(0)
    office.hold_draw(desk)
    desk.reads(code)
    office.confirm_all(desk)
    badges = office.print_badges(desk)
    assert len(set(badges)) == 8
    visitor = a_phone(chromium, live_server).new_page()
    assert office.scan(visitor, badges[0]) in {office.NEWCOMER, *(name for name, _ in office.FAMILIES)}
    trade(desk, chromium, live_server)
    gate = a_phone(chromium, live_server).new_page()
    phones.count_visitors(gate, phones.show_gate_code(desk), ARABIC)
    read_results(desk)
    read_audit(desk)


def prepare(desk: Desk, chromium: Browser, server: LiveServer) -> str:
    """From the first page to the committed draw; returns the code of the family who asked on her phone."""
    prepared = datetime.now(UTC)
    office.set_up(desk)
    expect(desk.page.locator("html")).to_have_attribute("dir", "rtl")
    office.import_register(desk)
    office.make_edition(desk, prepared.astimezone(ZONE).date())
    office.draw_plan(desk)
    address = office.open_requests(desk, prepared.astimezone(ZONE))
    code = office.ask_on_the_public_form(a_phone(chromium, server).new_page(), desk.say, address)
    office.ask_at_the_counter(desk, [name for name, _ in office.FAMILIES])
    office.decide(desk)
    office.commit_draw(desk, datetime.now(UTC))
    return code


def trade(desk: Desk, chromium: Browser, server: LiveServer) -> None:
    """One sale with a network and two without, which are sent once it is back."""
    cards = phones.print_till_cards(desk)
    assert len(set(cards)) == 8
    till = phones.Till.opened(a_phone(chromium, server), cards[0], ARABIC)
    till.sell("150")
    till.shows(total=150, unsent=0)
    till.context.set_offline(True)
    till.sell("75")
    till.page.reload()
    till.sell("60")
    till.shows(total=285, unsent=2)
    till.context.set_offline(False)
    till.shows(total=285, unsent=0)


def read_results(desk: Desk) -> None:
    """Everything once: three sales, fifteen people, eight stalls of which one has sold."""
    desk.follow("Results")
    assert figure(desk, "Takings").startswith(ARABIC.money(28_500, "SAR", 2, symbol=False))
    assert figure(desk, "Sales") == "٣"
    assert figure(desk, "Entries through the gates") == "١٥"
    assert figure(desk, "Exhibitors") == "٨"
    desk.told("%(amount)s each on average", amount=ARABIC.money(9_500, "SAR", 2))
    desk.reads("٨ من ١٢")


def figure(desk: Desk, label: str) -> str:
    """The large number above, or below, its label."""
    labelled = desk.page.get_by_text(desk.say(label), exact=True)
    return desk.page.locator(".results-figures .figure").filter(has=labelled).locator("b").inner_text()


def read_audit(desk: Desk) -> None:
    """Whatever was done is written down, in words."""
    desk.follow("Audit")
    for act in (
        "register.imported",
        "plan.published",
        "requests.eligible",
        "draw.committed",
        "draw.drawn",
        "badges.issued",
    ):
        desk.reads(ARABIC.word("act", act))
