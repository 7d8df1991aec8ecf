"""The properties of docs/allocation.md, on small fairs, checked from the published snapshot and result."""

import itertools
import random
from dataclasses import replace
from typing import Any

import pytest

from fairapp.domain.allocation import draw, draw_with_seed, queue_of, read_snapshot
from fairapp.domain.allocation.drawing import allot
from fairapp.domain.allocation.snapshot import Choice, Request
from fairapp.domain.allocation.turns import Turn
from tests.domain.allocation.draw_outcomes import Outcome
from tests.domain.allocation.draw_snapshots import one_hall, random_snapshot, request, with_request

FAIRS = 300
MISREPORTED_FAIRS = 400
BLOCKS = 4


def outcomes(count: int, **size: int) -> list[Outcome]:
    snapshots = [random_snapshot(number, **size) for number in range(count)]
    return [Outcome(snapshot, draw(snapshot, "271828")) for snapshot in snapshots]


def test_p2_nobody_later_holds_what_an_earlier_family_preferred_and_could_have() -> None:
    compared = 0
    for outcome in outcomes(FAIRS, most_requests=7):
        for code in outcome.result["queue"]:
            later = [other for other in outcome.held if outcome.position.get(other, -1) > outcome.position[code]]
            for wish, other in itertools.product(outcome.wishes_better_than_held(code), later):
                compared += 1
                assert not outcome.could_have(code, wish, {other}), (outcome.snapshot, code, wish, other)
    assert compared > FAIRS


def test_p3_no_usable_booth_is_left_beside_someone_who_wished_it() -> None:
    for outcome in outcomes(FAIRS, most_requests=7):
        for code in outcome.result["queue"]:
            for wish in outcome.wishes_better_than_held(code):
                assert not outcome.could_have(code, wish, set()), (outcome.snapshot, code, wish)
        for code in outcome.result["waiting"]:
            assert not (outcome.entries[code]["anywhere"] and outcome.could_have(code, None, set())), code


def test_p4_capacity_runs_ceilings_needs_and_locks_hold() -> None:
    for outcome in outcomes(FAIRS, most_requests=7, most_booths=9):
        snapshot = outcome.snapshot
        booths = [booth for held in outcome.held.values() for booth in held]
        assert len(booths) == len(set(booths))
        assert set(booths) <= outcome.class_of.keys()
        locks = {lock["code"]: lock["booths"] for lock in snapshot["locks"]}
        assert {code: held for code, held in outcome.held.items() if outcome.choice[code] == "lock"} == locks
        for ceiling in snapshot["ceilings"]:
            assert outcome.exhibitors(ceiling["craft"], ceiling["hall"], set()) <= ceiling["max"]
        rows = [row for hall in snapshot["halls"] for row in hall["rows"]]
        for code in outcome.held.keys() - locks.keys():
            held, entry, choice = outcome.held[code], outcome.entries[code], outcome.choice[code]
            assert entry["units"]["min"] <= len(held) <= entry["units"]["max"]
            assert any(held == row[at : at + len(held)] for row in rows for at in range(len(row)))
            assert all(set(entry["needs"]) <= set(outcome.class_of[booth]["services"]) for booth in held)
            assert entry["anywhere"] if choice == "anywhere" else outcome.satisfies(entry["choices"][choice - 1], held)


def test_everyone_is_allocated_or_waits_once_and_the_waiting_keep_their_order() -> None:
    for outcome in outcomes(FAIRS):
        codes = [*outcome.held, *outcome.result["waiting"]]
        assert sorted(codes) == sorted(outcome.entries)
        assert outcome.result["waiting"] == [code for code in outcome.result["queue"] if code not in outcome.held]


def test_p12_every_wish_better_than_the_outcome_has_its_reason() -> None:
    for outcome in outcomes(FAIRS):
        for number, turn in enumerate(outcome.result["trace"], 1):
            code = turn["code"]
            assert (turn["turn"], code) == (number, outcome.result["queue"][number - 1])
            assert turn["outcome"] == outcome.choice.get(code, "waiting")
            expected: list[object] = list(range(1, len(outcome.wishes_better_than_held(code)) + 1))
            if outcome.entries[code]["anywhere"] and turn["outcome"] == "waiting":
                expected.append("anywhere")
            assert [wish["choice"] for wish in turn["skipped"]] == expected


