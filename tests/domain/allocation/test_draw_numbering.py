"""Step 8: numbers inside a class keep same crafts apart or together; nobody's class, choice or fixed booth changes."""

import itertools
import random
from typing import Any

import pytest

from fairapp.domain.allocation import draw, draw_with_seed, read_snapshot
from tests.domain.allocation.draw_exchanges import Exchange
from tests.domain.allocation.draw_outcomes import Outcome
from tests.domain.allocation.draw_snapshots import one_hall, random_snapshot, request

FAIRS = 300


def crowded(number: int) -> dict[str, Any]:
    """A small fair in which most ask for a class: three crafts, free booths, and some fixed neighbours."""
    rng = random.Random(number)
    snapshot = random_snapshot(number, most_requests=24, most_booths=24) | {"ceilings": [], "locks": []}
    classes = [{"class": entry["class"]} for entry in snapshot["classes"]]
    for entry in snapshot["requests"]:
        entry["craft"] = rng.choice(["pottery", "weaving", "leather"])
        if rng.random() < 0.8:
            entry |= {"choices": rng.sample(classes, 1), "anywhere": True, "needs": [], "units": {"min": 1, "max": 1}}
    return snapshot


def numbered(snapshot: dict[str, Any], spread: str, seed: str = "seed") -> Outcome:
    """The draw with every hall set to ``spread``, under the same seed."""
    halls = [hall | {"spread": spread} for hall in snapshot["halls"]]
    changed = snapshot | {"halls": halls}
    return Outcome(changed, draw_with_seed(read_snapshot(changed), "0" * 64, seed))


def alike(outcome: Outcome, held: dict[str, list[str]]) -> int:
    """Neighbours within a row that are of the same craft."""
    crafts = {booth: outcome.entries[code]["craft"] for code, booths in held.items() for booth in booths}
    pairs = [pair for hall in outcome.snapshot["halls"] for row in hall["rows"] for pair in itertools.pairwise(row)]
    return sum(one in crafts and crafts[one] == crafts.get(other) for one, other in pairs)


def seated_by_class(outcome: Outcome) -> set[str]:
    """Who got one booth without naming it: those whose number may be exchanged."""
    return {
        code
        for code, choice in outcome.choice.items()
        if len(outcome.held[code]) == 1
        and choice != "lock"
        and (choice == "anywhere" or "class" in outcome.entries[code]["choices"][choice - 1])
    }


def test_only_numbers_of_those_seated_by_class_change_and_stay_in_the_class() -> None:
    for number in range(FAIRS):
        snapshot = crowded(number)
        plain = numbered(snapshot, "none")
        for spread in ("spread", "cluster"):
            other = numbered(snapshot, spread)
            assert other.choice == plain.choice
            assert other.result["trace"] == plain.result["trace"]
            for code, booths in other.held.items():
                if code not in seated_by_class(plain):
                    assert booths == plain.held[code]
                assert [plain.class_of[b]["class"] for b in booths] == [
                    plain.class_of[b]["class"] for b in plain.held[code]
                ]


def test_every_number_is_that_of_the_published_wording() -> None:
    exchanges = 0
    for number in range(FAIRS):
        snapshot = crowded(number)
        plain = numbered(snapshot, "none", str(number))
        for spread in ("spread", "cluster"):
            other = numbered(snapshot, spread, str(number))
            naive = Exchange(other.snapshot, plain.held, seated_by_class(plain), str(number)).run()
            assert other.held == naive, number
            exchanges += other.held != plain.held
    assert exchanges > FAIRS


def test_same_craft_neighbours_fall_with_spread_and_rise_with_cluster() -> None:
    counts = {"none": 0, "spread": 0, "cluster": 0}
    for number in range(FAIRS):
        snapshot = crowded(number)
        by_spread = {spread: numbered(snapshot, spread) for spread in counts}
        here = {spread: alike(outcome, outcome.held) for spread, outcome in by_spread.items()}
        assert here["spread"] <= here["none"] <= here["cluster"], number
        counts = {spread: counts[spread] + here[spread] for spread in counts}
    assert counts["spread"] * 5 < counts["none"] * 4
    assert counts["none"] * 6 < counts["cluster"] * 5


@pytest.mark.parametrize(("spread", "sign"), [("spread", -1), ("cluster", 1)])
def test_no_exchange_within_a_small_class_would_gain_anything(spread: str, sign: int) -> None:
    for number in range(FAIRS):
        outcome = numbered(crowded(number), spread)
        before = alike(outcome, outcome.held)
        taken = {booths[0]: code for code, booths in outcome.held.items() if code in seated_by_class(outcome)}
        held = {booth for booths in outcome.held.values() for booth in booths}
        for booth, code in taken.items():
            for other in outcome.class_of[booth]["booths"]:
                if other in held and other not in taken:
                    continue
                exchanged = outcome.held | {code: [other]}
                if other in taken:
                    exchanged |= {taken[other]: [booth]}
                if taken.get(other) != code:
                    assert sign * alike(outcome, exchanged) <= sign * before, (number, booth, other)


def test_the_seed_alone_decides_and_a_large_hall_is_spread() -> None:
    crafts = ("pottery", "weaving", "leather", "food")
    asked = [request(f"f{number}", {"class": "A/std"}, craft=crafts[number % 4]) for number in range(300)]
    hall = one_hall(*asked, booths=300)
    first, again, other = numbered(hall, "spread", "1"), numbered(hall, "spread", "1"), numbered(hall, "spread", "2")
    assert first.result == again.result
    assert first.held != other.held
    assert alike(first, first.held) == alike(other, other.held) == 0
    plain = numbered(hall, "none", "1")
    assert alike(plain, plain.held) > 40
    together = numbered(hall, "cluster", "1")
    assert alike(together, together.held) > 120


def test_without_classes_to_exchange_nothing_moves() -> None:
    named = one_hall(*(request(f"f{number}", {"booth": f"A-0{number}"}) for number in (1, 2, 3)))
    result: dict[str, Any] = draw(named, "1")
    assert {entry["code"]: entry["booths"] for entry in result["allocated"]} == {
        f"f{number}": [f"A-0{number}"] for number in (1, 2, 3)
    }
