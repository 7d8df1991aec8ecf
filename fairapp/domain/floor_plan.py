"""A hall drawn from a sentence: «القاعة أ: 5 صفوف في كل صف 12، 3 × 3 م، ممر 3 م», one hall a line.

``Hall A: 5 rows of 12, 3 × 3 m, aisle 3 m`` · ``Hall A : 5 rangées de 12, 3 × 3 m, allée 3 m``. A hall may have rows
of several lengths: ``4 rows of 12, 2 rows of 8``. All lengths are whole millimetres; x grows along a row, y across the
rows, and an aisle runs between the rows and all around.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from fairapp.domain.errors import Refused
from fairapp.domain.text import ascii_digits, clean_text, without_marks

SERVICES = ("power", "water", "ventilation")
"""What a booth may offer and a request may need; ventilation is for cooking on the stand."""
MOST_ROWS = 100
"""In one hall."""
MOST_PLACES = 200
"""In one row."""
MOST_BOOTHS = 5_000
"""In one edition."""
_BOOTH_SIDE_MM = range(500, 50_001)
_AISLE_MM = range(0, 50_001)
_USUAL_AISLE_MM = 3_000
_LONGEST_NAME = 80
_LONGEST_LINE = 500

_ARABIC_CODES = dict(zip("ابجدهوزحطيكلمنسعفصقرشت", "ABCDEFGHIJKLMNOPQRSTUV", strict=True))
"""Halls are lettered أ ب ج د … (abjad order) where others write A B C D …"""
_LATIN_CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_HALL_WORD = r"(?:hall|salle|pavillon|القاعه|قاعه|الصاله|صاله)\s+"
_NUMBER = r"([0-9]+(?:[.,][0-9]+)?)"
_UNIT = r"\s*(m|cm|m[eè]tres?|meters?|م|متر|امتار|سم)?"
_ROW_WORDS = r"(?:rows?|rang(?:[ée]e)?s?|صفوف|صفا|صف)"
_OF_WORDS = r"(?:of|de|[×x*]|(?:في |ب)?كل صف|في كل منها|في كل|من)"
_BOOTH_WORDS = r"(?:\s+(?:booths?|stands?|جناحا?|اجنحه|ركنا?|اركان))?"
_ROWS = re.compile(rf"([0-9]+)\s*{_ROW_WORDS}\s+{_OF_WORDS}\s*([0-9]+){_BOOTH_WORDS}")
_ARABIC_FEW_ROWS = re.compile(rf"(صف واحد|صفان|صفين|صف)\s+{_OF_WORDS}\s*([0-9]+){_BOOTH_WORDS}")
_SIZE = re.compile(rf"{_NUMBER}{_UNIT}\s*(?:[×x*]|by|sur|في)\s*{_NUMBER}{_UNIT}")
_AISLE = re.compile(
    rf"(?:aisles?|all[ée]es?|الممرات|ممرات|الممر|ممر)(?:\s+(?:of|de|عرضه|بعرض))?\s*{_NUMBER}{_UNIT}(?:\s+wide)?"
)
_PART_ENDS = re.compile(r"[;؛،]|(?<![0-9٠-٩۰-۹]),|,(?![0-9٠-٩۰-۹])")


@dataclass(frozen=True, kw_only=True)
class BoothDrawing:
    """One booth: ``number`` as painted on the floor (unique in the edition), ``row`` and ``place`` counted from 1."""

    number: str
    row: int
    place: int
    x_mm: int
    y_mm: int
    width_mm: int
    depth_mm: int


@dataclass(frozen=True, kw_only=True)
class FeatureDrawing:
    """What stands in a hall and is no booth: ``kind`` is aisle, wall, entrance, pillar or exit."""

    kind: str
    label: str
    x_mm: int
    y_mm: int
    width_mm: int
    depth_mm: int


@dataclass(frozen=True, kw_only=True)
class HallDrawing:
    """One hall, its outer measures, its booths by row and place, and what else stands in it."""

    code: str
    name: str
    width_mm: int
    depth_mm: int
    booths: tuple[BoothDrawing, ...]
    features: tuple[FeatureDrawing, ...] = ()

    @property
    def rows(self) -> list[list[str]]:
        """Booth numbers row by row; neighbours are consecutive places of a row."""
        return [[booth.number for booth in row] for _, row in groupby(self.booths, key=lambda booth: booth.row)]


@dataclass(frozen=True, kw_only=True)
class _Measures:
    """What a sentence said: booths in each row, a booth's sides, the aisle."""

    rows: tuple[int, ...]
    width_mm: int
    depth_mm: int
    aisle_mm: int


def draw_halls(sentences: str) -> list[HallDrawing]:
    """The halls that the lines describe, in their order; empty lines are skipped.

    Raises ``text-has-controls``, ``text-too-long``, ``plan-sentence-missing``, ``plan-sentence-unreadable`` (``line``,
    ``text``: the part not understood), ``plan-rows-missing`` and ``plan-size-missing`` (``line``),
    ``plan-measure-out-of-range`` (``line``, ``text``), ``plan-hall-repeated`` (``line``, ``hall``) and
    ``plan-too-large`` (``most``).
    """
    lines = [(number, line) for number, line in enumerate(sentences.splitlines(), start=1) if line.strip()]
    if not lines:
        raise Refused("plan-sentence-missing")
    read = [(number, *_split(line, number)) for number, line in lines]
    lettered = {_own_code(name) for _, name, _ in read}
    halls: dict[str, HallDrawing] = {}
    for number, name, parts in read:
        code = _own_code(name) or _free_code({*lettered, *halls})
        if code in halls:
            raise Refused("plan-hall-repeated", line=number, hall=name)
        halls[code] = _draw_hall(code, name, _measure(parts, number))
        if sum(len(hall.booths) for hall in halls.values()) > MOST_BOOTHS:
            raise Refused("plan-too-large", most=MOST_BOOTHS)
    return list(halls.values())


