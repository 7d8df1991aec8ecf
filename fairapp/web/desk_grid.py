"""The grid into which a slip is typed: each cell as it was typed, what it means, and what is wrong with it.

Every row has its id from the moment the page was opened, and every line without a time the same moment: the same form
sent twice says the same twice, and is stored once.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from fairapp.domain.errors import FairError, Refused
from fairapp.domain.text import clean_text
from fairapp.i18n.locales import Locale
from fairapp.queries.desk_details import new_line_id
from fairapp.queries.editions import EditionRow, SessionRow
from fairapp.services.clock import now
from fairapp.services.desk_entries import DeskLine
from fairapp.web.desk_typed import (
    SOURCES,
    moment_in,
    read_money,
    read_opened_at,
    read_row_id,
    read_source,
    readings_of,
    usual_moment,
)
from fairapp.web.typed import plain

ROWS = 8
MORE = 5
MOST = 200
KINDS = ("sale", "refund")
CELLS = ("amount", "method", "kind", "time", "note")
_NOTE = 200


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """One line. ``typed`` by the name of its cell; ``readings`` are what an ambiguous amount may mean, minor units."""

    id: uuid.UUID
    typed: Mapping[str, str]
    minor: int | None = None
    occurred_at: datetime | None = None
    readings: tuple[int, ...] = ()
    faults: Mapping[str, FairError] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Nothing was typed; a method alone is only the default."""
        return not any(self.typed.get(name, "") for name in ("amount", "time", "note"))

    @property
    def signed_minor(self) -> int:
        """What the line adds to the takings."""
        return (-1 if self.typed.get("kind") == "refund" else 1) * (self.minor or 0)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A slip as it is being typed. ``opened_at`` is when its page was first shown; ``slip_sum`` what the slip says."""

    session: SessionRow | None
    source: str
    slip_sum: str
    opened_at: datetime
    rows: tuple[GridRow, ...]
    faults: Mapping[str, FairError] = field(default_factory=dict)

    @property
    def filled(self) -> list[GridRow]:
        return [row for row in self.rows if not row.blank]

    @property
    def sum_minor(self) -> int:
        """Sales less refunds, of the lines that could be read."""
        return sum(row.signed_minor for row in self.filled)

    @property
    def is_sound(self) -> bool:
        return not self.faults and not any(row.faults for row in self.filled)

    def longer(self) -> "Grid":
        """The same with five more empty lines. The slip's own sum is compared when all is typed, not before."""
        method = self.rows[-1].typed.get("method", "") if self.rows else ""
        room = max(0, min(MORE, MOST - len(self.rows)))
        faults = {name: error for name, error in self.faults.items() if name != "slip_sum"}
        return replace(self, rows=(*self.rows, *(_blank_row(method) for _ in range(room))), faults=faults)

    def lines(self) -> list[DeskLine]:
        """What is to be recorded. Only of a sound grid."""
        return [_line(row, row.occurred_at) for row in self.filled if row.occurred_at is not None]


def blank_grid(session: SessionRow | None, methods: Sequence[str]) -> Grid:
    """A new slip for this session."""
    first = methods[0] if methods else ""
    rows = tuple(_blank_row(first) for _ in range(ROWS))
    return Grid(session=session, source=SOURCES[0], slip_sum="", opened_at=now(), rows=rows)


