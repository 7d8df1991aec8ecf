"""Who holds what: counted by state and class, searched, and told to one family."""

from flask import Flask

from fairapp.queries.allocations import (
    STATES,
    AllocationFilter,
    count_allocations,
    count_states,
    list_allocations,
    list_class_counts,
    list_free_booths,
    list_held_by,
    list_waiting,
)
from fairapp.services.allocations import confirm_allocations, decline_allocation
from tests.factories.draws import ReadyEdition, drawn, ready_edition

PLAN = "Hall A: 1 row of 3, 3 × 3 m\nHall B: 1 row of 2, 3 × 3 m"


def a_fair() -> ReadyEdition:
    ready = ready_edition(PLAN, [["B/std"], ["B-01"], *[["A/std"]] * 4])
    drawn(ready)
    return ready


def test_states_and_classes_are_counted(app: Flask) -> None:
    ready = a_fair()
    wall = ready.actor.organisation_id, ready.id
    rows = list_allocations(*wall, AllocationFilter())
    confirm_allocations(ready.actor, ready.id, [rows[0].id, rows[1].id])
    decline_allocation(ready.actor, rows[-1].id)
    counted = count_states(*wall)
    assert tuple(counted) == STATES
    assert {state: number for state, number in counted.items() if number} == {
        "offered": 2,
        "confirmed": 2,
        "declined": 1,
    }
    counts = [(one.booth_class, one.booths, one.held, one.confirmed) for one in list_class_counts(*wall)]
    assert counts == [("A/std", 3, 3, 2), ("B/std", 2, 1, 0)]
    assert list_free_booths(*wall) == [rows[-1].booth]


def test_lists_follow_the_plan_and_are_filtered(app: Flask) -> None:
    ready = a_fair()
    wall = ready.actor.organisation_id, ready.id
    assert [row.booth for row in list_allocations(*wall, AllocationFilter())] == [
        "A-01",
        "A-02",
        "A-03",
        "B-01",
        "B-02",
    ]
    assert [row.booth for row in list_allocations(*wall, AllocationFilter(hall="B"))] == ["B-01", "B-02"]
    assert count_allocations(*wall, AllocationFilter(text="اسره")) == 5
    assert count_allocations(*wall, AllocationFilter(text="a-02")) == 1
    assert count_allocations(*wall, AllocationFilter(text=ready.codes[0].lower())) == 1
    assert count_allocations(*wall, AllocationFilter(state="confirmed")) == 0
    assert len(list_allocations(*wall, AllocationFilter(), offset=4, limit=3)) == 1


def test_what_one_family_holds(app: Flask) -> None:
    ready = a_fair()
    wall = ready.actor.organisation_id, ready.id
    (mine,) = list_held_by(*wall, ready.codes[1])
    assert (mine.booth, mine.choice, mine.origin, mine.state) == ("B-01", "1", "draw", "offered")
    (waits,) = list_waiting(*wall)
    assert list_held_by(*wall, waits.code) == []
    assert [row.code for row in list_waiting(*wall, waits.code)] == [waits.code]
    assert list_waiting(*wall, ready.codes[1]) == []
