"""Text operators for hundreds of lines that share their words: half the time and size of ReportLab's own text objects.

Uses what ``reportlab.pdfbase.ttfonts`` documents for dynamic fonts (``splitString``, ``getSubsetInternalName``). A word
is turned into the font's codes and measured once in a file; a space has code 32 in every subset, so words of one subset
are just joined.
"""

from dataclasses import dataclass

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics

from fairapp.printing.arabic import in_drawing_order
from fairapp.printing.fonts import Face
from fairapp.printing.paper import Pen


@dataclass(frozen=True)
class _Codes:
    """A word as ``(font, codes)`` pieces, and its width at size 1."""

    pieces: tuple[tuple[str, str], ...]
    width: float


class Lettering:
    """Lines for the file that ``pen`` draws in, in its direction."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._file = pen.canvas._doc
        self._words: dict[tuple[str, str], _Codes] = {}

    def start(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> str:
        """Operators of one line that starts at ``x``, for use between ``BT`` and ``ET``."""
        face = self._pen.face(bold)
        codes = self._line(face, in_drawing_order(text, self._pen.right_to_left))
        return _shown(codes, x - codes.width * size if self._pen.right_to_left else x, y, size)

    def middle(self, x: float, y: float, drawn: str, size: float, *, bold: bool = False) -> str:
        """The same for text already in drawing order, with its middle at ``x``."""
        codes = self._line(self._pen.face(bold), drawn)
        return _shown(codes, x - codes.width * size / 2, y, size)

    def _line(self, face: Face, drawn: str) -> _Codes:
        words = [self._words.get((face.name, word)) or self._new_word(face, word) for word in drawn.split(" ")]
        fonts = {font for word in words for font, _ in word.pieces}
        if len(fonts) != 1 or any(len(word.pieces) > 1 for word in words):
            return self._encoded(face, drawn)
        joined = " ".join([word.pieces[0][1] if word.pieces else "" for word in words])
        width = sum([word.width for word in words]) + self._space(face) * (len(words) - 1)
        return _Codes(((fonts.pop(), joined),), width)

    def _space(self, face: Face) -> float:
        return (self._words.get((face.name, " ")) or self._new_word(face, " ")).width

    def _new_word(self, face: Face, word: str) -> _Codes:
        codes = self._words[face.name, word] = self._encoded(face, word)
        return codes

    def _encoded(self, face: Face, drawn: str) -> _Codes:
        pieces: list[tuple[str, str]] = []
        for name, run in face.runs(drawn):
            font = pdfmetrics.getFont(name)
            for subset, codes in font.splitString(run, self._file):
                pieces.append((font.getSubsetInternalName(subset, self._file), escapePDF(codes)))
        return _Codes(tuple(pieces), face.width(drawn, 1))


def _shown(line: _Codes, x: float, y: float, size: float) -> str:
    pieces = " ".join([f"{font} {size:g} Tf ({codes}) Tj" for font, codes in line.pieces])
    return f"1 0 0 1 {x:.1f} {y:.1f} Tm {pieces}"
