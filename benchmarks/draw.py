"""The draw with full trace, from the raw snapshot to the hashed result, against sorting as many SHA-256 tickets.

The limit makes the tickets and sorts them, and nothing else: no snapshot to check, no wishes, no trace, no result.
Both run in turn; medians of CPU time. Growth is that of sorting, from a draw of a tenth. Memory is the peak of
one draw as Python traces it, beside the 200 MB a server process may hold; the snapshot handed in is not counted.
"""

import hashlib
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.table import Row
from fairapp.domain.allocation import draw, ticket_of

ROUNDS = 7
CLASSES = 24
CLASSES_IN_A_HALL = 8
CRAFTS = 12
BOOTHS_IN_A_ROW = 20
DIGITS = "072315"


def rows(quick: bool = False) -> list[Row]:
    """As many requests as Relizane's register, ten times more, Riyadh's 1,100 for 550, and the memory of one draw."""
    scale = 10 if quick else 1
    requests, booths = 7_386 // scale, 1_000 // scale
    relizane, riyadh = fair(requests, booths), fair(1_100, 550)
    ours, limit = _medians(partial(draw, relizane, DIGITS), partial(_sorted_tickets, requests))
    (seconds,) = _medians(partial(draw, riyadh, DIGITS))
    name = f"draw, {requests:,} × {booths:,}"
    return [
        Row(name=f"{name}, full trace", ours=1e3 * ours, limit=1e3 * limit, unit="ms", aim=60, at_least=False),
        _growth(10_000 // scale, 1_000 // scale),
        Row(name="draw, 1,100 × 550, beside 1 s", ours=1e3 * seconds, limit=1e3, unit="ms", aim=1, at_least=False),
        Row(name=f"{name}: peak memory", ours=_peak(relizane) / 1e6, limit=200, unit="MB", aim=0.5, at_least=False),
    ]


def _growth(requests: int, booths: int) -> Row:
    """Ten times the requests and booths, beside the smaller draw grown as much as sorting tickets grows (n log n).

    A tenth is allowed for Python's garbage collector: how many of its full rounds fall into one draw is chance,
    and without them the ratio is 0.95.
    """
    before, sorted_before = _drawn_and_sorted(requests, booths)
    after, sorted_after = _drawn_and_sorted(10 * requests, 10 * booths)
    allowed = before * sorted_after / sorted_before
    name = f"draw, {10 * requests:,} × {10 * booths:,}, beside n log n"
    return Row(name=name, ours=1e3 * after, limit=1e3 * allowed, unit="ms", aim=1.1, at_least=False)


def _drawn_and_sorted(requests: int, booths: int) -> list[float]:
    """Seconds of the draw and of the sorting, alone in memory: a larger snapshot there would change both."""
    snapshot = fair(requests, booths)
    return _medians(partial(draw, snapshot, DIGITS), partial(_sorted_tickets, requests))


def _medians(*works: Callable[[], object]) -> list[float]:
    """The median seconds of CPU time of each work, run in turn."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, times in zip(works, spent, strict=True):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
    return [statistics.median(times) for times in spent]


def _sorted_tickets(count: int) -> list[str]:
    seed = hashlib.sha256(DIGITS.encode()).hexdigest()
    return sorted(ticket_of(seed, f"R{number:06}") for number in range(count))


def _peak(snapshot: dict[str, Any]) -> int:
    """Bytes at the peak of one draw."""
    tracemalloc.start()
    draw(snapshot, DIGITS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def fair(requests: int, booths: int) -> dict[str, Any]:
    """A fair of invented codes: 24 classes in three halls, ceilings, a roster, needs, pairs, named booths."""
    chance = random.Random(2014)
    classes = [_class(number, booths // CLASSES + (number < booths % CLASSES)) for number in range(CLASSES)]
    halls = sorted({entry["hall"] for entry in classes})
    every = [booth for entry in classes for booth in entry["booths"]]
    return {
        "format": "fairapp-draw/1",
        "edition": "bench",
        "order": "draw",
        "halls": [{"hall": hall, "spread": "spread", "rows": _rows_of(hall, classes)} for hall in halls],
        "classes": classes,
        "ceilings": [
            {"hall": hall, "craft": f"craft-{craft}", "max": 1 + booths // 30}
            for hall in halls
            for craft in range(CRAFTS)
        ],
        "roster": ["new", "open", "rural", "open", "open"],
        "locks": [{"code": "R000000", "booths": every[:1], "reason": "bench"}],
        "requests": [_request(number, chance, every) for number in range(requests)],
    }


def _class(number: int, booths: int) -> dict[str, Any]:
    hall = "ABC"[number // CLASSES_IN_A_HALL]
    names = [f"{hall}{number}-{place:04}" for place in range(booths)]
    return {"class": f"{hall}/{number}", "hall": hall, "services": ["power"] * (number % 2), "booths": names}


def _rows_of(hall: str, classes: list[dict[str, Any]]) -> list[list[str]]:
    booths = [booth for entry in classes if entry["hall"] == hall for booth in entry["booths"]]
    return [booths[start : start + BOOTHS_IN_A_ROW] for start in range(0, len(booths), BOOTHS_IN_A_ROW)]


def _request(number: int, chance: random.Random, booths: list[str]) -> dict[str, Any]:
    wished = chance.sample(range(CLASSES), chance.randint(3, 8))
    choices = [{"class": f"{'ABC'[index // CLASSES_IN_A_HALL]}/{index}"} for index in wished]
    if chance.random() < 0.3:
        choices.insert(0, {"booth": chance.choice(booths)})
    least = 2 if chance.random() < 0.1 else 1
    return {
        "code": f"R{number:06}",
        "craft": f"craft-{chance.randrange(CRAFTS)}",
        "tier": chance.choice([1, 1, 2]),
        "groups": chance.sample(["new", "rural"], chance.randint(0, 2)),
        "needs": ["power"] if chance.random() < 0.1 else [],
        "accessible": chance.random() < 0.02,
        "units": {"min": least, "max": least + 1},
        "choices": choices,
        "anywhere": chance.random() < 0.5,
        "seniority": number,
    }
