"""Which stalls a marshal visits: drawn so that nobody could know beforehand and anybody can compute it again.

The digits of the public draw are known weeks before the fair, so that they alone would tell a family that nobody will
come to her. The fingerprint of what all phones had sent at the moment of drawing is therefore mixed in: it is known to
nobody before the session is over. Everything that goes in is kept and shown.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """Why a stall was visited."""

    SAMPLE = "sample"
    OUTLIER = "outlier"
    CHOSEN = "chosen"


@dataclass(frozen=True, kw_only=True)
class Head:
    """The end of one device's list: its id as text, how many entries it holds, the hash of the last."""

    device: str
    entries: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class CheckSeed:
    """What the order of the stalls depends on. ``digits`` of the public draw are empty at a fair without one."""

    digits: str
    session_number: int
    heads_hash: str


def heads_hash_of(heads: Iterable[Head]) -> str:
    """SHA-256, lower-case hex, over one line for each device, ``id entries hash``, in the order of their ids."""
    lines = sorted(f"{head.device} {head.entries} {head.hash}\n" for head in heads)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def ticket_of(seed: CheckSeed, stall: str) -> str:
    """``SHA-256("fairapp-check/1|digits|session|heads|stall")``, lower-case hex: the smaller, the earlier.

    ``stall`` is the exhibitor's id as text. One stall more or less never reorders the others.
    """
    text = f"fairapp-check/1|{seed.digits}|{seed.session_number}|{seed.heads_hash}|{stall}"
    return hashlib.sha256(text.encode()).hexdigest()


def order_of(seed: CheckSeed, stalls: Iterable[str]) -> tuple[str, ...]:
    """All stalls in the order of their tickets; the sample is the first of them."""
    return tuple(sorted(stalls, key=lambda stall: ticket_of(seed, stall)))


def sample_size(stalls: int, percent: int) -> int:
    """``percent`` of the stalls, rounded up: at least one while there is any."""
    return min(stalls, max(1, -(-stalls * percent // 100)))
