"""A family asks by herself: recognised, added, slowed down: on both databases."""

import uuid
from datetime import datetime, timedelta

import pytest

from fairapp.domain.errors import Conflict, FairError, Refused, TooMuch
from fairapp.queries.public_requests import get_public_request
from fairapp.queries.register import count_exhibitors, list_members
from fairapp.queries.requests import get_request, list_requests
from fairapp.services.audit import Actor
from fairapp.services.clock import now, replaying
from fairapp.services.crafts import seed_crafts
from fairapp.services.editions import set_request_window
from fairapp.services.new_requests import NewRequest
from fairapp.services.public_requests import (
    ASKED_IN_A_WINDOW,
    Family,
    submit_public_request,
    withdraw_public_request,
)
from fairapp.services.register import add_exhibitor
from tests.factories.accounts import an_organisation
from tests.factories.office import PLAN, an_edition

pytestmark = pytest.mark.usefixtures("app")
KEY = "a key of this test"
NOBODY = uuid.UUID(int=0)
OTHERS = {"name": "نورة الحربي", "phone": "0551234567"}


def an_open_edition(actor: Actor, **window: datetime | None) -> uuid.UUID:
    edition_id = an_edition(actor, plan=PLAN)
    times = {"opens_at": now() - timedelta(days=1), "closes_at": now() + timedelta(days=1), **window}
    set_request_window(actor, edition_id, terms="", **times)
    return edition_id


def ask(actor: Actor, edition_id: uuid.UUID, *, address: str = "192.0.2.1", terms: bool = True, **typed: object) -> str:
    values: dict[str, object] = {**OTHERS, "kind": "family", "craft_id": seed_crafts(actor)["pottery"], **typed}
    asked = NewRequest(exhibitor_id=NOBODY, choices=("A/std",), terms_accepted=terms)
    return submit_public_request(
        Actor(organisation_id=actor.organisation_id),
        edition_id,
        Family(**values),  # type: ignore[arg-type]  # as given
        asked,
        address=address,
        person_key=KEY,
    )


def test_a_new_family_is_added_to_the_register_with_her_people() -> None:
    actor = an_organisation()
    edition_id = an_open_edition(actor)
    code = ask(
        actor, edition_id, national_number="1012345678", town="جدة", members=(("هند", "1087654321"), ("سارة", ""))
    )
    row = get_request(actor.organisation_id, edition_id, code)
    assert (row.exhibitor, row.phone, row.town, row.source) == ("نورة الحربي", "+966551234567", "جدة", "public")
    assert {member.name for member in list_members(actor.organisation_id, row.exhibitor_id)} == {"سارة", "هند"}
    public = get_public_request(actor.organisation_id, edition_id, code)
    assert vars(public) == {
        "code": code, "state": "submitted", "submitted_at": row.submitted_at, "booths": (), "position": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        (
            {"national_number": "1012345678"},
            {"name": "نوره حربي", "phone": "0500000000", "national_number": "١٠١٢٣٤٥٦٧٨"},
        ),
        ({}, {"name": "نوره الحربى", "phone": "+966 55 123 4567"}),
        ({"national_number": "1012345678"}, {}),
    ],
)
def test_a_family_of_the_register_is_recognised(known: dict[str, str], typed: dict[str, str]) -> None:
    actor = an_organisation()
    edition_id = an_open_edition(actor)
    craft_id = seed_crafts(actor)["pottery"]
    family = add_exhibitor(actor, kind="family", craft_id=craft_id, person_key=KEY, **{**OTHERS, **known})  # type: ignore[arg-type]  # as given
    code = ask(actor, edition_id, **typed)
    assert get_request(actor.organisation_id, edition_id, code).exhibitor_id == family
    with pytest.raises(Conflict, match="already-requested"):
        ask(actor, edition_id, **typed)
    assert count_exhibitors(actor.organisation_id) == 1


