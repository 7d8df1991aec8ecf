"""R1: a register of 7,386 artisans is given as a file: none is lost, and giving it again adds none."""

import dataclasses

import pytest
from flask import Flask

from fairapp.domain.text import ascii_digits
from fairapp.queries.register import RegisterFilter, count_exhibitors, list_exhibitors
from fairapp.services.audit import Actor
from fairapp.services.crafts import seed_crafts
from fairapp.services.register_imports import upload_register, write_import
from fairapp.services.register_preview import ImportOutcome
from tests.factories.accounts import an_organisation
from tests.factories.register_files import a_register, as_csv, as_xlsx

ROWS = 7386
KEY = "a key of this test"
PEOPLE = a_register(ROWS)


def a_chamber() -> Actor:
    actor = an_organisation("relizane", country="DZ")
    seed_crafts(actor)
    return actor


def write(actor: Actor, name: str, content: bytes) -> ImportOutcome:
    return write_import(actor, upload_register(actor, file_name=name, content=content), person_key=KEY)


@pytest.mark.parametrize(
    ("name", "content"), [("r.csv", as_csv(PEOPLE)), ("r.xlsx", as_xlsx(PEOPLE))], ids=["csv", "xlsx"]
)
def test_none_is_lost_and_the_same_file_again_adds_none(app: Flask, name: str, content: bytes) -> None:
    actor = a_chamber()
    first = write(actor, name, content)
    assert (first.rows, first.imported, first.duplicates, first.refused) == (ROWS, ROWS, 0, ())
    kept = list_exhibitors(actor.organisation_id)
    assert sorted((e.number, e.name) for e in kept) == sorted((row[0], row[1]) for row in PEOPLE)
    assert all(e.phone.startswith("+2135") and e.craft_id for e in kept)

    again = write(actor, name, content)
    assert (again.rows, again.unchanged) == (ROWS, ROWS)
    assert again.imported == again.updated == again.duplicates == len(again.refused) == 0
    assert count_exhibitors(actor.organisation_id) == ROWS


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1256"])
def test_every_encoding_and_separator_says_the_same(app: Flask, encoding: str, separator: str) -> None:
    actor = a_chamber()
    # Windows-1256 has no digits but these; the other encodings keep the telephones written in ٠١٢.
    plain = encoding == "windows-1256"
    people = [tuple(map(ascii_digits, row)) if plain else row for row in a_register(60, numbers=False)]
    outcome = write(actor, "r.csv", as_csv(people, separator=separator, encoding=encoding))
    assert (outcome.imported, outcome.refused) == (60, ())
    assert sorted(e.name for e in list_exhibitors(actor.organisation_id)) == sorted(row[1] for row in people)
    again = write(actor, "r.xlsx", as_xlsx(people))
    assert (again.imported, again.unchanged) == (0, 60), "another form of the same file is the same file"


def test_people_without_any_number_are_not_doubled(app: Flask) -> None:
    actor = a_chamber()
    rows = [("", row[1], row[2], row[3], "", "", row[6], f"بلدية {at}") for at, row in enumerate(a_register(200))]
    assert write(actor, "r.csv", as_csv(rows)).imported == 200
    again = write(actor, "r.csv", as_csv(rows))
    assert (again.imported, again.unchanged) == (0, 200)


def test_duplicates_are_reported_with_their_row_and_not_merged(app: Flask) -> None:
    actor = a_chamber()
    rows = a_register(20)
    twice = (*rows[3][:1], "اسم آخر", *rows[3][2:])
    outcome = write(actor, "r.csv", as_csv([*rows, rows[7], twice]))
    assert (outcome.rows, outcome.imported, outcome.duplicates) == (22, 20, 2)
    assert [(r.row, r.code, r.values["earlier"]) for r in outcome.duplicated] == [
        (22, "duplicate-row", 9),
        (23, "duplicate-row", 5),
    ]
    names = {e.name for e in list_exhibitors(actor.organisation_id)}
    assert "اسم آخر" not in names


WRITTEN = "آمنة بنت مُصطفى الفَخّـــارية"


@pytest.mark.parametrize(
    "typed",
    [
        "آمنة بنت مصطفى الفخارية",
        "امنه بنت مصطفي الفخاريه",
        "أمنة",
        "إمنه مصطفى",
        "الفخـــاريه امنة",
        "مُصْطَفَى",
    ],
)
def test_one_search_finds_a_name_however_it_is_written(app: Flask, typed: str) -> None:
    actor = a_chamber()
    rows = [*a_register(40), ("9001", WRITTEN, "حرفية", "فخار", "0550999001", "", "غليزان", "غليزان")]
    assert write(actor, "r.csv", as_csv(rows)).imported == 41
    found = list_exhibitors(actor.organisation_id, RegisterFilter(search=typed))
    assert WRITTEN in [e.name for e in found]
    assert len(found) < 41


def test_the_outcome_adds_up(app: Flask) -> None:
    actor = a_chamber()
    rows = [*a_register(30), ("", "=cmd()", "", "", "", "", "", ""), ("", "", "حرفي", "", "0551", "", "", "")]
    outcome = write(actor, "r.csv", as_csv(rows))
    counts = dataclasses.asdict(outcome)
    parts = sum(counts[name] for name in ("imported", "updated", "unchanged", "duplicates")) + len(outcome.refused)
    assert outcome.rows == parts == 32
    assert [(r.row, r.code) for r in outcome.refused] == [(32, "cell-formula"), (33, "name-missing")]
