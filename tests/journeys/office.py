"""What people do at a desk, step by step, in whatever language they read. Every name is invented."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pypdfium2
import zxingcpp
from playwright.sync_api import Locator, Page, expect

from fairapp.i18n.locales import Locale
from tests.factories.register_files import as_csv

ZONE = ZoneInfo("Asia/Riyadh")
HEADINGS = ("رقم السجل", "الاسم", "النوع", "الحرفة", "الجوال", "المدينة")
FAMILIES = (
    ("أسرة لطيفة العسيري", "الخياطة"),
    ("أسرة أمينة الهذلي", "الحلويات"),
    ("أسرة إيمان القحطاني", "الفخار"),
    ("أسرة آسيا الحربي", "التطريز"),
    ("أسرة نورة الزهراني", "العسل"),
    ("أسرة هدى الغامدي", "العطور"),
    ("أسرة سلمى المالكي", "الفخار"),
    ("أسرة مريم الثقفي", "الخياطة"),
    ("أسرة زهرة السلمي", "الحلويات"),
    ("أسرة بدرية العتيبي", "التطريز"),
    ("أسرة فاطمة الشهري", "العسل"),
)
NEWCOMER = "أسرة خديجة البلوي"
PLAN = "القاعة أ: صف في كل صف 5، 3 × 3 م\nالقاعة ب: صف في كل صف 3، 3 × 3 م"
DIGITS = "٤٠٧١٩٣"
EDITION = "ملتقى الأسر التجريبي"
SLUG = "trial"


def a_register_file() -> bytes:
    """Eleven families of whom one is written twice, and a row without a name."""
    rows = [
        (f"{at}", name, "أسرة", craft, f"05000000{at:02d}", "جدة") for at, (name, craft) in enumerate(FAMILIES, start=1)
    ]
    return as_csv([*rows, rows[0], ("99", "", "أسرة", "الفخار", "0500000099", "جدة")], HEADINGS)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A person of the chamber at a page, reading in ``locale``."""

    page: Page
    locale: Locale

    def say(self, msgid: str, **params: object) -> str:
        """The sentence as this person reads it."""
        return self.locale.gettext(msgid, **params)

    def fill(self, **fields: str) -> None:
        """Fill in the fields of the page by their names."""
        for name, value in fields.items():
            self.page.locator(f"main [name='{name}']").first.fill(value)

    def press(self, msgid: str, within: Locator | None = None) -> None:
        """Press the button that says so."""
        (within or self.page.locator("main")).get_by_role("button", name=self.say(msgid), exact=True).click()

    def follow(self, msgid: str) -> None:
        """Follow the link that says so, in the page or its menus."""
        self.page.get_by_role("link", name=self.say(msgid), exact=True).first.click()

    def reads(self, text: str) -> None:
        """What the page must say."""
        expect(self.page.locator("main")).to_contain_text(text)

    def told(self, msgid: str, **params: object) -> None:
        """What the page must say, from the catalogue."""
        self.reads(self.say(msgid, **params))


def set_up(desk: Desk) -> None:
    """The first page of an empty installation."""
    desk.page.goto("/")
    desk.fill(organisation="غرفة جدة", name="منال الغامدي", email="manal@chamber.example")
    desk.page.locator("[name=country]").select_option("SA")
    desk.fill(password="a long enough phrase")
    desk.press("Begin")
    desk.told("There is no edition yet.")


def import_register(desk: Desk) -> None:
    """A file whose every row is shown before anything is written."""
    desk.follow("Register")
    desk.follow("Import a file")
    content = {"name": "register.csv", "mimeType": "text/csv", "buffer": a_register_file()}
    desk.page.locator("input[type=file]").set_input_files(content)  # type: ignore[arg-type]  # a payload as documented
    desk.press("Look at the file")
    desk.told("What becomes of each row")
    fates = dict(map(_figure, desk.page.locator(".fates li").all()))
    number = desk.locale.number
    assert fates[desk.locale.word("fate", "new")] == number(11)
    assert fates[desk.locale.word("fate", "refused")] == number(1)
    assert fates[desk.locale.word("fate", "duplicate")] == number(1)
    desk.page.get_by_role("button", name=re.compile(number(11))).click()
    desk.reads(desk.locale.ngettext("%(num)s exhibitor added.", "%(num)s exhibitors added.", 11))
    desk.follow("Open the register")
    desk.fill(search="امينه")
    desk.press("Search")
    expect(desk.page.locator("tbody tr")).to_have_count(1)
    desk.reads("أسرة أمينة الهذلي")


def _figure(item: Locator) -> tuple[str, str]:
    return item.locator("small").inner_text().strip(), item.locator("b").inner_text().strip()


def make_edition(desk: Desk, today: date) -> None:
    """Yesterday, today and tomorrow; open from midnight to eleven at night, counted until midnight."""
    desk.follow("Home")
    desk.follow("New edition")
    first, last = today - timedelta(days=1), today + timedelta(days=1)
    desk.fill(fair="ملتقى الأسر", name=EDITION, slug=SLUG, place="جدة")
    desk.fill(starts_on=first.isoformat(), ends_on=last.isoformat())
    desk.press("Create")
    desk.told("The edition is there. Next: its days, and its plan.")
    desk.follow("Days and hours")
    desk.fill(opens="00:00", closes="23:00", cut_off="60")
    desk.press("Save")
    desk.reads(desk.locale.ngettext("%(num)s session", "%(num)s sessions", 3))


