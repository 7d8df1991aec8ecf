"""Notes of a gate: the two that phones write are read, anything else is none of them, and nothing raises."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.gate_notes import HandOver, Recount, read_gate_note

HANDED = {"what": "hand-over", "from": " سعاد ", "to": "منى", "in": 120, "out": 30}
COUNTED = {
    "what": "recount",
    "since": "2014-12-03T14:00:00.000Z",
    "until": "2014-12-03T14:15:00.000Z",
    "counted": 40,
    "recounted": 42,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


def test_a_hand_over_as_the_phone_writes_it() -> None:
    assert read_gate_note(json.dumps(HANDED)) == HandOver(leaves="سعاد", takes_over="منى", inwards=120, outwards=30)
    assert read_gate_note(json.dumps(HANDED | {"from": ""})) == HandOver(
        leaves="", takes_over="منى", inwards=120, outwards=30
    )


def test_a_recount_as_the_phone_writes_it() -> None:
    assert read_gate_note(json.dumps(COUNTED)) == Recount(length=timedelta(minutes=15), counted=40, recounted=42)


@pytest.mark.parametrize(
    "changed",
    [
        {"what": "Hand-Over"},
        {"what": ["hand-over"]},
        {"to": ""},
        {"to": None},
        {"to": "م" * 61},
        {"to": "a\u202eb"},
        {"to": "\ud800"},
        {"from": 7},
        {"in": -1},
        {"in": True},
        {"out": 1.0},
        {"out": 10**9},
    ],
)
def test_a_hand_over_that_is_none(changed: dict[str, Any]) -> None:
    assert read_gate_note(json.dumps(HANDED | changed)) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"until": "2014-12-03T14:00:00.000Z"},
        {"until": "2014-12-03T13:59:00.000Z"},
        {"until": "2014-12-05T14:00:00.000Z"},
        {"until": "soon"},
        {"since": "2014-12-03T14:00:00"},
        {"since": None},
        {"counted": "40"},
        {"counted": 100_000},
        {"recounted": -1},
        {"recounted": None},
    ],
)
def test_a_recount_that_is_none(changed: dict[str, Any]) -> None:
    assert read_gate_note(json.dumps(COUNTED | changed)) is None


@pytest.mark.parametrize("text", [None, 7, "", "the sun was strong", "[" * 1_999, "9" * 1_999, "[]", "null", "{}"])
def test_other_notes_are_left_alone(text: object) -> None:
    assert read_gate_note(text) is None


def test_what_is_too_long_is_not_even_read() -> None:
    assert read_gate_note(json.dumps(HANDED) + " " * 2_000) is None


@given(st.dictionaries(st.sampled_from([*HANDED, *COUNTED]), JSON), st.sampled_from([HANDED, COUNTED]))
def test_hostile_fields_never_raise(fields: dict[str, Any], note: dict[str, Any]) -> None:
    found = read_gate_note(json.dumps(note | fields))
    assert found is None or isinstance(found, HandOver | Recount)


@given(st.text(max_size=200))
def test_hostile_text_never_raises(text: str) -> None:
    found = read_gate_note(text)
    assert found is None
