"""Fairs too large to try every misreport on: Hypothesis looks for one where a promise breaks."""

import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fairapp.domain.allocation import draw, verify
from tests.domain.allocation.draw_outcomes import Outcome
from tests.domain.allocation.draw_reference import reference_queue
from tests.domain.allocation.draw_snapshots import CRAFTS, GROUPS, SERVICES, SPREADS, one_hall, request

HALLS = ("A", "B", "C")
ROW = 8


@st.composite
def fairs(drawing: st.DrawFn) -> dict[str, Any]:
    """Up to 40 requests for up to 48 booths in three halls of two rows, two classes a hall."""
    halls, classes, wishes = [], [], []
    for hall in HALLS:
        rows = [[f"{hall}{row}{place}" for place in range(drawing(st.integers(1, ROW)))] for row in (1, 2)]
        halls.append({"hall": hall, "spread": drawing(st.sampled_from(SPREADS)), "rows": rows})
        booths = [booth for row in rows for booth in row]
        cut = drawing(st.integers(0, len(booths)))
        for kind, members in (("x", booths[:cut]), ("y", booths[cut:])):
            services = drawing(st.lists(st.sampled_from(SERVICES), unique=True))
            classes.append({"class": f"{hall}/{kind}", "hall": hall, "services": services, "booths": members})
            wishes.append({"class": f"{hall}/{kind}"})
        wishes += [{"booth": booth} for booth in booths]
    ceilings = st.fixed_dictionaries({"max": st.integers(0, 5)})
    return {
        "format": "fairapp-draw/1",
        "edition": "large",
        "order": drawing(st.sampled_from(["draw", "seniority"])),
        "halls": halls,
        "classes": classes,
        "ceilings": [
            {"hall": hall, "craft": craft} | drawing(ceilings)
            for hall in (*HALLS, "*")
            for craft in CRAFTS
            if drawing(st.booleans())
        ],
        "roster": drawing(st.lists(st.sampled_from([*GROUPS, "open", "nobody"]), max_size=5)),
        "locks": [],
        "requests": [drawing(requests(f"f{number}", wishes)) for number in range(drawing(st.integers(0, 40)))],
    }


@st.composite
def requests(drawing: st.DrawFn, code: str, wishes: list[dict[str, str]]) -> dict[str, Any]:
    least = drawing(st.sampled_from([1, 1, 1, 2, 3]))
    return request(
        code,
        *drawing(st.lists(st.sampled_from(wishes), max_size=6)),
        craft=drawing(st.sampled_from(CRAFTS)),
        tier=drawing(st.integers(0, 2)),
        groups=drawing(st.lists(st.sampled_from(GROUPS), unique=True)),
        needs=drawing(st.lists(st.sampled_from(SERVICES), unique=True, max_size=1)),
        accessible=drawing(st.booleans()),
        units={"min": least, "max": least + drawing(st.integers(0, 3))},
        anywhere=drawing(st.booleans()),
        seniority=drawing(st.integers(0, 50)),
    )


def fitting(fair: dict[str, Any]) -> dict[str, Any]:
    """The same fair without the requests that no row is long enough for."""
    longest = max(len(row) for hall in fair["halls"] for row in hall["rows"])
    return fair | {"requests": [entry for entry in fair["requests"] if entry["units"]["min"] <= longest]}


@settings(max_examples=60, deadline=None)
@given(fair=fairs().map(fitting), digits=st.text("0123456789", min_size=1, max_size=6))
def test_promises_hold_on_larger_fairs(fair: dict[str, Any], digits: str) -> None:
    result: dict[str, Any] = draw(fair, digits)
    assert verify(result, fair, digits) == verify(result) == []
    assert result["queue"] == reference_queue(fair, result["seed"])
    outcome = Outcome(fair, result)
    booths = [booth for held in outcome.held.values() for booth in held]
    assert len(booths) == len(set(booths))
    for ceiling in fair["ceilings"]:
        assert outcome.exhibitors(ceiling["craft"], ceiling["hall"], set()) <= ceiling["max"]
    rows = [row for hall in fair["halls"] for row in hall["rows"]]
    for code, held in outcome.held.items():
        entry = outcome.entries[code]
        assert entry["units"]["min"] <= len(held) <= entry["units"]["max"]
        assert any(held == row[at : at + len(held)] for row in rows for at in range(len(row)))
        assert all(set(entry["needs"]) <= set(outcome.class_of[booth]["services"]) for booth in held)
    for code in result["queue"]:
        for wish in outcome.wishes_better_than_held(code):
            assert not outcome.could_have(code, wish, set())
    later_single = [code for code in result["queue"] if outcome.entries[code]["units"]["min"] == 1]
    for earlier, later in itertools.pairwise(later_single):
        for wish in outcome.wishes_better_than_held(earlier):
            assert not outcome.could_have(earlier, wish, {later})


def test_riyadh_2014_eleven_hundred_requests_for_550_booths() -> None:
    booths = [f"R-{number:03}" for number in range(550)]
    hall = {"hall": "R", "spread": "spread", "rows": [booths[start : start + 25] for start in range(0, 550, 25)]}
    kinds = [
        {"class": "R/new", "hall": "R", "services": [], "booths": booths[:200]},
        {"class": "R/std", "hall": "R", "services": ["power"], "booths": booths[200:]},
    ]
    asked = [
        request(f"F{number:04}", {"class": f"R/{('new', 'std')[number % 2]}"}, anywhere=True) for number in range(1100)
    ]
    riyadh = one_hall(*asked, halls=[hall], classes=kinds)
    result: dict[str, Any] = draw(riyadh, "550")
    assert (len(result["allocated"]), len(result["waiting"])) == (550, 550)
    assert sorted(booth for entry in result["allocated"] for booth in entry["booths"]) == booths
    assert result["waiting"] == result["queue"][550:]
    assert [turn["skipped"][-1] for turn in result["trace"][550:]] == [
        {"choice": "anywhere", "reason": "class-full"}
    ] * 550
