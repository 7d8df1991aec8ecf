"""Which column of a file means what: headings as people write them in Arabic, French and English."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairapp.domain.errors import Refused
from fairapp.domain.exhibitors import ExhibitorKind, search_key
from fairapp.queries.crafts import CraftNames
from fairapp.services.register_phones import read_phone
from fairapp.services.register_sheets import Sheet, SheetRow
from fairapp.services.register_words import FIELD_OF, FIELDS, KIND_OF

LOOKED_AT = 50  # rows of values by which a column is guessed

_PARENTHESES = re.compile(r"[(\[].*?[)\]]")


@dataclass(frozen=True, kw_only=True)
class ColumnMapping:
    """``columns`` says at which position (from 0) a field stands; ``headings`` whether the first row names the columns.

    ``kind`` is what the exhibitors of a file are that does not say it.
    """

    columns: Mapping[str, int]
    headings: bool = True
    kind: str = ExhibitorKind.FAMILY

    @property
    def usable(self) -> bool:
        """Whether a row can be read by it: a name is all it takes."""
        return "name" in self.columns

    def as_json(self) -> dict[str, Any]:
        return {"columns": dict(self.columns), "headings": self.headings, "kind": self.kind}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> "ColumnMapping":
        return cls(columns=stored["columns"], headings=stored["headings"], kind=stored["kind"])


def guess_columns(sheet: Sheet) -> ColumnMapping:
    """What the headings say, exactly first, then as part of a longer heading («رقم الجوال (واتساب)»)."""
    found: dict[str, int] = {}
    keys = [search_key(heading) for heading in sheet.rows[0].cells]
    bare = [search_key(_PARENTHESES.sub(" ", heading)) for heading in sheet.rows[0].cells]
    for tried in (keys, bare):
        for position, key in enumerate(tried):
            field = FIELD_OF.get(key)
            if field is not None and field not in found and position not in found.values():
                found[field] = position
    for position, key in enumerate(bare):
        field = _inside(key)
        if field is not None and field not in found and position not in found.values():
            found[field] = position
    if "surname" in found and "name" not in found:
        found["name"] = found.pop("surname")
    return ColumnMapping(columns=found)


def suggested_columns(sheet: Sheet, mapping: ColumnMapping, *, country: str, crafts: CraftNames) -> dict[str, int]:
    """What unnamed columns seem to hold, by their first values: to be offered, never taken for granted."""
    found = dict(mapping.columns)
    rows = sheet.rows[1 : 1 + LOOKED_AT]
    tests: dict[str, Callable[[str], bool]] = {
        "kind": lambda text: search_key(text) in KIND_OF,
        "phone": lambda text: read_phone(text, country) is not None,
        "craft": lambda text: crafts.find(text) is not None,
        "name": lambda text: len(search_key(text).split()) > 1 and not any(map(str.isdigit, text)),
    }
    for field, seems in tests.items():
        for position in range(max(len(row.cells) for row in sheet.rows)):
            values = [row.cells[position] for row in rows if position < len(row.cells) and row.cells[position].strip()]
            if field not in found and position not in found.values() and 2 * sum(map(seems, values)) > len(values):
                found[field] = position
    return found


def _inside(key: str) -> str | None:
    """The field of the longest known heading that stands inside a longer one."""
    known = [heading for heading in FIELD_OF if len(heading) > 3 and f" {heading} " in f" {key} "]
    return FIELD_OF[max(known, key=len)] if known else None


def chosen_columns(sheet: Sheet, chosen: Mapping[str, int | str], *, headings: bool, kind: str) -> ColumnMapping:
    """A mapping as a person chose it: field to position (from 0) or to the heading itself.

    Raises ``column-unknown``, ``column-twice``, ``column-name-missing``, ``kind-unknown``.
    """
    width = max(len(row.cells) for row in sheet.rows)
    named = [search_key(heading) for heading in sheet.rows[0].cells]
    columns: dict[str, int] = {}
    for field, column in chosen.items():
        if isinstance(column, str):
            key = search_key(column)
            column = named.index(key) if key in named else -1
        if field not in FIELDS or not 0 <= column < width:
            raise Refused("column-unknown", column=chosen[field])
        if column in columns.values():
            raise Refused("column-twice", column=heading_of(sheet, column))
        columns[field] = column
    if "name" not in columns:
        raise Refused("column-name-missing")
    if kind not in set(ExhibitorKind):
        raise Refused("kind-unknown", kind=kind)
    return ColumnMapping(columns=columns, headings=headings, kind=kind)


def heading_of(sheet: Sheet, position: int) -> str:
    """What stands above a column; its number from 1 when nothing does."""
    cells = sheet.rows[0].cells
    return (cells[position].strip() if position < len(cells) else "") or str(position + 1)


def data_rows(sheet: Sheet, mapping: ColumnMapping) -> Sequence[SheetRow]:
    """The rows without the headings. Raises ``file-only-headings`` when nothing is left."""
    rows = sheet.rows[1:] if mapping.headings else sheet.rows
    if not rows:
        raise Refused("file-only-headings")
    return rows
