"""A hall as it is drawn on a page: whole centimetres, a tint per class, a word for whoever holds a booth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from fairapp.domain.floor_plan import HallDrawing
from fairapp.queries.floor_plan import BoothRow, ClassRow, HallRow
from fairapp.queries.hall_features import FeatureRow

TINTS = 6
PIXELS_PER_METRE = 14  # a booth of 3 m is 42 px wide: its number can be read


@dataclass(frozen=True, kw_only=True)
class DrawnBooth:
    """A rectangle in centimetres. ``tint`` counts from 1; ``holder`` is empty for a free booth."""

    number: str
    x: int
    y: int
    width: int
    depth: int
    tint: int
    holder: str

    @property
    def letter_size(self) -> int:
        """Centimetres, so that the number fits into the booth."""
        return min(self.width * 16 // (10 * max(4, len(self.number))), self.depth // 2)


@dataclass(frozen=True, kw_only=True)
class DrawnFeature:
    """A rectangle in centimetres that is no booth; ``kind`` says what, ``label`` its own name if it has one."""

    kind: str
    label: str
    x: int
    y: int
    width: int
    depth: int


@dataclass(frozen=True, kw_only=True)
class DrawnHall:
    """A hall in centimetres with its booths; ``pixels`` is its width on the page before it is scrolled."""

    code: str
    name: str
    width: int
    depth: int
    rows: int
    booths: tuple[DrawnBooth, ...]
    features: tuple[DrawnFeature, ...] = ()

    @property
    def pixels(self) -> int:
        return self.width * PIXELS_PER_METRE // 100


def drawn_from_sentence(halls: Sequence[HallDrawing]) -> list[DrawnHall]:
    """A preview: nothing is stored yet."""
    return [
        DrawnHall(
            code=hall.code,
            name=hall.name,
            width=hall.width_mm // 10,
            depth=hall.depth_mm // 10,
            rows=len(hall.rows),
            booths=tuple(
                DrawnBooth(
                    number=booth.number,
                    x=booth.x_mm // 10,
                    y=booth.y_mm // 10,
                    width=booth.width_mm // 10,
                    depth=booth.depth_mm // 10,
                    tint=1,
                    holder="",
                )
                for booth in hall.booths
            ),
        )
        for hall in halls
    ]


def drawn_from_rows(
    halls: Iterable[HallRow],
    booths: Sequence[BoothRow],
    classes: Iterable[ClassRow],
    holders: Mapping[str, str],
    features: Sequence[FeatureRow] = (),
) -> list[DrawnHall]:
    """The plan as stored; ``holders`` are the names of exhibitors by booth number."""
    tints = class_tints(classes)
    by_hall = {code: list(found) for code, found in groupby(booths, key=lambda booth: booth.hall)}
    return [
        DrawnHall(
            code=hall.code,
            name=hall.name,
            width=hall.width_mm // 10,
            depth=hall.depth_mm // 10,
            rows=len({booth.row for booth in by_hall.get(hall.code, ())}),
            booths=tuple(
                DrawnBooth(
                    number=booth.number,
                    x=booth.x_mm // 10,
                    y=booth.y_mm // 10,
                    width=booth.width_mm // 10,
                    depth=booth.depth_mm // 10,
                    tint=tints.get(booth.booth_class, 1),
                    holder=holders.get(booth.number, ""),
                )
                for booth in by_hall.get(hall.code, ())
            ),
            features=tuple(_feature(feature) for feature in features if feature.hall == hall.code),
        )
        for hall in halls
    ]


def _feature(row: FeatureRow) -> DrawnFeature:
    return DrawnFeature(
        kind=row.kind,
        label=row.label,
        x=row.x_mm // 10,
        y=row.y_mm // 10,
        width=row.width_mm // 10,
        depth=row.depth_mm // 10,
    )


def class_tints(classes: Iterable[ClassRow]) -> dict[str, int]:
    """The tint of each class, by code. Each hall begins again with the first tint: only neighbours must differ."""
    seen: dict[str, int] = {}
    tints: dict[str, int] = {}
    for found in classes:
        seen[found.hall] = seen.get(found.hall, 0) + 1
        tints[found.code] = (seen[found.hall] - 1) % TINTS + 1
    return tints
