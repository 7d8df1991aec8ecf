"""Where two JSON values differ, named by JSON path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Where a published result differs: JSON ``path``, what was ``published``, what ``recomputed`` gives.

    Both are JSON values; None where one of the two holds nothing at that path.
    """

    path: str
    published: Any
    recomputed: Any


def differing(path: str, published: Any, recomputed: Any) -> Iterator[Difference]:
    """The differences between two JSON values of checked shape, in the order of the recomputed one."""
    if published == recomputed:
        return
    if isinstance(recomputed, dict) and isinstance(published, dict):
        for key in [*recomputed, *(key for key in published if key not in recomputed)]:
            yield from differing(f"{path}.{key}", published.get(key), recomputed.get(key))
    elif isinstance(recomputed, list) and isinstance(published, list):
        for index, (theirs, ours) in enumerate(zip_longest(published, recomputed)):
            yield from differing(f"{path}[{index}]", theirs, ours)
    else:
        yield Difference(path=path, published=published, recomputed=recomputed)