def _split(line: str, number: int) -> tuple[str, list[str]]:
    """The hall's name and the parts after the colon."""
    name, colon, rest = without_marks(clean_text(line, _LONGEST_LINE)).partition(":")
    name = name.strip()
    if not colon or not name or len(name) > _LONGEST_NAME:
        raise Refused("plan-sentence-unreadable", line=number, text=line.strip())
    return name, [part.strip() for part in _PART_ENDS.split(rest.strip().rstrip(".")) if part.strip()]


def _own_code(name: str) -> str | None:
    """The code that a hall's name says: A of «Hall A» and «القاعة أ», H2 of «Hall 2», none of «القاعة الكبرى»."""
    label = re.sub(f"^{_HALL_WORD}", "", _plain(name)).strip()
    if re.fullmatch("[a-z][0-9]{0,2}", label):
        return label.upper()
    return f"H{label}" if re.fullmatch("[0-9]{1,2}", label) else _ARABIC_CODES.get(label)


def _free_code(taken: set[str | None]) -> str:
    """The first letter that no other hall has."""
    letters = (letter for letter in _LATIN_CODES if letter not in taken)
    return next(letters, f"X{len(taken)}")


def _measure(parts: list[str], line: int) -> _Measures:
    rows: list[int] = []
    size: tuple[int, int] | None = None
    aisle_mm = _USUAL_AISLE_MM
    for part in parts:
        plain = _plain(part)
        if found := _rows_of(plain):
            rows += _within(found[0], range(1, MOST_ROWS + 1), line, part) * [
                _within(found[1], range(1, MOST_PLACES + 1), line, part)
            ]
        elif match := _SIZE.fullmatch(plain):
            first_unit = match[2] or match[4]
            sides = _millimetres(match[1], first_unit), _millimetres(match[3], match[4])
            size = _within(sides[0], _BOOTH_SIDE_MM, line, part), _within(sides[1], _BOOTH_SIDE_MM, line, part)
        elif match := _AISLE.fullmatch(plain):
            aisle_mm = _within(_millimetres(match[1], match[2]), _AISLE_MM, line, part)
        else:
            raise Refused("plan-sentence-unreadable", line=line, text=part)
    if not rows:
        raise Refused("plan-rows-missing", line=line)
    if size is None:
        raise Refused("plan-size-missing", line=line)
    _within(len(rows), range(1, MOST_ROWS + 1), line, ", ".join(parts))
    return _Measures(rows=tuple(rows), width_mm=size[0], depth_mm=size[1], aisle_mm=aisle_mm)


def _rows_of(plain: str) -> tuple[int, int] | None:
    """How many rows, and booths in each; Arabic says one and two rows in words."""
    if match := _ROWS.fullmatch(plain):
        return int(match[1]), int(match[2])
    if match := _ARABIC_FEW_ROWS.fullmatch(plain):
        return 2 if match[1] in {"صفان", "صفين"} else 1, int(match[2])
    return None


def _within(value: int | None, limits: range, line: int, part: str) -> int:
    if value is None or value not in limits:
        raise Refused("plan-measure-out-of-range", line=line, text=part)
    return value


def _millimetres(figure: str, unit: str | None) -> int | None:
    """Whole millimetres of a figure in metres (or centimetres), or None when it is finer than that."""
    whole, _, decimals = figure.replace(",", ".").partition(".")
    millimetres, rest = divmod(int(whole + decimals) * (10 if unit in {"cm", "سم"} else 1_000), 10 ** len(decimals))
    return None if rest else millimetres


def _draw_hall(code: str, name: str, measures: _Measures) -> HallDrawing:
    booths: list[BoothDrawing] = []
    digits = max(2, len(str(sum(measures.rows))))
    for row, places in enumerate(measures.rows, start=1):
        y_mm = measures.aisle_mm + (row - 1) * (measures.depth_mm + measures.aisle_mm)
        booths += [
            BoothDrawing(
                number=f"{code}-{len(booths) + place:0{digits}}",
                row=row,
                place=place,
                x_mm=measures.aisle_mm + (place - 1) * measures.width_mm,
                y_mm=y_mm,
                width_mm=measures.width_mm,
                depth_mm=measures.depth_mm,
            )
            for place in range(1, places + 1)
        ]
    return HallDrawing(
        code=code,
        name=name,
        width_mm=max(measures.rows) * measures.width_mm + 2 * measures.aisle_mm,
        depth_mm=len(measures.rows) * (measures.depth_mm + measures.aisle_mm) + measures.aisle_mm,
        booths=tuple(booths),
    )


def _plain(text: str) -> str:
    """For matching only: ASCII digits, small letters, hamza and vowel signs left out, ة as ه, one kind of space."""
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", ascii_digits(text)) if not _is_arabic_sign(letter)
    )
    folded = unicodedata.normalize("NFC", bare).casefold().translate(str.maketrans("ةى٫", "هي."))
    return " ".join(folded.replace("ـ", "").split())


def _is_arabic_sign(letter: str) -> bool:
    return "\u064b" <= letter <= "\u065f" or letter == "\u0670"
