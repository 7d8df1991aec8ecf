"""Files as strangers give them: wrong encodings, bombs, open quotations, nothing at all."""

import io
import random
import zipfile
import zlib

import pytest

from fairapp.domain.errors import FairError
from fairapp.services.register_files import read_register_file
from fairapp.services.register_sheets import ROWS_MAXIMUM, Sheet
from tests.factories.register_files import as_csv, as_xlsx

LIMIT = 8_000_000
ROWS = [("1", "فاطمة بن أحمد", "حرفي", "فخار", "0550000001", "", "غليزان", "غليزان")]
SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes, maximum: int = LIMIT) -> Sheet:
    return read_register_file(content, maximum_bytes=maximum)


def refusal(content: bytes, maximum: int = LIMIT) -> str:
    with pytest.raises(FairError) as told:
        read(content, maximum)
    return told.value.code


def repacked(part: str, content: bytes, *, add: dict[str, bytes] | None = None) -> bytes:
    """A good workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(ROWS))) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, content if name == part else good.read(name))
        for name, more in (add or {}).items():
            bad.writestr(name, more)
    return out.getvalue()


def a_sheet(cells: str) -> bytes:
    head = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return f"{head}{cells}</sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    "content", [b"", b"\n\n \r\n", b"\xef\xbb\xbf", b";;;\n;;;\n", bytes(5_000_000), b" " * 5_000_000]
)
def test_nothing_is_empty(content: bytes) -> None:
    assert refusal(content) in {"file-empty", "file-kind-unknown"}


def test_more_than_allowed_is_refused_before_it_is_read() -> None:
    assert refusal(bytes(50_000_000)) == "file-too-large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("الاسم,الحرفة\nفاطمة,فخار\n".encode("utf-16"), "file-encoding-unknown"),
        ("الاسم,الحرفة\nفاطمة بنت يوسف,فخار\n".encode("iso-8859-6"), "file-encoding-unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40, "file-kind-unknown"),
        (b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(5_000), "file-kind-unknown"),
        (b"PK\x03\x04" + random.Random(1).randbytes(5_000), "file-not-xlsx"),
    ],
    ids=["utf-16", "iso-8859-6", "old excel", "picture", "broken zip"],
)
def test_what_is_no_register_file_says_so(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_french_accents_survive_windows_encodings() -> None:
    sheet = read("Nom;Métier\nÉléonore Bérénice;Poterie\n".encode("windows-1256", "replace"))
    assert sheet.encoding == "windows-1256"
    assert sheet.rows[0].cells == ("Nom", "Métier")


def test_a_few_spoilt_bytes_spoil_their_row_only() -> None:
    good = as_csv([*ROWS, *ROWS, *ROWS])
    lines = good.split(b"\r\n")
    lines[2] = lines[2].replace("بن".encode(), b"\xd8")
    sheet = read(b"\r\n".join(lines))
    assert sheet.encoding == "utf-8"
    assert ["\ufffd" in "".join(row.cells) for row in sheet.rows] == [False, False, True, False]


def test_a_quotation_that_never_closes_costs_one_row() -> None:
    rows = "\n".join(f"{at},name {at},x" for at in range(100))
    sheet = read(f'number,name,craft\n1,"open,x\n{rows}\n2,"open again,y\n{rows}\n'.encode())
    assert len(sheet.rows) == 203
    assert [row.number for row in sheet.rows if any("\ufffd" in cell for cell in row.cells)] == [2, 103]


def test_a_cell_of_several_lines_is_one_cell_and_rows_keep_their_line() -> None:
    sheet = read(b'name;note\nA;"one\ntwo"\n\n;;\nB;"say ""yes"""\n')
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, ("name", "note")),
        (2, ("A", "one\ntwo")),
        (6, ("B", 'say "yes"')),
    ]


def test_excels_own_separator_line_is_heeded() -> None:
    assert read(b"sep=;\nname;note\nA,B;x\n").rows[1].cells == ("A,B", "x")


def test_too_many_rows_are_refused() -> None:
    assert refusal(b"name\n" + b"A\n" * (ROWS_MAXIMUM + 1)) == "file-too-many-rows"


def test_a_workbook_is_read_with_the_numbers_of_its_rows() -> None:
    sheet = read(as_xlsx([("", "", ""), ("7", "أحمد", 0.5), (1023456789, "منى", "")], headings=("n", "name", "x")))
    assert [(row.number, row.cells[:3]) for row in sheet.rows] == [
        (1, ("n", "name", "x")),
        (3, ("7", "أحمد", "0.5")),
        (4, ("1023456789", "منى", "")),
    ]


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    assert refusal(repacked(SHEET, bytes(900_000_000 // 10))) == "file-hostile"


def test_a_bomb_that_lies_about_its_size_is_no_workbook() -> None:
    """The directory says 100 bytes; inflating stops there, and what was cut off does not fit its checksum."""
    packed = bytearray(repacked(SHEET, b"<a/>" + b" " * 30_000_000))
    declared = (30_000_004).to_bytes(4, "little")
    assert packed.count(declared) >= 1
    lying = bytes(packed).replace(declared, (100).to_bytes(4, "little"))
    assert refusal(lying) == "file-not-xlsx"


def test_overlapping_parts_are_refused() -> None:
    """A quoted-overlap bomb lists the same packed bytes many times."""
    body = zlib.compress(bytes(60_000), 9)[2:-4]
    local = b"PK\x03\x04" + bytes(26 - 4 + 4)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(60_000))
        info = archive.infolist()[0]
        for at in range(900):
            twin = zipfile.ZipInfo(f"xl/worksheets/s{at}.xml")
            for name in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(twin, name, getattr(info, name))
            archive.filelist.append(twin)
    assert len(body) + len(local) < 200
    assert refusal(content.getvalue()) == "file-hostile"


@pytest.mark.parametrize(
    "sheet",
    [
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><worksheet>&c;</worksheet>',
        '<?xml version="1.0" encoding="utf-16"?><worksheet/>'.encode("utf-16"),
        a_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="190000"><c r="XFD190000"><v>1</v></c></row>'),
    ],
    ids=["entities", "wide characters", "two cells far apart"],
)
def test_hostile_sheets_are_refused(sheet: bytes) -> None:
    assert refusal(repacked(SHEET, sheet)) == "file-hostile"


def test_one_long_text_in_many_cells_is_refused() -> None:
    shared = f"<sst><si><t>{'x' * 3_000_000}</t></si></sst>".encode()
    cells = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 2_000))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(repacked(SHEET, a_sheet(cells)))) as good, zipfile.ZipFile(out, "w", 8) as bad:
        for name in good.namelist():
            bad.writestr(name, shared if name == "xl/sharedStrings.xml" else good.read(name))
    assert refusal(out.getvalue()) == "file-hostile"


def test_a_row_far_down_is_too_many_rows() -> None:
    far = a_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    assert refusal(repacked(SHEET, far)) == "file-too-many-rows"


def test_many_parts_are_refused() -> None:
    more = {f"xl/media/{at}.png": b"x" for at in range(1_500)}
    assert refusal(repacked("none", b"", add=more)) == "file-hostile"


def test_another_kind_of_archive_is_no_workbook() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    assert refusal(content.getvalue()) == "file-not-xlsx"


def test_an_empty_workbook_is_empty() -> None:
    assert refusal(as_xlsx([], headings=())) == "file-empty"
