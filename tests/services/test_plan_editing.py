"""The drawing moved by hand, as one change; classes painted on; numbers changed: on both databases."""

import uuid
from datetime import date

import pytest

from fairapp.db import db
from fairapp.domain.errors import FairError, NotFound
from fairapp.models.draws import Allocation
from fairapp.queries.circuits import list_row_loads
from fairapp.queries.draw_snapshots import build_snapshot
from fairapp.queries.editions import get_edition_by_id
from fairapp.queries.floor_plan import BoothRow, list_booths
from fairapp.queries.hall_features import list_features
from fairapp.queries.requests import get_request
from fairapp.services.audit import Actor
from fairapp.services.circuits import set_circuits
from fairapp.services.clock import now
from fairapp.services.edition_copy import copy_edition
from fairapp.services.floor_plan import add_class
from fairapp.services.plan_changes import BoothChange, FeatureChange, PlanChanges
from fairapp.services.plan_editing import EditOutcome, edit_drawing, paint_booths, revision_of
from fairapp.services.requests import submit_request
from tests.factories.accounts import an_organisation
from tests.factories.office import PLAN, an_edition, an_exhibitor

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def actor() -> Actor:
    return an_organisation()


@pytest.fixture
def edition_id(actor: Actor) -> uuid.UUID:
    return an_edition(actor, plan=PLAN)


def booths(actor: Actor, edition_id: uuid.UUID) -> dict[str, BoothRow]:
    return {booth.number: booth for booth in list_booths(actor.organisation_id, edition_id)}


def edit(actor: Actor, edition_id: uuid.UUID, *changes: BoothChange, hall: str = "A") -> EditOutcome:
    return edit_drawing(actor, edition_id, hall, PlanChanges(revision=None, booths=changes))


def rows_of(actor: Actor, edition_id: uuid.UUID) -> list[list[str]]:
    hall = build_snapshot(get_edition_by_id(actor.organisation_id, edition_id))["halls"][0]
    rows: list[list[str]] = hall["rows"]
    return rows


def refusal(actor: Actor, edition_id: uuid.UUID, *changes: BoothChange, hall: str = "A") -> str:
    before = booths(actor, edition_id)
    with pytest.raises(FairError) as refused:
        edit(actor, edition_id, *changes, hall=hall)
    assert booths(actor, edition_id) == before, "nothing half-done"
    return refused.value.code


def test_a_moved_booth_parts_its_neighbours(actor: Actor, edition_id: uuid.UUID) -> None:
    moved = booths(actor, edition_id)["A-03"]
    outcome = edit(actor, edition_id, BoothChange(booth_id=moved.id, x_mm=0, y_mm=0))
    assert (outcome.changed, outcome.warnings) == (1, ())
    after = booths(actor, edition_id)
    assert (after["A-03"].x_mm, after["A-03"].y_mm, after["A-03"].id) == (0, 0, moved.id)
    assert rows_of(actor, edition_id) == [
        ["A-03"], ["A-01", "A-02"], ["A-04", "A-05", "A-06"], ["A-07", "A-08", "A-09", "A-10", "A-11", "A-12"],
    ]  # fmt: skip


def test_a_booth_taken_out_ends_the_row_and_comes_back(actor: Actor, edition_id: uuid.UUID) -> None:
    out = booths(actor, edition_id)["A-02"]
    edit(actor, edition_id, BoothChange(booth_id=out.id, withdrawn=True))
    assert rows_of(actor, edition_id)[:2] == [["A-01"], ["A-03", "A-04", "A-05", "A-06"]]
    edit(actor, edition_id, BoothChange(booth_id=out.id, withdrawn=False))
    assert rows_of(actor, edition_id)[0] == ["A-01", "A-02", "A-03", "A-04", "A-05", "A-06"]
    assert booths(actor, edition_id)["A-02"] == out


def test_numbers_can_be_swapped_in_one_change(actor: Actor, edition_id: uuid.UUID) -> None:
    before = booths(actor, edition_id)
    edit(
        actor,
        edition_id,
        BoothChange(booth_id=before["A-01"].id, number="A-02"),
        BoothChange(booth_id=before["A-02"].id, number="A-01"),
    )
    after = booths(actor, edition_id)
    assert (after["A-01"].id, after["A-02"].id) == (before["A-02"].id, before["A-01"].id)


def test_a_new_booth_joins_the_row_it_touches(actor: Actor, edition_id: uuid.UUID) -> None:
    last = booths(actor, edition_id)["A-06"]
    added = BoothChange(
        booth_id=None,
        number="A-13",
        x_mm=last.x_mm + 3_000,
        y_mm=last.y_mm,
        width_mm=3_000,
        depth_mm=3_000,
        booth_class="A/std",
    )
    edit(actor, edition_id, added)
    assert rows_of(actor, edition_id)[0][-2:] == ["A-06", "A-13"]


