"""The plan: drawn, redrawn without orphans, its classes and gates: on both databases."""

import uuid

import pytest

from fairapp.db import db
from fairapp.domain.errors import Conflict, FairError, NotFound, Refused
from fairapp.models.draws import Allocation
from fairapp.queries.floor_plan import (
    find_plan,
    list_booths,
    list_classes,
    list_gates,
    list_halls,
    list_held_booths,
)
from fairapp.queries.requests import get_request, list_choices
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.floor_plan import (
    add_class,
    add_gate,
    assign_rows,
    draw_plan,
    edit_class,
    edit_hall,
    publish_plan,
    remove_class,
)
from fairapp.services.requests import submit_request
from tests.factories.accounts import an_organisation
from tests.factories.office import PLAN, an_edition, an_exhibitor

pytestmark = pytest.mark.usefixtures("app")


def asking(actor: Actor, edition_id: uuid.UUID, *choices: str) -> str:
    return submit_request(actor, edition_id, exhibitor_id=an_exhibitor(actor), craft_id=None, choices=choices)


def holding(actor: Actor, edition_id: uuid.UUID, number: str) -> None:
    """A family that holds a booth, as after a draw."""
    code = asking(actor, edition_id)
    found = get_request(actor.organisation_id, edition_id, code)
    booth_id = next(b.id for b in list_booths(actor.organisation_id, edition_id) if b.number == number)
    db.session.add(
        Allocation(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            booth_request_id=found.id,
            exhibitor_id=found.exhibitor_id,
            booth_id=booth_id,
            choice="manual",
            offered_at=now(),
        )
    )
    db.session.commit()


def numbers(actor: Actor, edition_id: uuid.UUID) -> list[str]:
    return [booth.number for booth in list_booths(actor.organisation_id, edition_id)]


def test_a_sentence_becomes_halls_classes_and_booths() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    draw_plan(actor, edition_id, PLAN)
    mine = actor.organisation_id, edition_id
    assert [(hall.code, hall.name) for hall in list_halls(*mine)] == [("A", "Hall A"), ("B", "Hall B")]
    assert [(c.code, c.hall, c.services, c.booths) for c in list_classes(*mine)] == [
        ("A/std", "A", ("power",), 12),
        ("B/std", "B", ("power",), 4),
    ]
    booths = list_booths(*mine)
    assert [(b.number, b.row, b.place) for b in booths[5:8]] == [("A-06", 1, 6), ("A-07", 2, 1), ("A-08", 2, 2)]
    plan = find_plan(*mine)
    assert plan is not None
    assert (plan.version, plan.sentence, plan.published_at) == (1, PLAN, None)


def test_publishing_makes_a_version_and_drawing_again_a_draft() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    with pytest.raises(Refused, match="plan-missing"):
        publish_plan(actor, edition_id)
    draw_plan(actor, edition_id, PLAN)
    draw_plan(actor, edition_id, "A: 1 row of 2, 3 × 3 m")
    publish_plan(actor, edition_id)
    publish_plan(actor, edition_id)
    draw_plan(actor, edition_id, PLAN)
    plan = find_plan(actor.organisation_id, edition_id)
    assert plan is not None
    assert (plan.version, plan.published_at) == (2, None)
    assert len(numbers(actor, edition_id)) == 16


@pytest.mark.parametrize(
    "sentence",
    [
        "Hall A: 3 rows of 4, 2 × 2 m\nHall B: 1 row of 4, 3 × 3 m",
        "Hall A: 1 row of 12, 3 × 3 m",
        "Hall A: 4 rows of 6, 3 × 3 m",
    ],
)
def test_booths_that_stay_are_the_same_rows_wherever_they_move(sentence: str) -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    code = asking(actor, edition_id, "A/std", "A-07")
    before = {booth.number: booth.id for booth in list_booths(actor.organisation_id, edition_id)}
    draw_plan(actor, edition_id, sentence)
    after = {booth.number: booth.id for booth in list_booths(actor.organisation_id, edition_id)}
    assert {number: before[number] for number in before.keys() & after.keys()} == {
        number: after[number] for number in before.keys() & after.keys()
    }
    assert "A-07" in after
    request = get_request(actor.organisation_id, edition_id, code)
    assert list_choices(actor.organisation_id, edition_id)[request.id] == (("class", "A/std"), ("booth", "A-07"))


@pytest.mark.parametrize(
    ("wish", "sentence", "place"),
    [
        ("A-12", "Hall A: 1 row of 11, 3 × 3 m\nHall B: 1 row of 4, 3 × 3 m", "A-12"),
        ("B/std", "Hall A: 2 rows of 6, 3 × 3 m", "B/std"),
    ],
)
def test_what_is_wished_cannot_be_drawn_away(wish: str, sentence: str, place: str) -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    asking(actor, edition_id, wish)
    before = numbers(actor, edition_id)
    with pytest.raises(Conflict, match="plan-in-use") as refusal:
        draw_plan(actor, edition_id, sentence)
    assert refusal.value.values == {"places": [place], "count": 1}
    assert numbers(actor, edition_id) == before


