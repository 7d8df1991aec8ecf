"""A fair that is open now on a live server, phones that open its cards, and what its ledger holds in the end."""

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as PatientNoMore
from sqlalchemy import select

from fairapp.application import create_app
from fairapp.config import read_settings
from fairapp.db import db
from fairapp.models.ledger import LedgerEntry
from fairapp.services.devices import issue_token
from fairapp.services.floor_plan import add_gate
from fairapp.services.ledger_proof import find_broken_links
from tests.browser.live import LiveServer, a_phone, serving
from tests.factories.devices import Stall, a_running_stall

_NUMBERS = itertools.count(1)
DRAWN = "before => document.querySelector('#total').dataset.minor !== before"
UNSENT_AS_KEPT = """() => new Promise((done) => {
  const asked = indexedDB.open("fairapp");
  asked.onsuccess = () => {
    const reads = asked.result.transaction(["kept", "lists"]);
    reads.objectStore("kept").get("device").onsuccess = ({ target: { result } }) => {
      reads.objectStore("lists").get(result.device.device_id).onsuccess = ({ target: { result: list } }) => {
        asked.result.close();
        done(Number(document.querySelector("#unsent").dataset.unsent) === list.next - 1 - list.acked);
      };
    };
  };
})"""
SENT = "[data-unsent='0']"


@dataclass(frozen=True, kw_only=True)
class OpenFair:
    """A stall and a gate, each with a card that nobody has scanned; reads go to the server's own database."""

    server: LiveServer
    app: Flask
    stall: Stall
    till_card: str
    gate_card: str

    def open_till(self, chromium: Browser, locale: str = "ar-SA") -> Page:
        return self._open(a_phone(chromium, self.server, locale), f"/till#{self.till_card}")

    def open_gate(self, chromium: Browser, locale: str = "ar-SA") -> Page:
        return self._open(a_phone(chromium, self.server, locale), f"/gate#{self.gate_card}")

    def _open(self, context: BrowserContext, address: str) -> Page:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("body[data-ready=true]")
        return page

    def ledger(self) -> list[tuple[int, str, int | None, str]]:
        """Place, kind, amount or headcount, and status of everything that came in, in order."""
        columns = (LedgerEntry.seq, LedgerEntry.kind, LedgerEntry.amount_minor, LedgerEntry.status)
        mine = LedgerEntry.organisation_id == self.stall.actor.organisation_id
        asked = select(*columns, LedgerEntry.headcount).where(mine).order_by(LedgerEntry.device_id, LedgerEntry.seq)
        with self.app.app_context():
            assert find_broken_links(self.stall.actor.organisation_id, self.stall.edition_id) == []
            return [
                (seq, kind, amount or head, status) for seq, kind, amount, status, head in db.session.execute(asked)
            ]


@contextmanager
def an_open_fair(server: LiveServer) -> Iterator[OpenFair]:
    """A new organisation with a fair that is open now."""
    app = create_app(read_settings(server.settings))
    with app.app_context():
        stall = a_running_stall(f"chamber-{next(_NUMBERS)}-{uuid.uuid4().hex[:6]}")
        gate_id = add_gate(stall.actor, stall.edition_id, code="G1", name="البوابة الغربية")
        till = issue_token(stall.actor, stall.edition_id, kind="till", exhibitor_id=stall.exhibitor_id)
        gate = issue_token(stall.actor, stall.edition_id, kind="gate", gate_id=gate_id)
        db.session.remove()
    yield OpenFair(server=server, app=app, stall=stall, till_card=till.token, gate_card=gate.token)
    with app.app_context():
        db.engine.dispose()


def press(page: Page, keys: str) -> None:
    """Tap keys of the keypad: digits, ``.`` and ``<``."""
    for key in keys:
        page.click(f"[data-key='{ {'.': 'point', '<': 'back'}.get(key, key) }']")


def sell(page: Page, amount: str) -> None:
    """Type an amount, save, and wait until the phone says that it is saved."""
    times = page.evaluate("Number(document.querySelector('#saved').dataset.times ?? 0)")
    before = page.get_attribute("#total", "data-minor")
    press(page, amount)
    page.click("#save")
    page.wait_for_function("times => Number(document.querySelector('#saved').dataset.times ?? 0) > times", arg=times)
    assert page.get_attribute("#saved", "class") == "good", page.inner_text("#saved")
    with suppress(PatientNoMore):  # what is not of today changes no total
        page.wait_for_function(DRAWN, arg=before, timeout=2_000)


def wait_until_sent(page: Page) -> None:
    page.wait_for_selector(SENT)


def unsent(page: Page) -> int:
    """What the phone says it still holds; it first says that a sale is saved, and then draws."""
    page.wait_for_function(UNSENT_AS_KEPT)
    return int(page.get_attribute("#unsent", "data-unsent") or -1)


def total_minor(page: Page) -> int:
    return int(page.get_attribute("#total", "data-minor") or -1)


def wait_until_offline_ready(page: Page) -> None:
    page.wait_for_selector("body[data-offline=ready]")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


@pytest.fixture(scope="session")
def fair_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One server for every phone of the run; each test has an organisation of its own."""
    with serving(tmp_path_factory.mktemp("fair")) as server:
        yield server


@pytest.fixture
def fair(fair_server: LiveServer) -> Iterator[OpenFair]:
    """A fair that is open now."""
    with an_open_fair(fair_server) as found:
        yield found
