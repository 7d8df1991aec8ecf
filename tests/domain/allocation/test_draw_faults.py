"""Hostile snapshots: each is refused with the JSON path of its first fault, and nothing else ever comes out."""

import copy
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairapp.domain.allocation import draw, parse_json, snapshot_sha256
from fairapp.domain.errors import Refused
from tests.domain.allocation.draw_snapshots import one_hall, request


def sound() -> dict[str, Any]:
    """Two halls, two classes, a ceiling, a lock, two requests."""
    fair = one_hall(request("f1", {"class": "A/std"}, {"booth": "A-02"}), request("f2", {"class": "B/std"}), booths=3)
    fair["halls"].append({"hall": "B", "spread": "none", "rows": [["B-01", "B-02"]]})
    fair["classes"].append({"class": "B/std", "hall": "B", "services": [], "booths": ["B-01", "B-02"]})
    fair["ceilings"] = [{"hall": "*", "craft": "pottery", "max": 2}]
    fair["locks"] = [{"code": "f2", "booths": ["B-01"], "reason": "فازت بالجائزة\nفي الدورة السابقة"}]
    return fair


NOWHERE = object()


def planted(path: list[str | int], value: object) -> dict[str, Any]:
    """The sound snapshot with ``value`` at ``path`` (NOWHERE: removed; appended where an index is one too far)."""
    fair = copy.deepcopy(sound())
    target: Any = fair
    for step in path[:-1]:
        target = target[step]
    last: Any = path[-1]
    if value is NOWHERE:
        del target[last]
    elif isinstance(target, list) and last == len(target):
        target.append(value)
    else:
        target[last] = value
    return fair


FAULTS: list[tuple[list[str | int], object, str, str]] = [
    (["format"], "fairapp-draw/2", "$.format", "unknown-format"),
    (["format"], NOWHERE, "$.format", "missing"),
    (["colour"], "red", "$.colour", "unknown-key"),
    (["edition"], 7, "$.edition", "not-text"),
    (["edition"], "", "$.edition", "empty"),
    (["edition"], "x" * 501, "$.edition", "too-long"),
    (["edition"], "a\u202eb", "$.edition", "forbidden-character"),
    (["edition"], "\ud800", "$.edition", "forbidden-character"),
    (["order"], "random", "$.order", "not-one-of"),
    (["halls"], {}, "$.halls", "not-a-list"),
    (["halls", 1, "hall"], "A", "$.halls[1].hall", "duplicate"),
    (["halls", 0, "hall"], "*", "$.halls[0].hall", "reserved-name"),
    (["halls", 0, "spread"], None, "$.halls[0].spread", "not-one-of"),
    (["halls", 0, "rows", 0], "A-01", "$.halls[0].rows[0]", "not-a-list"),
    (["halls", 0, "rows", 0, 2], "A-01", "$.halls[0].rows[0][2]", "duplicate"),
    (["halls", 1, "rows", 0, 1], "A-01", "$.halls[1].rows[0][1]", "booth-in-two-places"),
    (["classes", 1, "class"], "A/std", "$.classes[1].class", "duplicate"),
    (["classes", 1, "hall"], "C", "$.classes[1].hall", "unknown-hall"),
    (["classes", 1, "booths", 1], "A-01", "$.classes[1].booths[1]", "booth-in-two-classes"),
    (["classes", 1, "booths", 1], "B-99", "$.classes[1].booths[1]", "booth-not-in-a-row-of-its-hall"),
    (["classes", 0, "booths", 3], "B-02", "$.classes[0].booths[3]", "booth-not-in-a-row-of-its-hall"),
    (["classes", 0, "services"], ["power", "power"], "$.classes[0].services[1]", "duplicate"),
    (["ceilings", 0, "hall"], "C", "$.ceilings[0].hall", "unknown-hall"),
    (["ceilings", 0, "max"], -1, "$.ceilings[0].max", "out-of-range"),
    (["ceilings", 0, "max"], True, "$.ceilings[0].max", "not-a-whole-number"),
    (["ceilings", 0, "max"], 0, "$.ceilings[0].max", "below-the-locks"),
    (["ceilings", 1], {"hall": "*", "craft": "pottery", "max": 5}, "$.ceilings[1]", "duplicate"),
    (["roster"], ["new", 1], "$.roster[1]", "not-text"),
    (["requests", 1], None, "$.requests[1]", "not-an-object"),
    (["requests", 1, "code"], "f1", "$.requests[1].code", "duplicate"),
    (["requests", 1, "craft"], NOWHERE, "$.requests[1].craft", "missing"),
    (["requests", 1, "name"], "فاطمة", "$.requests[1].name", "unknown-key"),
    (["requests", 1, "\u202ename"], "", "$.requests[1]['\\u202ename']", "unknown-key"),
    (["requests", 0, "tier"], 1.0, "$.requests[0].tier", "not-a-whole-number"),
    (["requests", 0, "tier"], math.nan, "$.requests[0].tier", "not-a-whole-number"),
    (["requests", 0, "tier"], 10**30, "$.requests[0].tier", "out-of-range"),
    (["requests", 0, "groups"], ["new", "open"], "$.requests[0].groups[1]", "reserved-name"),
    (["requests", 0, "needs"], "power", "$.requests[0].needs", "not-a-list"),
    (["requests", 0, "accessible"], 1, "$.requests[0].accessible", "not-true-or-false"),
    (["requests", 0, "units"], {"min": 0, "max": 1}, "$.requests[0].units.min", "out-of-range"),
    (["requests", 0, "units"], {"min": 2, "max": 1}, "$.requests[0].units.max", "out-of-range"),
    (["requests", 0, "units"], {"min": 4, "max": 4}, "$.requests[0].units.min", "longer-than-any-row"),
    (["requests", 0, "units"], {"min": 101, "max": 101}, "$.requests[0].units.min", "out-of-range"),
    (["requests", 0, "choices", 0], {"class": "C"}, "$.requests[0].choices[0].class", "unknown-class"),
    (["requests", 0, "choices", 0], {"class": []}, "$.requests[0].choices[0].class", "not-text"),
    (["requests", 0, "choices", 1], {"booth": "A-99"}, "$.requests[0].choices[1].booth", "unknown-booth"),
    (["requests", 0, "choices", 1], {}, "$.requests[0].choices[1]", "not-one-of-class-or-booth"),
    (
        ["requests", 0, "choices", 1],
        {"class": "A/std", "booth": "A-01"},
        "$.requests[0].choices[1]",
        "not-one-of-class-or-booth",
    ),
    (["requests", 0, "anywhere"], "yes", "$.requests[0].anywhere", "not-true-or-false"),
    (["requests", 0, "seniority"], "573", "$.requests[0].seniority", "not-a-whole-number"),
    (["order"], "seniority", "$.requests[0].seniority", "not-a-whole-number"),
    (["locks", 0, "code"], "f9", "$.locks[0].code", "unknown-code"),
    (["locks", 0, "booths"], [], "$.locks[0].booths", "empty"),
    (["locks", 0, "booths", 0], "B-99", "$.locks[0].booths[0]", "unknown-booth"),
    (["locks", 0, "reason"], "", "$.locks[0].reason", "empty"),
    (["locks", 0, "reason"], "\x00", "$.locks[0].reason", "forbidden-character"),
    (["locks", 1], {"code": "f2", "booths": ["B-02"], "reason": "x"}, "$.locks[1].code", "duplicate"),
    (["locks", 1], {"code": "f1", "booths": ["B-01"], "reason": "x"}, "$.locks[1].booths[0]", "booth-locked-twice"),
]


