"""What a published result gives away on its own: it says most things twice, and the two must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fairapp.domain.allocation.canonical_json import sha256_of
from fairapp.domain.allocation.differences import Difference, differing
from fairapp.domain.allocation.drawing import LOCK, WAITING
from fairapp.domain.allocation.turns import ANYWHERE


def own_hash(result: Mapping[str, object]) -> str:
    """The ``result_sha256`` that a result should carry: over everything in it but that key."""
    return sha256_of({key: value for key, value in result.items() if key != "result_sha256"})


def inconsistencies(result: Mapping[str, Any], expected_seed: str) -> Iterator[Difference]:
    """What a result alone gives away: it repeats itself, and the parts must agree."""
    yield from differing("$.seed", result["seed"], expected_seed)
    yield from differing("$.trace", [_heading(entry) for entry in result["trace"]], _expected_headings(result))
    outcomes = {entry["code"]: entry["outcome"] for entry in result["trace"]}
    waiting = [code for code in result["queue"] if outcomes.get(code) == WAITING]
    yield from differing("$.waiting", result["waiting"], waiting)
    served = [code for code in result["queue"] if outcomes.get(code, WAITING) != WAITING]
    first = sum(entry["choice"] == LOCK for entry in result["allocated"])
    for index, entry in enumerate(result["allocated"]):
        path = f"$.allocated[{index}]"
        expected = entry["code"] if index < first else next(iter(served[index - first : index - first + 1]), None)
        yield from differing(f"{path}.code", entry["code"], expected)
        yield from differing(f"{path}.choice", entry["choice"], LOCK if index < first else outcomes.get(entry["code"]))
    yield from differing("$.allocated.length", len(result["allocated"]), first + len(served))
    yield from _given_twice(result["allocated"])
    yield from differing("$.result_sha256", result["result_sha256"], own_hash(result))


def _heading(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": entry["code"], "turn": entry["turn"], "skipped": [wish["choice"] for wish in entry["skipped"]]}


def _expected_headings(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The trace follows the queue, and every wish before the outcome is accounted for, in order."""
    headings = []
    traced: list[dict[str, Any]] = result["trace"]
    for index, code in enumerate(result["queue"]):
        entry: Mapping[str, Any] = traced[index] if index < len(traced) else {"skipped": [], "outcome": WAITING}
        numbered = sum(isinstance(wish["choice"], int) for wish in entry["skipped"])
        wishes: list[int | str] = list(range(1, numbered + 1))
        if isinstance(entry["outcome"], int):
            wishes = list(range(1, entry["outcome"]))
        if entry["outcome"] == WAITING and any(wish["choice"] == ANYWHERE for wish in entry["skipped"]):
            wishes.append(ANYWHERE)
        headings.append({"code": code, "turn": index + 1, "skipped": wishes})
    return headings


def _given_twice(allocated: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    holders: dict[str, str] = {}
    codes: set[str] = set()
    for index, entry in enumerate(allocated):
        if entry["code"] in codes:
            yield Difference(path=f"$.allocated[{index}].code", published=entry["code"], recomputed=None)
        codes.add(entry["code"])
        for place, booth in enumerate(entry["booths"]):
            if booth in holders:
                yield Difference(path=f"$.allocated[{index}].booths[{place}]", published=booth, recomputed=None)
            holders[booth] = entry["code"]