def test_what_is_held_cannot_be_drawn_away_and_stands_in_the_list() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    holding(actor, edition_id, "A-03")
    held = {booth.booth: booth.exhibitor for booth in list_held_booths(actor.organisation_id, edition_id)}
    assert held["A-03"] == "أسرة الحربي"
    assert {name for number, name in held.items() if number != "A-03"} == {None}
    with pytest.raises(Conflict, match="plan-in-use"):
        draw_plan(actor, edition_id, "Hall A: 1 row of 2, 3 × 3 m")


def test_rows_belong_to_classes() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    add_class(actor, edition_id, hall_code="A", code="Food", name="مأكولات", services=["ventilation", "power"])
    assign_rows(actor, edition_id, "A", {2: "A/food"})
    classes = {c.code: c for c in list_classes(actor.organisation_id, edition_id)}
    assert (classes["A/food"].services, classes["A/food"].booths) == (("power", "ventilation"), 6)
    assert list(classes) == ["A/std", "B/std", "A/food"], "the published order: new classes come last"
    draw_plan(actor, edition_id, "Hall A: 2 rows of 7, 3 × 3 m\nHall B: 1 row of 4, 3 × 3 m")
    classes = {c.code: c for c in list_classes(actor.organisation_id, edition_id)}
    assert (classes["A/food"].booths, classes["A/std"].booths) == (6, 8), "booths that stay keep their class"


def test_classes_and_gates_are_refused_with_a_code() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    add_gate(actor, edition_id, code="g1", name="الرئيسية")
    asking(actor, edition_id, "B/std")
    attempts = {
        "class-exists": lambda: add_class(actor, edition_id, hall_code="A", code="std", name="x", services=[]),
        "place-code-unreadable": lambda: add_class(actor, edition_id, hall_code="A", code="a/b", name="x", services=[]),
        "unknown-service": lambda: edit_class(actor, edition_id, "A/std", name="x", services=["gold"]),
        "place-name-missing": lambda: edit_class(actor, edition_id, "A/std", name=" ", services=[]),
        "unknown-hall": lambda: add_class(actor, edition_id, hall_code="Z", code="std", name="x", services=[]),
        "unknown-class": lambda: edit_class(actor, edition_id, "A/none", name="x", services=[]),
        "class-in-use": lambda: remove_class(actor, edition_id, "A/std"),
        "class-of-another-hall": lambda: assign_rows(actor, edition_id, "A", {1: "B/std"}),
        "gate-exists": lambda: add_gate(actor, edition_id, code="G1", name="x"),
        "unknown-spread": lambda: edit_hall(actor, edition_id, "A", name="x", spread="far", capacity=None),
        "capacity-out-of-range": lambda: edit_hall(actor, edition_id, "A", name="x", spread="none", capacity=0),
    }
    for code, attempt in attempts.items():
        with pytest.raises(FairError) as refusal:
            attempt()
        assert refusal.value.code == code
    assert [gate.code for gate in list_gates(actor.organisation_id, edition_id)] == ["G1"]


def test_a_hall_says_how_crafts_lie_and_an_empty_class_goes() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    edit_hall(actor, edition_id, "A", name="القاعة الكبرى", spread="spread", capacity=900)
    hall = list_halls(actor.organisation_id, edition_id)[0]
    assert (hall.name, hall.spread, hall.capacity) == ("القاعة الكبرى", "spread", 900)
    add_class(actor, edition_id, hall_code="A", code="food", name="x", services=[])
    remove_class(actor, edition_id, "A/food")
    assert [c.code for c in list_classes(actor.organisation_id, edition_id)] == ["A/std", "B/std"]


def test_a_gate_outlives_its_hall() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    add_gate(actor, edition_id, code="b", name="بوابة", hall_code="B")
    draw_plan(actor, edition_id, "Hall A: 2 rows of 6, 3 × 3 m")
    assert [(gate.code, gate.hall) for gate in list_gates(actor.organisation_id, edition_id)] == [("B", None)]


def test_another_organisation_cannot_draw() -> None:
    actor, stranger = an_organisation(), an_organisation("other-chamber")
    edition_id = an_edition(actor, plan=PLAN)
    for attempt in (
        lambda: draw_plan(stranger, edition_id, PLAN),
        lambda: publish_plan(stranger, edition_id),
        lambda: add_gate(stranger, edition_id, code="g", name="x"),
        lambda: edit_class(stranger, edition_id, "A/std", name="x", services=[]),
    ):
        with pytest.raises(NotFound, match="unknown-edition"):
            attempt()
    assert list_booths(stranger.organisation_id, edition_id) == []
