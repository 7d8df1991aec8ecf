"""Exhibitors and their members, one at a time."""

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import Conflict, FairError, NotFound, Refused, Unready
from fairapp.models.audit import AuditEvent
from fairapp.models.exhibitors import Exhibitor
from fairapp.queries.register import RegisterFilter, count_exhibitors, get_exhibitor, list_exhibitors, list_members
from fairapp.services.audit import Actor
from fairapp.services.crafts import seed_crafts
from fairapp.services.register import add_exhibitor, add_member, change_exhibitor, remove_member
from tests.factories.accounts import an_organisation

KEY = "a key of this test"


def added(actor: Actor, name: str = "فاطمة بنت سعيد", **more: Any) -> uuid.UUID:
    return add_exhibitor(actor, **{"name": name, "kind": "family", "craft_id": None, **more})


def names(actor: Actor, **asked: Any) -> list[str]:
    found = list_exhibitors(actor.organisation_id, RegisterFilter(**asked))
    return [row.name for row in found]


def test_numbers_go_on_from_the_highest_plain_one(app: Flask) -> None:
    actor = an_organisation()
    given = ["", "7", "", "R-2014/9", "", "12345678901234"]
    for at, number in enumerate(given):
        added(actor, f"عارض {at}", number=number)
    added(actor, "الأخير")
    rows = sorted(list_exhibitors(actor.organisation_id), key=lambda row: row.id)
    assert [row.number for row in rows] == ["1", "7", "8", "R-2014/9", "9", "12345678901234", "10"]


def test_what_is_stored_is_what_was_written_and_a_readable_telephone(app: Flask) -> None:
    actor = an_organisation(country="SA")
    crafts = seed_crafts(actor)
    exhibitor_id = added(
        actor,
        "  آمنة   بنت مُصطفى ",
        craft_id=crafts["pottery"],
        phone="٠٥٥ ١٢٣ ٤٥٦٧",
        town="جدة",
        region="مكة المكرمة",
        groups=("new", "rural, new"),
        note="سطر\nسطر",
        national_number="١٠٢٣٤٥٦٧٨٩",
        person_key=KEY,
    )
    row = get_exhibitor(actor.organisation_id, exhibitor_id)
    assert (row.name, row.phone, row.groups, row.note) == (
        "آمنة بنت مُصطفى",
        "+966551234567",
        ("new", "rural"),
        "سطر\nسطر",
    )
    stored = db.session.scalar(select(Exhibitor))
    assert stored is not None
    assert (len(stored.national_hash or ""), stored.national_last4) == (64, "6789")
    assert "1023456789" not in repr(vars(stored))
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "exhibitor.added")).one()
    assert "6789" not in str(event.details)


def test_an_unreadable_telephone_is_kept_as_typed(app: Flask) -> None:
    actor = an_organisation()
    added(actor, phone="عند الجارة 12")
    assert [row.phone for row in list_exhibitors(actor.organisation_id)] == ["عند الجارة 12"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "  ", "name-missing"),
        ("name", "ء", "name-missing"),
        ("name", "ا" * 201, "text-too-long"),
        ("name", "بدر\u202eالدين", "text-has-controls"),
        ("kind", "king", "kind-unknown"),
        ("kind", "", "kind-unknown"),
        ("groups", tuple("abcdefghijk"), "groups-too-many"),
        ("national_number", "12", "national-number-unreadable"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(app: Flask, field: str, value: object, code: str) -> None:
    actor = an_organisation()
    with pytest.raises(Refused) as told:
        added(actor, **{field: value, "person_key": KEY})
    assert told.value.code == code
    assert count_exhibitors(actor.organisation_id) == 0


def test_a_national_number_needs_the_key(app: Flask) -> None:
    with pytest.raises(Unready, match="person-key-missing"):
        added(an_organisation(), national_number="1023456789")


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ({"name": "سعاد", "number": "5"}, "exhibitor-exists"),
        ({"name": "سعاد", "national_number": "1023456789"}, "exhibitor-exists"),
        ({"name": "فاطمه بنت سعيد", "phone": "+966551234567"}, "exhibitor-similar"),
    ],
    ids=["number", "national number", "name and telephone"],
)
def test_the_same_person_is_not_added_twice(app: Flask, second: dict[str, str], code: str) -> None:
    actor = an_organisation()
    added(actor, number="5", phone="0551234567", national_number="1023456789", person_key=KEY)
    with pytest.raises(Conflict) as told:
        added(actor, **{"person_key": KEY, **second})
    assert (told.value.code, told.value.values["number"]) == (code, "5")
    assert count_exhibitors(actor.organisation_id) == 1


