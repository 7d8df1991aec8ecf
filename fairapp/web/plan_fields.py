"""A booth and a feature of a hall as forms without JavaScript: metres as people type them, in any digits."""

import re
import uuid
from collections.abc import Mapping

from fairapp.domain.errors import Refused
from fairapp.domain.text import clean_text
from fairapp.services.plan_changes import (
    FEATURE_KINDS,
    FEATURE_SIDE_MM,
    LONGEST_LABEL,
    BoothChange,
    FeatureChange,
    parse_number,
)
from fairapp.web.typed import plain

SIDES = ("x", "y", "width", "depth")
_METRES = re.compile(r"(-?)([0-9]{1,3})(?:[.,٫]([0-9]{1,3}))?")


def find_millimetres(typed: Mapping[str, str], field: str) -> int | None:
    """Metres to the millimetre, such as ``3``, ``2,5`` or ``٢٫٥``; None when nothing was typed.

    Raises ``length-unreadable``.
    """
    text = plain(typed, field)
    if not text:
        return None
    match = _METRES.fullmatch(text)
    if match is None:
        raise Refused("length-unreadable", text=text)
    length = int(match[2]) * 1_000 + int((match[3] or "").ljust(3, "0") or 0)
    return -length if match[1] else length


def as_metres(length_mm: int) -> str:
    """The same as ``find_millimetres`` reads it: 2500 → ``2.5``."""
    whole, rest = divmod(abs(length_mm), 1_000)
    return f"{'-' if length_mm < 0 else ''}{whole}" + (f".{rest:03}".rstrip("0") if rest else "")


def read_booth(typed: Mapping[str, str], booth_id: uuid.UUID | None) -> BoothChange:
    """Raises ``length-unreadable``, ``booth-number-unreadable``."""
    sides = {f"{side}_mm": find_millimetres(typed, side) for side in SIDES}
    if booth_id is None and None in sides.values():
        raise Refused("length-unreadable", text="")
    return BoothChange(
        booth_id=booth_id,
        number=parse_number(typed.get("number", "")),
        booth_class=typed.get("class", ""),
        withdrawn=None if booth_id is None else "withdrawn" in typed,
        **sides,
    )


def read_feature(typed: Mapping[str, str]) -> FeatureChange:
    """A new one, or one with ``id`` that is moved or (``removed``) taken away. Raises ``unknown-feature``."""
    try:
        feature_id = uuid.UUID(typed["id"]) if typed.get("id") else None
    except ValueError:
        raise Refused("unknown-feature") from None
    if typed.get("removed") and feature_id is not None:
        return FeatureChange(feature_id=feature_id, removed=True)
    if typed.get("kind") not in FEATURE_KINDS:
        raise Refused("unknown-feature")
    x_mm, y_mm, width_mm, depth_mm = (find_millimetres(typed, side) or 0 for side in SIDES)
    if min(width_mm, depth_mm) < FEATURE_SIDE_MM[0]:
        raise Refused("length-unreadable", text=typed.get("width", ""))
    return FeatureChange(
        feature_id=feature_id,
        kind=typed["kind"],
        label=clean_text(typed.get("label", ""), LONGEST_LABEL),
        x_mm=x_mm,
        y_mm=y_mm,
        width_mm=width_mm,
        depth_mm=depth_mm,
    )