@pytest.mark.parametrize("typed", [{"phone": "0559999999"}, {"name": "سارة الحربي"}, {"national_number": "1099999999"}])
def test_another_person_is_not_taken_for_her(typed: dict[str, str]) -> None:
    actor = an_organisation()
    edition_id = an_open_edition(actor)
    craft_id = seed_crafts(actor)["pottery"]
    add_exhibitor(
        actor, kind="family", craft_id=craft_id, person_key=KEY, **{**OTHERS, "national_number": "1012345678"}
    )
    ask(actor, edition_id, **typed)
    assert count_exhibitors(actor.organisation_id) == 2


def test_a_daughter_in_her_mothers_request_cannot_ask_alone() -> None:
    actor = an_organisation()
    edition_id = an_open_edition(actor)
    ask(actor, edition_id, members=(("هند", "1087654321"),))
    with pytest.raises(Conflict, match="person-already-requested"):
        ask(actor, edition_id, name="هند", phone="0557777777", national_number="1087654321")
    assert len(list_requests(actor.organisation_id, edition_id)) == 1
    assert count_exhibitors(actor.organisation_id) == 1, "the refused one is not left in the register"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"terms": False}, "terms-not-accepted"),
        ({"phone": " "}, "phone-missing"),
        ({"name": " "}, "name-missing"),
        ({"national_number": "abc"}, "national-number-unreadable"),
        ({"name": "a\u202eb"}, "text-has-controls"),
        ({"kind": "queen"}, "kind-unknown"),
        ({"craft_id": NOBODY}, "unknown-craft"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(typed: dict[str, object], code: str) -> None:
    actor = an_organisation()
    edition_id = an_open_edition(actor)
    with pytest.raises(FairError) as refusal:
        ask(actor, edition_id, **typed)  # type: ignore[arg-type]  # as given
    assert refusal.value.code == code
    assert count_exhibitors(actor.organisation_id) == 0


def test_the_family_withdraws_with_the_telephone_she_gave() -> None:
    actor = an_organisation()
    edition_id = an_open_edition(actor)
    code = ask(actor, edition_id)
    for wrong, number in ((code, "0551234568"), (code, ""), ("AAAAAA", "0551234567")):
        with pytest.raises(Refused, match="phone-not-hers"):
            withdraw_public_request(actor, edition_id, wrong, phone=number, address="192.0.2.9")
    withdraw_public_request(actor, edition_id, code, phone="+966 55 123 4567", address="192.0.2.9")
    assert get_public_request(actor.organisation_id, edition_id, code).state == "withdrawn"
    assert ask(actor, edition_id) != code


def test_the_window_is_open_from_its_first_to_before_its_last_moment() -> None:
    actor = an_organisation()
    opens, closes = now(), now() + timedelta(days=3)
    edition_id = an_open_edition(actor, opens_at=opens, closes_at=closes)
    for moment, code in (
        (opens - timedelta(seconds=1), "requests-not-open"),
        (closes, "requests-closed"),
    ):
        with replaying(moment), pytest.raises(Refused, match=code):
            ask(actor, edition_id)
    with replaying(closes - timedelta(seconds=1)):
        ask(actor, edition_id)
    never = an_edition(actor, "never-open")
    with pytest.raises(Refused, match="requests-not-open"):
        ask(actor, never)


def test_one_address_is_slowed_down_and_others_are_not() -> None:
    actor = an_organisation()
    edition_id = an_open_edition(actor)
    start = now()
    with replaying(start):
        for _ in range(ASKED_IN_A_WINDOW):
            with pytest.raises(Refused, match="terms-not-accepted"):
                ask(actor, edition_id, terms=False)
        with pytest.raises(TooMuch, match="too-many-attempts"):
            ask(actor, edition_id)
        ask(actor, edition_id, address="192.0.2.2")
    with replaying(start + timedelta(hours=1)), pytest.raises(Conflict, match="already-requested"):
        ask(actor, edition_id)
