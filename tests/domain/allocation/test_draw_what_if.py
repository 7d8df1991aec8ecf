"""What-if: counts over trial draws that can never be the real one."""

import hashlib
from typing import Any

from fairapp.domain.allocation import draw_with_seed, read_snapshot, seed_of, snapshot_sha256, what_if
from fairapp.domain.allocation.what_if import Outlook, trial_seed
from tests.domain.allocation.draw_snapshots import one_hall, random_snapshot, request

TRIALS = 40


def last_outlook(snapshot: dict[str, Any], trials: int = TRIALS, **options: Any) -> Outlook:
    return list(what_if(read_snapshot(snapshot), snapshot_sha256(snapshot), trials=trials, **options))[-1]


def test_a_trial_seed_is_the_published_formula_and_no_real_seed() -> None:
    snapshot_hash = snapshot_sha256(one_hall(request("f")))
    assert trial_seed(snapshot_hash, 7) == hashlib.sha256(f"fairapp-trial|{snapshot_hash}|7".encode()).hexdigest()
    trials = {trial_seed(snapshot_hash, number) for number in range(2_000)}
    assert len(trials) == 2_000
    assert not trials & {seed_of(snapshot_hash, str(number)) for number in range(2_000)}


def test_the_counts_are_those_of_whole_draws_under_the_trial_seeds() -> None:
    for number in range(25):
        snapshot = random_snapshot(number, most_requests=9)
        snapshot_hash, parsed = snapshot_sha256(snapshot), read_snapshot(snapshot)
        regions = {entry["code"]: "north" for entry in snapshot["requests"][::2]}
        outlook = last_outlook(snapshot, trials=5, tags={"region": regions})
        results: list[dict[str, Any]] = [
            draw_with_seed(parsed, snapshot_hash, trial_seed(snapshot_hash, trial)) for trial in range(5)
        ]
        got_in: list[set[str]] = [{entry["code"] for entry in result["allocated"]} for result in results]
        for dimension, members in traits(snapshot, regions).items():
            for value, codes in members.items():
                share, counts = outlook.shares[dimension][value], [len(codes & inside) for inside in got_in]
                assert (share.asked, share.got_in) == (len(codes), sum(counts))
                assert (share.fewest, share.most) == (min(counts), max(counts))
        assert sum(outlook.wishes.values()) == 5 * len(snapshot["requests"])
        assert outlook.wishes.get("waiting", 0) == sum(len(result["waiting"]) for result in results)


def traits(snapshot: dict[str, Any], regions: dict[str, str]) -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {"all": {}, "craft": {}, "group": {}, "region": {}}
    for entry in snapshot["requests"]:
        found["all"].setdefault("*", set()).add(entry["code"])
        found["craft"].setdefault(entry["craft"], set()).add(entry["code"])
        for group in entry["groups"]:
            found["group"].setdefault(group, set()).add(entry["code"])
        if entry["code"] in regions:
            found["region"].setdefault(regions[entry["code"]], set()).add(entry["code"])
    return found


def test_progress_is_told_after_each_trial_and_no_code_leaves() -> None:
    snapshot = one_hall(*(request(f"K7P{number}", {"class": "A/std"}) for number in range(9)))
    outlooks = list(what_if(read_snapshot(snapshot), snapshot_sha256(snapshot), trials=TRIALS))
    assert [outlook.done for outlook in outlooks] == list(range(1, TRIALS + 1))
    assert {outlook.trials for outlook in outlooks} == {TRIALS}
    assert "K7P" not in repr(outlooks[-1])
    assert outlooks[-1].shares["all"]["*"].got_in == 3 * TRIALS


def test_a_roster_or_a_class_changed_before_the_commit_shows_in_the_outlook() -> None:
    asked = [request(f"f{number}", {"class": "A/std"}, groups=["new"] if number < 3 else []) for number in range(12)]
    plain = last_outlook(one_hall(*asked)).shares["group"]["new"]
    favoured = last_outlook(one_hall(*asked, roster=["new"])).shares["group"]["new"]
    assert (favoured.fewest, favoured.got_in) == (3, 3 * TRIALS)
    assert plain.got_in < favoured.got_in // 2
    assert last_outlook(one_hall(*asked, booths=12)).wishes == {1: 12 * TRIALS}
