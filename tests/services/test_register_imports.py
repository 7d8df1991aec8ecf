"""A file is looked over, agreed to and written once; what disagrees with the register is reported, never merged."""

import threading
import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import Conflict, FairError, Gone, NotFound, Refused, Unready
from fairapp.models.exhibitors import Exhibitor, RegisterImport
from fairapp.queries.register import count_exhibitors, list_exhibitors, list_imports
from fairapp.services.audit import Actor
from fairapp.services.clock import now, replaying
from fairapp.services.crafts import seed_crafts
from fairapp.services.register import add_exhibitor
from fairapp.services.register_imports import (
    choose_mapping,
    decide_duplicates,
    discard_import,
    preview_import,
    stored_outcome,
    upload_register,
    write_import,
)
from fairapp.services.register_plan import Fate
from tests.factories.accounts import an_organisation
from tests.factories.register_files import a_register, as_csv

KEY = "a key of this test"
SHORT = ("رقم السجل", "الاسم", "الجوال", "رقم الهوية", "المدينة", "الحرفة")


@pytest.fixture
def actor(app: Flask) -> Actor:
    chamber = an_organisation("relizane", country="DZ")
    seed_crafts(chamber)
    return chamber


def given(actor: Actor, *rows: tuple[str, ...], headings: tuple[str, ...] = SHORT) -> uuid.UUID:
    return upload_register(actor, file_name="r.csv", content=as_csv(rows, headings))


def fates(actor: Actor, *rows: tuple[str, ...], headings: tuple[str, ...] = SHORT) -> list[Fate]:
    import_id = given(actor, *rows, headings=headings)
    return preview_import(actor.organisation_id, import_id, person_key=KEY).fates


def told(fate: Fate) -> tuple[str, str]:
    return fate.fate, fate.code


def fatima(actor: Actor) -> uuid.UUID:
    return add_exhibitor(
        actor, name="فاطمة بن أحمد", kind="artisan", craft_id=None, phone="0550000001", town="غليزان", number="12",
        national_number="100000000000000001", person_key=KEY,
    )  # fmt: skip


ALL = "100000000000000001"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("12", "فاطمة بن أحمد", "0550000001", ALL, "غليزان", ""), ("unchanged", "")),
        (("", "فاطمه بن احمد", "+213 550 00 00 01", "", "", ""), ("unchanged", "")),
        (("", "فاطمة بن أحمد", "", ALL, "", ""), ("unchanged", "")),
        (("12", "فاطمة بن أحمد", "", "", "وهران", "فخار"), ("updated", "")),
        (("12", "خديجة", "", "", "", ""), ("duplicate", "duplicate-number")),
        (("", "خديجة", "", ALL, "", ""), ("duplicate", "duplicate-national-number")),
        (("99", "فاطمة بن أحمد", "0550000001", "", "", ""), ("duplicate", "duplicate-person")),
        (("12", "فاطمة بن أحمد", "", "200000000000000002", "", ""), ("duplicate", "duplicate-number")),
        (("", "فاطمة بن أحمد", "0550000001", "200000000000000002", "", ""), ("new", "")),
        (("", "فاطمة بن أحمد", "", "", "", ""), ("new", "")),
        (("", "خديجة", "0550000001", "", "", ""), ("new", "")),
    ],
)
def test_who_is_the_same_and_who_is_not(actor: Actor, row: tuple[str, ...], expected: tuple[str, str]) -> None:
    fatima(actor)
    assert [told(fate) for fate in fates(actor, row)] == [expected]


def test_an_update_says_what_it_changes_and_takes_nothing_away(actor: Actor) -> None:
    exhibitor_id = fatima(actor)
    import_id = given(actor, ("12", "فاطمه بن احمد", "05", "", "وهران", "نقش الرخام"))
    [fate] = preview_import(actor.organisation_id, import_id, person_key=KEY).fates
    assert {(field, before, after) for field, before, after in fate.changes} == {
        ("town", "غليزان", "وهران"),
        ("craft_typed", "", "نقش الرخام"),
    }
    outcome = write_import(actor, import_id, person_key=KEY)
    assert (outcome.imported, outcome.updated) == (0, 1)
    [row] = list_exhibitors(actor.organisation_id)
    assert (row.id, row.name, row.town, row.phone) == (exhibitor_id, "فاطمة بن أحمد", "وهران", "+213550000001")
    assert row.national_last4 == "0001"


