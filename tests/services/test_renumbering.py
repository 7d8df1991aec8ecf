"""A hall renumbered two days before: badges still open the right stall, old numbers are found: on both databases."""

import uuid

import pytest
from sqlalchemy import Select, select

from fairapp.db import db
from fairapp.domain.booth_numbers import NumberScheme
from fairapp.domain.errors import FairError
from fairapp.i18n.locales import locale_for
from fairapp.models.draws import Allocation
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest, RequestChoice
from fairapp.queries.allocations import list_waiting
from fairapp.queries.badges import count_badges, get_stall, list_badges
from fairapp.queries.circuits import list_row_loads
from fairapp.queries.draws import find_draw, get_texts
from fairapp.queries.editions import get_edition_by_id
from fairapp.queries.floor_plan import find_plan, list_booths
from fairapp.queries.former_numbers import find_by_number, list_former_of
from fairapp.queries.plan_versions import compare_plans, find_published
from fairapp.services.allocations import allocate_by_hand, decline_allocation
from fairapp.services.audit import Actor
from fairapp.services.badges import issue_badges
from fairapp.services.circuits import set_circuits
from fairapp.services.crafts import seed_crafts
from fairapp.services.draw_slips import Teller
from fairapp.services.new_requests import NewRequest
from fairapp.services.plan_changes import BoothChange, PlanChanges
from fairapp.services.plan_editing import edit_drawing
from fairapp.services.renumbering import renumber_hall
from fairapp.services.requests import submit_requests
from tests.factories.draws import ReadyEdition, committed, drawn, families, ready_edition

pytestmark = pytest.mark.usefixtures("app")
PLAN = "Hall A: 2 rows of 3, 3 × 3 m\nHall B: 1 row of 2, 3 × 3 m"
BACK = NumberScheme(prefix="A-", direction="backward")


@pytest.fixture
def ready() -> ReadyEdition:
    return ready_edition(PLAN, [["A/std"]] * 8)


def wall(ready: ReadyEdition) -> tuple[uuid.UUID, uuid.UUID]:
    return ready.actor.organisation_id, ready.id


def in_first_row() -> Select[tuple[BoothRequest]]:
    """The requests that hold the first row of hall A, by place."""
    return (
        select(BoothRequest)
        .join(Allocation, Allocation.booth_request_id == BoothRequest.id)
        .join(Booth, Booth.id == Allocation.booth_id)
        .where(Booth.row == 1, Booth.number.startswith("A-"))
        .order_by(Booth.place)
    )


def refusal(actor: Actor, edition_id: uuid.UUID, hall: str, scheme: NumberScheme) -> str:
    before = list_booths(actor.organisation_id, edition_id)
    with pytest.raises(FairError) as refused:
        renumber_hall(actor, edition_id, hall, scheme)
    assert list_booths(actor.organisation_id, edition_id) == before
    return refused.value.code


def test_badges_printed_before_open_the_same_booth_under_its_new_number(ready: ReadyEdition) -> None:
    drawn(ready)
    issue_badges(ready.actor, ready.id)
    before = {badge.code: badge.places[0].booths for badge in list_badges(*wall(ready))}
    ids = {booth.number: booth.id for booth in list_booths(*wall(ready))}
    assert renumber_hall(ready.actor, ready.id, "A", BACK) == 6
    now_called = {booth.id: booth.number for booth in list_booths(*wall(ready))}
    assert len(before) == 6
    for code, (number,) in before.items():
        (place,) = get_stall(code).places
        assert place.booths == (now_called[ids[number]],) == (f"A-{7 - int(number[-2:]):02}",)


