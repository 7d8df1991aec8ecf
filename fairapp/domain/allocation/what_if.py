"""What-if before the commit: the same fair drawn many times with seeds that can never be the real one.

The real seed is SHA-256 of a text that begins ``fairapp-draw/1|``; trial seed n is SHA-256("fairapp-trial|" + H + "|" +
n). The two texts differ whatever digits fall, so that no trial shows, even by chance, what the real draw will be.

Only counts leave here: how many of a craft, a group, a region got in. Never by code: a family that knew its chances in
two hundred trials would take them for a promise.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fairapp.domain.allocation.queue import queue_of
from fairapp.domain.allocation.snapshot import Request, Snapshot
from fairapp.domain.allocation.turns import Table

TRIALS = 200

WAITING = "waiting"
LOCK = "lock"

Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """How those with one trait fared: ``asked`` families; how many got in, in all trials together (``got_in``), in the
    unluckiest trial (``fewest``) and in the luckiest (``most``)."""

    asked: int
    got_in: int
    fewest: int
    most: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What ``done`` of ``trials`` trial draws gave.

    ``shares[dimension][value]``: dimensions ``all`` (its only value is ``*``), ``craft``, ``group``, and the caller's
    own. ``wishes``: over all trials, how many families got their wish of each rank (from 1), ``anywhere`` or ``lock``,
    or were left ``waiting``; the sum is families × trials done.
    """

    done: int
    trials: int
    shares: Mapping[str, Mapping[str, Share]]
    wishes: Mapping[int | str, int]


def trial_seed(snapshot_hash: str, number: int) -> str:
    """``SHA-256("fairapp-trial|" + H + "|" + number)``, lower-case hex."""
    return hashlib.sha256(f"fairapp-trial|{snapshot_hash}|{number}".encode()).hexdigest()


def what_if(
    snapshot: Snapshot,
    snapshot_hash: str,
    *,
    trials: int = TRIALS,
    tags: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[Outlook]:
    """The outlook after each trial, the last one after all ``trials``: a caller shows progress and keeps the last.

    ``tags`` are what the snapshot does not say and the caller knows: dimension → code → value, such as
    ``{"region": {"K7P3QF": "Relizane"}, "times": {"K7P3QF": "first"}}``. Codes without a value are left out there.
    """
    tally = _Tally(snapshot, tags or {})
    for number in range(trials):
        tally.count(queue_of(snapshot, trial_seed(snapshot_hash, number)))
        yield tally.outlook(trials)


class _Tally:
    """Counts over the trials so far."""

    def __init__(self, snapshot: Snapshot, tags: Mapping[str, Mapping[str, str]]) -> None:
        self._snapshot = snapshot
        self._keys = {request.code: _keys(request, tags) for request in snapshot.requests}
        self._asked = Counter(key for keys in self._keys.values() for key in keys)
        self._locked = [key for lock in snapshot.locks for key in self._keys[lock.code]]
        self._got_in: Counter[Key] = Counter()
        self._fewest: dict[Key, int] = dict(self._asked)
        self._most: dict[Key, int] = dict.fromkeys(self._asked, 0)
        self._wishes: Counter[int | str] = Counter()
        self._done = 0

    def count(self, queue: list[Request]) -> None:
        """One trial: turns only, since who gets in is settled before second helpings and numbers."""
        table = Table(self._snapshot)
        served = list(self._locked)
        if self._locked:
            self._wishes[LOCK] += len(self._snapshot.locks)
        for request in queue:
            choice = table.turn(request).choice
            self._wishes[WAITING if choice is None else choice] += 1
            if choice is not None:
                served.extend(self._keys[request.code])
        got_in = Counter(served)
        self._got_in.update(got_in)
        for key in self._asked:
            self._fewest[key] = min(self._fewest[key], got_in[key])
            self._most[key] = max(self._most[key], got_in[key])
        self._done += 1

    def outlook(self, trials: int) -> Outlook:
        shares: dict[str, dict[str, Share]] = {}
        for key in sorted(self._asked):
            dimension, value = key
            shares.setdefault(dimension, {})[value] = Share(
                asked=self._asked[key], got_in=self._got_in[key], fewest=self._fewest[key], most=self._most[key]
            )
        return Outlook(done=self._done, trials=trials, shares=shares, wishes=dict(self._wishes))


def _keys(request: Request, tags: Mapping[str, Mapping[str, str]]) -> tuple[Key, ...]:
    """Every trait of a family under which it is counted."""
    own = [("all", "*"), ("craft", request.craft), *(("group", group) for group in sorted(request.groups))]
    return (*own, *((dimension, values[request.code]) for dimension, values in tags.items() if request.code in values))
