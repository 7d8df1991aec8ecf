"""The draw: «القرعة ثم الاختيار بالدور». A public seed orders the queue; each takes its best wish still free.

Everything here is pure and needs the standard library only: no clock, no randomness but the seed, no database.
docs/allocation.md says the rule in words and how to check a result by hand.
"""

from fairapp.domain.allocation.canonical_json import canonical, parse_json, sha256_of
from fairapp.domain.allocation.cascade import Move, cascade, fill
from fairapp.domain.allocation.consistency import own_hash
from fairapp.domain.allocation.differences import Difference
from fairapp.domain.allocation.drawing import RESULT_FORMAT, draw, draw_with_seed
from fairapp.domain.allocation.parsing import read_snapshot
from fairapp.domain.allocation.queue import queue_of
from fairapp.domain.allocation.snapshot import FORMAT, Snapshot
from fairapp.domain.allocation.tickets import read_digits, seed_of, ticket_of
from fairapp.domain.allocation.verification import verify
from fairapp.domain.allocation.what_if import Outlook, Share, what_if


def snapshot_sha256(snapshot: dict[str, object]) -> str:
    """H: SHA-256 of the canonical JSON of a checked snapshot, lower-case hex. Raises Refused ``invalid-snapshot``."""
    read_snapshot(snapshot)
    return sha256_of(snapshot)


__all__ = [
    "FORMAT",
    "RESULT_FORMAT",
    "Difference",
    "Move",
    "Outlook",
    "Share",
    "Snapshot",
    "canonical",
    "cascade",
    "draw",
    "draw_with_seed",
    "fill",
    "own_hash",
    "parse_json",
    "queue_of",
    "read_digits",
    "read_snapshot",
    "seed_of",
    "snapshot_sha256",
    "ticket_of",
    "verify",
    "what_if",
]
