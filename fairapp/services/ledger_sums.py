"""The sums of an edition folded from its log again, and set beside those that are stored."""

import uuid
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.models.devices import Device
from fairapp.models.footfall import Footfall
from fairapp.models.takings import CashUp, HourTakings, Takings
from fairapp.queries.settled import Settled
from fairapp.services.cash_ups import CASH_UP_COLUMNS, Yardstick, fold_cash_ups
from fairapp.services.ledger_fold import fold_list
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_settled import counting_rows
from fairapp.services.takings import TAKINGS_SUMS

Key = tuple[Hashable, ...]
Figures = dict[str, int]


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
    """What the lists of an edition add up to, device after device, with what was settled about their entries."""

    yardstick: Yardstick
    settled: Settled
    takings: dict[Key, Figures] = field(default_factory=dict)
    hours: dict[Key, Figures] = field(default_factory=dict)
    footfall: dict[Key, Figures] = field(default_factory=dict)
    cash_ups: dict[Key, dict[str, Any]] = field(default_factory=dict)

    def add_list(self, device: Device, rows: Sequence[EntryRow]) -> None:
        """Add the entries of one device that count, given in the order of its list."""
        counting = counting_rows(rows, self.settled)
        sums = fold_list(counting)
        for cell, takings in sums.takings.items():
            figures = {name: getattr(takings, name) for name in TAKINGS_SUMS}
            _add(self.takings, (cell.exhibitor_id, cell.session_number, cell.method), figures)
        for hour, takings in sums.hours.items():
            _add(self.hours, hour, {"net_minor": takings.net_minor, "sales": takings.sales})
        for (_, _, number, gate_id, hour_at, device_id), (inwards, outwards) in sums.footfall.items():
            _add(self.footfall, (number, gate_id, hour_at, device_id), {"inwards": inwards, "outwards": outwards})
        for row, values in fold_cash_ups(counting, self.yardstick, self.settled):
            self.cash_ups[(row.id,)] = values | {"device_id": device.id, "exhibitor_id": row.exhibitor_id}


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
        (row.exhibitor_id, row.session_number, row.method): {name: getattr(row, name) for name in TAKINGS_SUMS}
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
    names = (*CASH_UP_COLUMNS, "device_id", "exhibitor_id")
    return {(row.ledger_entry_id,): {name: getattr(row, name) for name in names} for row in db.session.scalars(asked)}


def _add(table: dict[Key, Figures], key: Key, figures: Figures) -> None:
    before = table.setdefault(key, dict.fromkeys(figures, 0))
    for name, value in figures.items():
        before[name] += value
