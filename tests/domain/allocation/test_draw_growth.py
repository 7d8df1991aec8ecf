"""Step 7: when everyone had a turn, whoever wanted more booths grows beside hers."""

import itertools
from typing import Any

from fairapp.domain.allocation import draw, draw_with_seed, read_snapshot
from tests.domain.allocation.draw_outcomes import Outcome
from tests.domain.allocation.draw_snapshots import one_hall, random_snapshot, request

FAIRS = 400


def drawn(snapshot: dict[str, Any], seed: str = "seed") -> Outcome:
    return Outcome(snapshot, draw_with_seed(read_snapshot(snapshot), "0" * 64, seed))


def without_second_helpings(snapshot: dict[str, Any]) -> dict[str, Any]:
    least = [entry | {"units": entry["units"] | {"max": entry["units"]["min"]}} for entry in snapshot["requests"]]
    return snapshot | {"requests": least}


def test_a_second_helping_changes_nobodys_turn_wish_or_wait() -> None:
    grown = 0
    for number in range(FAIRS):
        snapshot = random_snapshot(number, most_requests=7, most_booths=10)
        whole, bare = drawn(snapshot), drawn(without_second_helpings(snapshot))
        assert whole.result["trace"] == bare.result["trace"]
        assert whole.result["waiting"] == bare.result["waiting"]
        assert whole.choice == bare.choice
        grown += sum(len(whole.held[code]) > len(bare.held[code]) for code in whole.held)
        assert all(len(whole.held[code]) >= len(bare.held[code]) for code in whole.held)
    assert grown > FAIRS // 5


def test_nobody_who_wanted_more_has_a_usable_free_booth_beside_hers() -> None:
    for number in range(FAIRS):
        outcome = drawn(random_snapshot(number, most_requests=7, most_booths=10))
        taken = {booth for booths in outcome.held.values() for booth in booths}
        pairs = [pair for hall in outcome.snapshot["halls"] for row in hall["rows"] for pair in itertools.pairwise(row)]
        for code in outcome.held.keys() & set(outcome.result["queue"]):
            entry, held = outcome.entries[code], outcome.held[code]
            for one, other in [*pairs, *(pair[::-1] for pair in pairs)]:
                if (
                    len(held) == entry["units"]["max"]
                    or one not in held
                    or other not in outcome.class_of.keys() - taken
                ):
                    continue
                usable = set(entry["needs"]) <= set(outcome.class_of[other]["services"])
                if grows_within_its_class(entry, outcome.choice[code]):
                    usable = usable and outcome.class_of[one] is outcome.class_of[other]
                assert not usable, (number, code, other)


def grows_within_its_class(entry: dict[str, Any], choice: int | str) -> bool:
    if isinstance(choice, int):
        return "class" in entry["choices"][choice - 1]
    return entry["units"]["min"] == 1


def test_nobody_gets_a_second_booth_before_everyone_could_get_one() -> None:
    asked = [request(f"f{number}", {"class": "A/std"}, units={"min": 1, "max": 4}) for number in range(4)]
    for digits in map(str, range(20)):
        five: dict[str, Any] = draw(one_hall(*asked, booths=5), digits)
        sizes = {entry["code"]: len(entry["booths"]) for entry in five["allocated"]}
        assert [sizes[code] for code in five["queue"]] == [2, 1, 1, 1]


def test_one_pass_as_far_as_wanted_in_queue_order() -> None:
    asked = [request(f"f{number}", {"class": "A/std"}, units={"min": 1, "max": 3}) for number in range(3)]
    result: dict[str, Any] = draw(one_hall(*asked, booths=6), "1")
    sizes = {entry["code"]: len(entry["booths"]) for entry in result["allocated"]}
    assert [sizes[code] for code in result["queue"]] == [3, 2, 1]


def test_a_named_booth_grows_across_the_border_of_a_class_and_a_wish_for_the_class_does_not() -> None:
    kinds = [
        {"class": "A/x", "hall": "A", "services": ["power"], "booths": ["A-01"]},
        {"class": "A/y", "hall": "A", "services": ["power", "water"], "booths": ["A-02", "A-03"]},
    ]
    two = {"min": 1, "max": 2}
    named = one_hall(request("f", {"booth": "A-01"}, units=two), classes=kinds)
    assert drawn(named).held == {"f": ["A-01", "A-02"]}
    by_class = one_hall(request("f", {"class": "A/x"}, units=two), classes=kinds)
    assert drawn(by_class).held == {"f": ["A-01"]}
    wet = one_hall(request("f", {"booth": "A-02"}, units={"min": 1, "max": 3}, needs=["water"]), classes=kinds)
    assert drawn(wet).held == {"f": ["A-02", "A-03"]}


def test_the_longest_growth_is_found_though_one_side_is_promised() -> None:
    """Class x has room for one more only: growing left into it would end there, growing right goes on."""
    kinds = [
        {"class": "A/x", "hall": "A", "services": ["power"], "booths": ["A-01", "A-02"]},
        {"class": "A/y", "hall": "A", "services": [], "booths": ["A-03", "A-04", "A-05"]},
    ]
    holder = request("holder", {"class": "A/x"}, seniority=2)
    grower = request("grower", {"booth": "A-03"}, units={"min": 1, "max": 4}, seniority=1)
    outcome = drawn(one_hall(holder, grower, booths=5, classes=kinds, order="seniority"))
    assert outcome.held == {"grower": ["A-02", "A-03", "A-04", "A-05"], "holder": ["A-01"]}


def test_naming_a_booth_may_bring_a_second_one_which_the_page_says_is_not_promised() -> None:
    later = request("later", {"booth": "A-02"}, {"class": "A/std"}, seniority=2)
    wants_two = {"units": {"min": 1, "max": 2}, "seniority": 1}
    honest = one_hall(request("first", {"class": "A/std"}, **wants_two), later, order="seniority")
    naming = one_hall(request("first", {"booth": "A-02"}, {"class": "A/std"}, **wants_two), later, order="seniority")
    assert len(drawn(honest).held["first"]) == 1
    assert len(drawn(naming).held["first"]) == 2
    assert drawn(honest).choice["first"] == drawn(naming).choice["first"] == 1
