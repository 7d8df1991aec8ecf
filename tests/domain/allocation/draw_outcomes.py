"""What a test may ask about a finished draw, from the published snapshot and result alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


class Outcome:
    """A result beside its snapshot."""

    def __init__(self, snapshot: Json, result: Json) -> None:
        self.snapshot = snapshot
        self.result = result
        self.entries = {entry["code"]: entry for entry in snapshot["requests"]}
        self.class_of = {booth: entry for entry in snapshot["classes"] for booth in entry["booths"]}
        self.held = {entry["code"]: entry["booths"] for entry in result["allocated"]}
        self.choice = {entry["code"]: entry["choice"] for entry in result["allocated"]}
        self.position = {code: place for place, code in enumerate(result["queue"])}

    def wishes_better_than_held(self, code: str) -> list[Json]:
        """The numbered wishes before the outcome; all of them for a family that waits or stands anywhere."""
        choice = self.choice.get(code)
        choices: list[Json] = self.entries[code]["choices"]
        return choices[: choice - 1] if isinstance(choice, int) else choices

    def satisfies(self, wish: Json, booths: Iterable[str]) -> bool:
        if "booth" in wish:
            return wish["booth"] in booths
        return all(self.class_of[booth]["class"] == wish["class"] for booth in booths)

    def exhibitors(self, craft: str, hall: str, without: set[str]) -> int:
        """Families of a craft in a hall (or ``*``), leaving some out."""
        return sum(
            self.entries[code]["craft"] == craft
            and (hall == "*" or any(self.class_of[booth]["hall"] == hall for booth in booths))
            for code, booths in self.held.items()
            if code not in without
        )

    def could_have(self, code: str, wish: Json | None, without: set[str]) -> bool:
        """Whether ``wish`` (None: anything) could be given to ``code`` if it and those ``without`` left."""
        entry, gone = self.entries[code], without | {code}
        taken = {booth for other, booths in self.held.items() if other not in gone for booth in booths}
        length = entry["units"]["min"]
        for hall in self.snapshot["halls"]:
            full = any(
                ceiling["hall"] in (hall["hall"], "*")
                and ceiling["craft"] == entry["craft"]
                and self.exhibitors(entry["craft"], ceiling["hall"], gone) >= ceiling["max"]
                for ceiling in self.snapshot["ceilings"]
            )
            windows = [row[at : at + length] for row in hall["rows"] for at in range(len(row) - length + 1)]
            for window in windows if not full else []:
                usable = all(
                    booth in self.class_of
                    and booth not in taken
                    and set(entry["needs"]) <= set(self.class_of[booth]["services"])
                    for booth in window
                )
                if usable and (wish is None or self.satisfies(wish, window)):
                    return True
        return False
