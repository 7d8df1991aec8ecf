"""What would become of each row of a file: decided without writing anything, shown, and decided again when written.

The same person is the same national number, the same number in the register, or the same folded name with the same
telephone. A row that agrees with whom it meets updates her or changes nothing; one that disagrees is a duplicate to be
looked at, never merged silently. A row without number and telephone is the same only as a row that says the same.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fairapp.domain.exhibitors import Identity, same_person
from fairapp.services.register_rows import Candidate

FATES = ("new", "updated", "unchanged", "duplicate", "refused")
LEAVE, UPDATE, ADD = "leave", "update", "add"  # what a person may decide about a duplicate
COMPARED = ("kind", "craft_id", "craft_typed", "phone", "town", "region", "groups", "national_hash", "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """An exhibitor who stands in the register already."""

    id: uuid.UUID
    number: str
    name: str
    search_key: str
    kind: str
    craft_id: uuid.UUID | None
    craft_typed: str
    phone: str
    town: str
    region: str
    groups: tuple[str, ...]
    national_hash: str | None
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fate:
    """What becomes of a row. ``code`` and ``values`` say why, as in a refusal; ``changes``: (field, before, after).

    ``known`` is whom the row meets in the register, ``choices`` what may be decided about a duplicate.
    """

    row: int
    fate: str
    candidate: Candidate | None = None
    code: str = ""
    values: Mapping[str, Any] | None = None
    known: Known | None = None
    changes: tuple[tuple[str, Any, Any], ...] = ()
    choices: tuple[str, ...] = ()


def plan_rows(rows: Iterable[Candidate | Fate], known: Iterable[Known], decided: Mapping[int, str]) -> list[Fate]:
    """The fate of each row, in order; refused rows come as fates and stay so. ``decided``: row to decision."""
    register, file = _Met(), _Met()
    for exhibitor in known:
        register.add(exhibitor, exhibitor)
    planned = []
    for row in rows:
        if isinstance(row, Fate):
            planned.append(row)
            continue
        fate = _decided(_fate(row, register, file), decided.get(row.row, LEAVE))
        if fate.fate != "duplicate":
            file.add(row, fate)
            if fate.known is not None:
                file.met[fate.known.id] = fate
        planned.append(fate)
    return planned


class _Met:
    """Finds whoever was met before by number, by national number, by name and telephone, or by saying the same."""

    def __init__(self) -> None:
        self.numbers: dict[str, Any] = {}
        self.hashes: dict[str, Any] = {}
        self.people: dict[tuple[str, str], list[tuple[Candidate | Known, Any]]] = {}
        self.contents: dict[tuple[Any, ...], Any] = {}
        self.met: dict[uuid.UUID, Any] = {}

    def add(self, who: Candidate | Known, found: Any) -> None:
        if who.number:
            self.numbers[who.number] = found
        if who.national_hash:
            self.hashes[who.national_hash] = found
        if who.phone:
            self.people.setdefault((who.search_key, who.phone), []).append((who, found))
        elif not who.national_hash:
            self.contents[_content(who)] = found

    def person(self, row: Candidate) -> Any:
        there = self.people.get((row.search_key, row.phone), ())
        return next((found for who, found in there if same_person(_identity(row), _identity(who))), None)


def _identity(who: Candidate | Known) -> Identity:
    return Identity(national_hash=who.national_hash, search_key=who.search_key, phone=who.phone)


def _content(who: Candidate | Known) -> tuple[Any, ...]:
    return (who.search_key, who.craft_id, who.craft_typed, who.town, who.region, who.note)


def _fate(row: Candidate, register: _Met, file: _Met) -> Fate:
    meets = {
        "duplicate-number": register.numbers.get(row.number),
        "duplicate-national-number": register.hashes.get(row.national_hash or ""),
        "duplicate-person": register.person(row),
    }
    found: dict[uuid.UUID, Known] = {known.id: known for known in meets.values() if known is not None}
    if len(found) > 1:
        numbers = [known.number for known in found.values()]
        return _duplicate(row, "duplicate-several", numbers=numbers)
    known = next(iter(found.values()), None) or (None if _identified(row) else register.contents.get(_content(row)))
    code = next((code for code, met in meets.items() if met is not None), "")
    earlier = _earlier(row, file, known, certain=code in ("duplicate-number", "duplicate-national-number"))
    if earlier is not None:
        return earlier
    if known is None:
        return Fate(row=row.row, fate="new", candidate=row)
    if _agree(row, known):
        changes = _changes(row, known)
        return Fate(
            row=row.row, fate="updated" if changes else "unchanged", candidate=row, known=known, changes=changes
        )
    choices = (LEAVE, UPDATE, ADD) if code == "duplicate-person" else (LEAVE, UPDATE)
    return _duplicate(row, code, choices, known, name=known.name, number=known.number)


def _identified(row: Candidate) -> bool:
    return bool(row.number or row.national_hash or row.phone)


def _earlier(row: Candidate, file: _Met, known: Known | None, *, certain: bool) -> Fate | None:
    """The duplicate of an earlier row of the same file, if it is one; ``certain``: a number says so, not a likeness."""
    numbered = file.numbers.get(row.number) or file.hashes.get(row.national_hash or "")
    if numbered is not None:
        return _duplicate(row, "duplicate-row", earlier=numbered.row)
    alike = file.met.get(known.id) if known is not None else None
    alike = alike or file.person(row) or (None if _identified(row) else file.contents.get(_content(row)))
    if alike is None:
        return None
    return _duplicate(row, "duplicate-row", () if certain else (LEAVE, ADD), earlier=alike.row)


def _agree(row: Candidate, known: Known) -> bool:
    """Whether a row and whom it meets are one without anyone having to look."""
    other_number = bool(row.number) and row.number != known.number
    other_person = bool(row.national_hash and known.national_hash) and row.national_hash != known.national_hash
    return row.search_key == known.search_key and not other_number and not other_person


def _changes(row: Candidate, known: Known) -> tuple[tuple[str, Any, Any], ...]:
    """What the row would change. An empty cell takes nothing away; a name that reads the same keeps its spelling."""
    changes = [
        (field, getattr(known, field), new)
        for field in COMPARED
        if (new := getattr(row, field)) and new != getattr(known, field)
    ]
    if not row.phone_readable and known.phone:
        changes = [change for change in changes if change[0] != "phone"]
    if row.craft_id and known.craft_typed:
        changes.append(("craft_typed", known.craft_typed, ""))
    if row.craft_typed and known.craft_id:
        changes = [change for change in changes if change[0] != "craft_typed"]
    return tuple(changes)


def _duplicate(
    row: Candidate, code: str, choices: tuple[str, ...] = (), known: Known | None = None, **values: Any
) -> Fate:
    return Fate(row=row.row, fate="duplicate", candidate=row, code=code, values=values, known=known, choices=choices)


def _decided(fate: Fate, decision: str) -> Fate:
    """A duplicate after a person decided about it; a decision that is not offered changes nothing."""
    if fate.fate != "duplicate" or decision == LEAVE or decision not in fate.choices or fate.candidate is None:
        return fate
    if decision == ADD:
        return replace(fate, fate="new", known=None)
    known, row = fate.known, fate.candidate
    if known is None:
        return fate
    renamed = [("name", known.name, row.name)] if row.name != known.name else []
    renumbered = [("number", known.number, row.number)] if row.number and row.number != known.number else []
    return replace(fate, fate="updated", changes=(*renumbered, *renamed, *_changes(row, known)))
