"""Snapshots for the tests of the draw: small ones at random from a seed, and the pieces to write one by hand."""

from __future__ import annotations

import copy
import random
from typing import Any

CRAFTS = ("pottery", "weaving")
SERVICES = ("power", "water")
GROUPS = ("new", "rural")
SPREADS = ("none", "spread", "cluster")


def request(code: str, *choices: dict[str, str], **changes: Any) -> dict[str, Any]:
    """A plain request for one booth; ``changes`` replace its members."""
    plain = {
        "code": code,
        "craft": "pottery",
        "tier": 1,
        "groups": [],
        "needs": [],
        "accessible": False,
        "units": {"min": 1, "max": 1},
        "choices": list(choices),
        "anywhere": False,
        "seniority": None,
    }
    return plain | changes


def one_hall(*requests: dict[str, Any], booths: int = 3, **changes: Any) -> dict[str, Any]:
    """One hall, one row, one class ``A/std`` with power; ``changes`` replace members of the snapshot."""
    names = [f"A-{number:02}" for number in range(1, booths + 1)]
    plain: dict[str, Any] = {
        "format": "fairapp-draw/1",
        "edition": "test",
        "order": "draw",
        "halls": [{"hall": "A", "spread": "spread", "rows": [names]}],
        "classes": [{"class": "A/std", "hall": "A", "services": ["power"], "booths": list(names)}],
        "ceilings": [],
        "roster": [],
        "locks": [],
        "requests": list(requests),
    }
    return plain | changes


def random_snapshot(seed: int, *, most_requests: int = 5, most_booths: int = 7) -> dict[str, Any]:
    """A small fair with everything in it: two halls, mixed rows, gaps, ceilings, runs, needs, tiers, roster, locks."""
    rng = random.Random(seed)
    halls, classes, booths = _random_floor(rng, most_booths)
    snapshot = one_hall(halls=halls, classes=classes, order=rng.choice(["draw", "draw", "seniority"]))
    snapshot["ceilings"] = [
        {"hall": hall, "craft": craft, "max": rng.randint(0, 2)}
        for hall in ("A", "B", "*")
        for craft in CRAFTS
        if rng.random() < 0.25
    ]
    snapshot["roster"] = rng.choice([[], ["new", "open"], ["rural", "new", "open", "open"]])
    longest = max(len(row) for hall in halls for row in hall["rows"])
    snapshot["requests"] = [
        _random_request(rng, f"f{number}", classes, booths, longest) for number in range(rng.randint(1, most_requests))
    ]
    if rng.random() < 0.3:
        lock = {"code": rng.choice(snapshot["requests"])["code"], "booths": [rng.choice(booths)], "reason": "fixture"}
        snapshot["locks"] = [lock]
        snapshot["ceilings"] = [ceiling for ceiling in snapshot["ceilings"] if ceiling["max"]]
    return snapshot


def _random_floor(rng: random.Random, most_booths: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[str]]:
    halls, classes, booths = [], [], []
    for hall in ("A", "B"):
        names = [f"{hall}{number}" for number in range(1, rng.randint(1, most_booths // 2 + 1) + 1)]
        cut = rng.randint(0, len(names))
        rows = [row for row in (names[:cut], names[cut:]) if row]
        halls.append({"hall": hall, "spread": rng.choice(SPREADS), "rows": rows})
        if len(names) > 2 and rng.random() < 0.2:
            names.pop(1)
        kinds = [rng.randrange(2) for _ in names]
        for kind in sorted(set(kinds)):
            members = [name for name, its in zip(names, kinds, strict=True) if its == kind]
            services = [service for service in SERVICES if rng.random() < 0.6]
            rng.shuffle(members)
            classes.append({"class": f"{hall}/{kind}", "hall": hall, "services": services, "booths": members})
        booths += names
    return halls, classes, booths


def _random_request(
    rng: random.Random, code: str, classes: list[dict[str, Any]], booths: list[str], longest: int
) -> dict[str, Any]:
    wishes = [{"class": booth_class["class"]} for booth_class in classes] + [{"booth": booth} for booth in booths]
    rng.shuffle(wishes)
    least = min(longest, rng.choice([1, 1, 1, 2, 3]))
    return request(
        code,
        *wishes[: rng.randint(0, 4)],
        craft=rng.choice(CRAFTS),
        tier=rng.randint(1, 2),
        groups=[group for group in GROUPS if rng.random() < 0.4],
        needs=[service for service in SERVICES if rng.random() < 0.2],
        accessible=rng.random() < 0.15,
        units={"min": least, "max": least + rng.choice([0, 0, 1, 2])},
        anywhere=rng.random() < 0.4,
        seniority=rng.randint(1, 3),
    )


def with_request(snapshot: dict[str, Any], code: str, **changes: Any) -> dict[str, Any]:
    """The same snapshot, with members of one request replaced."""
    changed = copy.copy(snapshot)
    changed["requests"] = [entry | changes if entry["code"] == code else entry for entry in snapshot["requests"]]
    return changed
