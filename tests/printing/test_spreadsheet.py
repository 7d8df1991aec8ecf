"""Files for a spreadsheet: nothing is calculated, nothing is lost, Arabic opens as Arabic."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from fairapp.printing.spreadsheet import Cell, csv_bytes, csv_lines, neutral, xlsx_bytes

HOSTILE = [
    "=1+1",
    "+1+1",
    "-x",
    "@SUM(A1)",
    "|cmd",
    "\tb",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\u200f=1",
    "+CMD|'/C'!A0",
]
HARMLESS = ["أسرة أم عبدالله", "+966 50 123 4567", "+966501234567", "-5", "-12.50", "a=1", "١٢", "", "'", "B-12"]


def sheet_of(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", HOSTILE)
def test_what_would_be_calculated_is_neutralised(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_names_numbers_and_telephones_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


def test_csv_opens_in_arabic_and_is_read_back() -> None:
    data = csv_bytes(["الاسم", "=عدد"], [['أم "نور"، جدة', 5], [None, Decimal("12.50")], ["=1+1", True]])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["الاسم", "'=عدد"], ['أم "نور"، جدة', "5"], ["", "12.50"], ["'=1+1", "1"]]


def test_csv_is_made_as_it_is_asked_for() -> None:
    taken: list[int] = []

    def rows() -> Iterator[list[Cell]]:
        for number in range(10):
            taken.append(number)
            yield [number]

    lines = csv_lines(["n"], rows())
    next(lines)
    assert len(taken) == 1


def test_csv_writes_moments_with_their_offset() -> None:
    moment = dt.datetime(2014, 4, 6, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    assert b"2014-04-06T23:30:00+03:00" in csv_bytes(["t"], [[moment]])
    assert b"2014-04-06" in csv_bytes(["t"], [[dt.date(2014, 4, 6)]])


def test_xlsx_keeps_numbers_as_numbers_and_text_as_text() -> None:
    day, moment = dt.date(2014, 4, 6), dt.datetime(2014, 4, 6, 23, 30, tzinfo=dt.UTC)
    data = xlsx_bytes("مبيعات", ["أ"] * 7, [["=1+1", 7, Decimal("12.50"), None, day, moment, "+966501234567"]],
                      right_to_left=True)  # fmt: skip
    assert sheet_of(data)[1] == [
        "'=1+1", 7.0, 12.5, "", day, dt.datetime(2014, 4, 6, 23, 30), "+966501234567",  # noqa: DTZ001  # cells know no zone
    ]  # fmt: skip


def test_a_number_beyond_excel_stays_exact() -> None:
    assert sheet_of(xlsx_bytes("n", ["n"], [[12345678901234567]], right_to_left=False))[1] == ["12345678901234567"]


def test_xlsx_reads_from_the_right_when_asked() -> None:
    for right_to_left in (True, False):
        data = xlsx_bytes("س", ["أ"], [["ب"]], right_to_left=right_to_left)
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            assert (b'rightToLeft="1"' in file.read("xl/worksheets/sheet1.xml")) == right_to_left


@pytest.mark.parametrize("title", ["", "a/b:c*[d]?", "x" * 60, "''", "History", "\x00", "قائمة"])
def test_any_title_names_a_sheet(title: str) -> None:
    assert sheet_of(xlsx_bytes(title, ["أ"], [["ب"]], right_to_left=True)) == [["أ"], ["ب"]]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\x0b", "\ufffe", "x" * 40_000])
def test_no_text_spoils_a_file(text: str) -> None:
    assert len(sheet_of(xlsx_bytes("n", ["n"], [[text], ["end"]], right_to_left=False))) == 3
    assert csv_bytes(["n"], [[text]]).decode("utf-8-sig")


def test_empty_lists_are_files_too() -> None:
    assert sheet_of(xlsx_bytes("n", ["أ", "ب"], [], right_to_left=True)) == [["أ", "ب"]]
    assert csv_bytes(["أ"], []).decode("utf-8-sig") == "أ\r\n"
    assert csv_bytes([], []) == b"\xef\xbb\xbf\r\n"