def test_old_numbers_are_found(ready: ReadyEdition) -> None:
    drawn(ready)
    issue_badges(ready.actor, ready.id)
    first = next(booth for booth in list_booths(*wall(ready)) if booth.number == "A-01")
    renumber_hall(ready.actor, ready.id, "A", NumberScheme(prefix="N-", start=10, step=10))
    (found,) = find_by_number(*wall(ready), "A-01")
    assert (found.booth_id, found.number, found.former) == (first.id, "N-10", "A-01")
    assert count_badges(*wall(ready), "A-01") == count_badges(*wall(ready), "N-10") == 1
    renumber_hall(ready.actor, ready.id, "A", NumberScheme(prefix="A-", start=2))
    assert [(one.number, one.former) for one in find_by_number(*wall(ready), "A-02")] == [
        ("A-02", None), ("A-03", "A-02"),
    ]  # fmt: skip
    assert list_former_of(*wall(ready), ["A-02", "B-07"]) == {"A-02": ["N-10", "A-01"]}


def told_of_first(ready: ReadyEdition) -> list[tuple[str, str, tuple[str, ...]]]:
    draw = find_draw(*wall(ready))
    assert draw is not None
    teller = Teller(get_edition_by_id(*wall(ready)), get_texts(ready.actor.organisation_id, draw.id), locale_for("ar"))
    told = [teller.tell(code) for code in ready.codes]
    return sorted((one.outcome.line.booths[0], one.hall, one.today) for one in told if one.outcome.line.booths)


def test_what_was_drawn_is_told_in_its_number_with_its_hall_and_the_number_of_today(ready: ReadyEdition) -> None:
    drawn(ready)
    before = told_of_first(ready)
    assert {(hall, today) for _, hall, today in before} == {(before[0][1], ())}
    renumber_hall(ready.actor, ready.id, "A", NumberScheme(prefix="N-"))
    renumber_hall(ready.actor, ready.id, "B", NumberScheme(prefix="A-"))
    after = told_of_first(ready)
    assert after == [(booth, hall, (booth.replace("A", "N"),)) for booth, hall, _ in before]
    renumber_hall(ready.actor, ready.id, "B", NumberScheme(prefix="B-"))
    renumber_hall(ready.actor, ready.id, "A", NumberScheme(prefix="A-"))
    assert told_of_first(ready) == before


def test_a_former_number_gives_the_booth_unless_another_has_it_now(ready: ReadyEdition) -> None:
    drawn(ready)
    waiting = list_waiting(*wall(ready))
    renumber_hall(ready.actor, ready.id, "B", NumberScheme(prefix="N-"))
    for booth in ("A-01", "b-٩٩"):
        with pytest.raises(FairError) as refused:
            allocate_by_hand(ready.actor, ready.id, booth=booth, code=waiting[0].code, reason="near the door")
        assert refused.value.code == ("booth-held" if booth == "A-01" else "unknown-booth")
    given = allocate_by_hand(ready.actor, ready.id, booth="b-٠١", code=waiting[0].code, reason="near the door")
    booth_id = db.session.get_one(Allocation, (ready.actor.organisation_id, given)).booth_id
    assert db.session.get_one(Booth, (ready.actor.organisation_id, booth_id)).number == "N-01"


def test_a_wish_may_name_a_booth_by_its_former_number(ready: ReadyEdition) -> None:
    renumber_hall(ready.actor, ready.id, "B", NumberScheme(prefix="N-"))
    (family,) = families(ready.actor, list(seed_crafts(ready.actor).values())[:1], first=50)
    with pytest.raises(FairError) as refused:
        submit_requests(ready.actor, ready.id, [NewRequest(exhibitor_id=family, choices=("B-01", "N-01"))])
    assert refused.value.code == "choice-repeated"
    submit_requests(ready.actor, ready.id, [NewRequest(exhibitor_id=family, choices=("B-01", "N-02"))])
    wished = select(Booth.number).join(RequestChoice, RequestChoice.booth_id == Booth.id)
    assert list(db.session.scalars(wished.order_by(RequestChoice.position))) == ["N-01", "N-02"]