def read_grid(
    typed: Mapping[str, str],
    edition: EditionRow,
    sessions: Sequence[SessionRow],
    methods: Sequence[str],
    locale: Locale,
) -> Grid:
    """Everything as it was typed, with what it means where it can be read. Refuses nothing: faults stand by cells."""
    session = next((one for one in sessions if str(one.number) == plain(typed, "session")), None)
    opened_at = read_opened_at(typed)
    faults: dict[str, FairError] = {}
    if session is None:
        faults["session"] = Refused("session-missing")
    elif usual_moment(session, opened_at) is None:
        faults["session"] = Refused("session-not-begun", number=session.number)
    reader = _Reader(typed=typed, edition=edition, session=session, opened_at=opened_at, methods=methods, locale=locale)
    grid = Grid(
        session=session,
        source=read_source(typed),
        slip_sum=typed.get("slip_sum", "").strip(),
        opened_at=opened_at,
        rows=tuple(reader.row(at) for at in range(_count_of(typed))),
        faults=faults,
    )
    return replace(grid, faults={**faults, **_sum_faults(grid, edition, locale)})


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """What the cells of every row are read with."""

    typed: Mapping[str, str]
    edition: EditionRow
    session: SessionRow | None
    opened_at: datetime
    methods: Sequence[str]
    locale: Locale

    def row(self, at: int) -> GridRow:
        """The row at this place, from 0."""
        cells = {name: self.typed.get(f"{name}-{at}", "").strip() for name in CELLS}
        cells["kind"] = cells["kind"] if cells["kind"] in KINDS else KINDS[0]
        row = GridRow(id=read_row_id(self.typed.get(f"id-{at}", "")), typed=cells)
        if row.blank:
            return row
        faults: dict[str, FairError] = {}
        minor, readings = self._amount(at, cells, faults)
        if cells["method"] not in self.methods:
            faults["method"] = Refused("payment-method-unknown")
        try:
            cells["note"] = clean_text(cells["note"], _NOTE)
            if cells["kind"] == "refund" and not cells["note"]:
                faults["note"] = Refused("reason-missing")
        except FairError as error:
            faults["note"] = error
        occurred_at = self._moment(at, cells, faults)
        return replace(row, minor=minor, occurred_at=occurred_at, readings=readings, faults=faults)

    def _amount(
        self, at: int, cells: Mapping[str, str], faults: dict[str, FairError]
    ) -> tuple[int | None, tuple[int, ...]]:
        try:
            return read_money(cells["amount"], self.edition, self.locale), ()
        except FairError as error:
            readings, picked = readings_of(error), self.typed.get(f"reading-{at}", "")
            # A choice holds for exactly the text it was asked about.
            if picked in {str(one) for one in readings} and self.typed.get(f"asked-{at}") == cells["amount"]:
                return int(picked), readings
            faults["amount"] = error
            return None, readings

    def _moment(self, at: int, cells: Mapping[str, str], faults: dict[str, FairError]) -> datetime | None:
        if self.session is None:
            return None
        if not cells["time"]:
            return usual_moment(self.session, self.opened_at)
        try:
            zone = ZoneInfo(self.edition.time_zone)
            return moment_in(self.typed, f"time-{at}", self.session, zone, self.opened_at)
        except FairError as error:
            faults["time"] = error
            return None


def _count_of(typed: Mapping[str, str]) -> int:
    """How many rows the page had."""
    told = plain(typed, "rows")
    return min(MOST, int(told)) if told.isdigit() and len(told) < 5 else ROWS


def _blank_row(method: str) -> GridRow:
    return GridRow(id=new_line_id(), typed={"amount": "", "method": method, "kind": KINDS[0], "time": "", "note": ""})


def _line(row: GridRow, occurred_at: datetime) -> DeskLine:
    refund = row.typed["kind"] == "refund"
    return DeskLine(
        id=row.id,
        kind=row.typed["kind"],
        occurred_at=occurred_at,
        amount_minor=row.minor,
        method=row.typed["method"],
        note="" if refund else row.typed["note"],
        reason=row.typed["note"] if refund else "",
    )


def _sum_faults(grid: Grid, edition: EditionRow, locale: Locale) -> dict[str, FairError]:
    """A slip whose own sum is not that of its lines: one of them was read wrongly."""
    if not grid.slip_sum or any(row.faults for row in grid.filled):
        return {}
    try:
        said = read_money(grid.slip_sum, edition, locale)
    except FairError as error:
        if grid.sum_minor in readings_of(error):
            return {}
        return {"slip_sum": error}
    if said == grid.sum_minor:
        return {}
    minors = {"slip": said, "lines": grid.sum_minor, "difference": abs(said - grid.sum_minor)}
    values = {name: locale.money(minor, edition.currency, edition.exponent) for name, minor in minors.items()}
    return {"slip_sum": Refused("slip-sum-differs", **values)}
