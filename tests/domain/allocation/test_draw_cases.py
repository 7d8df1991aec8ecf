"""Situations kept as files: tests/allocation_cases, one JSON each, each saying why it is there."""

import json
from pathlib import Path
from typing import Any

import pytest

from fairapp.domain.allocation import draw, verify
from fairapp.domain.errors import Refused

CASES = sorted((Path(__file__).parents[2] / "allocation_cases").glob("*.json"))


def found(case: dict[str, Any]) -> dict[str, Any]:
    """What the draw makes of a case, in the words its expectation is written in."""
    try:
        result: dict[str, Any] = draw(case["snapshot"], case["digits"])
    except Refused as refusal:
        return {"refused": refusal.values}
    assert verify(result, case["snapshot"], case["digits"]) == []
    skipped = {turn["code"]: [[wish["choice"], wish["reason"]] for wish in turn["skipped"]] for turn in result["trace"]}
    return {
        "allocated": {
            entry["code"]: {"booths": entry["booths"], "choice": entry["choice"]} for entry in result["allocated"]
        },
        "waiting": result["waiting"],
        "skipped": {code: wishes for code, wishes in skipped.items() if wishes},
        "result_sha256": result["result_sha256"],
    }


def test_there_are_cases() -> None:
    assert len(CASES) >= 20


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    assert case["why"]
    outcome = found(case)
    assert {key: outcome.get(key) for key in case["expected"]} == case["expected"]


def test_p9_one_more_booth_can_hurt_as_the_kept_example_shows() -> None:
    before, after = (
        json.loads((CASES[0].parent / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("p9_before_one_more_booth", "p9_one_more_booth_displaces_the_third")
    )
    unlike = {key for key in before["snapshot"] if before["snapshot"][key] != after["snapshot"][key]}
    assert unlike == {"halls", "classes"}
    places = [
        [booth for hall in case["snapshot"]["halls"] for row in hall["rows"] for booth in row]
        for case in (before, after)
    ]
    assert sorted(places[1]) == sorted([*places[0], "B-01"])
    assert "third" in found(before)["allocated"]
    assert found(after)["waiting"] == ["third"]
