"""The shape of a published result ``fairapp-draw-result/1``, read from hostile JSON."""

from __future__ import annotations

from functools import partial

from fairapp.domain.allocation.drawing import LOCK, RESULT_FORMAT, WAITING
from fairapp.domain.allocation.shapes import Fault, each, member, members, one_of, text, texts, whole
from fairapp.domain.allocation.turns import (
    ANYWHERE,
    BOOTH_TAKEN,
    CLASS_FULL,
    CRAFT_CEILING,
    NO_ADJACENT_RUN,
    SERVICE_MISSING,
)
from fairapp.domain.errors import Refused

_RESULT = frozenset({"format", "snapshot_sha256", "seed", "queue", "allocated", "waiting", "trace", "result_sha256"})
_ALLOCATED = frozenset({"code", "booths", "choice"})
_TRACED = frozenset({"code", "turn", "skipped", "outcome"})
_SKIPPED = frozenset({"choice", "reason"})
_REASONS = (CLASS_FULL, BOOTH_TAKEN, CRAFT_CEILING, SERVICE_MISSING, NO_ADJACENT_RUN)
_HEX = frozenset("0123456789abcdef")
_HASH_LENGTH = 64


def check_result(result: object) -> None:
    """Refused ``invalid-result`` (``path``, ``reason``) unless ``result`` has the shape of a published result."""
    try:
        fields = members(result, _RESULT)
        member(fields, "format", one_of(RESULT_FORMAT))
        for key in ("snapshot_sha256", "seed", "result_sha256"):
            member(fields, key, _digest)
        member(fields, "queue", texts)
        member(fields, "allocated", partial(each, reader=_read_allocated))
        member(fields, "waiting", texts)
        member(fields, "trace", partial(each, reader=_read_traced))
    except Fault as fault:
        raise Refused("invalid-result", path=fault.path, reason=fault.reason) from None


def _digest(raw: object) -> str:
    digest = text(raw)
    if len(digest) != _HASH_LENGTH or not _HEX.issuperset(digest):
        raise Fault("not-a-hash")
    return digest


def _choice(raw: object, *words: str) -> int | str:
    return one_of(*words)(raw) if isinstance(raw, str) else whole(raw)


def _read_allocated(raw: object) -> None:
    fields = members(raw, _ALLOCATED)
    member(fields, "code", text)
    member(fields, "booths", texts)
    member(fields, "choice", lambda choice: _choice(choice, ANYWHERE, LOCK))


def _read_traced(raw: object) -> None:
    fields = members(raw, _TRACED)
    member(fields, "code", text)
    member(fields, "turn", whole)
    member(fields, "skipped", partial(each, reader=_read_skipped))
    member(fields, "outcome", lambda outcome: _choice(outcome, ANYWHERE, WAITING))


def _read_skipped(raw: object) -> None:
    fields = members(raw, _SKIPPED)
    member(fields, "choice", lambda choice: _choice(choice, ANYWHERE))
    member(fields, "reason", one_of(*_REASONS))