@pytest.mark.parametrize("block", range(BLOCKS))
def test_p1_no_misreport_of_wishes_gains_anything(block: int) -> None:
    tried = 0
    for number in range(block, MISREPORTED_FAIRS, BLOCKS):
        raw = random_snapshot(number, most_requests=4)
        snapshot = read_snapshot(raw)
        queue = queue_of(snapshot, str(number))
        truth = allot(snapshot, queue, "seed")
        every = [Choice(booth_class=index, booth=None) for index in range(len(snapshot.classes))]
        every += [Choice(booth_class=at, booth=b) for at, its in enumerate(snapshot.classes) for b in its.booths]
        for place, honest in enumerate(queue):
            value = worth(honest, truth[place], raw)
            for lie in misreports(honest, every, random.Random(number)):
                lying = [*queue[:place], lie, *queue[place + 1 :]]
                assert worth(honest, allot(snapshot, lying, "seed")[place], raw) >= value, (raw, honest, lie)
                tried += 1
    assert tried > MISREPORTED_FAIRS * 50 // BLOCKS


def misreports(honest: Request, every: list[Choice], rng: random.Random) -> list[Request]:
    """The same request with every ordered choice out of four wishes (its own first), ``anywhere`` and not.

    Where there are no more than five wishes to make, every possible list is tried."""
    others = [choice for choice in every if choice not in honest.choices]
    rng.shuffle(others)
    offered = [*dict.fromkeys(honest.choices), *others][: 5 if len(every) <= 5 else 4]
    lists = [tuple(lie) for size in range(len(offered) + 1) for lie in itertools.permutations(offered, size)]
    return [replace(honest, choices=lie, anywhere=anywhere) for lie in lists for anywhere in (False, True)]


def worth(honest: Request, turn: Turn, raw: dict[str, Any]) -> int:
    """The place of what was got in the true list; after it anywhere, if anywhere is welcome, then waiting."""
    class_of = {booth: index for index, entry in enumerate(raw["classes"]) for booth in entry["booths"]}
    for index, wish in enumerate(honest.choices):
        inside = all(class_of[booth] == wish.booth_class for booth in turn.booths)
        if turn.booths and (inside if wish.booth is None else wish.booth in turn.booths):
            return index
    return len(honest.choices) + (0 if turn.booths and honest.anywhere else 1)


def test_p8_relabelling_halls_classes_and_booths_relabels_the_result() -> None:
    for number in range(FAIRS):
        snapshot = random_snapshot(number)
        names = {booth: f"z{booth[::-1]}" for hall in snapshot["halls"] for row in hall["rows"] for booth in row}
        names |= {"A": "Z", "B": "A", "*": "*"}
        names |= {entry["class"]: f"k{9 - place}" for place, entry in enumerate(snapshot["classes"])}
        here = draw_with_seed(read_snapshot(snapshot), "0" * 64, "seed")
        there = draw_with_seed(read_snapshot(relabelled(snapshot, names)), "0" * 64, "seed")
        expected = [entry | {"booths": [names[booth] for booth in entry["booths"]]} for entry in here["allocated"]]
        assert (there["allocated"], there["trace"]) == (expected, here["trace"])


def relabelled(snapshot: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    def under(entry: dict[str, Any], *keys: str) -> dict[str, Any]:
        return entry | {
            key: names[entry[key]] if isinstance(entry[key], str) else [names[name] for name in entry[key]]
            for key in keys
            if key in entry
        }

    return snapshot | {
        "halls": [
            under(hall, "hall") | {"rows": [[names[booth] for booth in row] for row in hall["rows"]]}
            for hall in snapshot["halls"]
        ],
        "classes": [under(entry, "class", "hall", "booths") for entry in snapshot["classes"]],
        "ceilings": [under(entry, "hall") for entry in snapshot["ceilings"]],
        "locks": [under(entry, "booths") for entry in snapshot["locks"]],
        "requests": [
            entry | {"choices": [under(choice, "class", "booth") for choice in entry["choices"]]}
            for entry in snapshot["requests"]
        ],
    }


def test_p11_a_joint_request_holds_one_ticket_whatever_it_asks_for() -> None:
    snapshot = one_hall(*(request(f"f{number}", {"class": "A/std"}) for number in range(8)), booths=6)
    joint = with_request(snapshot, "f3", units={"min": 3, "max": 5})
    for seed in map(str, range(200)):
        alone = [entry.code for entry in queue_of(read_snapshot(snapshot), seed)]
        assert [entry.code for entry in queue_of(read_snapshot(joint), seed)] == alone
        assert alone.count("f3") == 1


def test_the_snapshot_is_left_as_it_was() -> None:
    snapshot = random_snapshot(5)
    before = repr(snapshot)
    draw(snapshot, "1")
    assert repr(snapshot) == before