def test_what_cannot_stand_is_refused_whole(actor: Actor, edition_id: uuid.UUID) -> None:
    there = booths(actor, edition_id)
    one, two, other = there["A-01"].id, there["A-02"].id, there["B-01"].id
    good = BoothChange(booth_id=two, x_mm=0, y_mm=0)
    assert refusal(actor, edition_id, good, BoothChange(booth_id=one, x_mm=6_001)) == "booths-overlap"
    assert refusal(actor, edition_id, good, BoothChange(booth_id=one, x_mm=-1)) == "booth-outside-hall"
    assert refusal(actor, edition_id, good, BoothChange(booth_id=one, number="B-01")) == "booth-number-taken"
    assert refusal(actor, edition_id, good, BoothChange(booth_id=one, width_mm=100)) == "booth-measure-out-of-range"
    assert refusal(actor, edition_id, good, BoothChange(booth_id=one, booth_class="B/std")) == "class-of-another-hall"
    assert refusal(actor, edition_id, good, BoothChange(booth_id=one, booth_class="A/x")) == "unknown-class"
    assert refusal(actor, edition_id, good, BoothChange(booth_id=other, x_mm=0)) == "unknown-booth"
    assert refusal(actor, edition_id, good, hall="Z") == "unknown-hall"


def test_a_wished_or_held_booth_is_not_taken_out(actor: Actor, edition_id: uuid.UUID) -> None:
    there = booths(actor, edition_id)
    code = submit_request(actor, edition_id, exhibitor_id=an_exhibitor(actor), craft_id=None, choices=["A-01"])
    asked = get_request(actor.organisation_id, edition_id, code)
    held = Allocation(
        organisation_id=actor.organisation_id,
        edition_id=edition_id,
        booth_request_id=asked.id,
        exhibitor_id=asked.exhibitor_id,
        booth_id=there["A-02"].id,
        choice="manual",
        offered_at=now(),
    )
    db.session.add(held)
    db.session.commit()
    for number in ("A-01", "A-02"):
        assert refusal(actor, edition_id, BoothChange(booth_id=there[number].id, withdrawn=True)) == "plan-in-use"
    held.ended_at = now()
    db.session.commit()
    edit(actor, edition_id, BoothChange(booth_id=there["A-02"].id, withdrawn=True))


def test_an_old_drawing_is_not_saved_over_a_newer_one(actor: Actor, edition_id: uuid.UUID) -> None:
    seen = revision_of(actor, edition_id)
    change = BoothChange(booth_id=booths(actor, edition_id)["A-01"].id, x_mm=2_900)
    first = edit_drawing(actor, edition_id, "A", PlanChanges(revision=seen, booths=(change,)))
    with pytest.raises(FairError, match="plan-changed-meanwhile"):
        edit_drawing(actor, edition_id, "A", PlanChanges(revision=seen, booths=(change,)))
    edit_drawing(actor, edition_id, "A", PlanChanges(revision=first.revision, booths=(change,)))


def test_a_booth_on_a_fire_exit_is_warned_about(actor: Actor, edition_id: uuid.UUID) -> None:
    place = {"x_mm": 3_000, "y_mm": 3_000, "width_mm": 1_000, "depth_mm": 200}
    exit_, aisle = (FeatureChange(feature_id=None, kind=kind, label="باب", **place) for kind in ("exit", "aisle"))
    outcome = edit_drawing(actor, edition_id, "A", PlanChanges(revision=None, features=(exit_, aisle)))
    assert outcome.warnings == (("A-01", "exit"),)
    drawn = list_features(actor.organisation_id, edition_id)
    assert [(one.kind, one.label, one.hall) for one in drawn] == [("exit", "باب", "A"), ("aisle", "باب", "A")]
    gone = FeatureChange(feature_id=drawn[0].id, removed=True)
    moved = FeatureChange(feature_id=drawn[1].id, kind="wall", **place | {"x_mm": 0, "y_mm": 0})
    assert edit_drawing(actor, edition_id, "A", PlanChanges(revision=None, features=(gone, moved))).warnings == ()
    assert [(one.kind, one.x_mm) for one in list_features(actor.organisation_id, edition_id)] == [("wall", 0)]


def test_classes_are_painted_on(actor: Actor, edition_id: uuid.UUID) -> None:
    add_class(actor, edition_id, hall_code="A", code="food", name="مأكولات", services=["water"])
    paint_booths(actor, edition_id, "A", numbers=["a-02", "A-٠٥", "A-02"], booth_class="A/food")
    assert [b.number for b in booths(actor, edition_id).values() if b.booth_class == "A/food"] == ["A-02", "A-05"]
    with pytest.raises(NotFound, match="unknown-booth"):
        paint_booths(actor, edition_id, "A", numbers=["B-01"], booth_class="A/food")


def test_another_organisation_finds_nothing(actor: Actor, edition_id: uuid.UUID) -> None:
    stranger = an_organisation("stranger")
    assert refusal(stranger, edition_id, BoothChange(booth_id=booths(actor, edition_id)["A-01"].id, x_mm=0)) in {
        "unknown-edition"
    }


def test_the_next_edition_has_the_same_walls_and_circuits(actor: Actor, edition_id: uuid.UUID) -> None:
    wall = FeatureChange(feature_id=None, kind="wall", label="ج", width_mm=9_000, depth_mm=200)
    edit_drawing(actor, edition_id, "A", PlanChanges(revision=None, features=(wall,)))
    set_circuits(actor, edition_id, "A", {2: 3_000})
    copied = copy_edition(
        actor, edition_id, slug="jeddah-2015", name="الرابع", starts_on=date(2015, 12, 3), ends_on=None
    )
    (stands,) = list_features(actor.organisation_id, copied)
    assert (stands.kind, stands.label, stands.hall, stands.width_mm) == ("wall", "ج", "A", 9_000)
    assert [load.budget for load in list_row_loads(actor.organisation_id, copied, "A")] == [None, 3_000]
