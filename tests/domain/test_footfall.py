"""Crossings are added by gate and session; what was not counted stays unknown."""

import random

from fairapp.domain.footfall import (
    CountEvidence,
    Crossing,
    Crowding,
    Direction,
    Footfall,
    Gateway,
    Party,
    attendance,
    count_visitors,
    crowding,
    fold_footfall,
    occupancy,
    weakest_count_evidence,
)


def crossing(
    headcount: int, party: str = "single", direction: str = "in", session: int = 1, gate: str = "G1"
) -> Crossing:
    return Crossing(
        gate_id=gate,
        session_number=session,
        direction=Direction(direction),
        headcount=headcount,
        party=Party(party),
    )


CROSSINGS = [
    crossing(1),
    crossing(1),
    crossing(5, "family"),
    crossing(60, "delegation", gate="side"),
    crossing(12, "group", session=2),
    crossing(3, direction="out"),
    crossing(2, direction="out", party="family"),
    crossing(1, session=0),
]


def test_people_are_added_by_gate_and_session_and_party() -> None:
    assert fold_footfall(CROSSINGS) == {
        Gateway(gate_id="G1", session_number=1): Footfall(inwards=7, outwards=5, singles=2, families=5),
        Gateway(gate_id="side", session_number=1): Footfall(inwards=60, delegations=60),
        Gateway(gate_id="G1", session_number=2): Footfall(inwards=12, groups=12),
        Gateway(gate_id="G1", session_number=0): Footfall(inwards=1, singles=1),
    }


def test_the_order_of_arrival_changes_no_count() -> None:
    assert fold_footfall(random.Random(1).sample(CROSSINGS, len(CROSSINGS))) == fold_footfall(CROSSINGS)


def test_jeddah_counts_entries_not_visitors() -> None:
    days = fold_footfall(crossing(people, session=day) for day, people in enumerate((3_200, 3_400, 3_421), start=1))
    whole = sum(days.values(), Footfall())
    assert whole.entries == 10_021
    assert count_visitors(None) is None


def test_who_is_inside_is_never_less_than_nobody() -> None:
    assert occupancy(Footfall(inwards=100)) == 100
    assert occupancy(Footfall(inwards=100, outwards=40)) == 60
    assert occupancy(Footfall(inwards=100, outwards=101)) == 0


def test_a_hall_fills() -> None:
    assert [crowding(inside, 20) for inside in (0, 17, 18, 19, 20, 21)] == [
        Crowding.ROOM, Crowding.ROOM, Crowding.NEARLY_FULL, Crowding.NEARLY_FULL, Crowding.FULL, Crowding.FULL,
    ]  # fmt: skip
    assert crowding(1_000, None) is None


def test_attendance_needs_all_its_parts() -> None:
    assert attendance(visits=10_000, exhibitors_people=600, staff=0) == 10_600
    assert attendance(visits=None, exhibitors_people=600, staff=20) is None
    assert attendance(visits=1, exhibitors_people=None, staff=20) is None
    assert attendance(visits=1, exhibitors_people=600, staff=None) is None


def test_a_visitor_is_one_person_however_often_she_comes() -> None:
    assert count_visitors(["a", "b", "a"]) == 2
    assert count_visitors([]) == 0


def test_a_count_claims_its_weakest_evidence() -> None:
    assert weakest_count_evidence([CountEvidence.SCANNED_IDENTITY, CountEvidence.HAND_COUNTER]) == "C"
    assert weakest_count_evidence(list(CountEvidence)) is CountEvidence.ESTIMATE
    assert weakest_count_evidence([]) is None
