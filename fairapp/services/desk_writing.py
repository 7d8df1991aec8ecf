"""What the desk enters goes the way of an upload, in lists that it keeps itself: the same intake, chain and sums."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from fairapp.db import db, session_driver
from fairapp.domain.errors import Conflict, Refused
from fairapp.domain.ledger import EntryStatus, canonical
from fairapp.domain.takings import Takings, fold_takings
from fairapp.models.ledger import LedgerEntry
from fairapp.services.audit import Actor
from fairapp.services.desk_lines import Draft
from fairapp.services.desk_lists import lock_list
from fairapp.services.ledger import MOST_ENTRIES, EntryResult, take_in
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.ledger_settled import counting_rows, rows_of_list, settled_of
from fairapp.services.ledger_writes import Writes
from fairapp.services.takings import MONEY_KINDS, money_entry

_MADE_HERE = ("seq", "sales", "sales_minor")
"""What the server itself puts into a draft: the rest says whether two of them are the same line."""


def append_entries(actor: Actor, device: LockedDevice, drafts: Sequence[Draft], *, source: str) -> list[EntryResult]:
    """Put entries at the end of a list of the desk, which is locked; those it holds already are ``duplicate``.

    Raises ``entry-recorded-already`` for an id that stands for something else, ``nothing-to-void``, ``already-voided``
    and ``list-holds-sales``.
    """
    known = _known(device, drafts)
    results = {id_: EntryResult(seq=seq, id=id_, status="duplicate", flags=flags) for id_, seq, flags in known}
    new = [draft for draft in drafts if draft["id"] not in results]
    if len({draft["id"] for draft in new}) < len(new):
        raise Conflict("entry-recorded-already")
    for chunk in _chunks(new):
        device = lock_list(actor, device.edition_id, device.id)
        raws = [_placed(draft, device, place) for place, draft in enumerate(chunk, start=device.next_seq)]
        answer = take_in(Writes(session_driver()), device, raws, device_time=None, careful=False, source=source)
        results |= {result.id: result for result in answer.results}
        _check(answer.results)
    return [results[draft["id"]] for draft in drafts]


def _known(device: LockedDevice, drafts: Sequence[Draft]) -> Iterator[tuple[str, int, list[str]]]:
    by_id = {draft["id"]: draft for draft in drafts}
    columns = (LedgerEntry.id, LedgerEntry.device_id, LedgerEntry.seq, LedgerEntry.flags, LedgerEntry.payload)
    asked = select(*columns).where(
        LedgerEntry.organisation_id == device.organisation_id,
        LedgerEntry.id.in_([uuid.UUID(id_) for id_ in by_id]),
    )
    for id_, device_id, seq, flags, payload in db.session.execute(asked):
        if device_id != device.id or _plain(json.loads(payload)) != _plain(by_id[str(id_)]):
            raise Conflict("entry-recorded-already")
        yield str(id_), seq, list(flags)


def _plain(draft: Mapping[str, Any]) -> str:
    return canonical({name: value for name, value in draft.items() if name not in _MADE_HERE})


def _chunks(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    """At most a hundred at a time; a cash-up begins a new one, because it needs the sums of those before it."""
    chunk: list[Draft] = []
    for draft in drafts:
        if chunk and (len(chunk) == MOST_ENTRIES or draft["kind"] == "cash_up"):
            yield chunk
            chunk = []
        chunk.append(draft)
    if chunk:
        yield chunk


def _placed(draft: Draft, device: LockedDevice, place: int) -> Draft:
    if draft["kind"] != "cash_up":
        return draft | {"seq": place}
    sums = _sums(device, device.session_numbers[draft["session_id"]])
    if draft["zero_sales"] and sums.sales:
        raise Refused("list-holds-sales", sales=sums.sales)
    return draft | {"seq": place, "sales": sums.sales, "sales_minor": sums.gross_minor - sums.voided_minor}


def _sums(device: LockedDevice, session_number: int) -> Takings:
    """What the list holds of a session."""
    rows = counting_rows(rows_of_list(device.organisation_id, device.id), settled_of(device))
    cells = fold_takings(money_entry(row) for row in rows if row.kind in MONEY_KINDS)
    return sum((sums for cell, sums in cells.items() if cell.session_number == session_number), Takings())


def _check(results: Iterable[EntryResult]) -> None:
    """A phone is told by flags what it can no longer mend; a person is asked again."""
    for result in results:
        for flag in ("nothing-to-void", "already-voided"):
            if flag in result.flags:
                raise Refused(flag)
        if result.status != EntryStatus.ACCEPTED:
            raise ValueError(f"the desk wrote an entry that is set aside: {result.flags}")
