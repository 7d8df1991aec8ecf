"""What is live stays as it was published, whatever is being drawn: on both databases."""

import uuid

import pytest
from sqlalchemy import update

from fairapp.db import db
from fairapp.domain.errors import Conflict, Refused
from fairapp.models.floor_plan import FloorPlan
from fairapp.queries.floor_plan import find_plan, list_booths, list_classes, list_halls
from fairapp.queries.hall_features import list_features
from fairapp.queries.plan_versions import PublishedPlan, compare_plans, find_published, list_published_classes
from fairapp.queries.requests import get_request
from fairapp.services.audit import Actor
from fairapp.services.draws import check_ready
from fairapp.services.floor_plan import add_class, draw_plan, edit_class, edit_hall, publish_plan, remove_class
from fairapp.services.plan_changes import BoothChange, FeatureChange, PlanChanges
from fairapp.services.plan_editing import edit_drawing
from fairapp.services.plan_restoring import restore_published
from fairapp.services.requests import decide_requests, submit_request
from tests.factories.accounts import an_organisation
from tests.factories.office import PLAN, an_edition, an_exhibitor

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def actor() -> Actor:
    return an_organisation()


@pytest.fixture
def edition_id(actor: Actor) -> uuid.UUID:
    return an_edition(actor, plan=PLAN)


def live(actor: Actor, edition_id: uuid.UUID) -> PublishedPlan:
    found = find_published(actor.organisation_id, edition_id)
    assert found is not None
    return found


def move(actor: Actor, edition_id: uuid.UUID, number: str = "A-01", x_mm: int = 2_000) -> None:
    booth = next(b for b in list_booths(actor.organisation_id, edition_id) if b.number == number)
    edit_drawing(
        actor, edition_id, "A", PlanChanges(revision=None, booths=(BoothChange(booth_id=booth.id, x_mm=x_mm),))
    )


def test_nothing_is_live_before_it_is_published(actor: Actor) -> None:
    edition_id = an_edition(actor)
    draw_plan(actor, edition_id, PLAN)
    assert find_published(actor.organisation_id, edition_id) is None
    assert list_published_classes(actor.organisation_id, edition_id) == []


def test_the_copy_says_what_the_tables_said(actor: Actor, edition_id: uuid.UUID) -> None:
    published = live(actor, edition_id)
    assert list(published.booths) == list_booths(actor.organisation_id, edition_id)
    assert list(published.classes) == list_classes(actor.organisation_id, edition_id)
    assert published.version == 1
    assert not compare_plans(actor.organisation_id, edition_id, published)


def test_moving_a_booth_makes_a_draft_and_leaves_what_is_live(actor: Actor, edition_id: uuid.UUID) -> None:
    before = live(actor, edition_id)
    move(actor, edition_id)
    plan = find_plan(actor.organisation_id, edition_id)
    assert plan is not None
    assert (plan.version, plan.published_at) == (2, None)
    assert live(actor, edition_id) == before
    differs = compare_plans(actor.organisation_id, edition_id, before)
    assert (differs.moved, differs.added, differs.removed, differs.renumbered, differs.other) == (1, 0, 0, 0, False)
    publish_plan(actor, edition_id)
    assert live(actor, edition_id).version == 2
    assert not compare_plans(actor.organisation_id, edition_id, live(actor, edition_id))


def test_families_wish_by_what_is_live(actor: Actor, edition_id: uuid.UUID) -> None:
    add_class(actor, edition_id, hall_code="A", code="food", name="مأكولات", services=["water"])
    edit_class(actor, edition_id, "A/std", name="Another name", services=["water"])
    offered = list_published_classes(actor.organisation_id, edition_id)
    assert [(one.code, one.services) for one in offered] == [("A/std", ("power",)), ("B/std", ("power",))]
    assert offered[0].name != "Another name"
    publish_plan(actor, edition_id)
    assert {one.code for one in list_published_classes(actor.organisation_id, edition_id)} == {
        "A/std", "A/food", "B/std",
    }  # fmt: skip
    remove_class(actor, edition_id, "A/food")
    assert {one.code for one in list_published_classes(actor.organisation_id, edition_id)} == {"A/std", "B/std"}


def test_a_draw_stands_on_what_is_live_or_not_at_all(actor: Actor, edition_id: uuid.UUID) -> None:
    code = submit_request(actor, edition_id, exhibitor_id=an_exhibitor(actor), craft_id=None, choices=["A/std"])
    asked = get_request(actor.organisation_id, edition_id, code)
    decide_requests(actor, edition_id, [asked.id], eligible=True)
    assert check_ready(actor.organisation_id, edition_id)["requests"]
    move(actor, edition_id)
    with pytest.raises(Refused, match="plan-not-published"):
        check_ready(actor.organisation_id, edition_id)
    publish_plan(actor, edition_id)
    assert check_ready(actor.organisation_id, edition_id)["requests"]