def test_a_row_that_matches_two_people_is_left_to_a_person(actor: Actor) -> None:
    fatima(actor)
    add_exhibitor(actor, name="خديجة", kind="artisan", craft_id=None, number="13")
    [fate] = fates(actor, ("13", "خديجة", "", ALL, "", ""))
    assert told(fate) == ("duplicate", "duplicate-several")
    assert fate.choices == ()


def test_a_person_decides_about_duplicates(actor: Actor) -> None:
    fatima(actor)
    rows = [
        ("12", "فاطمة القادري", "", "", "", ""),
        ("99", "فاطمة بن أحمد", "0550000001", "", "مازونة", ""),
        ("", "منى", "", "", "يلل", ""),
        ("", "منى", "", "", "يلل", ""),
    ]
    import_id = given(actor, *rows)
    decide_duplicates(actor, import_id, {2: "update", 3: "add", 5: "add", 4: "update"})
    outcome = write_import(actor, import_id, person_key=KEY)
    assert (outcome.imported, outcome.updated, outcome.duplicates) == (3, 1, 0)
    found = sorted((row.number, row.name) for row in list_exhibitors(actor.organisation_id))
    assert found == [("100", "منى"), ("101", "منى"), ("12", "فاطمة القادري"), ("99", "فاطمة بن أحمد")]


def test_an_unknown_decision_is_refused(actor: Actor) -> None:
    with pytest.raises(Refused, match="decision-unknown"):
        decide_duplicates(actor, given(actor, ("", "منى", "", "", "", "")), {2: "merge"})


def test_bad_rows_do_not_cost_good_ones(actor: Actor) -> None:
    rows = [
        ("1", "=1+1", "", "", "", ""),
        ("2", "@cmd", "", "", "", ""),
        ("3", "بدر\u202eالدين", "", "", "", ""),
        ("4", "نو\x00رة", "", "", "", ""),
        ("5", "ا" * 5000, "", "", "", ""),
        ("6", "", "", "", "", ""),
        ("7", "منى", "", "12", "", ""),
        ("8", "- هند", "+213550000009", "", "", ""),
        ("9", "سلمى", "05", "", "", "رخام"),
    ]
    import_id = given(actor, *rows)
    outcome = write_import(actor, import_id, person_key=KEY)
    assert [(row.row, row.code) for row in outcome.refused] == [
        (2, "cell-formula"),
        (3, "cell-formula"),
        (4, "text-has-controls"),
        (5, "text-has-controls"),
        (6, "text-too-long"),
        (7, "name-missing"),
        (8, "national-number-unreadable"),
    ]
    kept = {row.name: (row.phone, row.craft_typed) for row in list_exhibitors(actor.organisation_id)}
    assert kept == {"- هند": ("+213550000009", ""), "سلمى": ("05", "رخام")}


def test_nothing_is_written_before_it_is_agreed_to_and_the_file_is_gone_after(actor: Actor) -> None:
    import_id = given(
        actor, *[row[:6] for row in a_register(5)], headings=("رقم", "الاسم", "النوع", "الحرفة", "هاتف", "هوية")
    )
    preview_import(actor.organisation_id, import_id, person_key=KEY)
    assert count_exhibitors(actor.organisation_id) == 0
    write_import(actor, import_id, person_key=KEY)
    kept = db.session.scalar(select(RegisterImport))
    assert kept is not None
    assert (kept.content, count_exhibitors(actor.organisation_id)) == (None, 5)
    with pytest.raises(Conflict, match="import-written"):
        write_import(actor, import_id, person_key=KEY)


def test_national_numbers_are_kept_nowhere(actor: Actor) -> None:
    import_id = given(actor, ("1", "منى", "", "123456789012345678", "", ""), ("1", "هند", "", "999", "", ""))
    write_import(actor, import_id, person_key=KEY)
    stored = [str(vars(row)) for table in (Exhibitor, RegisterImport) for row in db.session.scalars(select(table))]
    assert not any("123456789012345678" in text for text in stored)
    outcome = stored_outcome(actor.organisation_id, import_id)
    assert outcome is not None
    assert [row.code for row in outcome.refused] == ["national-number-unreadable"]


