"""The exchange of booth numbers exactly as docs/allocation.md words it, sharing nothing with the product."""

from __future__ import annotations

import hashlib
from itertools import count, pairwise
from typing import Any

Json = dict[str, Any]


class Exchange:
    """``numbered`` is the result without any exchange, ``movable`` are those who hold a place in a class only."""

    def __init__(self, snapshot: Json, numbered: dict[str, list[str]], movable: set[str], seed: str) -> None:
        self.snapshot = snapshot
        self.crafts = {entry["code"]: entry["craft"] for entry in snapshot["requests"]}
        self.holder = {booth: code for code, booths in numbered.items() for booth in booths}
        self.fixed = {code: booths for code, booths in numbered.items() if code not in movable}
        self.pairs = [pair for hall in snapshot["halls"] for row in hall["rows"] for pair in pairwise(row)]
        self.draws = (int(hashlib.sha256(f"{seed}|swap|{n}".encode()).hexdigest(), 16) for n in count())

    def run(self) -> dict[str, list[str]]:
        """Who holds what in the end."""
        for _ in range(32):
            rounds = [self.round(entry) for entry in self.snapshot["classes"]]
            if not any(rounds):
                break
        moved = {code: [booth] for booth, code in self.holder.items() if code not in self.fixed}
        return self.fixed | moved

    def round(self, booth_class: Json) -> bool:
        spread = next(hall["spread"] for hall in self.snapshot["halls"] if hall["hall"] == booth_class["hall"])
        taken = {booth for booths in self.fixed.values() for booth in booths}
        places = [booth for booth in booth_class["booths"] if booth not in taken]
        moved = False
        for booth in places if spread != "none" else []:
            gains = self.alike(booth) > 0 if spread == "spread" else self.alike(booth) < 2
            if booth in self.holder and gains:
                moved = self.moves(booth, places, -1 if spread == "spread" else 1) or moved
        return moved

    def moves(self, booth: str, places: list[str], sign: int) -> bool:
        start = next(self.draws)
        for step in range(min(16, len(places))):
            other = places[(start + step) % len(places)]
            if self.craft(other) == self.craft(booth):
                continue
            before = self.alike(booth) + self.alike(other)
            self.exchange(booth, other)
            if sign * (self.alike(booth) + self.alike(other)) > sign * before:
                return True
            self.exchange(other, booth)
        return False

    def exchange(self, one: str, other: str) -> None:
        mine, theirs = self.holder.pop(one), self.holder.pop(other, None)
        self.holder[other] = mine
        if theirs is not None:
            self.holder[one] = theirs

    def craft(self, booth: str) -> str | None:
        return self.crafts[self.holder[booth]] if booth in self.holder else None

    def alike(self, booth: str) -> int:
        mine = self.craft(booth)
        beside = [pair for pair in self.pairs if booth in pair]
        return sum(mine is not None and self.craft(one) == self.craft(other) for one, other in beside)