def draw_plan(desk: Desk) -> None:
    """Eight booths from two sentences in Arabic, looked at, kept, published; and a gate."""
    desk.follow("Plan")
    desk.fill(sentence=PLAN)
    desk.press("Preview")
    expect(desk.page.locator(".plan-booth")).to_have_count(8)
    desk.told("Nothing is kept yet. If the drawing is right, press “Keep as a draft”.")
    desk.press("Keep as a draft")
    desk.press("Publish")
    desk.told("The plan is published.")
    desk.reads("القاعة أ")
    desk.fill(code="G1", name="البوابة الشمالية")
    desk.press("Add")
    desk.reads("البوابة الشمالية")


def open_requests(desk: Desk, now: datetime) -> str:
    """Open the public form since yesterday; returns its address."""
    desk.follow("Requests")
    desk.follow("Public form")
    desk.fill(opens_at=f"{now - timedelta(days=1):%Y-%m-%dT%H:%M}", terms="يُعرض ما صُنع باليد فقط.")
    desk.press("Save")
    desk.told("Saved.")
    return desk.page.locator("a.address").inner_text()


def ask_on_the_public_form(phone: Page, say: Callable[[str], str], address: str) -> str:
    """A family asks on her own phone; returns the code that stands for her."""
    phone.goto(address)
    phone.locator("[name=name]").fill(NEWCOMER)
    phone.locator("[name=craft]").select_option(index=3)
    phone.locator("[name=phone]").fill("٠٥٥٥٠٠٠٠٩٨")
    phone.locator("[name=choice-1]").select_option(index=1)
    phone.locator("[name=terms]").check()
    phone.get_by_role("button", name=say("Send the request")).click()
    expect(phone.locator("main")).to_contain_text(
        say("Your request is in. Keep this code: it stands for you in everything that is published.")
    )
    return phone.locator("b.code").inner_text()


def ask_at_the_counter(desk: Desk, names: Sequence[str]) -> None:
    """Write requests down for families who came in person."""
    for name in names:
        desk.page.goto(f"/editions/{SLUG}/requests/desk?q={name}")
        desk.follow("Write a request")
        desk.page.locator("[name=choice-1]").select_option(index=2)
        desk.page.locator("[name=terms]").check()
        desk.press("Send the request")
        expect(desk.page.locator("h1")).to_contain_text(name)


def decide(desk: Desk) -> None:
    """Everyone meets the conditions."""
    desk.follow("Requests")
    desk.page.locator("[name=all]").check()
    desk.press("Meets the conditions")
    desk.reads(desk.locale.ngettext("%(num)s request decided.", "%(num)s requests decided.", 12))


def commit_draw(desk: Desk, moment: datetime) -> None:
    """Freeze the list; the digits come at ``moment``."""
    desk.follow("Draw")
    desk.page.locator(".draw-rules > summary").click()
    desk.fill(dispute_hours="0")  # nobody waits a day in a journey
    desk.press("Save")
    desk.told("Saved.")
    desk.fill(seed_source="كرات تُسحب في قاعة الغرفة", seed_at=f"{moment.astimezone(ZONE):%Y-%m-%dT%H:%M}")
    desk.press("Freeze the list and publish its imprint")
    desk.told("The list is frozen. Publish its imprint and hold the draw at the announced hour.")


def hold_draw(desk: Desk) -> None:
    """Type the digits that were drawn, as they are read."""
    desk.follow("Draw")
    desk.fill(digits=DIGITS)
    desk.press("Hold the draw")
    desk.told("The draw is done. Every booth is offered.")
    desk.reads(DIGITS)
    figures = [figure.inner_text() for figure in desk.page.locator(".figures .figure b").all()]
    assert figures == [desk.locale.number(number) for number in (12, 8, 4)]


def confirm_all(desk: Desk) -> None:
    """Every family said yes."""
    desk.follow("Confirmations")
    for box in desk.page.locator("[name=allocation]").all():
        box.check()
    desk.press("Confirm the ticked")
    expect(desk.page.locator("tbody tr")).to_have_count(8)
    expect(desk.page.locator("tbody .pill.good")).to_have_count(8)


def print_badges(desk: Desk) -> list[str]:
    """The sheets of badges, as a phone's camera reads them: the addresses in their symbols."""
    desk.follow("Badges")
    desk.press("Issue the missing badges")
    desk.reads(desk.locale.ngettext("%(num)s badge was issued.", "%(num)s badges were issued.", 8))
    link = desk.page.get_by_role("link", name=desk.say("Print all (A4, four to a sheet)"), exact=True)
    answer = desk.page.request.get(str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    sheets = pypdfium2.PdfDocument(answer.body())
    found = [symbol.text for sheet in sheets for symbol in zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())]
    sheets.close()
    return found


def scan(phone: Page, address: str) -> str:
    """Open what a badge says on a visitor's phone, through no proxy with TLS here; returns whose stall it is."""
    phone.goto(address.replace("HTTPS://", "http://", 1))
    return phone.locator("h1").inner_text()
