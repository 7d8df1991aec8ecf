"""The totals of an edition taken apart: by hour, gate, hall, craft, kind and exhibitor. All from what was read once."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fairapp.domain.editions import GRACE, UNCERTAIN
from fairapp.domain.exhibitors import search_key
from fairapp.domain.takings import EvidenceLevel, weakest_evidence
from fairapp.queries.participation import Participant
from fairapp.queries.results import Proved, Reported, not_closed, opened, proved
from fairapp.queries.takings import HourSum, SessionTakings

SHOWN = ("not-closed", "restated", "differs", "declared", "silent")
"""What the list of exhibitors can be narrowed to: see ``list_exhibitor_totals``."""


@dataclass(frozen=True, kw_only=True)
class HourTotals:
    """One hour of the clock, of one session or of all; ``starts_at`` is in the edition's zone, on its first day.

    ``entries`` is None when nobody counted in any of these sessions.
    """

    starts_at: datetime
    takings_minor: int
    sales: int
    entries: int | None


@dataclass(frozen=True, kw_only=True)
class GateTotals:
    """People through one gate."""

    gate: str
    inwards: int
    outwards: int


@dataclass(frozen=True, kw_only=True)
class GroupTotals:
    """A hall, a craft or a kind. ``name`` is empty for those without one; None where nobody has reported."""

    name: str
    exhibitors: int
    sales: int
    takings_minor: int | None
    proved: Proved


@dataclass(frozen=True, kw_only=True)
class ExhibitorTotals:
    """One exhibitor over the edition. ``takings_minor`` is None when she has not reported, 0 when she sold nothing."""

    participant: Participant
    takings_minor: int | None
    sales: int
    evidence: EvidenceLevel | None
    closed: int
    due: int
    restated: bool
    differs: bool = False

    @property
    def exhibitor_id(self) -> uuid.UUID:
        return self.participant.exhibitor_id


def list_hour_totals(reported: Reported, hours: Iterable[HourSum], session: int | None = None) -> list[HourTotals]:
    """By hour of the clock, from the first opening on, across midnight; of ``session``, or of all added up."""
    zone = ZoneInfo(reported.edition.time_zone)
    takings = [row for row in hours if _wanted(row.session_number, session)]
    crossings = [row for row in reported.footfall if _wanted(row.session_number, session)]
    begins = _first_hour(reported, zone)
    slots: dict[int, list[int]] = {}
    for row in takings:
        sums = slots.setdefault(_hours_after(begins, row.hour_at, zone), [0, 0, 0])
        sums[0] += row.net_minor
        sums[1] += row.sales
    for crossing in crossings:
        slots.setdefault(_hours_after(begins, crossing.hour_at, zone), [0, 0, 0])[2] += crossing.inwards
    if not slots:
        return []
    return [
        HourTotals(
            starts_at=begins + timedelta(hours=slot),
            takings_minor=slots.get(slot, [0, 0, 0])[0],
            sales=slots.get(slot, [0, 0, 0])[1],
            entries=slots.get(slot, [0, 0, 0])[2] if crossings else None,
        )
        for slot in range(min(slots), max(slots) + 1)
    ]


def list_gate_totals(reported: Reported) -> list[GateTotals]:
    """By gate; gates are disjoint, so their sum means something."""
    sums: dict[str, tuple[int, int]] = {}
    for row in reported.footfall:
        inwards, outwards = sums.get(row.gate, (0, 0))
        sums[row.gate] = (inwards + row.inwards, outwards + row.outwards)
    return [GateTotals(gate=gate, inwards=sums[gate][0], outwards=sums[gate][1]) for gate in sorted(sums)]


def list_hall_totals(reported: Reported) -> list[GroupTotals]:
    """By the hall of an exhibitor's first booth, in the order of the plan's halls."""
    return _groups(reported, lambda one: one.places[0].hall if one.places else "", by_name=True)


def list_craft_totals(reported: Reported, language: str) -> list[GroupTotals]:
    """By the craft she asked for a booth with, named in ar, fr or en; the largest takings first."""
    return _groups(reported, lambda one: one.craft[language])


def list_kind_totals(reported: Reported) -> list[GroupTotals]:
    """By kind (family, artisan, cooperative, association), by code; the largest takings first."""
    return _groups(reported, lambda one: one.kind)


def list_exhibitor_totals(
    reported: Reported, *, text: str = "", show: str = "", at: datetime | None = None
) -> list[ExhibitorTotals]:
    """The largest takings first, the silent last.

    ``text`` is found in names (in any spelling) and register numbers and booths. ``show``: not-closed (has an opened
    session without a cash-up), restated, differs (a check did not agree), declared (reported, nothing better), silent
    (nothing reported).
    """
    takings: dict[uuid.UUID, list[SessionTakings]] = {}
    for row in reported.takings:
        takings.setdefault(row.exhibitor_id, []).append(row)
    missed: dict[uuid.UUID, int] = {}
    sessions = opened(reported, at)
    for session in sessions:
        for one in not_closed(reported, session):
            missed[one.exhibitor_id] = missed.get(one.exhibitor_id, 0) + 1
    rows = [
        _exhibitor(one, takings.get(one.exhibitor_id, []), missed.get(one.exhibitor_id, 0), len(sessions))
        for one in reported.participants
        if _found(one, text)
    ]
    return sorted((row for row in rows if _shown(row, show)), key=_by_takings)


def _exhibitor(one: Participant, rows: list[SessionTakings], missed: int, sessions: int) -> ExhibitorTotals:
    due = sessions if one.held else missed + sum(row.closed and row.session_number != UNCERTAIN for row in rows)
    return ExhibitorTotals(
        participant=one,
        takings_minor=sum(row.net_minor for row in rows) if rows else None,
        sales=sum(row.sales for row in rows),
        evidence=weakest_evidence(row.evidence for row in rows),
        closed=due - missed,
        due=due,
        restated=any(row.restated for row in rows),
        differs=any(row.check is not None and not row.check.agrees for row in rows),
    )


def _found(one: Participant, text: str) -> bool:
    wanted = text.strip()
    if not wanted:
        return True
    booths = {place.booth.casefold() for place in one.places}
    key = search_key(wanted)
    return bool(key and key in one.search_key) or wanted == one.number or wanted.casefold() in booths


def _shown(row: ExhibitorTotals, show: str) -> bool:
    match show:
        case "not-closed":
            return row.closed < row.due
        case "restated":
            return row.restated
        case "differs":
            return row.differs
        case "declared":
            return row.evidence is EvidenceLevel.DECLARED
        case "silent":
            return row.takings_minor is None
        case _:
            return True


def _by_takings(row: ExhibitorTotals) -> tuple[bool, int, str]:
    return row.takings_minor is None, -(row.takings_minor or 0), row.participant.search_key


def _groups(reported: Reported, name_of: Callable[[Participant], str], *, by_name: bool = False) -> list[GroupTotals]:
    names = {one.exhibitor_id: name_of(one) for one in reported.participants}
    members: dict[str, set[uuid.UUID]] = {}
    for exhibitor_id, name in names.items():
        members.setdefault(name, set()).add(exhibitor_id)
    rows: dict[str, list[SessionTakings]] = {}
    for row in reported.takings:
        rows.setdefault(names.get(row.exhibitor_id, ""), []).append(row)
    groups = [
        GroupTotals(
            name=name,
            exhibitors=len(ids),
            sales=sum(row.sales for row in rows.get(name, [])),
            takings_minor=sum(row.net_minor for row in rows[name]) if name in rows else None,
            proved=proved(rows.get(name, [])),
        )
        for name, ids in members.items()
    ]
    if by_name:
        return sorted(groups, key=lambda group: (group.name == "", group.name))
    return sorted(groups, key=lambda group: (group.name == "", -(group.takings_minor or 0), group.name))


def _wanted(number: int, session: int | None) -> bool:
    return number != UNCERTAIN if session is None else number == session


def _first_hour(reported: Reported, zone: ZoneInfo) -> datetime:
    """The hour in which the earliest opening of any day admits its first sale, on the first day."""
    openings = [(session.opens_at - GRACE).astimezone(zone) for session in reported.sessions]
    if not openings:
        return datetime(2000, 1, 1, tzinfo=zone)
    return min(openings, key=lambda moment: moment.time()).replace(minute=0, second=0, microsecond=0)


def _hours_after(begins: datetime, hour_at: datetime, zone: ZoneInfo) -> int:
    return (hour_at.astimezone(zone).hour - begins.hour) % 24
