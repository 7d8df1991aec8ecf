"""Many QR symbols of one length, for a run of badges: the modules of :mod:`fairapp.printing.qr`, twenty times sooner.

A symbol is linear over GF(2): check codewords are, and so is laying bits out under a fixed mask. Each data bit turns
a fixed set of modules, and a symbol is the empty one XOR the sets of its bits. The sets are taken from the qrcode
library itself, so both ways agree by construction, and a test compares them module by module.
"""

import re
from functools import lru_cache

import qrcode
from qrcode.base import gexp, glog, rs_blocks
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.util import ALPHA_NUM, MODE_ALPHA_NUM, BitBuffer, QRData, create_bytes, length_in_bits

from fairapp.printing.qr import DARK, MASK, path_of, symbol_of

_VALUE = {chr(code): value for value, code in enumerate(ALPHA_NUM)}
_PADDING = (0xEC, 0x11)


class _Runs(dict[tuple[int, int], str]):
    """Operators of a run of dark modules, by its span in the rows put end to end; remembered."""

    def __init__(self, size: int, width: int) -> None:
        self._size, self._width = size, width

    def __missing__(self, run: tuple[int, int]) -> str:
        row, column = divmod(run[0], self._width)
        self[run] = f"{column} {self._size - 1 - row} {run[1] - run[0]} 1 re"
        return self[run]


