"""What people do on phones at the fair: a till at a stall and a counter at a gate, with and without a network."""

from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from fairapp.i18n.locales import Locale
from tests.journeys.office import SLUG, Desk

OUTBOX_SENT = 30_000
"""Milliseconds in which a phone that found its network again has sent what it held."""


def print_till_cards(desk: Desk) -> list[str]:
    """The cards of all stalls, as a camera reads them."""
    desk.follow("Board")
    desk.follow("Devices")
    form = {"kind": "till", "csrf_token": desk.page.locator("main [name=csrf_token]").first.input_value()}
    cards = pypdfium2.PdfDocument(desk.page.request.post(f"/editions/{SLUG}/devices/cards", form=form).body())
    found = [symbol.text for sheet in cards for symbol in zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())]
    cards.close()
    return found


def show_gate_code(desk: Desk) -> str:
    """The code on the screen, as the marshal's phone sees it."""
    desk.follow("Board")
    desk.follow("Devices")
    desk.page.locator("button[name=gate]").click()
    seen = Image.open(BytesIO(desk.page.locator("svg.qr").screenshot()))
    (symbol,) = zxingcpp.read_barcodes(seen)
    return symbol.text


@dataclass(frozen=True, kw_only=True)
class Till:
    """A phone at a stall."""

    context: BrowserContext
    page: Page
    locale: Locale

    @classmethod
    def opened(cls, context: BrowserContext, card: str, locale: Locale) -> "Till":
        """Scan the card; the till is there, and will be there without a network."""
        page = context.new_page()
        page.goto(card)
        expect(page.locator("#keys")).to_be_visible()
        expect(page.locator("body")).to_have_attribute("data-offline", "ready")
        return cls(context=context, page=page, locale=locale)

    def sell(self, amount: str) -> None:
        """Type the amount on the keypad and save."""
        for digit in amount:
            self.page.locator(f"#keys [data-key='{digit}']").tap()
        self.page.locator("#save").tap()
        said = self.locale.pgettext("phone", "Saved: %(amount)s", amount=self.money(int(amount)))
        expect(self.page.locator("#saved")).to_have_text(said)

    def money(self, whole: int) -> str:
        return self.locale.money(whole * 100, "SAR", 2)

    def shows(self, *, total: int, unsent: int) -> None:
        """What stands under the keypad and on top of the page."""
        expect(self.page.locator("#total")).to_have_text(self.money(total))
        line = self.page.locator("#unsent")
        if unsent:
            msgid = "not sent since"
            expect(line).to_contain_text(self.locale.npgettext("phone", msgid, msgid, unsent, time=""))
        else:
            said = self.locale.pgettext("phone", "Everything is sent")
            expect(line).to_have_text(said, timeout=OUTBOX_SENT)


def count_visitors(page: Page, code: str, locale: Locale) -> None:
    """Three people one by one, and a group of twelve, at the gate."""
    page.goto(code)
    for _ in range(3):
        page.locator("#one").tap()
    page.locator("#headcount").fill(locale.number(12))
    page.locator("#group button").tap()
    expect(page.locator("#inwards")).to_have_text(locale.number(15))
    expect(page.locator("#unsent")).to_have_text(locale.pgettext("phone", "Everything is sent"), timeout=OUTBOX_SENT)
