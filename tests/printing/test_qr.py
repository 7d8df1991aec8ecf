"""QR symbols: the quick way and the library agree module by module, and a camera reads both."""

import random
import re

import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.pdfgen.canvas import Canvas

from fairapp.domain.badges import LONGEST_ALPHANUMERIC, badge_url
from fairapp.printing import qr
from fairapp.printing.qr_series import Series, quick_path, series_of
from tests.printing.reading import symbols_of

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def drawn(path: str, size: int) -> tuple[str, ...]:
    """The modules that a path covers, as rows from the top; fails when two rectangles overlap."""
    rows = [["0"] * size for _ in range(size)]
    for x, y, width, height in (map(int, found) for found in re.findall(r"(\d+) (\d+) (\d+) (\d+) re", path)):
        for row in range(y, y + height):
            for column in range(x, x + width):
                assert rows[size - 1 - row][column] == "0"
                rows[size - 1 - row][column] = "1"
    return tuple("".join(row) for row in rows)


def a_page_with(path: str, modules: int) -> bytes:
    canvas = Canvas("", pagesize=(120, 120))
    canvas.addLiteral(qr.place(path, 16, 16, 88 / modules))
    canvas.showPage()
    return bytes(canvas.getpdfdata())


def test_the_quick_way_equals_the_library() -> None:
    chance = random.Random(11)
    for length in (1, 2, 17, 37, 47, 48, 53, 61, 67, 68, 90, 130):
        text = "".join(chance.choices(CROCKFORD + ":/.-", k=length))
        series = Series(length)
        assert drawn(series.path(text), series.size) == qr.symbol_of(text)
        assert drawn(series.small_path(text), series.size) == qr.symbol_of(text)
    series = series_of(61)
    for _ in range(60):
        text = "HTTPS://FAIR.CHAMBER.EXAMPLE.SA/B/" + "".join(chance.choices(CROCKFORD, k=27))
        assert drawn(series.path(text), 33) == drawn(series.small_path(text), 33) == qr.symbol_of(text)


def test_the_path_is_the_symbol() -> None:
    symbol = qr.symbol_of("https://fair.example/t/سعاد")
    assert drawn(qr.path_of(symbol), len(symbol)) == symbol


def test_one_path_and_merged() -> None:
    symbol = qr.symbol_of("HTTPS://A.SA/B/" + "0" * 26)
    path = qr.path_of(symbol)
    assert path.count(" f") == 1
    assert path.count("re") < sum(row.count("1") for row in symbol) / 2


def test_level_q_with_the_fixed_mask() -> None:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, mask_pattern=qr.MASK, border=0)
    code.add_data("HTTPS://A.SA/B/7", optimize=0)
    code.make()
    assert qr.symbol_of("HTTPS://A.SA/B/7") == tuple("".join("01"[bool(m)] for m in row) for row in code.modules)


def test_a_badge_stays_within_33_modules() -> None:
    url = badge_url("FAIR.CHAMBER-OF-JEDDAH.ORG.SA"[:29], "0" * 26)
    assert len(url) <= LONGEST_ALPHANUMERIC
    assert quick_path(url)[1] == 33
    assert quick_path("A" * LONGEST_ALPHANUMERIC)[1] == 33


@pytest.mark.parametrize("text", ["HTTPS://FAIR.SA/B/7ZZZZ", "https://fair.sa/t/9f8a-token", "معرض"])
def test_a_camera_reads_the_exact_text(text: str) -> None:
    path, modules = quick_path(text)
    assert symbols_of(a_page_with(path, modules), 4) == [text]


def test_a_series_refuses_another_length() -> None:
    with pytest.raises(ValueError, match="60 characters"):
        series_of(60).path("A" * 61)
