"""What-if before the commit: the list as it stands beside the same list under rules that somebody tries. Saves nothing.

Both sides are drawn with the same trial seeds, so that what differs between them is the rules' doing and not chance.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fairapp.domain.allocation import Outlook, read_snapshot, snapshot_sha256, what_if
from fairapp.domain.allocation.what_if import TRIALS
from fairapp.domain.text import clean_text
from fairapp.services.draw_settings import LONGEST_GROUP, CraftCeiling


@dataclass(frozen=True, kw_only=True)
class TriedRules:
    """Rules to try. ``services``: class → what its booths offer; without ``tiers`` everyone stands in the first."""

    order: str
    roster: Sequence[str]
    ceilings: Sequence[CraftCeiling]
    services: Mapping[str, Sequence[str]]
    tiers: bool


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What ``done`` of ``trials`` trial draws gave, under the rules as they stand and under those tried."""

    done: int
    trials: int
    current: Outlook
    tried: Outlook


def tried_snapshot(snapshot: dict[str, Any], rules: TriedRules) -> dict[str, Any]:
    """The snapshot under other rules. Raises Refused ``invalid-snapshot``, with the path of what cannot be."""
    changed = {
        **snapshot,
        "order": rules.order,
        "roster": [group for name in rules.roster if (group := clean_text(name, LONGEST_GROUP))],
        "ceilings": [asdict(ceiling) for ceiling in rules.ceilings],
        "classes": [
            {**kind, "services": sorted(rules.services.get(kind["class"], ()))} for kind in snapshot["classes"]
        ],
        "requests": snapshot["requests"] if rules.tiers else [{**one, "tier": 1} for one in snapshot["requests"]],
    }
    read_snapshot(changed)
    return changed


def compare_rules(
    snapshot: dict[str, Any], tried: dict[str, Any], tags: Mapping[str, Mapping[str, str]], trials: int = TRIALS
) -> Iterator[Comparison]:
    """After each trial what all of them gave so far; the last is the whole. ``tags`` as in ``what_if``."""
    imprint = snapshot_sha256(snapshot)
    current = what_if(read_snapshot(snapshot), imprint, trials=trials, tags=tags)
    if tried == snapshot:
        yield from (Comparison(done=one.done, trials=trials, current=one, tried=one) for one in current)
        return
    other = what_if(read_snapshot(tried), imprint, trials=trials, tags=tags)
    for one, two in zip(current, other, strict=True):
        yield Comparison(done=one.done, trials=trials, current=one, tried=two)
