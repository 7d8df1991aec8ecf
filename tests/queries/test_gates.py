"""Gates as the server knows them: recounts, hand-overs, and who is inside over all gates and phones."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from fairapp.domain.counting_error import CountingError
from fairapp.domain.footfall import Crowding
from fairapp.queries.desk import list_set_aside
from fairapp.queries.desk_details import told_by
from fairapp.queries.gate_notes import error_of, read_gate_notes
from fairapp.queries.ledger import get_standing
from fairapp.queries.occupancy import Occupancy, list_gate_counts, list_occupancies
from fairapp.services.devices import report_lost, revoke_device
from fairapp.services.tokens import token_hash
from tests.factories.devices import written
from tests.factories.gates import GatedFair, a_gated_fair, crossing
from tests.factories.results import moment

pytestmark = pytest.mark.usefixtures("app")


def inside(fair: GatedFair, session: int = 1) -> dict[str, Occupancy]:
    """By the hall's name; the whole fair under ""."""
    found = list_occupancies(*fair.wall, list_gate_counts(*fair.wall, session))
    return {one.name: one for one in found}


def standing(fair: GatedFair, gate: str) -> Occupancy:
    found = get_standing(token_hash(fair.phones[gate].device.device_key), moment(1) + timedelta(hours=1)).hall
    assert found is not None
    return found


def test_a_hall_is_the_sum_of_its_gates_and_the_fair_of_all() -> None:
    fair = a_gated_fair()
    fair.cross("A1", 15)
    fair.cross("A2", 5)
    fair.cross("A2", 2, "out")
    fair.cross("B1", 100)
    fair.cross("G", 7)
    fair.cross("A1", 11, session=2)
    found = inside(fair)
    assert [(name, one.inside, one.limit) for name, one in found.items()] == [
        ("Hall A", 18, 20),
        ("Hall B", 100, None),
        ("", 125, None),
    ]
    assert (found["Hall A"].crowding, found["Hall B"].crowding) == (Crowding.NEARLY_FULL, None)
    assert inside(fair, 2)["Hall A"].inside == 11


def test_more_out_than_in_is_nobody_inside() -> None:
    fair = a_gated_fair()
    fair.cross("A1", 2)
    fair.cross("A2", 9, "out")
    assert inside(fair)["Hall A"].inside == 0


def test_two_phones_at_one_gate_are_added_and_an_undone_count_is_taken_out() -> None:
    fair = a_gated_fair()
    fair.cross("A1", 4)
    second, at = fair.another_phone("A1"), moment(1)
    wrong = crossing(at, 10)
    second.send(at, crossing(at, 3), wrong, written("void", 0, at, ref=wrong["id"], reason="miscount"))
    assert inside(fair)["Hall A"].inside == 7


def test_what_is_known_is_as_old_as_the_phone_heard_longest_ago() -> None:
    fair = a_gated_fair()
    assert inside(fair)["Hall A"].as_of is None
    fair.cross("A1", 1, minutes=5)
    fair.cross("A2", 1, minutes=20)
    fair.cross("B1", 1, minutes=30)
    found = inside(fair)
    assert found["Hall A"].as_of == moment(1) + timedelta(minutes=5)
    assert found["Hall B"].as_of == moment(1) + timedelta(minutes=30)
    report_lost(fair.actor, fair.phones["A1"].device.device_id)
    found = inside(fair)
    assert (found["Hall A"].inside, found["Hall A"].as_of) == (2, moment(1) + timedelta(minutes=20))
    revoke_device(fair.actor, fair.phones["A2"].device.device_id)
    assert (inside(fair)["Hall A"].inside, inside(fair)["Hall A"].as_of) == (2, None)


