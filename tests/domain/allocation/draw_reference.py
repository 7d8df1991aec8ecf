"""The rule of allocation.md, steps 1-6, written as naively as possible and sharing nothing with the product but
SHA-256: class holders are re-seated by trying every seating, runs by trying every window of every row."""

from __future__ import annotations

import hashlib
from typing import Any

Snapshot = dict[str, Any]


def reference_queue(snapshot: Snapshot, seed: str) -> list[str]:
    """The codes in the order of their turns."""
    locked = {lock["code"] for lock in snapshot["locks"]}
    left = [entry for entry in snapshot["requests"] if entry["code"] not in locked]
    queue: list[str] = []
    for stage in "ABC":
        for tier in sorted({entry["tier"] for entry in left}):
            bucket = [entry for entry in left if _stage(entry) == stage and entry["tier"] == tier]
            bucket.sort(key=lambda entry: _ticket(snapshot, seed, entry))
            position = 0
            while bucket:
                group = snapshot["roster"][position % len(snapshot["roster"])] if snapshot["roster"] else "open"
                fitting = [entry for entry in bucket if group == "open" or group in entry["groups"]] or bucket
                first = fitting[0]
                bucket.remove(first)
                queue.append(first["code"])
                position += 1
    return queue


def _stage(entry: Snapshot) -> str:
    return "A" if entry["accessible"] else "B" if entry["needs"] else "C"


def _ticket(snapshot: Snapshot, seed: str, entry: Snapshot) -> tuple[int, str]:
    ticket = hashlib.sha256(f"{seed}|{entry['code']}".encode()).hexdigest()
    return (entry["seniority"] if snapshot["order"] == "seniority" else 0, ticket)


class ReferenceFloor:
    """Fixed booths by name, and holders of a place in a class as a list of classes."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.class_of = {booth: entry for entry in snapshot["classes"] for booth in entry["booths"]}
        self.fixed: set[str] = set()
        self.held: list[str] = []
        self.exhibitors: list[tuple[str, set[str]]] = []
        crafts = {entry["code"]: entry["craft"] for entry in snapshot["requests"]}
        for lock in snapshot["locks"]:
            self.fixed |= set(lock["booths"])
            self.exhibitors.append((crafts[lock["code"]], {self.class_of[b]["hall"] for b in lock["booths"]}))

    def seats_everyone(self, fixed: set[str], held: list[str]) -> bool:
        """Whether every holder finds a booth of its class beside the fixed ones: by trying, one holder at a time."""
        if not held:
            return True
        booths = next(entry["booths"] for entry in self.snapshot["classes"] if entry["class"] == held[0])
        return any(self.seats_everyone(fixed | {booth}, held[1:]) for booth in booths if booth not in fixed)

    def allows(self, craft: str, halls: set[str]) -> bool:
        for ceiling in self.snapshot["ceilings"]:
            if ceiling["craft"] == craft and ceiling["hall"] in halls | {"*"}:
                there = [its for its, where in self.exhibitors if its == craft and ceiling["hall"] in where | {"*"}]
                if len(there) >= ceiling["max"]:
                    return False
        return True

    def runs(self, entry: Snapshot) -> list[list[str]]:
        """Every run that this request could be given now, in published order."""
        length = entry["units"]["min"]
        windows = [
            row[start : start + length]
            for hall in self.snapshot["halls"]
            for row in hall["rows"]
            for start in range(len(row) - length + 1)
        ]
        return [window for window in windows if self.can_have(entry, window)]

    def can_have(self, entry: Snapshot, window: list[str]) -> bool:
        if any(booth not in self.class_of or booth in self.fixed for booth in window):
            return False
        if not all(set(entry["needs"]) <= set(self.class_of[booth]["services"]) for booth in window):
            return False
        halls = {self.class_of[booth]["hall"] for booth in window}
        return self.allows(entry["craft"], halls) and self.seats_everyone(self.fixed | set(window), self.held)

    def satisfying(self, entry: Snapshot, wish: dict[str, str]) -> list[list[str]]:
        """The runs that satisfy one wish."""
        if "booth" in wish:
            return [run for run in self.runs(entry) if wish["booth"] in run]
        return [run for run in self.runs(entry) if all(self.class_of[b]["class"] == wish["class"] for b in run)]


def reference_trace(snapshot: Snapshot, seed: str) -> list[Snapshot]:
    """The trace as published. (Which of several runs is taken follows the published order.)"""
    floor = ReferenceFloor(snapshot)
    entries = {entry["code"]: entry for entry in snapshot["requests"]}
    return [
        {"code": code, "turn": turn, **_turn(floor, entries[code])}
        for turn, code in enumerate(reference_queue(snapshot, seed), 1)
    ]


def _turn(floor: ReferenceFloor, entry: Snapshot) -> Snapshot:
    skipped: list[Snapshot] = []
    for number, wish in enumerate(entry["choices"], 1):
        runs = floor.satisfying(entry, wish)
        if runs:
            _take(floor, entry, wish, runs[0])
            return {"skipped": skipped, "outcome": number}
        skipped.append({"choice": number, "reason": _reason(floor, entry, wish)})
    if entry["anywhere"]:
        wishes: list[Snapshot] = [{"class": booth_class["class"]} for booth_class in floor.snapshot["classes"]]
        for wish in wishes:
            runs = floor.satisfying(entry, wish)
            if runs:
                _take(floor, entry, wish, runs[0])
                return {"skipped": skipped, "outcome": "anywhere"}
        runs = floor.runs(entry)
        if runs:
            _take(floor, entry, {}, runs[0])
            return {"skipped": skipped, "outcome": "anywhere"}
        skipped.append({"choice": "anywhere", "reason": _nearest(floor, entry, wishes)})
    return {"skipped": skipped, "outcome": "waiting"}


def _reason(floor: ReferenceFloor, entry: Snapshot, wish: Snapshot) -> str:
    booths = [booth for booth, its in floor.class_of.items() if wish in ({"class": its["class"]}, {"booth": booth})]
    booth_class = floor.class_of[booths[0]]
    if not set(entry["needs"]) <= set(booth_class["services"]):
        return "service-missing"
    if "booth" in wish and wish["booth"] in floor.fixed:
        return "booth-taken"
    one = [booth for booth in booths if booth not in floor.fixed]
    if not any(floor.seats_everyone(floor.fixed | {booth}, floor.held) for booth in one):
        return "class-full"
    return "craft-ceiling" if _would_fit_without_ceilings(floor, entry, wish) else "no-adjacent-run"


def _would_fit_without_ceilings(floor: ReferenceFloor, entry: Snapshot, wish: Snapshot | None) -> bool:
    stranger = entry | {"craft": "a craft without ceilings"}
    return bool(floor.runs(stranger) if wish is None else floor.satisfying(stranger, wish))


def _nearest(floor: ReferenceFloor, entry: Snapshot, wishes: list[Snapshot]) -> str:
    if _would_fit_without_ceilings(floor, entry, None):
        return "craft-ceiling"
    reasons = {_reason(floor, entry, wish) for wish in wishes}
    order = ("no-adjacent-run", "class-full", "service-missing")
    return next(reason for reason in order if reason in reasons)


def _take(floor: ReferenceFloor, entry: Snapshot, wish: dict[str, str], run: list[str]) -> None:
    if len(run) == 1 and "class" in wish:
        floor.held.append(wish["class"])
    else:
        floor.fixed |= set(run)
    floor.exhibitors.append((entry["craft"], {floor.class_of[booth]["hall"] for booth in run}))
