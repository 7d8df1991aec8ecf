"""A plan from a file: what each line would change, then all of it or nothing."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, FairError, Refused
from fairapp.domain.hall_geometry import Rectangle, find_overlaps, is_outside
from fairapp.models.base import new_id
from fairapp.models.floor_plan import BoothClass, Hall
from fairapp.queries.floor_plan import BoothRow, ClassRow, HallRow, list_booths, list_classes, list_halls
from fairapp.services.audit import Actor, record_event
from fairapp.services.editions import check_not_committed, lock_edition
from fairapp.services.plan_changes import BoothChange, PlanChanges
from fairapp.services.plan_editing import edit_drawing
from fairapp.services.plan_lines import AISLE_MM, PlanLine, read_plan_file
from fairapp.services.plan_versions import open_draft

DEFAULT_CLASS = "std"
NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"


@dataclass(frozen=True, kw_only=True)
class LineFate:
    """What becomes of a line: ``fate`` new, changed, unchanged or refused, then ``error`` says why."""

    number: int
    text: str
    fate: str
    line: PlanLine | None = None
    error: FairError | None = None


@dataclass(frozen=True, kw_only=True)
class PlanPreview:
    """What a file would do to the plan. ``left`` booths of its halls are not in the file and stay as they are.

    ``others`` counts the shapes of a drawing that are no booths.
    """

    fates: tuple[LineFate, ...]
    halls: tuple[str, ...]
    classes: tuple[str, ...]
    left: tuple[str, ...]
    others: int = 0

    def count(self, fate: str) -> int:
        return sum(one.fate == fate for one in self.fates)


@transactional
def preview_plan_file(actor: Actor, edition_id: uuid.UUID, content: bytes, *, maximum_bytes: int) -> PlanPreview:
    """Read a file beside the drawing as it stands. Nothing is kept. Raises what ``read_plan_file`` refuses."""
    file = read_plan_file(content, maximum_bytes=maximum_bytes)
    lines = file.lines
    wall = actor.organisation_id, edition_id
    halls = {hall.code: hall for hall in list_halls(*wall)}
    classes = {one.code: one for one in list_classes(*wall)}
    booths = {booth.number: booth for booth in list_booths(*wall)}
    fates = [LineFate(number=f.number, text=f.text, fate=REFUSED, error=f.error) for f in file.faults]
    overlaps = _overlaps(lines, booths.values())
    offered = _offered([line for line in lines if line.booth_class or line.booth not in booths], classes)
    for line in lines:
        error = _fault(line, halls, booths, overlaps, offered)
        fate = REFUSED if error else _fate(line, booths.get(line.booth))
        fates.append(LineFate(number=line.number, text=line.booth, fate=fate, line=line, error=error))
    named = {line.booth for line in lines}
    touched = {line.hall for line in lines}
    return PlanPreview(
        fates=tuple(sorted(fates, key=lambda one: one.number)),
        halls=tuple(sorted(touched - halls.keys())),
        classes=tuple(sorted(offered.keys() - classes.keys())),
        left=tuple(number for number, booth in booths.items() if booth.hall in touched and number not in named),
        others=file.others,
    )


@transactional
def write_plan_file(actor: Actor, edition_id: uuid.UUID, content: bytes, *, maximum_bytes: int) -> int:
    """Draw what the file says, as a draft; returns how many booths are new or changed.

    Raises ``Conflict("plan-file-refused")`` (``count``) when a line is refused, ``draw-committed``, and what
    ``edit_drawing`` raises.
    """
    edition = lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    preview = preview_plan_file(actor, edition_id, content, maximum_bytes=maximum_bytes)
    if preview.count(REFUSED):
        raise Conflict("plan-file-refused", count=preview.count(REFUSED))
    open_draft(actor, edition_id)
    lines = [one.line for one in preview.fates if one.line is not None and one.fate in {NEW, CHANGED}]
    _add_halls(actor, edition_id, preview.halls, lines)
    _add_classes(actor, edition_id, preview.classes, lines)
    ids = {booth.number: booth for booth in list_booths(actor.organisation_id, edition_id)}
    for hall, found in groupby(sorted(lines, key=lambda line: line.hall), key=lambda line: line.hall):
        changes = tuple(_change(line, ids.get(line.booth)) for line in found)
        edit_drawing(actor, edition_id, hall, PlanChanges(revision=None, booths=changes))
    record_event(actor, "plan.imported", subject=edition.slug, edition_id=edition_id, booths=len(lines))
    return len(lines)


def _change(line: PlanLine, booth: BoothRow | None) -> BoothChange:
    default = f"{line.hall}/{DEFAULT_CLASS}" if booth is None else None
    return BoothChange(
        booth_id=None if booth is None else booth.id,
        number=line.booth,
        x_mm=line.x_mm,
        y_mm=line.y_mm,
        width_mm=line.width_mm,
        depth_mm=line.depth_mm,
        booth_class=line.booth_class or default,
    )


def _fate(line: PlanLine, booth: BoothRow | None) -> str:
    if booth is None:
        return NEW
    same_place = (line.x_mm, line.y_mm, line.width_mm, line.depth_mm) == (
        booth.x_mm, booth.y_mm, booth.width_mm, booth.depth_mm,
    )  # fmt: skip
    return UNCHANGED if same_place and line.booth_class in {None, booth.booth_class} else CHANGED


def _fault(
    line: PlanLine,
    halls: Mapping[str, HallRow],
    booths: Mapping[str, BoothRow],
    overlaps: Mapping[str, str],
    offered: Mapping[str, tuple[str, ...] | None],
) -> FairError | None:
    booth, hall = booths.get(line.booth), halls.get(line.hall)
    if booth is not None and booth.hall != line.hall:
        return Refused("booth-of-another-hall", booth=line.booth, hall=booth.hall)
    place = _rectangle(line)
    if is_outside(place, *((hall.width_mm, hall.depth_mm) if hall else (10**7, 10**7))):
        return Refused("booth-outside-hall", booth=line.booth)
    if line.booth in overlaps:
        return Refused("booths-overlap", booth=line.booth, other=overlaps[line.booth])
    if line.booth_class and line.services is not None and offered[line.booth_class] != line.services:
        return Refused("plan-services-differ", booth_class=line.booth_class)
    return None


def _offered(lines: Iterable[PlanLine], classes: Mapping[str, ClassRow]) -> dict[str, tuple[str, ...] | None]:
    """What each class named offers: as it stands, or for a new class as its first line says."""
    offered: dict[str, tuple[str, ...] | None] = {}
    for line in lines:
        code = line.booth_class or f"{line.hall}/{DEFAULT_CLASS}"
        if offered.get(code) is None:
            offered[code] = classes[code].services if code in classes else line.services
    return {code: found or () for code, found in offered.items()}


def _overlaps(lines: Sequence[PlanLine], booths: Iterable[BoothRow]) -> dict[str, str]:
    """Of each line's booth that shares floor with another: the other's number."""
    named = {line.booth for line in lines}
    standing: dict[str, list[Rectangle]] = {}
    for line in lines:
        standing.setdefault(line.hall, []).append(_rectangle(line))
    for booth in booths:
        if booth.number not in named and booth.hall in standing:
            standing[booth.hall].append(_rectangle(booth))
    pairs = [pair for found in standing.values() for pair in find_overlaps(found)]
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


def _rectangle(of: PlanLine | BoothRow) -> Rectangle:
    name = of.booth if isinstance(of, PlanLine) else of.number
    return Rectangle(name=name, x_mm=of.x_mm, y_mm=of.y_mm, width_mm=of.width_mm, depth_mm=of.depth_mm)


def _add_halls(actor: Actor, edition_id: uuid.UUID, codes: Iterable[str], lines: Sequence[PlanLine]) -> None:
    """Halls that the file names first, as large as their booths and an aisle need."""
    mine = (Hall.organisation_id == actor.organisation_id) & (Hall.edition_id == edition_id)
    last = db.session.scalar(select(func.max(Hall.position)).where(mine)) or 0
    for position, code in enumerate(codes, start=last + 1):
        places = [_rectangle(line) for line in lines if line.hall == code]
        hall = Hall(organisation_id=actor.organisation_id, id=new_id(), edition_id=edition_id, code=code, name=code)
        hall.position = position
        hall.width_mm = max(place.right_mm for place in places) + AISLE_MM
        hall.depth_mm = max(place.bottom_mm for place in places) + AISLE_MM
        db.session.add(hall)
    db.session.flush()


def _add_classes(actor: Actor, edition_id: uuid.UUID, codes: Iterable[str], lines: Sequence[PlanLine]) -> None:
    mine = (Hall.organisation_id == actor.organisation_id) & (Hall.edition_id == edition_id)
    halls = {row.code: row.id for row in db.session.execute(select(Hall.code, Hall.id).where(mine))}
    of = (BoothClass.organisation_id == actor.organisation_id) & (BoothClass.edition_id == edition_id)
    last = db.session.scalar(select(func.max(BoothClass.position)).where(of)) or 0
    said = _offered(lines, {})  # lines of new booths and changed ones are all that name a new class
    for position, code in enumerate(codes, start=last + 1):
        added = BoothClass(organisation_id=actor.organisation_id, id=new_id(), edition_id=edition_id, code=code)
        added.hall_id, added.name, added.position = halls[code.partition("/")[0]], code, position
        added.services = list(said.get(code) or ())
        db.session.add(added)
    db.session.flush()
