"""What one device's list adds up to: takings, hours and crossings, folded from its entries as they stand."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from fairapp.domain.ledger import EntryKind
from fairapp.domain.takings import Cell, Takings, fold_takings, voided_sales
from fairapp.services.footfall import Key as FootfallKey
from fairapp.services.footfall import crossing_of, hour_of
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.takings import MONEY_KINDS, Hour, money_entry

K = TypeVar("K")
Crossed = tuple[int, int]
"""People inwards and outwards."""


@dataclass(frozen=True, kw_only=True)
class ListSums:
    """The sums of one list, or what changes them."""

    takings: Mapping[Cell, Takings] = field(default_factory=dict)
    hours: Mapping[Hour, Takings] = field(default_factory=dict)
    footfall: Mapping[FootfallKey, Crossed] = field(default_factory=dict)

    def __add__(self, other: "ListSums") -> "ListSums":
        return ListSums(
            takings=_added(self.takings, other.takings),
            hours=_added(self.hours, other.hours),
            footfall={
                key: _crossed(self.footfall.get(key, (0, 0)), other.footfall.get(key, (0, 0)), 1)
                for key in {**self.footfall, **other.footfall}
            },
        )

    def minus(self, before: "ListSums") -> "ListSums":
        """What must be added to ``before`` to make these; nothing where they are the same."""
        return ListSums(
            takings=_changed(self.takings, before.takings),
            hours=_changed(self.hours, before.hours),
            footfall={
                key: change
                for key in {**before.footfall, **self.footfall}
                if (change := _crossed(self.footfall.get(key, (0, 0)), before.footfall.get(key, (0, 0)), -1)) != (0, 0)
            },
        )


def fold_list(rows: Sequence[EntryRow]) -> ListSums:
    """The sums of the rows of one list that count, as they stand and in its order."""
    money = [row for row in rows if row.kind in MONEY_KINDS]
    entries = [money_entry(row) for row in money]
    undone = {sale.id for sale in voided_sales(entries).values()}
    hours: dict[Hour, Takings] = {}
    for row, entry in zip(money, entries, strict=True):
        # One entry alone is a fold of its own; an undone sale and its void leave nothing in the hour of the sale.
        if row.id in undone or entry.estimated or row.occurred_at is None:
            continue
        for sums in fold_takings([entry]).values():
            key = (row.session_number, hour_of(row))
            hours[key] = hours.get(key, Takings()) + sums
    return ListSums(takings=fold_takings(entries), hours=hours, footfall=_fold_crossings(rows))


def _fold_crossings(rows: Iterable[EntryRow]) -> dict[FootfallKey, Crossed]:
    standing: dict[uuid.UUID, EntryRow] = {}
    for row in rows:
        if row.kind == EntryKind.ENTRY:
            standing[row.id] = row
        elif row.kind == EntryKind.VOID and row.ref_id:
            standing.pop(row.ref_id, None)
    sums: dict[FootfallKey, Crossed] = {}
    for row in standing.values():
        found = crossing_of(row)
        if found is not None:
            key, (inwards, outwards) = found
            before = sums.get(key, (0, 0))
            sums[key] = (before[0] + inwards, before[1] + outwards)
    return sums


def _added(some: Mapping[K, Takings], more: Mapping[K, Takings]) -> dict[K, Takings]:
    return {key: some.get(key, Takings()) + more.get(key, Takings()) for key in {**some, **more}}


def _changed(after: Mapping[K, Takings], before: Mapping[K, Takings]) -> dict[K, Takings]:
    return {
        key: change
        for key in {**before, **after}
        if (change := after.get(key, Takings()) + -before.get(key, Takings())) != Takings()
    }


def _crossed(some: Crossed, other: Crossed, sign: int) -> Crossed:
    return some[0] + sign * other[0], some[1] + sign * other[1]
