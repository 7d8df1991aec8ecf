"""Reading a register file: CSV with any of ``, ; tab`` in UTF-8 or Windows-1256, or XLSX. Hostile until read."""

import csv
import re
from collections.abc import Iterator

from fairapp.domain.errors import Refused, TooMuch
from fairapp.services.register_sheets import UNREADABLE, Sheet, sheet_of
from fairapp.services.register_workbooks import read_workbook

SEPARATORS = (",", ";", "\t")
QUOTED_LINES = 20  # a cell with more line breaks than this is a quotation that was never closed
LINE_MAXIMUM = 100_000  # csv gives up beyond 131,072 characters in a cell

_ZIP = b"PK\x03\x04"
_ARABIC = re.compile("[\u0621-\u064a]")
_MULTIBYTE = re.compile("[\u0080-\ufffc\U00010000-\U0010ffff]")
# Arabic letters grown together with Latin ones or signs: the mark of Arabic in another encoding read as Windows-1256.
_FOREIGN = "[a-zà-ÿ×÷¼½¾±²³µ¢£¤¥¦§¨©¬®¯°´¶·¸¹]"
_GROWN_TOGETHER = re.compile(f"[\u0621-\u064a]{_FOREIGN}|{_FOREIGN}[\u0621-\u064a]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_register_file(content: bytes, *, maximum_bytes: int) -> Sheet:
    """The rows of a file. Raises ``file-too-large``, ``file-empty``, ``file-kind-unknown``, ``file-encoding-unknown``,
    and what ``sheet_of`` and ``read_workbook`` refuse.
    """
    if len(content) > maximum_bytes:
        raise TooMuch("file-too-large", megabytes=max(1, maximum_bytes // 1_000_000))
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused("file-empty")
    if content.startswith(_ZIP):
        return read_workbook(content)
    text, encoding = _decode(content)
    return sheet_of(_records(text), form="csv", encoding=encoding)


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("file-encoding-unknown")  # UTF-16, Excel's "Unicode text"
    if content.count(0) * 20 > len(content):
        raise Refused("file-kind-unknown")
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    text = content.decode("utf-8-sig", "replace")
    if len(_MULTIBYTE.findall(text)) > 4 * text.count(UNREADABLE):
        return text, "utf-8"  # a few spoilt bytes: their rows are refused, the others are good
    if b"\x00" in content:
        raise Refused("file-kind-unknown")  # an old Excel file, a picture
    text = content.decode("windows-1256")
    strange = len(_GROWN_TOGETHER.findall(text))
    if _CONTROLS.search(text) or strange * 20 > len(_ARABIC.findall(text)):
        raise Refused("file-encoding-unknown")
    return text, "windows-1256"


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its line. Where a quotation never closes, that line alone is lost, and says so."""
    lines = re.split("\r\n|\n|\r", text)
    separator, at = _separator(lines)
    columns = lines[at].count(separator) + 1
    while at < len(lines):
        taken = _quoted_lines(lines, at)
        record = "\n".join(lines[at : at + taken])
        cells = next(csv.reader([record], delimiter=separator), []) if len(record) <= LINE_MAXIMUM else None
        if cells is None or (taken > 1 and any(_swallowed(cell, separator, columns) for cell in cells)):
            taken = 1
            cells = [UNREADABLE + cell for cell in lines[at][:LINE_MAXIMUM].split(separator)]
        yield at + 1, cells
        at += taken


def _quoted_lines(lines: list[str], at: int) -> int:
    """How many lines the record beginning here has, to the end of its quotation."""
    quotes = lines[at].count('"')
    taken = 1
    while quotes % 2 and taken <= QUOTED_LINES and at + taken < len(lines):
        quotes += lines[at + taken].count('"')
        taken += 1
    return taken


def _swallowed(cell: str, separator: str, columns: int) -> bool:
    """Whether a cell of several lines holds whole records: its quotation was closed by the next one's."""
    return "\n" in cell and (cell.count(separator) >= max(2, columns - 1) or cell.count("\n") >= QUOTED_LINES)


def _separator(lines: list[str]) -> tuple[str, int]:
    """The separator of the headings and the line they stand on; Excel's own ``sep=;`` is heeded."""
    for at, line in enumerate(lines):
        if re.fullmatch("(?i)sep=.", line):
            return (line[4] if line[4] in SEPARATORS else ","), at + 1
        if line.strip():
            bare = re.sub('"[^"]*"', "", line)
            return max(SEPARATORS, key=bare.count), at
    raise Refused("file-empty")
