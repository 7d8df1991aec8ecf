"""Every page opens in three languages, well built, and asks the database as often for many rows as for few."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from fairapp.db import db
from fairapp.services.clock import replaying
from fairapp.web.navigation import EDITION_MENU, ORGANISATION_MENU
from tests.factories.everything import AFTER, OWN, FullFair, addresses, full_fair
from tests.web.reading import ReadPage, english_left

DIRECTIONS = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
USUAL = 12
"""SELECTs that any page may send, with the two that know who reads and where."""
MOST = {
    "board.fragment": 13,
    "board.index": 13,
    "board.stall": 15,
    "desk_stalls.show": 15,
    "devices.index": 16,
    "draws.slips": 18,
    "editions.show": 16,
    "family.show": 17,
    "family.slip": 13,
    "floor_plan.show": 13,
    "home.index": 16,
    "publications.index": 23,
    "rehearsals.show": 15,
    "results.exhibitors": 21,
    "results.exhibitors_file": 21,
    "results.figures": 23,
    "results.index": 30,
    "results.report": 24,
    "results.table_as_file": 23,
    "stall_checks.export": 13,
    "stall_checks.index": 13,
    "sales_desk.index": 18,
    "stand_bys.index": 27,
    "statement.of_exhibitor": 14,
}
"""The pages that put several tables side by side. A bound that has become loose fails too."""
SCRIPTED = {"till.show", "gate.show"}
"""Pages whose heading a script chooses; tests/browser reads them."""
REDIRECTS = {"setup.show": "set up already", "apply.find": "to the page of the code", "statement.index": "to her fair"}
FRAGMENTS = {
    "board.fragment": "the part of the board that changes",
    "results.figures": "the part of the results that changes",
    "visitors.figures": "the part of the page of visitors that changes",
}


def opened(app: Flask, client: FlaskClient, full: FullFair, who: str) -> Iterator[tuple[str, str, str]]:
    """Endpoint, address and page of everything this person may open; other files only have to come."""
    full.signed_in(client, who)
    for rule, address in addresses(app, full):
        if (rule.endpoint in OWN) != (who == "exhibitor"):
            continue
        with replaying(AFTER), client.get(address) as answer:
            content = answer.get_data()
        if rule.endpoint in REDIRECTS:
            assert answer.status_code == 302, address
            continue
        assert answer.status_code == 200, (address, answer.status_code)
        assert content, address
        if answer.mimetype == "text/html" and rule.endpoint not in FRAGMENTS:
            yield rule.endpoint, address, content.decode()


@pytest.mark.parametrize("who", ["administrator", "exhibitor"])
def test_every_page_opens_and_is_well_built(app: Flask, client: FlaskClient, who: str) -> None:
    """In Arabic, on both databases."""
    seen = read_all(app, client, who, "ar")
    if who == "administrator":
        assert {line.endpoint for line in (*ORGANISATION_MENU, *EDITION_MENU)} - set(OWN) <= seen


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("who", ["administrator", "exhibitor"])
def test_every_page_opens_in_the_other_languages(
    sqlite_app: Flask, sqlite_client: FlaskClient, who: str, language: str
) -> None:
    assert read_all(sqlite_app, sqlite_client, who, language)


def read_all(app: Flask, client: FlaskClient, who: str, language: str) -> set[str]:
    """Read everything this person may open in this language; returns the pages."""
    full = full_fair()
    full.read_in(language)
    faults, seen = [], set()
    for endpoint, address, html in opened(app, client, full, who):
        seen.add(endpoint)
        faults.extend(f"{address}: {fault}" for fault in faults_of(ReadPage(html), language, endpoint in SCRIPTED))
    assert not faults, "\n".join(faults)
    return seen


def faults_of(page: ReadPage, language: str, scripted: bool) -> Iterator[str]:
    """What a page lacks that every page has."""
    if page.root.get("lang", "").split("-")[0] != language or page.root.get("dir") != DIRECTIONS[language]:
        yield f"language or direction: {page.root}"
    if not page.title.strip(" ·"):
        yield "no title"
    if not scripted and (len(page.headings) != 1 or not page.headings[0]):
        yield f"not one heading: {page.headings}"
    if not all(page.links):
        yield f"a link without words: {page.links}"
    yield from (f"twice the id {one}" for one, times in Counter(page.ids).items() if times > 1)
    if language != "en":
        yield from (f"in English: {text}" for text in english_left(page.texts, language))


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SELECTs that are sent meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def asked_by_page(app: Flask, client: FlaskClient, full: FullFair) -> dict[str, int]:
    """How many SELECTs each page of the administrator sends."""
    full.signed_in(client, "administrator")
    found: dict[str, int] = {}
    for rule, address in addresses(app, full):
        if rule.endpoint not in OWN:
            with replaying(AFTER), counted() as asked, client.get(address) as answer:
                answer.get_data()
            found[rule.endpoint] = max(found.get(rule.endpoint, 0), len(asked))
    return found


def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(sqlite_app: Flask) -> None:
    few, many = full_fair("few", families=5), full_fair("many", families=15)
    at_few = asked_by_page(sqlite_app, sqlite_app.test_client(), few)
    at_many = asked_by_page(sqlite_app, sqlite_app.test_client(), many)
    grown = {page: (at_few[page], times) for page, times in at_many.items() if times > at_few[page]}
    assert grown == {}
    assert {page: times for page, times in at_many.items() if times > MOST.get(page, USUAL)} == {}
    assert {page for page, most in MOST.items() if at_many.get(page, 0) <= USUAL or at_many[page] < most - 2} == set()
