"""What marshals note at a gate: who takes over the watch, and fifteen minutes counted twice.

A phone sends both as entries of kind ``note`` whose text is JSON. Anybody may write a note by hand, so whatever cannot
be one of the two is none of them.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from fairapp.domain.errors import Refused
from fairapp.domain.ledger import read_moment
from fairapp.domain.text import clean_text

LONGEST_TEXT = 2_000
LONGEST_NAME = 60
LARGEST_COUNT = 99_999
LONGEST_SAMPLE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """The watch at a gate passes on; ``leaves`` may be empty. In and out are that phone's own counts until then."""

    leaves: str
    takes_over: str
    inwards: int
    outwards: int


@dataclass(frozen=True, kw_only=True)
class Recount:
    """People inwards in ``length`` of time: by the phone, and by a second person."""

    length: timedelta
    counted: int
    recounted: int


def read_gate_note(text: object) -> HandOver | Recount | None:
    """From the text of a note; None for any other note, and for hostile text."""
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        return None
    try:
        told = json.loads(text)
        match told.get("what") if isinstance(told, dict) else None:
            case "hand-over":
                return _hand_over(told)
            case "recount":
                return _recount(told)
            case _:
                return None
    except (ValueError, RecursionError, Refused):
        return None


def _hand_over(told: dict[str, object]) -> HandOver:
    takes_over = _name(told.get("to"))
    if not takes_over:
        raise ValueError("to")
    inwards, outwards = _count(told.get("in")), _count(told.get("out"))
    return HandOver(leaves=_name(told.get("from", "")), takes_over=takes_over, inwards=inwards, outwards=outwards)


def _recount(told: dict[str, object]) -> Recount:
    since, until = read_moment(told.get("since")), read_moment(told.get("until"))
    if since is None or until is None or not timedelta() < until - since <= LONGEST_SAMPLE:
        raise ValueError("since")
    return Recount(length=until - since, counted=_count(told.get("counted")), recounted=_count(told.get("recounted")))


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("name")
    return clean_text(value, LONGEST_NAME)


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST_COUNT:
        raise ValueError("count")
    return value
