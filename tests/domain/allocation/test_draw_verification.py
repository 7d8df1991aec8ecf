"""A changed result is found, and where it was changed is named."""

import copy
import random
from typing import Any

import pytest

from fairapp.domain.allocation import Difference, canonical, draw, own_hash, parse_json, snapshot_sha256, verify
from fairapp.domain.errors import Refused
from tests.domain.allocation.draw_snapshots import one_hall, random_snapshot, request

FAIRS = 100


def fair() -> dict[str, Any]:
    requests = [request(f"f{number}", {"booth": "A-02"}, {"class": "A/std"}) for number in range(5)]
    return one_hall(*requests, locks=[{"code": "f4", "booths": ["A-03"], "reason": "fixture"}])


def result_of(snapshot: dict[str, Any], digits: str = "161803") -> dict[str, Any]:
    result = parse_json(canonical(draw(snapshot, digits)))
    assert isinstance(result, dict)
    return result


def resealed(result: dict[str, Any]) -> dict[str, Any]:
    """The result with its own hash made right again, as a careful forger would."""
    return result | {"result_sha256": own_hash(result)}


def test_an_honest_result_agrees() -> None:
    for number in range(FAIRS):
        snapshot = random_snapshot(number)
        result = result_of(snapshot)
        assert verify(result) == []
        assert verify(result, snapshot) == []
        assert verify(result, snapshot, "١٦١٨٠٣") == []
        assert verify(result, None, "161803") == []


def test_one_changed_byte_is_found_or_is_no_result_any_more() -> None:
    snapshot = fair()
    honest = canonical(result_of(snapshot))
    rng = random.Random(4)
    for place in rng.sample(range(len(honest)), 300):
        changed = bytearray(honest)
        changed[place] ^= 1 << rng.randrange(7)
        assert fate(bytes(changed), None) != [], place
        assert fate(bytes(changed), snapshot) != [], place


def fate(document: bytes, snapshot: dict[str, Any] | None) -> list[str]:
    try:
        result = parse_json(document)
        assert isinstance(result, dict)
        return [difference.path for difference in verify(result, snapshot)]
    except Refused as refusal:
        return [refusal.code]


def test_a_swap_of_two_families_is_named_even_when_resealed() -> None:
    snapshot = fair()
    forged = copy.deepcopy(result_of(snapshot))
    entries = forged["allocated"]
    entries[1]["booths"], entries[2]["booths"] = entries[2]["booths"], entries[1]["booths"]
    found = verify(resealed(forged), snapshot)
    honest = result_of(snapshot)["allocated"]
    assert found[:2] == [
        Difference(path=f"$.allocated[{place}].booths[0]", published=theirs, recomputed=ours)
        for place, theirs, ours in (
            (1, honest[2]["booths"][0], honest[1]["booths"][0]),
            (2, honest[1]["booths"][0], honest[2]["booths"][0]),
        )
    ]
    assert [difference.path for difference in found[2:]] == ["$.result_sha256"]


def test_a_changed_snapshot_is_named_by_its_hash() -> None:
    snapshot = fair()
    changed = fair()
    changed["requests"][0]["craft"] = "weaving"
    first = verify(result_of(snapshot), changed)[0]
    assert first == Difference(
        path="$.snapshot_sha256", published=snapshot_sha256(snapshot), recomputed=snapshot_sha256(changed)
    )


def test_a_seed_that_the_digits_do_not_give_is_named() -> None:
    snapshot = fair()
    picked = result_of(snapshot, "999")
    assert verify(picked, snapshot) == []
    for given in (snapshot, None):
        assert verify(picked, given, "161803")[0].path == "$.seed"


def test_what_a_result_gives_away_without_its_snapshot() -> None:
    honest = result_of(fair())
    waiting, served = honest["waiting"], [entry["code"] for entry in honest["allocated"]]
    changes: list[tuple[str, Any, str]] = [
        ("waiting", waiting[::-1], "$.waiting[0]"),
        ("waiting", waiting[1:], "$.waiting[0]"),
        ("queue", honest["queue"][::-1], "$.trace[0].code"),
        ("queue", honest["queue"][1:], "$.trace[0].code"),
        ("trace", honest["trace"][:-1], f"$.trace[{len(honest['trace']) - 1}]"),
        ("allocated", honest["allocated"][:-1], "$.allocated.length"),
        ("allocated", [honest["allocated"][0], *honest["allocated"]], "$.allocated[1].code"),
        ("seed", "0" * 64, "$.result_sha256"),
    ]
    for key, value, path in changes:
        found = verify(honest | {key: value})
        assert path in [difference.path for difference in found], (key, found, served)
    doubled = copy.deepcopy(honest)
    doubled["allocated"][1]["booths"] = doubled["allocated"][2]["booths"]
    assert [difference.path for difference in verify(resealed(doubled))] == ["$.allocated[2].booths[0]"]
    silenced = copy.deepcopy(honest)
    silenced["trace"][-1]["skipped"].pop(0)
    assert verify(resealed(silenced))[0].path.startswith("$.trace[")


def test_at_most_a_hundred_differences_are_told() -> None:
    snapshot = one_hall(*(request(f"f{number:03}") for number in range(300)))
    assert len(verify(result_of(snapshot, "1"), snapshot, "2")) == 100


@pytest.mark.parametrize(
    ("key", "value", "path", "reason"),
    [
        ("format", "fairapp-draw/1", "$.format", "not-one-of"),
        ("seed", "ABC", "$.seed", "not-a-hash"),
        ("queue", {}, "$.queue", "not-a-list"),
        ("queue", ["f1", "f1"], "$.queue[1]", "duplicate"),
        ("allocated", [{"code": "f1"}], "$.allocated[0].booths", "missing"),
        ("allocated", [{"code": "f1", "booths": ["x"], "choice": "best"}], "$.allocated[0].choice", "not-one-of"),
        ("trace", [{"code": "f1", "turn": 1.0, "skipped": [], "outcome": 1}], "$.trace[0].turn", "not-a-whole-number"),
        ("names", {}, "$.names", "unknown-key"),
    ],
)
def test_what_is_no_result_is_refused_with_its_path(key: str, value: object, path: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        verify(result_of(fair()) | {key: value})
    assert (refusal.value.code, refusal.value.values) == ("invalid-result", {"path": path, "reason": reason})
