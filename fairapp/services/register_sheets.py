"""What every file of the register becomes: rows of text, with the number each row has in the file."""

from collections.abc import Iterable
from dataclasses import dataclass

from fairapp.domain.errors import Refused, TooMuch

ROWS_MAXIMUM = 200_000
COLUMNS_MAXIMUM = 200

# Stands in a cell that could not be decoded, or for a quotation that never closes: the row is refused, not the file.
UNREADABLE = "\ufffd"


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A row as it stands: ``number`` counts from 1, as the person sees it in the file."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The rows that hold anything, the first of them usually the headings. ``form`` is ``csv`` or ``xlsx``."""

    form: str
    encoding: str
    rows: tuple[SheetRow, ...]


def sheet_of(rows: Iterable[tuple[int, Iterable[str]]], *, form: str, encoding: str) -> Sheet:
    """Leave out blank rows and count. Raises ``file-empty``, ``file-too-many-rows``, ``file-too-many-columns``."""
    kept: list[SheetRow] = []
    for number, cells in rows:
        row = tuple(cells)
        if not "".join(row).strip():
            continue
        if len(row) > COLUMNS_MAXIMUM:
            raise TooMuch("file-too-many-columns", maximum=COLUMNS_MAXIMUM)
        if len(kept) > ROWS_MAXIMUM:
            raise TooMuch("file-too-many-rows", maximum=ROWS_MAXIMUM)
        kept.append(SheetRow(number=number, cells=row))
    if not kept:
        raise Refused("file-empty")
    return Sheet(form=form, encoding=encoding, rows=tuple(kept))