def test_someone_else_with_the_same_name_and_telephone_may_be_added(app: Flask) -> None:
    actor = an_organisation()
    added(actor, phone="0551234567")
    added(actor, phone="0551234567", although_similar=True)
    assert count_exhibitors(actor.organisation_id) == 2


def test_a_change_keeps_the_number_and_the_national_number_that_are_not_typed_again(app: Flask) -> None:
    actor = an_organisation()
    exhibitor_id = added(actor, national_number="1023456789", person_key=KEY)
    change_exhibitor(actor, exhibitor_id, name="فاطمة السعيد", kind="artisan", craft_id=None)
    row = list_exhibitors(actor.organisation_id)[0]
    assert (row.number, row.name, row.kind, row.national_last4) == ("1", "فاطمة السعيد", "artisan", "6789")
    assert names(actor, search="فاطمه السعيد") == ["فاطمة السعيد"]


def test_one_organisation_does_not_reach_into_another(app: Flask) -> None:
    mine, other = an_organisation("mine"), an_organisation("other")
    craft_id = seed_crafts(other)["pottery"]
    exhibitor_id = added(other)
    added(mine, "نورة", number="1")
    assert names(mine) == ["نورة"]
    tries = [
        lambda: get_exhibitor(mine.organisation_id, exhibitor_id),
        lambda: change_exhibitor(mine, exhibitor_id, name="x", kind="family", craft_id=None),
        lambda: add_member(mine, exhibitor_id, name="x"),
        lambda: added(mine, "x", craft_id=craft_id),
    ]
    for attempt in tries:
        with pytest.raises(NotFound):
            attempt()


def test_members_are_found_named_once_and_removed(app: Flask) -> None:
    actor = an_organisation()
    exhibitor_id = added(actor, "تعاونية الأمل", kind="cooperative")
    member_id = add_member(actor, exhibitor_id, name="أمينة بنت عليّ", phone="0551234567", woman=True)
    with pytest.raises(Conflict, match="member-exists"):
        add_member(actor, exhibitor_id, name="امينه بنت علي", phone="+966 55 123 4567")
    assert names(actor, search="امينة علي") == ["تعاونية الأمل"]
    remove_member(actor, exhibitor_id, member_id)
    assert list_members(actor.organisation_id, exhibitor_id) == []
    with pytest.raises(FairError, match="unknown-member"):
        remove_member(actor, exhibitor_id, member_id)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("احمد", ["أحمد 100%"]),
        ("055 123", ["أحمد 100%"]),
        ("٠٥٥١٢٣", ["أحمد 100%"]),
        ("R_1", ["Ben-Saïd"]),
        ("ben said", ["Ben-Saïd"]),
        ("%", []),
        ("_", []),
        ("R%", []),
        ("\\", []),
        ("لا أحد", []),
    ],
)
def test_searching_by_name_number_and_telephone(app: Flask, search: str, found: list[str]) -> None:
    actor = an_organisation()
    added(actor, "أحمد 100%", phone="0551234567")
    added(actor, "Ben-Saïd", number="R_1", phone="0559998887")
    added(actor, "منى", number="RX1")
    assert names(actor, search=search) == found


def test_filters_narrow_the_list(app: Flask) -> None:
    actor = an_organisation()
    crafts = seed_crafts(actor)
    added(actor, "أ", craft_id=crafts["pottery"], region="جدة")
    added(actor, "ب", kind="cooperative", region="جدة")
    added(actor, "ج", craft_id=crafts["pottery"], region="مكة")
    assert names(actor, craft_ids=(crafts["pottery"],), region="جدة") == ["أ"]
    assert names(actor, kind="cooperative") == ["ب"]
