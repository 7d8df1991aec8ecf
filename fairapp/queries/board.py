"""Reads for the board: every stall and gate of an edition with its lists, in a few queries however many there are."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import and_, case, func, select

from fairapp.db import db
from fairapp.domain.editions import GRACE
from fairapp.domain.errors import NotFound
from fairapp.domain.stall_states import ListStanding, StallState, is_closed, stall_state
from fairapp.models.base import named_by
from fairapp.models.devices import Device
from fairapp.models.draws import Allocation
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth, Gate, Hall
from fairapp.models.footfall import Footfall
from fairapp.models.takings import CashUp, Takings

DESK = "desk"


@dataclass(frozen=True, kw_only=True)
class BoardList:
    """One list: a phone's, or the one that the desk keeps. ``closed_at`` is its cash-up of the session, if any."""

    device_id: uuid.UUID
    name: str
    by_desk: bool
    received: int
    enrolled_at: datetime
    last_heard_at: datetime | None
    unsent: int
    unsent_since: datetime | None
    release: str
    revoked_at: datetime | None
    lost_at: datetime | None
    forks: int
    closed_at: datetime | None
    rested: bool

    def standing(self) -> ListStanding:
        return ListStanding(
            by_desk=self.by_desk,
            heard_at=self.last_heard_at or self.enrolled_at,
            received=self.received,
            unsent=self.unsent,
            forked=self.forks > 0,
            revoked=self.revoked_at is not None,
            lost=self.lost_at is not None,
            closed=self.closed_at is not None,
            rested=self.rested,
        )


@dataclass(frozen=True, kw_only=True)
class BoardPlace:
    """A booth; ``hall`` is the code of its hall."""

    booth: str
    hall: str
    hall_name: str


@dataclass(frozen=True)
class BoardStall:
    """An exhibitor with her booths and lists; takings of the session that is looked at, net, in minor units."""

    exhibitor_id: uuid.UUID
    exhibitor: str
    search_key: str
    places: tuple[BoardPlace, ...]
    lists: tuple[BoardList, ...]
    takings_minor: int
    moment: datetime

    @cached_property
    def state(self) -> StallState:
        return stall_state((one.standing() for one in self.lists), self.moment)

    @cached_property
    def closed(self) -> bool:
        return is_closed([one.standing() for one in self.lists])

    @cached_property
    def phones(self) -> tuple[BoardList, ...]:
        """Those that may record, also when they are lost."""
        return _allowed(self.lists)


@dataclass(frozen=True)
class BoardGate:
    """A gate with its lists; ``entries`` are the people let in during the session, None when nobody counted."""

    gate_id: uuid.UUID
    code: str
    name: str
    hall: str | None
    lists: tuple[BoardList, ...]
    entries: int | None
    moment: datetime

    @cached_property
    def state(self) -> StallState:
        return stall_state((one.standing() for one in self.lists), self.moment)

    @cached_property
    def phones(self) -> tuple[BoardList, ...]:
        """Those that may record, also when they are lost."""
        return _allowed(self.lists)


@dataclass(frozen=True, kw_only=True)
class Board:
    """Everything at ``moment``; ``session_number`` is what closings, takings and entries are of, 0 before the first."""

    moment: datetime
    session_number: int
    stalls: tuple[BoardStall, ...]
    gates: tuple[BoardGate, ...]


def read_board(
    organisation_id: uuid.UUID,
    edition_id: uuid.UUID,
    session_number: int,
    moment: datetime,
    *,
    opened_at: datetime | None = None,
) -> Board:
    """Every exhibitor who holds a booth, by booth, then those who have a list and no booth; every gate by code.

    ``opened_at`` is when the session opened: a phone cashed up before and not heard since has done its work.
    """
    wall = (organisation_id, edition_id)
    tills, counters = _lists(*wall, session_number, opened_at)
    takings = _takings(*wall, session_number)
    names, places = _holders(*wall)
    names |= _others(organisation_id, (tills.keys() | takings.keys()) - names.keys())
    stalls = tuple(
        BoardStall(id_, name, key, tuple(places.get(id_, ())), tuple(tills.get(id_, ())), takings.get(id_, 0), moment)
        for id_, (name, key) in names.items()
    )
    gates = _gates(*wall, session_number, counters, moment)
    return Board(moment=moment, session_number=session_number, stalls=stalls, gates=gates)


def get_stall(stalls: Iterable[BoardStall], exhibitor_id: uuid.UUID) -> BoardStall:
    """Raises ``NotFound("not-found")`` for whoever has neither a booth nor a list there."""
    for stall in stalls:
        if stall.exhibitor_id == exhibitor_id:
            return stall
    raise NotFound("not-found")


def _allowed(lists: Iterable[BoardList]) -> tuple[BoardList, ...]:
    return tuple(one for one in lists if not one.by_desk and one.revoked_at is None)


