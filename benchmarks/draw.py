"""The draw with full trace, from the raw snapshot to the hashed result, against sorting as many SHA-256 tickets.

The limit makes the tickets and sorts them, and nothing else: no snapshot to check, no wishes, no trace, no result. The
draw is the whole rule: second helpings, numbers spread in every hall. Both run in turn; medians of CPU time.
Growth is that of sorting, from a draw of a tenth. Memory is the peak of one draw as Python traces it, the snapshot
handed in not counted: beside the 200 MB a server process may hold, and the large draw beside the small one grown as the
requests are. What-if is 200 trials to the counts an organiser sees. The cascade frees every tenth booth while everybody
else has asked to move up, beside a draw of the same fair; its growth is beside ten times the smaller one (a step that
grew with the square would show as ten; calls grow by 10.6, the rest is memory that the caches no longer hold).
"""

import gc
import hashlib
import random
import statistics
import time
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from benchmarks.table import Row
from fairapp.domain.allocation import cascade, draw, read_snapshot, snapshot_sha256, ticket_of, what_if

ROUNDS = 7
CLASSES = 24
CLASSES_IN_A_HALL = 8
CRAFTS = 12
BOOTHS_IN_A_ROW = 20
DIGITS = "072315"


def rows(quick: bool = False) -> list[Row]:
    """As many requests as Relizane's register, ten times more, Riyadh's 1,100 for 550; memory, what-if, the cascade."""
    scale = 10 if quick else 1
    requests, booths = 7_386 // scale, 1_000 // scale
    relizane, riyadh = fair(requests, booths), fair(1_100, 550)
    ours, limit = _medians(partial(draw, relizane, DIGITS), partial(_sorted_tickets, requests))
    (seconds,) = _medians(partial(draw, riyadh, DIGITS))
    name = f"draw, {requests:,} × {booths:,}"
    peak = _peak(relizane)
    return [
        Row(name=f"{name}, full trace", ours=1e3 * ours, limit=1e3 * limit, unit="ms", aim=60, at_least=False),
        _growth(1_000 // scale, 100 // scale),
        _growth(10_000 // scale, 1_000 // scale),
        Row(name="draw, 1,100 × 550, beside 1 s", ours=1e3 * seconds, limit=1e3, unit="ms", aim=1, at_least=False),
        Row(name=f"{name}: peak memory", ours=peak / 1e6, limit=200, unit="MB", aim=0.5, at_least=False),
        Row(
            name=f"draw, {100_000 // scale:,} × {10_000 // scale:,}: peak memory, beside n",
            ours=_peak(fair(100_000 // scale, 10_000 // scale)) / 1e6,
            limit=peak / 1e6 * 100_000 / 7_386,
            unit="MB",
            aim=1.1,
            at_least=False,
        ),
        _what_if(200 // scale),
        *_cascades(requests, booths),
    ]


def _what_if(trials: int) -> Row:
    """The trials of a fair of 1,100 requests for 600 booths, reading the snapshot included, beside ten seconds."""
    raw = fair(1_100, 600)
    start = time.process_time()
    last = deque(what_if(read_snapshot(raw), snapshot_sha256(raw), trials=trials), maxlen=1).pop()
    spent = time.process_time() - start
    assert last.done == trials
    allowed = 10 * trials / 200
    name = f"what-if, {trials} seeds, 1,100 × 600, beside {allowed:g} s"
    return Row(name=name, ours=1e3 * spent, limit=1e3 * allowed, unit="ms", aim=1, at_least=False)


def _cascades(requests: int, booths: int) -> list[Row]:
    """A tenth of the booths freed at once, beside the draw; and ten times as many, beside ten times the time."""
    small, drawn = _cascaded(requests, booths)
    large, _ = _cascaded(10 * requests, 10 * booths)
    name = f"cascade, {requests:,} × {booths:,}, a tenth freed"
    grown = f"cascade, {10 * requests:,} × {10 * booths:,}, beside n"
    return [
        Row(name=f"{name}, beside the draw", ours=1e3 * small, limit=1e3 * drawn, unit="ms", aim=1, at_least=False),
        Row(name=grown, ours=1e3 * large, limit=1e4 * small, unit="ms", aim=2, at_least=False),
    ]


def _cascaded(requests: int, booths: int) -> list[float]:
    raw = fair(requests, booths)
    result: dict[str, Any] = draw(raw, DIGITS)
    snapshot = read_snapshot(raw)
    held = {entry["code"]: entry["booths"] for entry in result["allocated"][:1]}
    held |= {entry["code"]: entry["booths"] for place, entry in enumerate(result["allocated"][1:]) if place % 10}
    work = partial(
        cascade,
        snapshot,
        queue=result["queue"],
        holdings=held,
        waiting=result["waiting"],
        opted_in=held,
    )
    with _collector_at_rest():
        return _medians(work, partial(draw, raw, DIGITS), rounds=3)


def _growth(requests: int, booths: int) -> Row:
    """Ten times the requests and booths, beside the smaller draw grown as much as sorting tickets grows (n log n).

    Python's garbage collector rests meanwhile: how many of its full rounds fall into one draw goes by steps, a quarter
    of the time more at one size and none at the next. It does not rest in the first row. A fifth is allowed for
    caches: a draw that outgrows them pays more for it than sorting texts of 64 letters does.
    """
    before, sorted_before = _drawn_and_sorted(requests, booths)
    after, sorted_after = _drawn_and_sorted(10 * requests, 10 * booths)
    allowed = before * sorted_after / sorted_before
    name = f"draw, {10 * requests:,} × {10 * booths:,}, beside n log n"
    return Row(name=name, ours=1e3 * after, limit=1e3 * allowed, unit="ms", aim=1.2, at_least=False)


def _drawn_and_sorted(requests: int, booths: int) -> list[float]:
    """Seconds of the draw and of the sorting, alone in memory: a larger snapshot there would change both."""
    snapshot = fair(requests, booths)
    with _collector_at_rest():
        return _medians(partial(draw, snapshot, DIGITS), partial(_sorted_tickets, requests))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _medians(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The median seconds of CPU time of each work, run in turn."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
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
