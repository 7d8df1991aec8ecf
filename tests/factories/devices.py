"""Phones at a fair: enrolled through the real services, with entries as a phone writes them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from fairapp.models.base import new_id
from fairapp.services.audit import Actor
from fairapp.services.clock import replaying
from fairapp.services.devices import EnrolledDevice, enrol_device, issue_token
from fairapp.services.editions import set_sessions
from fairapp.services.floor_plan import add_gate
from tests.factories.accounts import an_organisation
from tests.factories.office import an_edition, an_exhibitor

BEFORE = datetime(2014, 12, 1, 9, 0, tzinfo=UTC)
DAY_1 = datetime(2014, 12, 3, 14, 30, tzinfo=UTC)  # the first session is open: 16:00 to 22:00 in Riyadh, UTC+3
DAY_2 = datetime(2014, 12, 4, 14, 30, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Stall:
    """An exhibitor with one enrolled till, in an edition of three sessions."""

    actor: Actor
    edition_id: uuid.UUID
    exhibitor_id: uuid.UUID
    device: EnrolledDevice

    @property
    def key(self) -> str:
        return self.device.device_key


def a_fair(slug: str = "jeddah-chamber") -> tuple[Actor, uuid.UUID]:
    """An organisation and its edition of three sessions, 3 to 5 December 2014, 16:00 to 22:00 in Riyadh."""
    actor = an_organisation(slug)
    edition_id = an_edition(actor)
    dates = [date(2014, 12, day) for day in (3, 4, 5)]
    set_sessions(actor, edition_id, dates=dates, opens=time(16), closes=time(22), cut_off_minutes=60)
    return actor, edition_id


def a_stall(slug: str = "jeddah-chamber") -> Stall:
    """A fair with one stall and its till."""
    return another_stall(*a_fair(slug))


def another_stall(actor: Actor, edition_id: uuid.UUID, exhibitor_id: uuid.UUID | None = None) -> Stall:
    """A till at the same fair: of another exhibitor, or of ``exhibitor_id``."""
    with replaying(BEFORE):
        exhibitor_id = exhibitor_id or an_exhibitor(actor)
        token = issue_token(actor, edition_id, kind="till", exhibitor_id=exhibitor_id).token
        device = enrol_device(token, "test phone")
    return Stall(actor=actor, edition_id=edition_id, exhibitor_id=exhibitor_id, device=device)


def a_counter(actor: Actor, edition_id: uuid.UUID, code: str = "G1") -> EnrolledDevice:
    """A phone at a new gate."""
    with replaying(BEFORE):
        gate_id = add_gate(actor, edition_id, code=code, name=f"Gate {code}")
        return enrol_device(issue_token(actor, edition_id, kind="gate", gate_id=gate_id).token, "counter")


@contextmanager
def on_day(moment: datetime) -> Iterator[None]:
    """The server's clock stands at ``moment``."""
    with replaying(moment):
        yield


def written(kind: str, seq: int, at: datetime = DAY_1, **fields: Any) -> dict[str, Any]:
    """An entry as the phone writes it."""
    return {"v": 1, "id": str(new_id()), "seq": seq, "kind": kind, "occurred_at": at.isoformat(), **fields}


def a_sale(seq: int, amount_minor: int = 1_000, method: str = "cash", at: datetime = DAY_1) -> dict[str, Any]:
    return written("sale", seq, at, amount_minor=amount_minor, method=method)


def a_void(seq: int, ref: str, at: datetime = DAY_1) -> dict[str, Any]:
    return written("void", seq, at, ref=ref, reason="typed wrongly")


def a_refund(seq: int, amount_minor: int, method: str = "cash", at: datetime = DAY_1) -> dict[str, Any]:
    return written("refund", seq, at, amount_minor=amount_minor, method=method, reason="came back")


def a_crossing(seq: int, headcount: int = 1, direction: str = "in", at: datetime = DAY_1) -> dict[str, Any]:
    party = "single" if headcount == 1 else "group"
    return written("entry", seq, at, headcount=headcount, party=party, direction=direction)


def sent(*entries: Any, at: datetime = DAY_1) -> dict[str, Any]:
    """An upload as the phone sends it at ``at``, by a right clock."""
    return {"device_time": at.isoformat(), "entries": list(entries)}


def a_running_stall(slug: str = "jeddah-chamber") -> Stall:
    """A stall at a fair that is open now, by the real clock: for servers in other processes."""
    actor = an_organisation(slug)
    edition_id = an_edition(actor)
    today = datetime.now(UTC).date()
    dates = [today - timedelta(days=1), today, today + timedelta(days=1)]
    set_sessions(actor, edition_id, dates=dates, opens=time(0), closes=time(23), cut_off_minutes=60)
    token = issue_token(actor, edition_id, kind="till", exhibitor_id=(exhibitor_id := an_exhibitor(actor))).token
    return Stall(
        actor=actor, edition_id=edition_id, exhibitor_id=exhibitor_id, device=enrol_device(token, "test phone")
    )


def the_hour() -> datetime:
    """The real moment: for what is sent to servers in other processes."""
    return datetime.now(UTC)