def test_how_many_people_a_hall_holds_needs_no_new_version(actor: Actor, edition_id: uuid.UUID) -> None:
    name = live(actor, edition_id).halls[0].name
    edit_hall(actor, edition_id, "A", name=name, spread="none", capacity=300)
    plan = find_plan(actor.organisation_id, edition_id)
    assert plan is not None
    assert plan.published_at is not None
    edit_hall(actor, edition_id, "A", name=name, spread="cluster", capacity=300)
    assert compare_plans(actor.organisation_id, edition_id, live(actor, edition_id)).other


def test_a_plan_published_before_copies_were_kept_gets_one_in_time(actor: Actor, edition_id: uuid.UUID) -> None:
    db.session.execute(update(FloorPlan).values(published_copy=None))
    db.session.commit()
    before = live(actor, edition_id)
    move(actor, edition_id)
    assert live(actor, edition_id).booths == before.booths
    assert compare_plans(actor.organisation_id, edition_id, live(actor, edition_id)).moved == 1


def drawn(actor: Actor, edition_id: uuid.UUID) -> tuple[object, ...]:
    wall = actor.organisation_id, edition_id
    return list_booths(*wall), list_classes(*wall), list_features(*wall), list_halls(*wall)


def test_a_draft_given_up_leaves_what_was_published(actor: Actor, edition_id: uuid.UUID) -> None:
    door = FeatureChange(feature_id=None, kind="exit", width_mm=900, depth_mm=100)
    edit_drawing(actor, edition_id, "A", PlanChanges(revision=None, features=(door,)))
    publish_plan(actor, edition_id)
    before = drawn(actor, edition_id)
    ids = {booth.number: booth.id for booth in list_booths(actor.organisation_id, edition_id)}
    add_class(actor, edition_id, hall_code="A", code="food", name="مأكولات", services=["water"])
    edit_class(actor, edition_id, "B/std", name="Another", services=[])
    edit_hall(actor, edition_id, "B", name="ب", spread="spread", capacity=None)
    swapped = (
        BoothChange(booth_id=ids["A-01"], number="A-02", booth_class="A/food"),
        BoothChange(booth_id=ids["A-02"], number="A-99", x_mm=0, y_mm=0),
        BoothChange(booth_id=ids["A-03"], withdrawn=True),
        BoothChange(
            booth_id=None, number="A-01", x_mm=0, y_mm=12_000, width_mm=3_000, depth_mm=3_000, booth_class="A/std"
        ),
    )
    edit_drawing(actor, edition_id, "A", PlanChanges(revision=None, booths=swapped[:3]))
    edit_drawing(actor, edition_id, "A", PlanChanges(revision=None, booths=swapped[3:]))
    restore_published(actor, edition_id)
    assert drawn(actor, edition_id) == before
    plan = find_plan(actor.organisation_id, edition_id)
    assert plan is not None
    assert plan.published_at is not None
    with pytest.raises(Refused, match="no-draft"):
        restore_published(actor, edition_id)


def test_a_hall_redrawn_in_words_comes_back(actor: Actor, edition_id: uuid.UUID) -> None:
    draw_plan(actor, edition_id, "Hall C: 1 row of 3, 3 × 3 m")
    restore_published(actor, edition_id)
    assert not compare_measures(actor, edition_id)
    assert [hall.code for hall in list_halls(actor.organisation_id, edition_id)] == ["A", "B"]


def compare_measures(actor: Actor, edition_id: uuid.UUID) -> bool:
    """Whether booths, by number, differ from what is live: those drawn anew have new ids."""
    now_drawn = {b.number: (b.x_mm, b.y_mm, b.booth_class) for b in list_booths(actor.organisation_id, edition_id)}
    return now_drawn != {b.number: (b.x_mm, b.y_mm, b.booth_class) for b in live(actor, edition_id).booths}


def test_what_someone_wishes_in_the_draft_keeps_it(actor: Actor, edition_id: uuid.UUID) -> None:
    add_class(actor, edition_id, hall_code="A", code="food", name="مأكولات", services=["water"])
    submit_request(actor, edition_id, exhibitor_id=an_exhibitor(actor), craft_id=None, choices=["A/food"])
    before = drawn(actor, edition_id)
    with pytest.raises(Conflict, match="class-in-use"):
        restore_published(actor, edition_id)
    assert drawn(actor, edition_id) == before
