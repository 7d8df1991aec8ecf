"""Rectangles on a hall's floor: who stands beside whom, who stands on whom, who stands outside. Whole millimetres.

Nothing stands askew: a booth turned by a quarter swaps its sides around its middle.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

WALKWAY_MM = 1_000
"""A wider gap is a passage: those beside it are no neighbours."""
ASIDE_MM = 300
"""How far the middles of two neighbours may be out of line, and no more than half of the narrower one."""


@dataclass(frozen=True, kw_only=True)
class Rectangle:
    """``name`` tells it from the others; x grows to the right, y downwards."""

    name: str
    x_mm: int
    y_mm: int
    width_mm: int
    depth_mm: int

    @property
    def right_mm(self) -> int:
        return self.x_mm + self.width_mm

    @property
    def bottom_mm(self) -> int:
        return self.y_mm + self.depth_mm


def infer_rows(booths: Iterable[Rectangle]) -> list[list[str]]:
    """The names of booths in rows as the drawing shows them; neighbours are consecutive in a row.

    Two booths are neighbours when they stand in one line and the gap between them is no passage. Where a booth could
    belong to a row along x and to one along y, the longer row has it (along x when they are equal). Rows come from the
    top, then from the left; within a row from the left, or from the top. The order of ``booths`` does not matter.
    """
    found = {booth.name: booth for booth in booths}
    free = set(found)
    lines = [*_lines(found.values()), *_lines_down(found.values())]
    heap = [(-len(line), number, line) for number, line in enumerate(lines)]
    heapq.heapify(heap)
    rows: list[list[str]] = []
    while heap:
        _, number, line = heapq.heappop(heap)
        if free.issuperset(line):
            rows.append(line)
            free.difference_update(line)
            continue
        for part in _parts(line, free):
            heapq.heappush(heap, (-len(part), number, part))
    return sorted(rows, key=lambda row: (found[row[0]].y_mm, found[row[0]].x_mm, row[0]))


def find_overlaps(rectangles: Iterable[Rectangle]) -> list[tuple[str, str]]:
    """Pairs that share floor, from the left; touching sides share none."""
    overlaps: list[tuple[str, str]] = []
    open_ones: list[Rectangle] = []
    for one in sorted(rectangles, key=lambda r: (r.x_mm, r.y_mm, r.name)):
        open_ones = [other for other in open_ones if other.right_mm > one.x_mm]
        overlaps += [(other.name, one.name) for other in open_ones if do_overlap(other, one)]
        open_ones.append(one)
    return overlaps


def do_overlap(one: Rectangle, other: Rectangle) -> bool:
    """Whether they share floor."""
    beside = one.right_mm <= other.x_mm or other.right_mm <= one.x_mm
    return not (beside or one.bottom_mm <= other.y_mm or other.bottom_mm <= one.y_mm)


def is_outside(one: Rectangle, width_mm: int, depth_mm: int) -> bool:
    """Whether any of it lies beyond the hall's measures."""
    return one.x_mm < 0 or one.y_mm < 0 or one.right_mm > width_mm or one.bottom_mm > depth_mm


def turned(one: Rectangle) -> Rectangle:
    """Turned by a quarter around its middle; a second turn brings it back."""
    aside = abs(one.width_mm - one.depth_mm) // 2 * (1 if one.width_mm > one.depth_mm else -1)
    return replace(one, x_mm=one.x_mm + aside, y_mm=one.y_mm - aside, width_mm=one.depth_mm, depth_mm=one.width_mm)


def _lines(booths: Iterable[Rectangle]) -> list[list[str]]:
    """Runs of neighbours along x."""
    lines: list[list[Rectangle]] = []
    for booth in sorted(booths, key=lambda b: (2 * b.y_mm + b.depth_mm, b.x_mm, b.name)):
        if lines and _in_line(lines[-1][0], booth):
            lines[-1].append(booth)
        else:
            lines.append([booth])
    return [run for line in lines for run in _runs(sorted(line, key=lambda b: (b.x_mm, b.name)))]


def _lines_down(booths: Iterable[Rectangle]) -> list[list[str]]:
    """Runs of neighbours along y: the same seen across the diagonal."""
    return _lines(replace(b, x_mm=b.y_mm, y_mm=b.x_mm, width_mm=b.depth_mm, depth_mm=b.width_mm) for b in booths)


def _in_line(first: Rectangle, booth: Rectangle) -> bool:
    apart_twice = abs(2 * booth.y_mm + booth.depth_mm - 2 * first.y_mm - first.depth_mm)
    return apart_twice <= min(2 * ASIDE_MM, first.depth_mm, booth.depth_mm)


def _runs(line: Sequence[Rectangle]) -> list[list[str]]:
    runs: list[list[str]] = []
    last: Rectangle | None = None
    for booth in line:
        if last is not None and -ASIDE_MM <= booth.x_mm - last.right_mm <= WALKWAY_MM:
            runs[-1].append(booth.name)
        else:
            runs.append([booth.name])
        last = booth
    return runs


def _parts(line: Sequence[str], free: set[str]) -> list[list[str]]:
    """What is left of a line, in unbroken parts."""
    parts: list[list[str]] = [[]]
    for name in line:
        if name in free:
            parts[-1].append(name)
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]
