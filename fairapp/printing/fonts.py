"""The two faces everything is printed in: Noto Sans Arabic, cut once into Regular and Bold.

The package justmytype-intl-rtl carries the variable font (OFL). It holds Arabic with all presentation forms, both sets
of digits, and the whole of French. What it lacks (± ≤ ≥ and the like) is taken from Vera, which comes with ReportLab.
Two cuts of one variable font keep the same PostScript name, and viewers then print bold as regular: names 1, 3, 4 and 6
are therefore written anew.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from threading import Lock

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PrintedFont

from fairapp.domain.errors import Unready
from fairapp.printing.arabic import in_drawing_order

rl_config.useA85 = 0  # its ASCII85 encoder is pure Python and makes files a quarter larger

_PACKAGE = "justmytype_intl_rtl"
_INSIDE = "fonts/ofl/notosansarabic/NotoSansArabic[wdth,wght].ttf"
_WEIGHTS = {"Regular": 400, "Bold": 700}
_SPARE = {"Regular": "Vera.ttf", "Bold": "VeraBd.ttf"}
_UNUSED_TABLES = ("GDEF", "GPOS", "GSUB", "HVAR", "MVAR", "STAT")
_CUT = "1"  # part of the file names: raise it when the way of cutting changes
_lock = Lock()
_registered: "dict[str, Face]" = {}


@dataclass(frozen=True, kw_only=True)
class Face:
    """One weight as ReportLab knows it. ``covers`` holds the code points it can draw itself."""

    name: str
    spare: str
    covers: frozenset[int] = field(repr=False, compare=False)

    def runs(self, drawn: str) -> Iterator[tuple[str, str]]:
        """``drawn`` in pieces ``(font name, text)``: nearly always one."""
        if self.covers.issuperset(map(ord, drawn)):
            yield self.name, drawn
            return
        for own, piece in groupby(drawn, lambda character: ord(character) in self.covers):
            yield (self.name if own else self.spare), "".join(piece)

    def width(self, drawn: str, size: float) -> float:
        """Width in points of text that is already shaped."""
        return float(sum(pdfmetrics.stringWidth(piece, name, size) for name, piece in self.runs(drawn)))

    def width_to_read(self, text: str, size: float) -> float:
        """Width in points of a piece of text in logical order, whichever way it will run."""
        return _width_at_1000(self, text) * size / 1000


@lru_cache(maxsize=32_768)
def _width_at_1000(face: Face, text: str) -> float:
    return face.width(in_drawing_order(text, True), 1000)


@dataclass(frozen=True, kw_only=True)
class Faces:
    """The weights a page is set in."""

    regular: Face
    bold: Face


def load_faces(folder: Path) -> Faces:
    """The faces, cut into ``folder`` if they are not there yet, and known to ReportLab in this process.

    Raises Unready ``fonts-missing`` without the font package, ``fonts-folder`` when nothing can be written.
    """
    with _lock:
        if not _registered:
            _registered.update({weight: _register(weight, _cut_file(folder, weight)) for weight in _WEIGHTS})
    return Faces(regular=_registered["Regular"], bold=_registered["Bold"])


def _register(weight: str, path: Path) -> Face:
    name, spare = f"Fair-{weight}", f"Fair-{weight}-Spare"
    font = PrintedFont(name, str(path), asciiReadable=False, shapable=False)
    pdfmetrics.registerFont(font)
    pdfmetrics.registerFont(PrintedFont(spare, _SPARE[weight], asciiReadable=False, shapable=False))
    return Face(name=name, spare=spare, covers=frozenset(font.face.charToGlyph) | {0x20, 0xA0})


def _cut_file(folder: Path, weight: str) -> Path:
    path = folder / f"fairapp-noto-sans-arabic-{weight.lower()}-{_CUT}.ttf"
    if path.is_file() and _is_whole(path.read_bytes()):
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
            _cut(weight).save(part)
            part.flush()
            os.fsync(part.fileno())
        os.chmod(part.name, 0o644)
        # Two processes may both get here: each renames a whole file over the other's identical one.
        os.replace(part.name, path)
    except OSError as problem:
        raise Unready("fonts-folder", folder=str(folder)) from problem
    return path


def _is_whole(font: bytes) -> bool:
    """Whether every table that the font's directory names lies within it (a full disk or a bad copy cuts it short)."""
    count = int.from_bytes(font[4:6], "big")
    records = [font[12 + 16 * number : 28 + 16 * number] for number in range(count)]
    ends = [int.from_bytes(record[8:12], "big") + int.from_bytes(record[12:16], "big") for record in records]
    return bool(ends) and len(records[-1]) == 16 and max(ends) <= len(font)


def _cut(weight: str) -> TTFont:
    font = instantiateVariableFont(TTFont(_source()), {"wght": _WEIGHTS[weight], "wdth": 100})
    for table in _UNUSED_TABLES:
        if table in font:
            del font[table]
    names = font["name"]
    family = "Fair Noto Sans Arabic"
    written = {1: family, 2: weight, 3: f"fairapp;{_CUT};{weight}", 4: f"{family} {weight}"}
    written[6] = f"{family.replace(' ', '')}-{weight}"
    for record in list(names.names):
        if record.nameID in (16, 17, 21, 22, 25):
            names.removeNames(nameID=record.nameID)
    for number, text in written.items():
        names.removeNames(nameID=number)
        names.setName(text, number, 3, 1, 0x409)
        names.setName(text, number, 1, 0, 0)
    return font


def _source() -> str:
    package = find_spec(_PACKAGE)
    for place in (package.submodule_search_locations or []) if package else []:
        path = Path(place) / _INSIDE
        if path.is_file():
            return str(path)
    raise Unready("fonts-missing", package=_PACKAGE)
