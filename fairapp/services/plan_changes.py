"""What an organiser changed on the drawing, as the page sends it. Hostile until parsed.

``{"revision": "3-…", "booths": [{"id": UUID | null for a new one, "number", "x_mm", "y_mm", "width_mm", "depth_mm",
"class", "withdrawn": bool}], "features": [{"id": UUID | null, "kind", "label", "x_mm", …, "removed": bool}]}``. A booth
that exists names only what changes; a new one names everything but ``withdrawn``.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from fairapp.domain.errors import FairError, Refused, TooMuch
from fairapp.domain.floor_plan import MOST_BOOTHS
from fairapp.domain.text import ascii_digits, clean_text, without_marks

FEATURE_KINDS = ("aisle", "wall", "entrance", "pillar", "exit")
"""What stands in a hall and is no booth; ``exit`` is a fire exit."""
SOLID = frozenset({"wall", "pillar", "exit", "entrance"})
"""A booth on one of these is warned about."""
BOOTH_SIDE_MM = range(500, 50_001)
FEATURE_SIDE_MM = range(50, 1_000_001)
FROM_CORNER_MM = range(-1_000_000, 1_000_001)
MOST_FEATURES = 500
LONGEST_LABEL = 80
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class BoothChange:
    """None is «as it was»; ``booth_id`` None is a new booth. ``booth_class`` is the code of a class of the hall."""

    booth_id: uuid.UUID | None
    number: str | None = None
    x_mm: int | None = None
    y_mm: int | None = None
    width_mm: int | None = None
    depth_mm: int | None = None
    booth_class: str | None = None
    withdrawn: bool | None = None


@dataclass(frozen=True, kw_only=True)
class FeatureChange:
    """A feature as it shall be; ``removed`` ones need no more than their id."""

    feature_id: uuid.UUID | None
    kind: str = ""
    label: str = ""
    x_mm: int = 0
    y_mm: int = 0
    width_mm: int = 0
    depth_mm: int = 0
    removed: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanChanges:
    """``revision`` is the state of the drawing that was looked at; None does not ask."""

    revision: str | None
    booths: tuple[BoothChange, ...] = ()
    features: tuple[FeatureChange, ...] = ()


def parse_changes(body: object) -> PlanChanges:
    """Raises ``plan-changes-unreadable`` (``path``: of the first fault), ``TooMuch("plan-too-large")``."""
    whole = _object(body, "$")
    booths, features = _list(whole.get("booths", []), "booths"), _list(whole.get("features", []), "features")
    if len(booths) > MOST_BOOTHS or len(features) > MOST_FEATURES:
        raise TooMuch("plan-too-large", most=MOST_BOOTHS)
    changes = PlanChanges(
        revision=_text(whole.get("revision"), "revision", 80),
        booths=tuple(_booth(one, f"booths[{at}]") for at, one in enumerate(booths)),
        features=tuple(_feature(one, f"features[{at}]") for at, one in enumerate(features)),
    )
    for word, ids in (
        ("booths", [booth.booth_id for booth in changes.booths if booth.booth_id]),
        ("features", [feature.feature_id for feature in changes.features if feature.feature_id]),
    ):
        if len(set(ids)) < len(ids):
            raise _unreadable(word)
    return changes


def parse_number(text: str) -> str:
    """A booth's number as painted on the floor: Latin capitals, digits, hyphens. Raises ``booth-number-unreadable``."""
    plain = ascii_digits(without_marks(text)).strip().upper()
    if not _NUMBER.fullmatch(plain):
        raise Refused("booth-number-unreadable", text=text[:40])
    return plain


def check_sides(number: str, *sides_mm: int) -> None:
    """Raises ``booth-measure-out-of-range``."""
    if any(side not in BOOTH_SIDE_MM for side in sides_mm):
        raise Refused("booth-measure-out-of-range", booth=number)


def _booth(value: object, path: str) -> BoothChange:
    told = _object(value, path)
    number = _text(told.get("number"), f"{path}.number", 40)
    change = BoothChange(
        booth_id=_id(told.get("id"), f"{path}.id"),
        number=None if number is None else parse_number(number),
        x_mm=_whole(told.get("x_mm"), f"{path}.x_mm", FROM_CORNER_MM),
        y_mm=_whole(told.get("y_mm"), f"{path}.y_mm", FROM_CORNER_MM),
        width_mm=_whole(told.get("width_mm"), f"{path}.width_mm", BOOTH_SIDE_MM),
        depth_mm=_whole(told.get("depth_mm"), f"{path}.depth_mm", BOOTH_SIDE_MM),
        booth_class=_text(told.get("class"), f"{path}.class", 80),
        withdrawn=_flag(told.get("withdrawn"), f"{path}.withdrawn"),
    )
    placed = (change.number, change.x_mm, change.y_mm, change.width_mm, change.depth_mm, change.booth_class)
    if change.booth_id is None and None in placed:
        raise _unreadable(path)
    return change


def _feature(value: object, path: str) -> FeatureChange:
    told = _object(value, path)
    feature_id = _id(told.get("id"), f"{path}.id")
    if _flag(told.get("removed"), f"{path}.removed"):
        return FeatureChange(feature_id=_there(feature_id, f"{path}.id"), removed=True)
    kind = _text(told.get("kind"), f"{path}.kind", 20)
    if kind not in FEATURE_KINDS:
        raise _unreadable(f"{path}.kind")
    return FeatureChange(
        feature_id=feature_id,
        kind=kind,
        label=_text(told.get("label"), f"{path}.label", LONGEST_LABEL) or "",
        x_mm=_there(_whole(told.get("x_mm"), f"{path}.x_mm", FROM_CORNER_MM), f"{path}.x_mm"),
        y_mm=_there(_whole(told.get("y_mm"), f"{path}.y_mm", FROM_CORNER_MM), f"{path}.y_mm"),
        width_mm=_there(_whole(told.get("width_mm"), f"{path}.width_mm", FEATURE_SIDE_MM), f"{path}.width_mm"),
        depth_mm=_there(_whole(told.get("depth_mm"), f"{path}.depth_mm", FEATURE_SIDE_MM), f"{path}.depth_mm"),
    )


def _unreadable(path: str) -> Refused:
    return Refused("plan-changes-unreadable", path=path)


def _object(value: object, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unreadable(path)
    return value


def _list(value: object, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise _unreadable(path)
    return value


def _there(value: T | None, path: str) -> T:
    if value is None:
        raise _unreadable(path)
    return value


def _whole(value: object, path: str, limits: range) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value not in limits:
        raise _unreadable(path)
    return value


def _flag(value: object, path: str) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise _unreadable(path)


def _text(value: object, path: str, maximum: int) -> str | None:
    return _read(value, path, lambda text: clean_text(text, maximum))


def _id(value: object, path: str) -> uuid.UUID | None:
    return _read(value, path, uuid.UUID)


def _read(value: object, path: str, read: Callable[[str], T]) -> T | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _unreadable(path)
    try:
        return read(value)
    except (ValueError, FairError):
        raise _unreadable(path) from None
