"""Entries that people of the office make for somebody else: sales told at the desk, paper slips, tallies of a gate."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.errors import NotFound, Refused
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Gate
from fairapp.models.ledger import LedgerEntry
from fairapp.models.organisations import Organisation
from fairapp.services.audit import Actor, record_event
from fairapp.services.desk_lines import DeskLine, Draft, drafts_of
from fairapp.services.desk_lists import lock_desk_list
from fairapp.services.desk_writing import append_entries
from fairapp.services.ledger import EntryResult
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.takings import ESTIMATE

__all__ = ["SOURCES", "DeskLine", "record_desk_entries"]

SOURCES = ("staff", "paper")
"""Told at the desk; typed in from a slip. The third source of the desk, an estimate, needs two people."""
MOST_LINES = 500


@transactional
def record_desk_entries(
    actor: Actor,
    edition_id: uuid.UUID,
    *,
    exhibitor_id: uuid.UUID | None = None,
    gate_id: uuid.UUID | None = None,
    source: str,
    lines: Sequence[DeskLine],
    outside_sessions: bool = False,
) -> list[EntryResult]:
    """Enter lines in the desk's list of an exhibitor or a gate: all of them, or none.

    A line whose id is in the list already is ``duplicate``. ``outside_sessions``: whoever enters them knows that some
    belong to no session. Raises what ``drafts_of`` and ``append_entries`` raise, ``source-unknown``,
    ``too-many-entries``; ``unknown-entry`` for what a line refers to and nobody here recorded.
    """
    if source not in SOURCES:
        raise Refused("source-unknown", source=source)
    if not 1 <= len(lines) <= MOST_LINES:
        raise Refused("too-many-entries", maximum=MOST_LINES)
    device = lock_desk_list(actor, edition_id, exhibitor_id=exhibitor_id, gate_id=gate_id)
    methods = db.session.get_one(Organisation, actor.organisation_id).payment_methods
    drafts: list[Draft] = []
    own = {line.id for line in lines}
    for line in lines:
        if line.ref is not None and line.ref not in own:
            _check_ref(line.ref, device)
        drafts += drafts_of(line, device, methods=methods, source=source, outside_sessions=outside_sessions)
    results = append_entries(actor, device, drafts, source=source)
    new = [result.seq for result in results if result.status != "duplicate"]
    if new:
        _record(actor, device, source=source, first=min(new), last=max(new))
    return results


def _record(actor: Actor, device: LockedDevice, *, source: str, first: int, last: int) -> None:
    """Who entered it stands in the audit log, beside the places it took."""
    record_event(
        actor,
        "desk.entered",
        subject=name_of_place(device),
        edition_id=device.edition_id,
        device_id=str(device.id),
        source=source,
        entries=last - first + 1,
        first_seq=first,
        last_seq=last,
    )


def name_of_place(device: LockedDevice) -> str:
    """The exhibitor or the gate of a list, by name."""
    if device.exhibitor_id is not None:
        return db.session.get_one(Exhibitor, (device.organisation_id, device.exhibitor_id)).name
    return db.session.get_one(Gate, (device.organisation_id, device.gate_id)).name


def _check_ref(ref: uuid.UUID, device: LockedDevice) -> None:
    """What a line refers to was recorded at this exhibitor's stall or this gate; an estimate is undone elsewhere."""
    place = (
        LedgerEntry.exhibitor_id == device.exhibitor_id
        if device.exhibitor_id
        else LedgerEntry.gate_id == device.gate_id
    )
    asked = select(LedgerEntry.source).where(
        LedgerEntry.organisation_id == device.organisation_id,
        LedgerEntry.edition_id == device.edition_id,
        LedgerEntry.id == ref,
        place,
    )
    source = db.session.scalar(asked)
    if source is None:
        raise NotFound("unknown-entry")
    if source == ESTIMATE:
        raise Refused("estimate-not-a-line")
