"""The counter at a gate in a real Chromium."""

import json
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from fairapp.db import db
from fairapp.models.floor_plan import Gate, Hall
from fairapp.models.ledger import LedgerEntry
from fairapp.services.devices import enrol_device, issue_token
from fairapp.services.floor_plan import add_gate, draw_plan
from fairapp.services.ledger import record_entries
from tests.browser.stalls import OpenFair, wait_until_sent
from tests.factories.devices import a_crossing, sent, the_hour

pytestmark = pytest.mark.browser


def inwards(page: Page, number: int) -> None:
    page.wait_for_selector(f"#inwards[data-count='{number}']")


def test_people_groups_and_a_miscount_offline(fair: OpenFair, chromium: Browser) -> None:
    page = fair.open_gate(chromium)
    page.context.set_offline(True)
    for number in (1, 2, 3):
        page.click("#one")
        inwards(page, number)
    page.click("#less")
    inwards(page, 2)
    page.fill("#headcount", "٦٠")
    page.check("[value=delegation]")
    page.click("#group button")
    inwards(page, 62)
    page.check("[value=out]")
    page.click("#one")
    page.wait_for_selector("#outwards:text-is('١')")
    page.context.set_offline(False)
    wait_until_sent(page)
    assert [row[1:3] for row in fair.ledger()] == [
        ("entry", 1),
        ("entry", 1),
        ("entry", 1),
        ("void", None),
        ("entry", 60),
        ("entry", 1),
    ]
    page.context.close()


@pytest.mark.parametrize("typed", ["0", "501", "ten", ""])
def test_a_group_that_is_no_number_is_not_counted(fair: OpenFair, chromium: Browser, typed: str) -> None:
    page = fair.open_gate(chromium, "en-GB")
    page.fill("#headcount", typed[:3])
    page.click("#group button")
    page.wait_for_selector("#saved.wait")
    assert "1 to 500" in page.inner_text("#saved")
    assert fair.ledger() == []
    page.context.close()


def notes(fair: OpenFair) -> list[dict[str, Any]]:
    """What marshals noted, in order."""
    mine = (LedgerEntry.organisation_id == fair.stall.actor.organisation_id) & (LedgerEntry.kind == "note")
    with fair.app.app_context():
        found = db.session.scalars(select(LedgerEntry).where(mine).order_by(LedgerEntry.seq))
        return [json.loads(json.loads(entry.payload)["text"]) for entry in found]


def test_handing_over_and_a_second_count(fair: OpenFair, chromium: Browser) -> None:
    page = fair.open_gate(chromium)
    page.click("#one")
    inwards(page, 1)
    page.click("#hand-over")
    page.fill("#marshal-from", "سعاد")
    page.fill("#marshal-to", "منى")
    assert Axe().run(page).violations_count == 0
    page.click("#watch-form .save")
    page.wait_for_selector("#marshal:has-text('منى')")
    page.click("#recount")
    page.wait_for_selector("#recount:has-text('منذ')")
    page.click("#one")
    inwards(page, 2)
    page.reload()
    page.wait_for_selector("body[data-ready=true]")
    page.click("#recount")
    page.fill("#recounted", "٢")
    assert Axe().run(page).violations_count == 0
    page.click("#sample-form .save")
    page.wait_for_selector("#saved.good")
    assert "٥٠٫٠" in page.inner_text("#saved")
    wait_until_sent(page)
    handed, recounted = notes(fair)
    assert handed == {"what": "hand-over", "from": "سعاد", "to": "منى", "in": 1, "out": 0}
    assert (recounted["what"], recounted["counted"], recounted["recounted"]) == ("recount", 1, 2)
    page.context.close()


def in_a_hall(fair: OpenFair, capacity: int | None) -> uuid.UUID:
    """The gate leads into hall A; returns another gate of it."""
    with fair.app.app_context():
        actor, edition_id = fair.stall.actor, fair.stall.edition_id
        draw_plan(actor, edition_id, "Hall A: 1 row of 2, 3 × 3 m, aisle 3 m")
        (hall,) = db.session.scalars(select(Hall).where(Hall.edition_id == edition_id))
        hall.capacity = capacity
        gate = db.session.scalars(select(Gate).where(Gate.edition_id == edition_id)).one()
        gate.hall_id = hall.id
        db.session.commit()
        return add_gate(actor, edition_id, code="G2", name="Gate G2", hall_code="A")


def count_elsewhere(fair: OpenFair, gate_id: uuid.UUID, headcount: int) -> None:
    """A phone at another gate counts a group."""
    with fair.app.app_context():
        token = issue_token(fair.stall.actor, fair.stall.edition_id, kind="gate", gate_id=gate_id).token
        at = the_hour() - timedelta(seconds=1)
        key = enrol_device(token, "the other gate").device_key
        record_entries(key, sent(a_crossing(1, headcount, at=at), at=at))
        db.session.remove()


def test_how_many_are_inside_beside_the_limit(fair: OpenFair, chromium: Browser) -> None:
    in_a_hall(fair, 20)
    page = fair.open_gate(chromium, "en-GB")
    for people, kind in ((17, "good"), (2, "wait"), (5, "bad")):
        page.fill("#headcount", str(people))
        page.click("#group button")
        page.wait_for_selector(f"#inside.{kind}")
    assert page.inner_text("#inside") == "Inside by this phone: 24 of 20"
    page.context.close()


def test_how_many_are_inside_by_all_gates(fair: OpenFair, chromium: Browser) -> None:
    """The fair is asked when the page opens, and says it for a quarter of an hour."""
    count_elsewhere(fair, in_a_hall(fair, 20), 17)
    page = fair.open_gate(chromium, "en-GB")
    page.fill("#headcount", "2")
    page.click("#group button")
    wait_until_sent(page)
    page.clock.install()
    page.reload()
    page.wait_for_selector("#hall.wait[data-inside='19']")
    said = page.inner_text("#hall").replace("\u2068", "").replace("\u2069", "")
    assert re.fullmatch(r"Inside \(Hall A\), all gates: 19 of 20 \(as of [^a-z]+\)", said)
    assert page.inner_text("#inside") == "Inside by this phone: 2 of 20"
    assert Axe().run(page).violations_count == 0
    page.context.set_offline(True)
    page.clock.fast_forward(902_000)
    page.wait_for_selector("#hall", state="hidden")
    page.context.close()


def test_a_hall_without_a_limit_says_its_number_alone(fair: OpenFair, chromium: Browser) -> None:
    count_elsewhere(fair, in_a_hall(fair, None), 17)
    page = fair.open_gate(chromium, "ar-SA")
    page.click("#one")
    wait_until_sent(page)
    page.reload()
    page.wait_for_selector("#hall.notice[data-inside='18']")
    said = page.inner_text("#hall")
    assert "١٨ (" in said
    assert " من " not in said, "of nothing"
    assert page.is_hidden("#inside")
    page.context.close()
