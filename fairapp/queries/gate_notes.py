"""What marshals noted at the gates: recounts and hand-overs, read from the ledger's notes."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.counting_error import CountingError, counting_error
from fairapp.domain.gate_notes import HandOver, Recount, read_gate_note
from fairapp.domain.ledger import EntryKind, EntryStatus
from fairapp.models.base import named_by
from fairapp.models.devices import Device
from fairapp.models.floor_plan import Gate
from fairapp.models.ledger import LedgerEntry


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """Where and when a note was written, by our clock, and on which phone. ``session_number`` 0 is uncertain."""

    gate_id: uuid.UUID
    gate: str
    phone: str
    session_number: int
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class RecountRow(NoteRow):
    """A sample that was counted twice; it ended when the note was written, at the latest."""

    recount: Recount


@dataclass(frozen=True, kw_only=True)
class HandOverRow(NoteRow):
    """The watch passed on."""

    hand_over: HandOver


@dataclass(frozen=True, kw_only=True)
class GateNotes:
    """Both in order of time."""

    recounts: tuple[RecountRow, ...] = ()
    hand_overs: tuple[HandOverRow, ...] = ()

    def of_session(self, number: int) -> "GateNotes":
        """Only what was noted in one session."""
        return GateNotes(
            recounts=tuple(row for row in self.recounts if row.session_number == number),
            hand_overs=tuple(row for row in self.hand_overs if row.session_number == number),
        )


def read_gate_notes(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> GateNotes:
    """Of all gates and sessions. What is set aside, and notes that are neither, are left out."""
    asked = (
        select(
            LedgerEntry.gate_id,
            Gate.code,
            Gate.name,
            Device.name,
            LedgerEntry.session_number,
            LedgerEntry.occurred_at,
            LedgerEntry.payload,
        )
        .join(Gate, named_by(Gate, LedgerEntry.gate_id))
        .join(Device, named_by(Device, LedgerEntry.device_id))
        .where(
            LedgerEntry.organisation_id == organisation_id,
            LedgerEntry.edition_id == edition_id,
            LedgerEntry.exhibitor_id.is_(None),  # the index goes by exhibitor: a gate has none, sales are not read
            LedgerEntry.kind == EntryKind.NOTE.value,
            LedgerEntry.status == EntryStatus.ACCEPTED.value,
        )
        .order_by(LedgerEntry.occurred_at, LedgerEntry.id)
    )
    recounts, hand_overs = list[RecountRow](), list[HandOverRow]()
    for gate_id, code, name, phone, number, written_at, payload in db.session.execute(asked):
        place: dict[str, Any] = {
            "gate_id": gate_id,
            "gate": name or code,
            "phone": phone,
            "session_number": number,
            "written_at": written_at,
        }
        match read_gate_note(_text(payload)):
            case Recount() as recount:
                recounts.append(RecountRow(**place, recount=recount))
            case HandOver() as hand_over:
                hand_overs.append(HandOverRow(**place, hand_over=hand_over))
    return GateNotes(recounts=tuple(recounts), hand_overs=tuple(hand_overs))


def error_of(recounts: Iterable[RecountRow]) -> CountingError | None:
    """How far the counts of these gates and sessions may be off; None when they were never recounted."""
    return counting_error((row.recount.counted, row.recount.recounted) for row in recounts)


def _text(payload: str) -> Any:
    """The text of a note. It was read before it was stored, but perhaps with more room for what nests deeply."""
    try:
        return json.loads(payload).get("text")
    except RecursionError:
        return None