def test_a_gate_says_which_of_its_phones_was_heard_when() -> None:
    fair = a_gated_fair()
    fair.another_phone("A1")
    fair.cross("A1", 1)
    gates = {gate.gate: gate for gate in list_gate_counts(*fair.wall, 1)}
    assert [(phone.name, phone.last_heard_at) for phone in gates["Gate A1"].phones] == [
        ("second at A1", moment(1)),
        ("second at A1", None),
    ]
    assert (gates["Gate A1"].last_heard_at, gates["Gate A2"].last_heard_at) == (moment(1), None)
    assert gates["Gate A2"].crossed is None


def test_a_phone_at_a_gate_is_told_of_its_hall_and_a_till_of_none() -> None:
    fair = a_gated_fair()
    fair.cross("A1", 12)
    fair.cross("A2", 3, minutes=5)
    fair.cross("G", 40)
    assert (standing(fair, "A2").name, standing(fair, "A2").inside, standing(fair, "A2").limit) == ("Hall A", 15, 20)
    assert standing(fair, "A2").as_of == moment(1)
    assert (standing(fair, "G").name, standing(fair, "G").inside, standing(fair, "G").limit) == ("", 55, None)


def test_recounts_and_hand_overs_by_gate_and_session() -> None:
    fair = a_gated_fair()
    fair.recount("A1", 51, 51)
    fair.recount("A2", 52, 53)
    fair.recount("B1", 53, 55, session=2)
    fair.recount("B1", 44, 45, session=2)
    fair.hand_over("A1", "سعاد", "منى", session=2)
    notes = read_gate_notes(*fair.wall)
    assert error_of(notes.recounts) == CountingError(recounts=4, counted=200, recounted=204, percent=5)
    first = notes.of_session(1)
    assert [(row.gate, row.recount.counted, row.recount.length) for row in first.recounts] == [
        ("Gate A1", 51, timedelta(minutes=15)),
        ("Gate A2", 52, timedelta(minutes=15)),
    ]
    assert first.hand_overs == ()
    (handed,) = notes.of_session(2).hand_overs
    assert (handed.gate, handed.hand_over.leaves, handed.hand_over.takes_over) == ("Gate A1", "سعاد", "منى")
    assert (handed.written_at, handed.phone) == (moment(2), "second at A1")
    assert error_of(()) is None


def test_other_notes_and_what_is_set_aside_are_left_out() -> None:
    fair = a_gated_fair()
    fair.note("A1", "the sun was strong")
    fair.note("A1", {"what": "recount", "counted": -1})
    fair.note("A1", [["recount"]])
    revoke_device(fair.actor, fair.phones["A2"].device.device_id)
    fair.recount("A2", 1, 1)
    notes = read_gate_notes(*fair.wall)
    assert (notes.recounts, notes.hand_overs) == ((), ())


def deeply(depth: int, act: Callable[[], Any]) -> Any:
    """``act`` with so much less room on the stack."""
    return act() if depth == 0 else deeply(depth - 1, act)


def test_what_nests_too_deeply_to_be_read_here_says_nothing() -> None:
    fair = a_gated_fair()
    nested: list[Any] = []
    for _ in range(500):
        nested = [nested]
    fair.recount("A1", 15, 15)
    fair.phones["A1"].send(moment(1), written("note", 0, moment(1), text="{}", more=nested))
    fair.phones["A1"].send(moment(1), {"v": 1, "kind": "nonsense", "more": nested})
    assert len(deeply(600, lambda: read_gate_notes(*fair.wall)).recounts) == 1
    (kept,) = list_set_aside(*fair.wall)
    assert deeply(600, lambda: told_by(fair.actor.organisation_id, [kept.id]))[kept.id].text == ""


def test_another_organisation_sees_nothing() -> None:
    fair, other = a_gated_fair(), a_gated_fair("fez-chamber")
    fair.cross("A1", 15)
    fair.recount("A1", 15, 15)
    assert {one.inside for one in inside(other).values()} == {None}
    assert read_gate_notes(*other.wall).recounts == ()
    assert list_gate_counts(other.actor.organisation_id, fair.edition_id, 1) == []
