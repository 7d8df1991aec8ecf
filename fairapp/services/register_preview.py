"""What a register file would do: the fate of every row, and what they come to, without anything being written."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairapp.domain.errors import FairError, Refused, Unready
from fairapp.queries.crafts import CraftNames, list_crafts
from fairapp.queries.organisations import get_organisation
from fairapp.services.register_columns import ColumnMapping, data_rows, guess_columns, heading_of
from fairapp.services.register_files import read_register_file
from fairapp.services.register_plan import Fate, plan_rows
from fairapp.services.register_rows import Candidate, RowReader
from fairapp.services.register_sheets import Sheet, SheetRow
from fairapp.services.register_writing import known_exhibitors

LARGEST = 200_000_000  # bytes: what a setting may at most allow


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A file, how its columns are read, and the fate of every row. ``counts`` has a number for each fate."""

    sheet: Sheet
    mapping: ColumnMapping
    fates: list[Fate]
    counts: Mapping[str, int]
    cells: Mapping[int, tuple[str, ...]]

    @property
    def unused(self) -> list[str]:
        """Headings of columns that are not read."""
        used = set(self.mapping.columns.values())
        width = len(self.sheet.rows[0].cells) if self.mapping.headings else 0
        return [heading_of(self.sheet, at) for at in range(width) if at not in used and self.sheet.rows[0].cells[at]]


@dataclass(frozen=True, kw_only=True)
class RefusedRow:
    """A row that was not written, and why; ``cells`` as they stood, the national number hidden but for its end."""

    row: int
    fate: str
    code: str
    values: Mapping[str, Any]
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImportOutcome:
    """What a file did: ``rows`` is the sum of the counts and of ``refused``; ``duplicated`` lists the duplicates."""

    rows: int
    imported: int
    updated: int
    unchanged: int
    duplicates: int
    refused: tuple[RefusedRow, ...]
    duplicated: tuple[RefusedRow, ...]
    headings: tuple[str, ...]


def preview_file(
    organisation_id: uuid.UUID, content: bytes, *, maximum_bytes: int = LARGEST, person_key: str = ""
) -> Preview:
    """The same for a file that is not kept anywhere."""
    sheet = read_register_file(content, maximum_bytes=maximum_bytes)
    return preview_sheet(organisation_id, sheet, guess_columns(sheet), {}, person_key)


def preview_sheet(
    organisation_id: uuid.UUID, sheet: Sheet, mapping: ColumnMapping, decided: Mapping[int, str], person_key: str
) -> Preview:
    """Read every row, compare it with the register. Raises ``column-name-missing``, ``person-key-missing``."""
    if not mapping.usable:
        raise Refused("column-name-missing")
    if "national_number" in mapping.columns and not person_key:
        raise Unready("person-key-missing")
    rows = data_rows(sheet, mapping)
    reader = RowReader(
        mapping,
        country=get_organisation(organisation_id).country,
        crafts=CraftNames(list_crafts(organisation_id)),
        person_key=person_key.encode(),
    )
    fates = plan_rows((_read(reader, row) for row in rows), known_exhibitors(organisation_id), decided)
    counts = Counter(fate.fate for fate in fates)
    return Preview(
        sheet=sheet, mapping=mapping, fates=fates, counts=counts, cells={row.number: row.cells for row in rows}
    )


def _read(reader: RowReader, row: SheetRow) -> Candidate | Fate:
    try:
        return reader.read(row)
    except FairError as error:
        return Fate(row=row.number, fate="refused", code=error.code, values=error.values)


def outcome_of(preview: Preview) -> ImportOutcome:
    """What a preview comes to once written."""
    refused = tuple(refused_row(preview, fate) for fate in preview.fates if fate.fate == "refused")
    duplicated = tuple(refused_row(preview, fate) for fate in preview.fates if fate.fate == "duplicate")
    return ImportOutcome(
        rows=len(preview.fates),
        imported=preview.counts["new"],
        updated=preview.counts["updated"],
        unchanged=preview.counts["unchanged"],
        duplicates=len(duplicated),
        refused=refused,
        duplicated=duplicated,
        headings=preview.sheet.rows[0].cells if preview.mapping.headings else (),
    )


def refused_row(preview: Preview, fate: Fate, *, hidden: bool = True) -> RefusedRow:
    """A row that is not written; ``hidden``: without the national number that may stand in it."""
    secret = preview.mapping.columns.get("national_number", -1) if hidden else -1
    cells = tuple(
        "•" * max(0, len(cell) - 4) + cell[-4:] if at == secret else cell
        for at, cell in enumerate(preview.cells[fate.row])
    )
    return RefusedRow(row=fate.row, fate=fate.fate, code=fate.code, values=fate.values or {}, cells=cells)


def outcome_as_json(outcome: ImportOutcome) -> dict[str, Any]:
    """The outcome as it is kept beside the import."""
    rows = {
        name: [
            {"row": r.row, "fate": r.fate, "code": r.code, "values": dict(r.values), "cells": list(r.cells)}
            for r in getattr(outcome, name)
        ]
        for name in ("refused", "duplicated")
    }
    counts = {name: getattr(outcome, name) for name in ("rows", "imported", "updated", "unchanged", "duplicates")}
    return {**counts, **rows, "headings": list(outcome.headings)}


def outcome_of_json(stored: Mapping[str, Any]) -> ImportOutcome:
    """The outcome of an import as it was kept."""
    told: dict[str, Any] = dict(stored)
    for name in ("refused", "duplicated"):
        told[name] = tuple(RefusedRow(**{**row, "cells": tuple(row["cells"])}) for row in told[name])
    return ImportOutcome(**{**told, "headings": tuple(told["headings"])})


def outcome_without_cells(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A kept outcome with the numbers of its rows and the reasons, and nothing that people wrote."""
    bare = {name: [{**row, "values": {}, "cells": []} for row in stored[name]] for name in ("refused", "duplicated")}
    return {**stored, **bare}