def test_the_snapshot_the_faults_are_planted_in_is_sound() -> None:
    assert draw(sound(), "1")["queue"] == ["f1"]


@pytest.mark.parametrize(("path", "value", "named", "reason"), FAULTS)
def test_the_first_fault_is_named(path: list[str | int], value: object, named: str, reason: str) -> None:
    for use in (snapshot_sha256, lambda snapshot: draw(snapshot, "1")):
        with pytest.raises(Refused) as refusal:
            use(planted(path, value))
        assert refusal.value.code == "invalid-snapshot"
        assert refusal.value.values == {"path": named, "reason": reason}


@pytest.mark.parametrize("nonsense", [None, [], "fairapp-draw/1", 1, {}, {"format": []}, {1: 2}])
def test_what_is_no_snapshot_at_all(nonsense: Any) -> None:
    with pytest.raises(Refused) as refusal:
        draw(nonsense, "1")
    assert refusal.value.code == "invalid-snapshot"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def every_path(value: Any, path: list[str | int]) -> list[list[str | int]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    paths = [[*path, step] for step, _ in inside]
    return paths + [deeper for step, item in inside for deeper in every_path(item, [*path, step])]


@settings(max_examples=400, deadline=None)
@given(path=st.sampled_from(every_path(sound(), [])), value=ANYTHING)
def test_anything_anywhere_is_drawn_or_refused_with_a_path(path: list[str | int], value: object) -> None:
    assert fate(planted(path, value)).startswith(("drawn", "$"))


def fate(snapshot: dict[str, Any]) -> str:
    """What becomes of a snapshot: drawn, or the path of its first fault."""
    try:
        return f"drawn {draw(snapshot, '1')['result_sha256']}"
    except Refused as refusal:
        return str(refusal.values["path"]) if refusal.code == "invalid-snapshot" else refusal.code


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b"[Infinity]",
        b"\xff\xfe",
        b'"\xe9"',
        b"[" * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_other_readers_would_read_differently_is_not_json(document: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        parse_json(document)
    assert refusal.value.code == "not-json"
    assert "\n" not in str(refusal.value.values["reason"])


def test_decomposed_letters_are_the_same_snapshot() -> None:
    composed = planted(["requests", 0, "craft"], "cr\u00e9ation")
    decomposed = planted(["requests", 0, "craft"], "cre\u0301ation")
    assert snapshot_sha256(composed) == snapshot_sha256(decomposed)
    assert draw(composed, "1") == draw(decomposed, "1")


def test_the_hash_is_that_of_plain_canonical_json() -> None:
    fair = parse_json(b"\xef\xbb\xbf" + json.dumps(sound()).encode())
    assert isinstance(fair, dict)
    assert snapshot_sha256(fair) == snapshot_sha256(sound())
