"""The product against a naive reading of the rule that shares no code with it, on small fairs."""

from typing import Any

import pytest

from fairapp.domain.allocation import draw_with_seed, read_snapshot
from tests.domain.allocation.draw_reference import reference_queue, reference_trace
from tests.domain.allocation.draw_snapshots import random_snapshot

BLOCKS = range(8)
BLOCK = 60


def drawn(snapshot: dict[str, Any], seed: str) -> dict[str, Any]:
    return draw_with_seed(read_snapshot(snapshot), "0" * 64, seed)


@pytest.mark.parametrize("block", BLOCKS)
def test_queue_outcomes_and_every_reason_agree(block: int) -> None:
    for number in range(block * BLOCK, (block + 1) * BLOCK):
        snapshot = random_snapshot(number, most_requests=8, most_booths=8)
        result = drawn(snapshot, str(number))
        assert result["queue"] == reference_queue(snapshot, str(number)), number
        assert result["trace"] == reference_trace(snapshot, str(number)), number


def test_the_small_fairs_meet_every_reason_and_every_outcome() -> None:
    met: set[tuple[str, object]] = set()
    for number in range(BLOCK * len(BLOCKS)):
        result = drawn(random_snapshot(number, most_requests=8, most_booths=8), str(number))
        met |= {("choice", entry["choice"]) for entry in result["allocated"]}
        met |= {(wish["reason"], wish["choice"] == "anywhere") for turn in result["trace"] for wish in turn["skipped"]}
    assert {("choice", choice) for choice in (1, 2, 3, "anywhere", "lock")} <= met
    for reason in ("class-full", "craft-ceiling", "service-missing", "no-adjacent-run"):
        assert {(reason, False), (reason, True)} <= met
    assert ("booth-taken", False) in met
