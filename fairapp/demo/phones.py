"""The phones of the demonstration: a gap-free list, sent in batches, as the till and the gate pages do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from uuid_utils.compat import uuid7

from fairapp.demo.inputs import GateCrossing, StallCount, StallSale
from fairapp.services.ledger import record_entries

BATCH = 100


@dataclass(kw_only=True)
class Phone:
    """One enrolled phone and what it has not sent yet."""

    key: str
    next_seq: int = 1
    unsent: list[dict[str, Any]] = field(default_factory=list)

    def note(self, kind: str, at: datetime, **fields: object) -> None:
        """Write one entry down."""
        common = {"v": 1, "id": str(uuid7()), "seq": self.next_seq, "kind": kind, "occurred_at": at.isoformat()}
        self.next_seq += 1
        self.unsent.append({**common, **fields})

    def sell(self, sale: StallSale) -> None:
        """A sale at the stall."""
        self.note("sale", sale.at, amount_minor=sale.amount_minor, method=sale.method)

    def count_in(self, crossing: GateCrossing) -> None:
        """People through the gate."""
        self.note("entry", crossing.at, headcount=crossing.headcount, party=crossing.party, direction="in")

    def close(self, count: StallCount, session_id: str, sold: list[StallSale], at: datetime) -> None:
        """Count the drawer: what it began with, the cash of the session, and how far off the count is."""
        cash = sum(sale.amount_minor for sale in sold if sale.method == "cash")
        counted = count.float_minor + cash + count.difference_minor
        self.note(
            "cash_up",
            at,
            session_id=session_id,
            float_minor=count.float_minor,
            counted_minor=counted,
            denominations=_notes(counted),
            sales=len(sold),
            sales_minor=sum(sale.amount_minor for sale in sold),
        )

    def send(self, device_time: datetime) -> None:
        """Send everything, oldest first."""
        for batch in _batches(self.unsent):
            record_entries(self.key, {"device_time": device_time.isoformat(), "entries": batch})
        self.unsent.clear()


def _batches(entries: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for begin in range(0, len(entries), BATCH):
        yield entries[begin : begin + BATCH]


def _notes(minor: int) -> Mapping[str, int]:
    """A drawer of Saudi notes and coins that adds up to ``minor``; the rest, if any, is in the smallest coin."""
    drawer = {}
    for value in (50000, 20000, 10000, 5000, 2000, 1000, 500, 100, 50, 25, 10, 5, 1):
        if minor >= value:
            drawer[str(value)], minor = divmod(minor, value)
    return drawer
