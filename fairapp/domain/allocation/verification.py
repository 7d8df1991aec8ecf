"""Checking a published result: against itself, and against the snapshot it claims to come from."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from fairapp.domain.allocation.canonical_json import sha256_of
from fairapp.domain.allocation.consistency import inconsistencies
from fairapp.domain.allocation.differences import Difference, differing
from fairapp.domain.allocation.drawing import draw_with_seed
from fairapp.domain.allocation.parsing import read_snapshot
from fairapp.domain.allocation.result_shape import check_result
from fairapp.domain.allocation.tickets import seed_of

MOST_DIFFERENCES = 100
"""One changed rank shifts everything behind it: what comes after the hundredth difference tells nobody anything."""


def verify(
    result: Mapping[str, object], snapshot: Mapping[str, object] | None = None, digits: str | None = None
) -> list[Difference]:
    """Where ``result`` differs from what it should be; an empty list means that it agrees. At most 100 differences.

    Without ``snapshot``: the result's own hash, and that queue, allocations, waiting list and trace tell one story.
    With it: everything is recomputed under the result's seed. With ``digits`` too: the seed itself is recomputed.
    Raises Refused ``invalid-result`` or ``invalid-snapshot`` (``path``, ``reason``) and ``invalid-digits``.
    """
    check_result(result)
    expected_seed = str(result["seed"]) if digits is None else seed_of(str(result["snapshot_sha256"]), digits)
    if snapshot is None:
        differences = inconsistencies(result, expected_seed)
    else:
        parsed, snapshot_hash = read_snapshot(snapshot), sha256_of(snapshot)
        if digits is not None:
            expected_seed = seed_of(snapshot_hash, digits)
        differences = differing("$", result, draw_with_seed(parsed, snapshot_hash, expected_seed))
    return list(islice(differences, MOST_DIFFERENCES))