def test_without_the_key_a_file_with_national_numbers_is_not_read(actor: Actor) -> None:
    with pytest.raises(Unready, match="person-key-missing"):
        write_import(actor, given(actor, ("1", "منى", "", "123456789012345678", "", "")))


def test_renamed_columns_are_chosen_by_a_person(actor: Actor) -> None:
    import_id = given(actor, ("منى بنت علي", "0550000007"), headings=("العمود أ", "ب"))
    with pytest.raises(Refused, match="column-name-missing"):
        preview_import(actor.organisation_id, import_id)
    choose_mapping(actor, import_id, {"name": "العمود ا", "phone": 1}, kind="cooperative")
    assert write_import(actor, import_id).imported == 1
    [row] = list_exhibitors(actor.organisation_id)
    assert (row.name, row.phone, row.kind) == ("منى بنت علي", "+213550000007", "cooperative")


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"phone": 1}, "column-name-missing"),
        ({"name": 7}, "column-unknown"),
        ({"name": "لا يوجد"}, "column-unknown"),
        ({"name": 0, "phone": 0}, "column-twice"),
        ({"name": 0, "colour": 1}, "column-unknown"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(actor: Actor, mapping: dict[str, int | str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        choose_mapping(actor, given(actor, ("منى", "1"), headings=("أ", "ب")), mapping)
    assert refused.value.code == code


def test_a_file_without_headings_loses_no_row(actor: Actor) -> None:
    import_id = given(actor, ("هند", "2"), headings=("منى", "1"))
    choose_mapping(actor, import_id, {"name": 0}, headings=False)
    assert write_import(actor, import_id).imported == 2


def test_only_headings_is_said(actor: Actor) -> None:
    with pytest.raises(Refused, match="file-only-headings"):
        preview_import(actor.organisation_id, given(actor), person_key=KEY)


def test_files_left_lying_are_forgotten(actor: Actor) -> None:
    with replaying(now() - timedelta(days=8)):
        old = given(actor, ("", "منى", "", "", "", ""))
    with pytest.raises(Gone, match="import-expired"):
        write_import(actor, old, person_key=KEY)
    new = given(actor, ("", "هند", "", "", "", ""))
    assert [kept.id for kept in list_imports(actor.organisation_id)] == [new]
    discard_import(actor, new)
    assert list_imports(actor.organisation_id) == []


def test_what_people_wrote_in_refused_rows_is_forgotten_after_a_week(actor: Actor) -> None:
    with replaying(now() - timedelta(days=8)):
        old = given(actor, ("", "=سرّ", "", "", "", ""), ("", "هند", "", "", "", ""))
        write_import(actor, old, person_key=KEY)
    given(actor, ("", "منى", "", "", "", ""))
    outcome = stored_outcome(actor.organisation_id, old)
    assert outcome is not None
    assert (outcome.imported, [(row.row, row.code, row.cells) for row in outcome.refused]) == (
        1,
        [(2, "cell-formula", ())],
    )
    assert "سرّ" not in str(outcome)


def test_another_organisations_file_is_not_there(actor: Actor) -> None:
    import_id = given(actor, ("", "منى", "", "", "", ""))
    stranger = an_organisation("stranger")
    for attempt in (write_import, discard_import):
        with pytest.raises(NotFound, match="unknown-import"):
            attempt(stranger, import_id)


def test_two_organisers_writing_the_same_people_at_once_do_not_double_them(app: Flask, actor: Actor) -> None:
    rows = [(row[0], row[1], row[4], row[5], row[6], row[3]) for row in a_register(300)]
    imports = [given(actor, *rows) for _ in range(4)]
    outcomes, refusals = [], []
    gate = threading.Barrier(len(imports))

    def write(import_id: uuid.UUID) -> None:
        with app.app_context():
            gate.wait()
            try:
                outcomes.append(write_import(actor, import_id, person_key=KEY))
            except FairError as error:
                refusals.append(error)

    threads = [threading.Thread(target=write, args=(import_id,)) for import_id in imports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == []
    assert sorted(outcome.imported for outcome in outcomes) == [0, 0, 0, 300]
    assert sum(outcome.unchanged for outcome in outcomes) == 900
    assert count_exhibitors(actor.organisation_id) == 300