def _holders(
    organisation_id: uuid.UUID, edition_id: uuid.UUID
) -> tuple[dict[uuid.UUID, tuple[str, str]], dict[uuid.UUID, list[BoardPlace]]]:
    asked = (
        select(Exhibitor.id, Exhibitor.name, Exhibitor.search_key, Booth.number, Hall.code, Hall.name)
        .select_from(Allocation)
        .join(Exhibitor, named_by(Exhibitor, Allocation.exhibitor_id))
        .join(Booth, named_by(Booth, Allocation.booth_id))
        .join(Hall, named_by(Hall, Booth.hall_id))
        .where(Allocation.organisation_id == organisation_id, Allocation.edition_id == edition_id)
        .where(Allocation.ended_at.is_(None))
        .order_by(Hall.position, Hall.code, Booth.row, Booth.place)
    )
    names: dict[uuid.UUID, tuple[str, str]] = {}
    places: dict[uuid.UUID, list[BoardPlace]] = defaultdict(list)
    for id_, name, key, booth, hall, hall_name in db.session.execute(asked):
        names.setdefault(id_, (name, key))
        places[id_].append(BoardPlace(booth=booth, hall=hall, hall_name=hall_name))
    return names, places


def _others(organisation_id: uuid.UUID, exhibitors: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Who has a list or takings and holds no booth any more: her phone may hold sales all the same."""
    asked = select(Exhibitor.id, Exhibitor.name, Exhibitor.search_key).where(
        Exhibitor.organisation_id == organisation_id, Exhibitor.id.in_(list(exhibitors))
    )
    return {id_: (name, key) for id_, name, key in db.session.execute(asked.order_by(Exhibitor.name, Exhibitor.id))}


Lists = dict[uuid.UUID, list[BoardList]]


def _lists(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, session_number: int, opened_at: datetime | None
) -> tuple[Lists, Lists]:
    """The lists of exhibitors and those of gates, each in the order of enrolment, with their closings."""
    of_session = case((CashUp.session_number == session_number, CashUp.counted_at))
    closed = (
        select(CashUp.device_id, func.max(of_session).label("at"), func.count().label("closings"))
        .where(CashUp.organisation_id == organisation_id, CashUp.edition_id == edition_id)
        .group_by(CashUp.device_id)
        .subquery()
    )
    columns = (
        Device.id, Device.name, Device.kept_by, Device.next_seq, Device.enrolled_at, Device.last_heard_at,
        Device.unsent, Device.unsent_since, Device.release, Device.revoked_at, Device.lost_at, Device.fork_count,
        Device.exhibitor_id, Device.gate_id, closed.c.at, closed.c.closings,
    )  # fmt: skip
    asked = (
        select(*columns)
        .outerjoin(closed, closed.c.device_id == Device.id)
        .where(Device.organisation_id == organisation_id, Device.edition_id == edition_id)
        .order_by(Device.enrolled_at, Device.id)
    )
    tills: Lists = defaultdict(list)
    counters: Lists = defaultdict(list)
    for row in db.session.execute(asked):
        if row.exhibitor_id is not None:
            tills[row.exhibitor_id].append(_list(row, opened_at))
        elif row.gate_id is not None:
            counters[row.gate_id].append(_list(row, opened_at))
    return tills, counters


def _list(row: Any, opened_at: datetime | None) -> BoardList:
    heard_at = row.last_heard_at or row.enrolled_at
    return BoardList(
        device_id=row.id,
        name=row.name,
        by_desk=row.kept_by == DESK,
        received=row.next_seq - 1,
        enrolled_at=row.enrolled_at,
        last_heard_at=row.last_heard_at,
        unsent=row.unsent,
        unsent_since=row.unsent_since,
        release=row.release,
        revoked_at=row.revoked_at,
        lost_at=row.lost_at,
        forks=row.fork_count,
        closed_at=row.at,
        rested=bool(row.closings) and opened_at is not None and heard_at < opened_at - GRACE,
    )


def _takings(organisation_id: uuid.UUID, edition_id: uuid.UUID, session_number: int) -> dict[uuid.UUID, int]:
    net = func.sum(Takings.gross_minor - Takings.voided_minor - Takings.refunds_minor)
    asked = (
        select(Takings.exhibitor_id, net)
        .where(Takings.organisation_id == organisation_id, Takings.edition_id == edition_id)
        .where(Takings.session_number == session_number)
        .group_by(Takings.exhibitor_id)
    )
    return {exhibitor_id: int(minor) for exhibitor_id, minor in db.session.execute(asked)}


def _gates(
    organisation_id: uuid.UUID,
    edition_id: uuid.UUID,
    session_number: int,
    counters: Mapping[uuid.UUID, list[BoardList]],
    moment: datetime,
) -> tuple[BoardGate, ...]:
    counted = and_(
        Footfall.organisation_id == Gate.organisation_id,
        Footfall.gate_id == Gate.id,
        Footfall.session_number == session_number,
    )
    asked = (
        select(Gate.id, Gate.code, Gate.name, Hall.code, func.sum(Footfall.inwards))
        .outerjoin(Hall, named_by(Hall, Gate.hall_id))
        .outerjoin(Footfall, counted)
        .where(Gate.organisation_id == organisation_id, Gate.edition_id == edition_id)
        .group_by(Gate.id, Gate.code, Gate.name, Hall.code)
        .order_by(Gate.code)
    )
    rows: Any = db.session.execute(asked)
    return tuple(
        BoardGate(id_, code, name, hall, tuple(counters.get(id_, ())), None if people is None else int(people), moment)
        for id_, code, name, hall, people in rows
    )
