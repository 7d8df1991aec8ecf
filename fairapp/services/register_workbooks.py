"""Reading XLSX without trusting it.

A workbook is a ZIP of XML: a few kilobytes can hold gigabytes, two cells can span seventeen thousand million. So the
parts that are needed are taken out under a limit, looked at, and put into a fresh archive; only that is given to the
reader.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from fairapp.domain.errors import FairError, Refused, TooMuch
from fairapp.services.register_sheets import ROWS_MAXIMUM, Sheet, sheet_of

ENTRIES_MAXIMUM = 1_000
PART_MAXIMUM = 64_000_000  # bytes of one part, and of all together, once inflated
RATIO_MAXIMUM = 150  # XML of honest registers shrinks to a tenth or a thirtieth
RATIO_FROM = 4_000_000  # bytes below which the ratio proves nothing
CELLS_MAXIMUM = 6_000_000
TAGS_MAXIMUM = 8_000_000  # of one part
WRITTEN_MAXIMUM = 200_000_000  # bytes of all cells together, each with the shared text it points to
SHARED = "xl/sharedstrings.xml"

_NEEDED = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/(_rels/|worksheets/)?[\w.]+\.(xml|rels)")
_DECLARATIONS = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_PLACES = re.compile(rb"""(?<![\w:.-])r\s*=\s*["']([A-Za-z]*)(\d*)["']""")
_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3,}\d|[A-Za-z]*\d{5})""")
_SHARED_END = re.compile(rb"</(?:\w+:)?si\s*>")
_POINTERS = re.compile(rb">\s*(\d{1,9})\s*</(?:\w+:)?v\s*>")
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def read_workbook(content: bytes) -> Sheet:
    """The rows of the first sheet that holds any.

    Raises ``file-not-xlsx`` (damaged, encrypted, another kind of ZIP) and ``file-hostile`` (a bomb of any kind).
    """
    clean = _clean_archive(content)
    try:
        workbook = CalamineWorkbook.from_filelike(clean)
        sheets = [workbook.get_sheet_by_index(at) for at in range(len(workbook.sheet_names))]
    except (CalamineError, *_FAULTS) as error:
        raise Refused("file-not-xlsx") from error
    filled = next((sheet for sheet in sheets if sheet.height and sheet.width), None)
    if filled is None:
        raise Refused("file-empty")
    return sheet_of(_rows(filled), form="xlsx", encoding="xlsx")


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Iterable[str]]]:
    first = sheet.start[0] + 1 if sheet.start else 1
    for at, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first):
        yield at, [cell if type(cell) is str else _written(cell) for cell in cells]


def _written(cell: object) -> str:
    """A cell that is no text, as the person sees it. Excel keeps fifteen digits: longer numbers have lost their end."""
    match cell:
        case str():
            return cell
        case bool():
            return "1" if cell else "0"
        case dt.datetime() | dt.date() | dt.time():
            return cell.isoformat()
        case dt.timedelta():
            return str(cell)
    return format(cell, ".15g")


def _clean_archive(content: bytes) -> io.BytesIO:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _parts(archive, len(content))
    except FairError:
        raise
    except _FAULTS as error:
        raise Refused("file-not-xlsx") from error
    if "xl/workbook.xml" not in parts:
        raise Refused("file-not-xlsx")
    _look_at_shared(parts)
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    clean.seek(0)
    return clean


def _parts(archive: zipfile.ZipFile, size: int) -> dict[str, bytes]:
    """The needed parts, inflated under the limits: what is declared is looked at first, then what really comes out."""
    entries = archive.infolist()
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > ENTRIES_MAXIMUM or declared > PART_MAXIMUM or packed > size:
        raise TooMuch("file-hostile")
    if declared > RATIO_FROM and declared > RATIO_MAXIMUM * size:
        raise TooMuch("file-hostile")
    parts: dict[str, bytes] = {}
    for entry in entries:
        if _NEEDED.fullmatch(entry.filename):
            with archive.open(entry) as packed_part:
                part = packed_part.read(entry.file_size + 1)
            _look_at(entry.filename, part)
            parts[entry.filename] = part
    return parts


def _look_at(name: str, part: bytes) -> None:
    """Refuses declared entities, XML in wide characters (which would hide them), and cells spread too far apart."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in part or _DECLARATIONS.search(part):
        raise TooMuch("file-hostile")
    if part.count(b"<") > TAGS_MAXIMUM:
        raise TooMuch("file-hostile")
    if not name.startswith("xl/worksheets/"):
        return
    if _FAR.search(part) is None:
        return  # at most 702 columns of 9,999 rows, however far apart
    columns = rows = 1
    for place in _PLACES.finditer(part):
        if len(place[2]) > 1:
            rows = max(rows, int(place[2][:9]))
        if len(place[1]) > 1:
            columns = max(columns, _column(place[1]))
    if rows > ROWS_MAXIMUM + 1_000:
        raise TooMuch("file-too-many-rows", maximum=ROWS_MAXIMUM)
    if max(columns, 26) * rows > CELLS_MAXIMUM:
        raise TooMuch("file-hostile")


def _look_at_shared(parts: Mapping[str, bytes]) -> None:
    """Refuses one long shared text that many cells point to: stored once, it is read as often as it is pointed to."""
    shared = next((part for name, part in parts.items() if name.lower() == SHARED), b"")
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/")]
    lengths = [len(text) for text in _SHARED_END.split(shared)]
    if max(lengths) * sum(part.count(b"<") for part in sheets) <= WRITTEN_MAXIMUM:
        return
    written = 0
    for sheet in sheets:
        for pointer in _POINTERS.finditer(sheet):
            at = int(pointer[1])
            written += lengths[at] if at < len(lengths) else 0
            if written > WRITTEN_MAXIMUM:
                raise TooMuch("file-hostile")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number
