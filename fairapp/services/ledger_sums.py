"""The sums of an edition folded from its log again, and set beside those that are stored."""

import json
import uuid
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.footfall import Direction
from fairapp.domain.ledger import EntryKind, EntryStatus, LedgerEntry, parse_entry
from fairapp.domain.takings import Takings as Sums
from fairapp.domain.takings import TakingsEntry, fold_takings, voided_sales
from fairapp.models.devices import Device
from fairapp.models.footfall import Footfall
from fairapp.models.takings import CashUp, HourTakings, Takings
from fairapp.services.footfall import hour_of
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.takings import MONEY_KINDS, money_entry

Key = tuple[Hashable, ...]
Figures = dict[str, int]
COUNTED = ("float_minor", "counted_minor", "denominations", "sales", "sales_minor", "zero_sales")
"""What a cash-up says, under the same name in its row."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A stored sum that is not the fold of the log. ``key`` says which; absent figures are None."""

    table: str
    key: tuple[str, ...]
    column: str
    stored: object
    folded: object


@dataclass(kw_only=True)
class Folded:
    """What the lists of an edition add up to, device after device."""

    takings: dict[Key, Figures] = field(default_factory=dict)
    hours: dict[Key, Figures] = field(default_factory=dict)
    footfall: dict[Key, Figures] = field(default_factory=dict)
    cash_ups: dict[Key, dict[str, Any]] = field(default_factory=dict)

    def add_list(self, device: Device, rows: Sequence[EntryRow]) -> None:
        """Add the accepted entries of one device, given in the order of its list."""
        accepted = [row for row in rows if row.status == EntryStatus.ACCEPTED]
        money = [(row, money_entry(row)) for row in accepted if row.kind in MONEY_KINDS]
        self._add_takings(money)
        self._add_hours(money)
        self._add_footfall(accepted)
        for row in accepted:
            if row.kind == EntryKind.CASH_UP:
                self.cash_ups[(row.id,)] = _counted(row) | {"device_id": device.id, "exhibitor_id": row.exhibitor_id}

    def _add_takings(self, money: Sequence[tuple[EntryRow, TakingsEntry]]) -> None:
        for cell, sums in fold_takings(entry for _, entry in money).items():
            _add(self.takings, (cell.exhibitor_id, cell.session_number, cell.method), _figures(sums))

    def _add_hours(self, money: Sequence[tuple[EntryRow, TakingsEntry]]) -> None:
        undone = {sale.id for sale in voided_sales(entry for _, entry in money).values()}
        for row, entry in money:
            # An undone sale and its void leave nothing in the hour of the sale.
            for sums in () if row.id in undone else fold_takings([entry]).values():
                hour = (row.session_number, hour_of(row))
                _add(self.hours, hour, {"net_minor": sums.net_minor, "sales": sums.sales})

    def _add_footfall(self, accepted: Sequence[EntryRow]) -> None:
        standing: dict[uuid.UUID, EntryRow] = {}
        for row in accepted:
            if row.kind == EntryKind.ENTRY:
                standing[row.id] = row
            elif row.kind == EntryKind.VOID and row.ref_id:
                standing.pop(row.ref_id, None)
        for row in standing.values():
            inwards = row.headcount or 0 if row.direction == Direction.IN else 0
            key = (row.session_number, row.gate_id, hour_of(row), row.device_id)
            _add(self.footfall, key, {"inwards": inwards, "outwards": (row.headcount or 0) - inwards})


def find_differences(organisation_id: uuid.UUID, edition_id: uuid.UUID, folded: Folded) -> Iterator[Difference]:
    """Every stored sum that the log does not give, and every one it gives that is not stored. Zero may be left out."""
    yield from _compare("takings", folded.takings, _stored_takings(organisation_id, edition_id))
    yield from _compare("hour_takings", folded.hours, _stored_hours(organisation_id, edition_id))
    yield from _compare("footfall", folded.footfall, _stored_footfall(organisation_id, edition_id))
    yield from _compare("cash_up", folded.cash_ups, _stored_cash_ups(organisation_id, edition_id))


def _compare(
    table: str, folded: Mapping[Key, Mapping[str, Any]], stored: Mapping[Key, Mapping[str, Any]]
) -> Iterator[Difference]:
    for key in sorted(folded.keys() | stored.keys(), key=str):
        ours, theirs = folded.get(key, {}), stored.get(key, {})
        for column in ours.keys() | theirs.keys():
            one, other = theirs.get(column), ours.get(column)
            if one != other and (one or other):
                yield Difference(table=table, key=tuple(map(str, key)), column=column, stored=one, folded=other)


def _stored_takings(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[Key, Figures]:
    asked = select(Takings).where(Takings.organisation_id == organisation_id, Takings.edition_id == edition_id)
    return {
        (row.exhibitor_id, row.session_number, row.method): {
            "gross_minor": row.gross_minor,
            "voided_minor": row.voided_minor,
            "refunds_minor": row.refunds_minor,
            "sales": row.sales,
        }
        for row in db.session.scalars(asked)
    }


def _stored_hours(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[Key, Figures]:
    asked = (
        select(
            HourTakings.session_number,
            HourTakings.hour_at,
            func.sum(HourTakings.net_minor),
            func.sum(HourTakings.sales),
        )
        .where(HourTakings.organisation_id == organisation_id, HourTakings.edition_id == edition_id)
        .group_by(HourTakings.session_number, HourTakings.hour_at)
    )
    rows = db.session.execute(asked)
    return {(number, hour): {"net_minor": int(net), "sales": int(sales)} for number, hour, net, sales in rows}


def _stored_footfall(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[Key, Figures]:
    asked = select(Footfall).where(Footfall.organisation_id == organisation_id, Footfall.edition_id == edition_id)
    return {
        (row.session_number, row.gate_id, row.hour_at, row.device_id): {
            "inwards": row.inwards,
            "outwards": row.outwards,
        }
        for row in db.session.scalars(asked)
    }


def _stored_cash_ups(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[Key, dict[str, Any]]:
    asked = select(CashUp).where(CashUp.organisation_id == organisation_id, CashUp.edition_id == edition_id)
    names = (*COUNTED, "device_id", "exhibitor_id")
    return {(row.ledger_entry_id,): {name: getattr(row, name) for name in names} for row in db.session.scalars(asked)}


def _counted(row: EntryRow) -> dict[str, Any]:
    entry = parse_entry(json.loads(row.payload))
    drawer = entry.drawer if isinstance(entry, LedgerEntry) else None
    return {name: getattr(drawer, name) for name in COUNTED} if drawer else {}


def _figures(sums: Sums) -> Figures:
    return {
        "gross_minor": sums.gross_minor,
        "voided_minor": sums.voided_minor,
        "refunds_minor": sums.refunds_minor,
        "sales": sums.sales,
    }


def _add(table: dict[Key, Figures], key: Key, figures: Figures) -> None:
    before = table.setdefault(key, dict.fromkeys(figures, 0))
    for name, value in figures.items():
        before[name] += value