class Series:
    """Symbols of alphanumeric texts of ``length`` characters. ``size`` is their width in modules."""

    def __init__(self, length: int) -> None:
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, mask_pattern=MASK, border=0)
        code.add_data(QRData(b"A" * length, mode=MODE_ALPHA_NUM), optimize=0)
        code.make(fit=True)
        self.length = length
        self.size: int = code.modules_count
        self._row_bytes = -(-self.size // 8)
        self._version: int = code.version
        self._blocks = rs_blocks(self._version, ERROR_CORRECT_Q)
        self._codewords: int = sum(block.data_count for block in self._blocks)
        total = sum(block.total_count for block in self._blocks)
        self._empty: int = self._laid_out(code, [0] * total)
        self._sets = self._turned_by_each_bit(self._places(code, total))
        corners = ((0, 0), (self.size - 7, 0), (0, self.size - 7))
        self._finders = " ".join(_finder(x, self.size - 7 - y) for x, y in corners)
        self._empty &= ~sum(self._square(x, y) for x, y in corners)
        self._of_words: list[dict[int, int]] = [{} for _ in range(self._codewords)]
        self._runs = _Runs(self.size, self._row_bytes * 8)
        self._pieces = [[""] * 256 for _ in range(self.size * self._row_bytes)]

    def path(self, text: str) -> str:
        """PDF operators of the dark modules of ``text``, as :func:`fairapp.printing.qr.path_of` gives them."""
        symbol = self._symbol(text).to_bytes(self.size * self._row_bytes, "big")
        pieces = [
            known[eight] or self._new_piece(place, eight)
            for place, (known, eight) in enumerate(zip(self._pieces, symbol, strict=True))
            if eight
        ]
        return f"{self._finders} {' '.join(pieces)} f"

    def small_path(self, text: str) -> str:
        """As :meth:`path` with no rectangle parted at whole bytes: a little smaller, a little slower."""
        width = self._row_bytes * 8
        rows = f"{self._symbol(text):0{self.size * width}b}"
        runs = map(re.Match.span, DARK.finditer(rows))
        return f"{self._finders} {' '.join(map(self._runs.__getitem__, runs))} f"

    def _symbol(self, text: str) -> int:
        """All modules as one number, row after row from the top, each row filled up to whole bytes."""
        symbol = self._empty
        for word, value in enumerate(self._data_bits(text).to_bytes(self._codewords, "big")):
            turned = self._of_words[word].get(value)
            symbol ^= self._new_word(word, value) if turned is None else turned
        return symbol

    def _new_word(self, word: int, value: int) -> int:
        """The modules turned by one data codeword, remembered."""
        turned = 0
        for bit in range(8):
            if value >> (7 - bit) & 1:
                turned ^= self._sets[word * 8 + bit]
        corners = ((0, 0), (self.size - 7, 0), (0, self.size - 7))
        self._finders = " ".join(_finder(x, self.size - 7 - y) for x, y in corners)
        self._empty &= ~sum(self._square(x, y) for x, y in corners)
        self._of_words[word][value] = turned
        return turned

    def _data_bits(self, text: str) -> int:
        """Mode, length, characters, end and padding as one number (ISO/IEC 18004 §7.4)."""
        if len(text) != self.length:
            raise ValueError(f"this series holds texts of {self.length} characters")
        width = 4 + int(length_in_bits(MODE_ALPHA_NUM, self._version))
        bits: int = (MODE_ALPHA_NUM << (width - 4)) | self.length
        values = [_VALUE[character] for character in text]
        for first, second in zip(values[0::2], values[1::2], strict=False):
            bits, width = (bits << 11) | (first * 45 + second), width + 11
        if self.length % 2:
            bits, width = (bits << 6) | values[-1], width + 6
        end = min(4, self._codewords * 8 - width)
        bits, width = bits << end, width + end
        bits, width = bits << (-width % 8), width + (-width % 8)
        for number in range(self._codewords - width // 8):
            bits = (bits << 8) | _PADDING[number % 2]
        return bits

    def _square(self, left: int, top: int) -> int:
        """The modules of a finder pattern: always the same, so they are not looked for again in each symbol."""
        width = self._row_bytes * 8
        return sum(0b1111111 << ((self.size - row) * width - left - 7) for row in range(top, top + 7))

    def _laid_out(self, code: qrcode.QRCode, codewords: list[int]) -> int:
        code.data_cache = codewords
        code.makeImpl(False, MASK)
        rows = ("".join("1" if module else "0" for module in row) for row in code.modules)
        return int("".join(row.ljust(self._row_bytes * 8, "0") for row in rows), 2)

    def _places(self, code: qrcode.QRCode, total: int) -> list[int]:
        """For each bit of the codewords, the module it turns. Found by laying out the bits of the bits' own numbers."""
        modules = self.size * self._row_bytes * 8
        numbers = [0] * modules
        for digit in range((total * 8).bit_length()):
            labels = [
                sum(((word * 8 + bit + 1) >> digit & 1) << (7 - bit) for bit in range(8)) for word in range(total)
            ]
            turned = self._laid_out(code, labels) ^ self._empty
            for module in range(modules):
                numbers[module] |= (turned >> (modules - 1 - module) & 1) << digit
        places = [0] * (total * 8)
        for module, number in enumerate(numbers):
            if number:
                places[number - 1] = 1 << (modules - 1 - module)
        return places

    def _turned_by_each_bit(self, places: list[int]) -> list[int]:
        # Not measured from zero: qrcode cannot divide a block that is all zeros.
        ones = self._with_checks([1] * self._codewords)
        sets: list[int] = []
        for word in range(self._codewords):
            without = self._with_checks([int(other != word) for other in range(self._codewords)])
            unit = [one ^ other for one, other in zip(ones, without, strict=True)]
            sets.extend(_spread(unit, 7 - bit, places) for bit in range(8))
        return sets

    def _with_checks(self, values: list[int]) -> list[int]:
        buffer = BitBuffer()
        for value in values:
            buffer.put(value, 8)
        return list(create_bytes(buffer, self._blocks))

    def _new_piece(self, place: int, eight: int) -> str:
        """Rectangles of eight neighbouring modules, remembered."""
        row, column = divmod(place, self._row_bytes)
        runs: list[str] = []
        bits = f"{eight:08b}0"
        start = bits.find("1")
        while start >= 0:
            end = bits.index("0", start)
            runs.append(f"{column * 8 + start} {self.size - 1 - row} {end - start} 1 re")
            start = bits.find("1", end)
        self._pieces[place][eight] = " ".join(runs)
        return self._pieces[place][eight]


def _finder(x: int, y: int) -> str:
    """The ring and the heart of a finder pattern whose lower left module is ``x, y``."""
    ring = f"{x} {y} 7 1 re {x} {y + 6} 7 1 re {x} {y + 1} 1 5 re {x + 6} {y + 1} 1 5 re"
    return f"{ring} {x + 2} {y + 2} 3 3 re"


def _spread(unit: list[int], power: int, places: list[int]) -> int:
    """The modules turned by codewords ``unit`` times 2 to the ``power`` in GF(256)."""
    turned = 0
    for word, value in enumerate(unit):
        if value:
            product = gexp(glog(value) + power)
            for bit in range(8):
                if product >> (7 - bit) & 1:
                    turned ^= places[word * 8 + bit]
    return turned


@lru_cache(maxsize=8)
def series_of(length: int) -> Series:
    """The series for texts of ``length`` characters, built once in a process (about 0.05 s)."""
    return Series(length)


def quick_path(text: str, *, small: bool = False) -> tuple[str, int]:
    """The path of ``text`` and its width in modules; a text outside the alphanumeric set takes the slower way."""
    if _VALUE.keys() >= set(text):
        series = series_of(len(text))
        return (series.small_path if small else series.path)(text), series.size
    symbol = symbol_of(text)
    return path_of(symbol), len(symbol)
