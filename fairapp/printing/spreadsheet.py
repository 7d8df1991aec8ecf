"""Tables as files: XLSX and CSV, safe to open.

A cell that begins with a sign a spreadsheet would calculate from is neutralised by an apostrophe before it (OWASP, CSV
injection), and a telephone number keeps its + because only digits and spaces follow. Numbers stay
numbers in XLSX. Rows may come from a generator: neither file ever holds them all in memory.
"""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | datetime | bool | None
"""None is an empty cell. A datetime is written as the wall clock of its own zone, with the zone's offset in CSV."""

_CALCULATED = frozenset("=+-@|\t\r\n")
_TELEPHONE = re.compile(r"\+[0-9][0-9 \u00a0]{3,24}")  # with hyphens in it, it would be calculated
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?")
_BEYOND_FILES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DIRECTION_MARKS = str.maketrans("", "", "\u200e\u200f\u061c\u2066\u2067\u2068\u2069")
_WIDEST, _MOST_ROWS, _LONGEST_CELL = 60, 1_048_575, 32_767
_BOM = "\ufeff"


def neutral(text: str) -> str:
    """``text`` as no spreadsheet will calculate it; telephone numbers and plain negative numbers stay as they are."""
    text = _BEYOND_FILES.sub("", text)
    bare = text.translate(_DIRECTION_MARKS).lstrip(" \u00a0")
    if bare[:1] not in _CALCULATED or not bare or _TELEPHONE.fullmatch(bare) or _NUMBER.fullmatch(bare):
        return text
    return f"'{text}"


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A CSV file line by line, to be streamed: RFC 4180, UTF-8 with a mark (without it Excel reads Arabic as Latin)."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(_BOM)
    writer.writerow([neutral(column) for column in columns])
    for row in rows:
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_as_text(cell) for cell in row])
    yield buffer.getvalue().encode()


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A whole CSV file."""
    return b"".join(csv_lines(columns, rows))


def _as_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return neutral(cell)
        case bool():
            return "1" if cell else "0"
        case datetime() | date():
            return cell.isoformat()
        case _:
            return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def xlsx_bytes(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, right_to_left: bool) -> bytes:
    """One worksheet named ``title``, its first row frozen and filtered; in memory only one row at a time.

    Raises ValueError beyond a worksheet's 1,048,575 rows.
    """
    file = BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(file, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
            _fill(book, title, columns, rows, right_to_left)
    return file.getvalue()


def _fill(
    book: Workbook, title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], right_to_left: bool
) -> None:
    sheet = book.add_worksheet(_sheet_name(title))
    if right_to_left:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "bottom": 1})
    moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for number, column in enumerate(columns):
        sheet.set_column(number, number, min(_WIDEST, max(12, len(column) + 4)))
    for number, column in enumerate(columns):
        sheet.write_string(0, number, neutral(column), head)
    last = 0
    for last, row in enumerate(rows, 1):
        if last > _MOST_ROWS:
            raise ValueError(f"a worksheet holds {_MOST_ROWS} rows")
        for number, cell in enumerate(row):
            _write(sheet, last, number, cell, moments)
    if columns:
        sheet.autofilter(0, 0, last, len(columns) - 1)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, moments: Format) -> None:
    match cell:
        case None:
            return
        case str():
            sheet.write_string(row, column, neutral(cell)[:_LONGEST_CELL])
        case bool():
            sheet.write_boolean(row, column, cell)
        case datetime():
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), moments)
        case date():
            sheet.write_datetime(row, column, cell)
        case _:
            # Excel keeps 15 digits; a longer number would change, so it goes in as text.
            if len(str(abs(cell)).replace(".", "").strip("0")) > 15:
                sheet.write_string(row, column, _as_text(cell))
            else:
                sheet.write_number(row, column, cell)


def _sheet_name(title: str) -> str:
    """Excel's rules: at most 31 characters, none of ``[]:*?/\\``, no apostrophe at the ends, not empty."""
    name = re.sub(r"[\[\]:*?/\\]", " ", _BEYOND_FILES.sub("", title)).strip(" '")[:31].strip(" '")
    return name if name and name.lower() != "history" else "1"
