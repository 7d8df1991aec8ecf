"""The lines of a plan's file: one booth each, hostile until read. Lengths are whole millimetres.

Columns by their names, in any order: ``booth``, ``hall``, ``row``, ``place``, ``x_mm``, ``y_mm``, ``width_mm``,
``depth_mm``, ``class``, ``services``. Only ``booth`` and ``hall`` must be there. Without x and y a booth stands where
its row and place say, beside an aisle of three metres; rows are read off the drawing afterwards. A drawing of a hall
brought back (``plan_svg``) is read as the same lines.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fairapp.domain.errors import FairError, Refused, TooMuch
from fairapp.domain.exhibitors import search_key
from fairapp.domain.floor_plan import MOST_BOOTHS, MOST_PLACES, MOST_ROWS, SERVICES
from fairapp.domain.text import ascii_digits, clean_text, without_marks
from fairapp.services.plan_changes import BOOTH_SIDE_MM, FROM_CORNER_MM, parse_number
from fairapp.services.plan_svg import ToldLine, is_drawing, read_drawing
from fairapp.services.register_files import read_register_file

COLUMNS = ("booth", "hall", "row", "place", "x_mm", "y_mm", "width_mm", "depth_mm", "class", "services")
SIDE_MM = 3_000
AISLE_MM = 3_000
_WORDS = {
    "booth": "booth stand الجناح جناح",
    "hall": "hall القاعة قاعة",
    "row": "row rangée rang صف الصف",
    "place": "place مكان المكان",
    "class": "class catégorie فئة الفئة",
    "services": "services خدمات الخدمات",
}
_HALL = re.compile(r"[A-Z][A-Z0-9]{0,9}")
_CLASS = re.compile(r"[A-Z][A-Z0-9]{0,9}/[a-z0-9][a-z0-9-]{0,19}")


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One booth of the file; ``number`` is the line's own in the file. ``services`` None: the file does not say."""

    number: int
    booth: str
    hall: str
    x_mm: int
    y_mm: int
    width_mm: int
    depth_mm: int
    booth_class: str | None
    services: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class LineFault:
    """A line that cannot be read: its number, what stands in it, and why."""

    number: int
    text: str
    error: FairError


@dataclass(frozen=True, kw_only=True)
class PlanFile:
    """What a file says; ``others`` counts the shapes of a drawing that are no booths."""

    lines: tuple[PlanLine, ...]
    faults: tuple[LineFault, ...]
    others: int = 0


def read_plan_file(content: bytes, *, maximum_bytes: int) -> PlanFile:
    """Raises what ``read_register_file`` and ``read_drawing`` refuse, ``plan-columns-missing``, ``plan-too-large``."""
    if len(content) > maximum_bytes:
        raise TooMuch("file-too-large", megabytes=max(1, maximum_bytes // 1_000_000))
    drawing = read_drawing(content) if is_drawing(content) else None
    told = _lines_of_sheet(content, maximum_bytes) if drawing is None else drawing.lines
    if len(told) > MOST_BOOTHS:
        raise Refused("plan-too-large", most=MOST_BOOTHS)
    lines: list[PlanLine] = []
    faults: list[LineFault] = []
    seen: set[str] = set()
    for one in told:
        try:
            if one.error is not None:
                raise one.error
            line = _line(one.number, one.cells)
            if line.booth in seen:
                raise Refused("booth-number-taken", booth=line.booth)
        except FairError as error:
            faults.append(LineFault(number=one.number, text=" · ".join(one.cells.values())[:120], error=error))
            continue
        seen.add(line.booth)
        lines.append(line)
    return PlanFile(lines=tuple(lines), faults=tuple(faults), others=0 if drawing is None else drawing.others)


def _lines_of_sheet(content: bytes, maximum_bytes: int) -> tuple[ToldLine, ...]:
    sheet = read_register_file(content, maximum_bytes=maximum_bytes)
    columns = _columns(sheet.rows[0].cells)
    if not {"booth", "hall"} <= columns.keys():
        raise Refused("plan-columns-missing")
    return tuple(
        ToldLine(number=row.number, cells={name: row.cells[at] for name, at in columns.items() if at < len(row.cells)})
        for row in sheet.rows[1:]
    )


def _columns(headings: tuple[str, ...]) -> dict[str, int]:
    names = {search_key(word): name for name, words in _WORDS.items() for word in words.split()}
    names |= {search_key(name): name for name in COLUMNS}
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        name = names.get(search_key(heading))
        if name is not None:
            found.setdefault(name, at)
    return found


def _line(number: int, cells: Mapping[str, str]) -> PlanLine:
    plain = {name: ascii_digits(without_marks(text)).strip() for name, text in cells.items()}
    hall = plain.get("hall", "").upper()
    if not _HALL.fullmatch(hall):
        raise Refused("place-code-unreadable", text=hall[:40])
    width = _whole(plain, "width_mm", BOOTH_SIDE_MM) or SIDE_MM
    depth = _whole(plain, "depth_mm", BOOTH_SIDE_MM) or SIDE_MM
    x_mm, y_mm = _whole(plain, "x_mm", FROM_CORNER_MM), _whole(plain, "y_mm", FROM_CORNER_MM)
    if x_mm is None or y_mm is None:
        row, place = _whole(plain, "row", range(1, MOST_ROWS + 1)), _whole(plain, "place", range(1, MOST_PLACES + 1))
        if row is None or place is None:
            raise Refused("plan-place-missing")
        x_mm, y_mm = AISLE_MM + (place - 1) * width, AISLE_MM + (row - 1) * (depth + AISLE_MM)
    return PlanLine(
        number=number,
        booth=parse_number(cells.get("booth", "")),
        hall=hall,
        x_mm=x_mm,
        y_mm=y_mm,
        width_mm=width,
        depth_mm=depth,
        booth_class=_class(plain.get("class", ""), hall),
        services=_services(plain.get("services")),
    )


def _whole(plain: Mapping[str, str], name: str, limits: range) -> int | None:
    text = plain.get(name, "")
    if not text:
        return None
    if not re.fullmatch("-?[0-9]{1,7}", text) or int(text) not in limits:
        raise Refused("plan-figure-unreadable", column=name, text=text[:40])
    return int(text)


def _class(text: str, hall: str) -> str | None:
    """``A/food``, or ``food`` of the line's own hall."""
    if not text:
        return None
    own, slash, code = text.rpartition("/")
    full = f"{own.upper() if slash else hall}/{code.lower()}"
    if not _CLASS.fullmatch(full):
        raise Refused("place-code-unreadable", text=text[:40])
    if not full.startswith(f"{hall}/"):
        raise Refused("class-of-another-hall", booth_class=full)
    return full


def _services(text: str | None) -> tuple[str, ...] | None:
    """Words with blanks or commas between; a hyphen is none."""
    if not text:
        return None
    words = set(re.split(r"[\s,;+]+", clean_text(text, 200).casefold())) - {"", "-"}
    unknown = sorted(words - set(SERVICES))
    if unknown:
        raise Refused("unknown-service", service=unknown[0])
    return tuple(service for service in SERVICES if service in words)