def test_a_published_plan_is_published_again_and_a_draft_stays_a_draft(ready: ReadyEdition) -> None:
    renumber_hall(ready.actor, ready.id, "A", BACK)
    live = find_published(*wall(ready))
    assert live is not None
    assert live.version == 2
    assert not compare_plans(*wall(ready), live)
    booth = list_booths(*wall(ready))[0]
    moved = PlanChanges(revision=None, booths=(BoothChange(booth_id=booth.id, x_mm=0, y_mm=0),))
    edit_drawing(ready.actor, ready.id, "A", moved)
    renumber_hall(ready.actor, ready.id, "A", NumberScheme(prefix="C-"))
    plan = find_plan(*wall(ready))
    assert plan is not None
    assert plan.published_at is None


def test_a_booth_taken_out_gives_its_number_away(ready: ReadyEdition) -> None:
    out = next(booth for booth in list_booths(*wall(ready)) if booth.number == "A-02")
    change = BoothChange(booth_id=out.id, withdrawn=True)
    edit_drawing(ready.actor, ready.id, "A", PlanChanges(revision=None, booths=(change,)))
    renumber_hall(ready.actor, ready.id, "A", NumberScheme(prefix="A-"))
    numbers = [booth.number for booth in list_booths(*wall(ready)) if booth.hall == "A"]
    assert numbers == ["A-01", "A-02", "A-03", "A-04", "A-05"]
    assert db.session.get_one(Booth, (ready.actor.organisation_id, out.id)).number == "A-06"


def test_what_cannot_be_is_refused(ready: ReadyEdition) -> None:
    actor, edition_id = ready.actor, ready.id
    assert refusal(actor, edition_id, "A", NumberScheme(prefix="B-")) == "booth-number-taken"
    assert refusal(actor, edition_id, "A", NumberScheme(prefix="A-")) == "numbers-unchanged"
    assert refusal(actor, edition_id, "A", NumberScheme(prefix="ا-")) == "booth-number-unreadable"
    assert refusal(actor, edition_id, "Z", BACK) == "unknown-hall"
    committed(ready)
    assert refusal(actor, edition_id, "A", BACK) == "draw-committed"


def test_the_waiting_list_still_moves_up(ready: ReadyEdition) -> None:
    drawn(ready)
    renumber_hall(ready.actor, ready.id, "A", BACK)
    held = db.session.scalars(select(Allocation).where(Allocation.ended_at.is_(None))).first()
    assert held is not None
    (offered,) = decline_allocation(ready.actor, held.id)
    given = db.session.get_one(Allocation, (ready.actor.organisation_id, offered))
    assert given.booth_id == held.booth_id


def test_a_row_that_needs_more_than_its_circuit_bears(ready: ReadyEdition) -> None:
    drawn(ready)
    for watts, asked in zip((2_000, 500, None), db.session.scalars(in_first_row()).all(), strict=True):
        asked.watts = watts
    db.session.commit()
    set_circuits(ready.actor, ready.id, "A", {1: 2_400, 2: None})
    first, second = list_row_loads(*wall(ready), "A")
    assert (first.declared, first.unsaid, first.budget, first.over) == (2_500, 1, 2_400, 100)
    assert (first.first, first.last, first.held, second.budget, second.over) == ("A-01", "A-03", 3, None, 0)
    moved = next(booth for booth in list_booths(*wall(ready)) if booth.number == "A-04")
    change = BoothChange(booth_id=moved.id, x_mm=0, y_mm=0)
    edit_drawing(ready.actor, ready.id, "A", PlanChanges(revision=None, booths=(change,)))
    assert [(one.first, one.budget) for one in list_row_loads(*wall(ready), "A")] == [
        ("A-04", None), ("A-01", 2_400), ("A-05", None),
    ]  # fmt: skip
    for bad in ({9: 5}, {1: 1_000_001}):
        with pytest.raises(FairError):
            set_circuits(ready.actor, ready.id, "A", bad)
