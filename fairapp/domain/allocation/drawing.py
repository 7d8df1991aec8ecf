"""The draw itself: snapshot and digits in, result ``fairapp-draw-result/1`` out. Nothing else goes in."""

from __future__ import annotations

from collections.abc import Sequence

from fairapp.domain.allocation.canonical_json import sha256_of
from fairapp.domain.allocation.growth import grow
from fairapp.domain.allocation.numbering import assign_numbers
from fairapp.domain.allocation.parsing import read_snapshot
from fairapp.domain.allocation.queue import queue_of
from fairapp.domain.allocation.snapshot import Request, Snapshot
from fairapp.domain.allocation.tickets import read_digits, seed_of
from fairapp.domain.allocation.turns import ANYWHERE, Table, Turn

RESULT_FORMAT = "fairapp-draw-result/1"

WAITING = "waiting"
LOCK = "lock"


def draw(snapshot: dict[str, object], digits: str) -> dict[str, object]:
    """The result of the draw over ``snapshot`` (a ``fairapp-draw/1`` value) with the ``digits`` of the ceremony.

    Pure: the same arguments give the same result, byte for byte once canonical, on any machine and any Python.
    Raises Refused ``invalid-digits`` and ``invalid-snapshot`` (``path``, ``reason``). Source: allocation.md, steps 1–8.
    """
    read_digits(digits)
    parsed = read_snapshot(snapshot)
    snapshot_hash = sha256_of(snapshot)
    return draw_with_seed(parsed, snapshot_hash, seed_of(snapshot_hash, digits))


def draw_with_seed(snapshot: Snapshot, snapshot_hash: str, seed: str) -> dict[str, object]:
    """The result of a checked snapshot under a known seed (lower-case hex), as a check of a published result needs."""
    queue = queue_of(snapshot, seed)
    turns = allot(snapshot, queue, seed)
    result: dict[str, object] = {
        "format": RESULT_FORMAT,
        "snapshot_sha256": snapshot_hash,
        "seed": seed,
        "queue": [request.code for request in queue],
        "allocated": [*_locked(snapshot), *_allocated(turns)],
        "waiting": [turn.request.code for turn in turns if turn.choice is None],
        "trace": [_traced(number, turn) for number, turn in enumerate(turns, 1)],
    }
    result["result_sha256"] = sha256_of(result)
    return result


def allot(snapshot: Snapshot, queue: Sequence[Request], seed: str) -> list[Turn]:
    """Turns in queue order, second helpings, booth numbers: what every request of ``queue`` gets, in its order."""
    table = Table(snapshot)
    turns = grow(table.floor, [table.turn(request) for request in queue])
    return assign_numbers(snapshot, table.floor, turns, seed)


def _locked(snapshot: Snapshot) -> list[dict[str, object]]:
    return [{"code": lock.code, "booths": list(lock.booths), "choice": LOCK} for lock in snapshot.locks]


def _allocated(turns: Sequence[Turn]) -> list[dict[str, object]]:
    return [
        {"code": turn.request.code, "booths": list(turn.booths), "choice": turn.choice}
        for turn in turns
        if turn.choice is not None
    ]


def _traced(number: int, turn: Turn) -> dict[str, object]:
    return {
        "code": turn.request.code,
        "turn": number,
        "skipped": _skipped(turn),
        "outcome": WAITING if turn.choice is None else turn.choice,
    }


def _skipped(turn: Turn) -> list[dict[str, object]]:
    skipped: list[dict[str, object]] = [
        {"choice": number, "reason": reason} for number, reason in enumerate(turn.skipped, 1)
    ]
    if len(skipped) > len(turn.request.choices):
        skipped[-1]["choice"] = ANYWHERE
    return skipped
