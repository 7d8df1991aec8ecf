"""The queue: who has a turn before whom.

Stages A, B, C; in a stage by tier; in a tier by the roster over the tickets. A request with a lock has its booths
already and stands in no queue, so that it uses up no position of the roster.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice

from fairapp.domain.allocation.snapshot import OPEN, Request, Snapshot
from fairapp.domain.allocation.tickets import ticket_of


def queue_of(snapshot: Snapshot, seed: str) -> list[Request]:
    """The requests without a lock in the order of their turns. ``seed`` is lower-case hex."""
    locked = {lock.code for lock in snapshot.locks}
    tickets = {request.code: ticket_of(seed, request.code) for request in snapshot.requests}
    if snapshot.by_seniority:
        ordered = sorted(snapshot.requests, key=lambda request: (request.seniority, tickets[request.code]))
    else:
        ordered = sorted(snapshot.requests, key=lambda request: tickets[request.code])
    buckets: dict[tuple[str, int], list[Request]] = {}
    for request in ordered:
        if request.code not in locked:
            buckets.setdefault((request.stage, request.tier), []).append(request)
    return [request for bucket in sorted(buckets) for request in _by_roster(buckets[bucket], snapshot.roster)]


def _by_roster(ordered: Sequence[Request], roster: Sequence[str]) -> Iterable[Request]:
    """Position k goes to the best ticket of group ``roster[k]`` not yet queued, or to the best overall."""
    if all(group == OPEN for group in roster):
        return ordered
    members: dict[str, list[Request]] = {group: [] for group in roster}
    for request in ordered:
        for group in request.groups & members.keys():
            members[group].append(request)
    members[OPEN] = list(ordered)
    queued: set[str] = set()
    best = {group: _not_yet(requests, queued) for group, requests in members.items()}
    queue: list[Request] = []
    for group in islice(cycle(roster), len(ordered)):
        request = next(best[group], None) or next(best[OPEN])
        queued.add(request.code)
        queue.append(request)
    return queue


def _not_yet(ordered: Iterable[Request], queued: set[str]) -> Iterator[Request]:
    """Those of ``ordered`` that are not queued at the moment they are asked for."""
    return (request for request in ordered if request.code not in queued)
