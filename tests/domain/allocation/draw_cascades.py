"""Step 11 as naively as possible: from the head of the queue, every window of every row, until nothing moves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fairapp.domain.allocation import draw
from tests.domain.allocation.draw_snapshots import random_snapshot

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A draw some days later: some declined, some who hold a booth asked to move up, a booth is broken."""

    snapshot: Json
    queue: list[str]
    holdings: dict[str, list[str]]
    waiting: list[str]
    opted_in: list[str]
    closed: list[str]


def random_situation(seed: int, **size: int) -> Situation:
    rng = random.Random(seed)
    snapshot = random_snapshot(seed, **size)
    every = [{"booth": booth} for entry in snapshot["classes"] for booth in entry["booths"]]
    for entry in snapshot["requests"]:
        entry["choices"] = rng.sample(every, min(2, len(every))) + entry["choices"]
    result: Json = draw(snapshot, "57721")
    locked = {lock["code"] for lock in snapshot["locks"]}
    holdings = {entry["code"]: entry["booths"] for entry in result["allocated"]}
    for code in list(holdings):
        if code not in locked and rng.random() < 0.35:
            del holdings[code]
    free = {booth for entry in snapshot["classes"] for booth in entry["booths"]} - {
        b for h in holdings.values() for b in h
    }
    return Situation(
        snapshot=snapshot,
        queue=result["queue"],
        holdings=holdings,
        waiting=result["waiting"],
        opted_in=[code for code in holdings if code not in locked and rng.random() < 0.7],
        closed=[booth for booth in sorted(free) if rng.random() < 0.05],
    )


class NaiveCascade:
    """What ``cascade`` should do; ``holdings`` changes as it goes."""

    def __init__(self, situation: Situation) -> None:
        self.snapshot = situation.snapshot
        self.holdings = {code: list(booths) for code, booths in situation.holdings.items()}
        self.entries = {entry["code"]: entry for entry in self.snapshot["requests"]}
        self.class_of = {booth: entry for entry in self.snapshot["classes"] for booth in entry["booths"]}
        self.closed = set(situation.closed)
        self.candidates = [code for code in situation.queue if code in {*situation.waiting, *situation.opted_in}]

    def run(self) -> list[Json]:
        moves: list[Json] = []
        while (move := next(self.possible_moves(), None)) is not None:
            moves.append(move)
            self.holdings[move["code"]] = move["after"]
        return moves

    def possible_moves(self) -> Iterator[Json]:
        for code in self.candidates:
            held = self.holdings.get(code, [])
            for choice, wish in self.better_wishes(code):
                found = next((window for window in self.windows(code, wish) if self.can_have(code, window)), None)
                if found is not None:
                    yield {"code": code, "before": held, "after": found, "choice": choice}
                    break

    def better_wishes(self, code: str) -> list[tuple[int | str, Json]]:
        entry, rank = self.entries[code], self.rank(code)
        wishes: list[tuple[int | str, Json]] = list(enumerate(entry["choices"][:rank], 1))
        if entry["anywhere"] and not self.holdings.get(code):
            wishes += [("anywhere", {"class": booth_class["class"]}) for booth_class in self.snapshot["classes"]]
            wishes.append(("anywhere", {}))
        return wishes

    def rank(self, code: str) -> int:
        """How many wishes are better than what is held."""
        held, choices = self.holdings.get(code, []), self.entries[code]["choices"]
        return next((rank for rank, wish in enumerate(choices) if held and self.satisfies(wish, held)), len(choices))

    def satisfies(self, wish: Json, booths: list[str]) -> bool:
        if "booth" in wish:
            return wish["booth"] in booths
        return not wish or all(self.class_of[booth]["class"] == wish["class"] for booth in booths)

    def windows(self, code: str, wish: Json) -> list[list[str]]:
        length = max(self.entries[code]["units"]["min"], len(self.holdings.get(code, [])))
        if length == 1 and "class" in wish:
            return [
                [booth]
                for entry in self.snapshot["classes"]
                if entry["class"] == wish["class"]
                for booth in entry["booths"]
            ]
        rows = [row for hall in self.snapshot["halls"] for row in hall["rows"]]
        windows = [row[at : at + length] for row in rows for at in range(len(row) - length + 1)]
        return [w for w in windows if self.class_of.keys() >= set(w) and self.satisfies(wish, w)]

    def can_have(self, code: str, window: list[str]) -> bool:
        entry = self.entries[code]
        others = {other: booths for other, booths in self.holdings.items() if other != code}
        taken = {booth for booths in others.values() for booth in booths} | self.closed
        if taken & set(window) or any(set(entry["needs"]) - set(self.class_of[b]["services"]) for b in window):
            return False
        halls = {self.class_of[window[0]]["hall"], "*"}
        for ceiling in self.snapshot["ceilings"]:
            if ceiling["craft"] == entry["craft"] and ceiling["hall"] in halls:
                there = [
                    other
                    for other, booths in others.items()
                    if self.entries[other]["craft"] == entry["craft"]
                    and ceiling["hall"] in {"*", *(self.class_of[booth]["hall"] for booth in booths)}
                ]
                if len(there) >= ceiling["max"]:
                    return False
        return True
