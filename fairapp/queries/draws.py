"""Reads about the draw: where it stands, the published bytes, and what one family got and why."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from fairapp.db import db
from fairapp.domain.errors import NotFound
from fairapp.models.base import named_by
from fairapp.models.draws import Draw
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.requests import BoothRequest

Wish = tuple[str, str]
"""``("class", "A/std")`` or ``("booth", "A-07")``."""


@dataclass(frozen=True, kw_only=True)
class DrawRow:
    """A draw without its texts. ``digits``, ``seed``, ``result_sha256`` and ``drawn_at`` are None until it is drawn."""

    id: uuid.UUID
    snapshot_sha256: str
    committed_at: datetime
    seed_source: str
    seed_at: datetime
    digits: str | None
    seed: str | None
    result_sha256: str | None
    drawn_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str

    @property
    def hours_open(self) -> int:
        """Whole hours between the commit and the announced moment of the digits: the time for objections."""
        return (self.seed_at - self.committed_at) // timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """A line of the result by its turn. ``waiting_place`` counts from 1; who got a booth has none."""

    rank: int
    code: str
    booths: tuple[str, ...]
    choice: int | str | None
    waiting_place: int | None


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A better wish and the reason code why it could not be had; ``wish`` is None for ``anywhere``."""

    number: int | None
    wish: Wish | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the draw gave one request: ``line`` of ``among``, all its ``wishes``, and every better wish ``passed``."""

    line: ResultRow
    among: int
    craft: str
    wishes: tuple[Wish, ...]
    passed: tuple[Passed, ...]


@dataclass(frozen=True, kw_only=True)
class DrawFigures:
    """What a draw is held over, and what came of it. ``locked`` booths are given before it, ``booths`` are all."""

    requests: int
    booths: int
    locked: int
    allocated: int | None
    waiting: int | None


class DrawTexts:
    """The published texts of a draw, read once for a page."""

    def __init__(self, snapshot: str, result: str | None, committed_at: datetime) -> None:
        self.committed_at = committed_at
        self.snapshot_json = snapshot
        self.result_json = result
        self._snapshot: dict[str, Any] = json.loads(snapshot)
        self._result: dict[str, Any] | None = json.loads(result) if result else None

    @property
    def figures(self) -> DrawFigures:
        """How many of everything."""
        return figures_of(self._snapshot, self._result)

    def lines(self) -> list[ResultRow]:
        """Everyone by turn; who was locked and has no turn of her own comes first, with rank 0."""
        return list(self._lines.values())

    @cached_property
    def _lines(self) -> dict[str, ResultRow]:
        if self._result is None:
            return {}
        given = {entry["code"]: entry for entry in self._result["allocated"]}
        places = {code: place for place, code in enumerate(self._result["waiting"], start=1)}
        queue = self._result["queue"]
        queued = set(queue)
        before = [code for code in given if code not in queued]
        ranked = [*((0, code) for code in before), *enumerate(queue, start=1)]
        return {
            code: ResultRow(
                rank=rank,
                code=code,
                booths=tuple(given[code]["booths"]) if code in given else (),
                choice=given[code]["choice"] if code in given else None,
                waiting_place=places.get(code),
            )
            for rank, code in ranked
        }

    @cached_property
    def _asked(self) -> dict[str, dict[str, Any]]:
        return {asked["code"]: asked for asked in self._snapshot["requests"]}

    @cached_property
    def _trace(self) -> dict[str, dict[str, Any]]:
        return {entry["code"]: entry for entry in self._result["trace"]} if self._result else {}

    def holds(self, code: str) -> bool:
        """Whether the request was in the draw."""
        return code in self._lines

    def outcome(self, code: str) -> Outcome:
        """What became of one request. Raises ``NotFound("code-not-in-draw")``, also before the draw."""
        line = self._lines.get(code)
        if line is None or self._result is None:
            raise NotFound("code-not-in-draw", request=code)
        asked = self._asked[code]
        wishes = tuple((kind, str(name)) for choice in asked["choices"] for kind, name in choice.items())
        return Outcome(
            line=line,
            among=len(self._result["queue"]),
            craft=asked["craft"],
            wishes=wishes,
            passed=tuple(_passed(skipped, wishes) for skipped in self._trace.get(code, {}).get("skipped", ())),
        )


def find_draw(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> DrawRow | None:
    """The draw that stands; None while none is committed."""
    return next((row for row in list_draws(organisation_id, edition_id) if row.withdrawn_at is None), None)


def list_draws(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[DrawRow]:
    """All that were ever committed, the last first."""
    asked = select(Draw).where(Draw.organisation_id == organisation_id, Draw.edition_id == edition_id)
    return [_row(found) for found in db.session.scalars(asked.order_by(Draw.committed_at.desc(), Draw.id.desc()))]


def get_texts(organisation_id: uuid.UUID, draw_id: uuid.UUID) -> DrawTexts:
    """Snapshot and result exactly as they were hashed. Raises ``NotFound("unknown-draw")``."""
    asked = (
        select(Draw)
        .where(Draw.organisation_id == organisation_id, Draw.id == draw_id)
        .options(undefer(Draw.snapshot), undefer(Draw.result))
    )
    found = db.session.scalar(asked)
    if found is None:
        raise NotFound("unknown-draw")
    return DrawTexts(found.snapshot, found.result, found.committed_at)


def list_names(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[str, tuple[str, str]]:
    """For staff: the exhibitor's name and search key behind each code."""
    asked = (
        select(BoothRequest.code, Exhibitor.name, Exhibitor.search_key)
        .join(
            Exhibitor,
            named_by(Exhibitor, BoothRequest.exhibitor_id),
        )
        .where(BoothRequest.organisation_id == organisation_id, BoothRequest.edition_id == edition_id)
    )
    return {row.code: (row.name, row.search_key) for row in db.session.execute(asked)}


def figures_of(snapshot: dict[str, Any], result: dict[str, Any] | None = None) -> DrawFigures:
    """The figures of a checked snapshot, and of its result once there is one."""
    return DrawFigures(
        requests=len(snapshot["requests"]),
        booths=sum(len(kind["booths"]) for kind in snapshot["classes"]),
        locked=sum(len(lock["booths"]) for lock in snapshot["locks"]),
        allocated=None if result is None else len(result["allocated"]),
        waiting=None if result is None else len(result["waiting"]),
    )


def _passed(skipped: dict[str, Any], wishes: tuple[Wish, ...]) -> Passed:
    number = skipped["choice"] if isinstance(skipped["choice"], int) else None
    return Passed(number=number, wish=None if number is None else wishes[number - 1], reason=skipped["reason"])


def _row(found: Draw) -> DrawRow:
    return DrawRow(
        id=found.id,
        snapshot_sha256=found.snapshot_sha256,
        committed_at=found.committed_at,
        seed_source=found.seed_source,
        seed_at=found.seed_at,
        digits=found.digits,
        seed=found.seed,
        result_sha256=found.result_sha256,
        drawn_at=found.drawn_at,
        withdrawn_at=found.withdrawn_at,
        withdrawn_reason=found.withdrawn_reason,
    )
