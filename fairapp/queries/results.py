"""What an edition made: its totals, from projections only. The ledger itself is never read here."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select, text

from fairapp.db import db
from fairapp.domain.counting_error import CountingError
from fairapp.domain.editions import UNCERTAIN
from fairapp.domain.results import Headline, HeadlineKind, headline
from fairapp.domain.takings import EvidenceLevel
from fairapp.models.devices import Device
from fairapp.models.ledger import LedgerEntry
from fairapp.queries.editions import EditionRow, SessionRow, get_edition_by_id, list_sessions
from fairapp.queries.footfall import EVIDENCE, GateHour, list_gate_hours
from fairapp.queries.gate_notes import RecountRow, error_of, read_gate_notes
from fairapp.queries.participation import Participant, Participation, count_participation, list_participants
from fairapp.queries.settled import counts
from fairapp.queries.stall_checks import CheckRow, Place, SampleRow, list_last_checks, list_samples
from fairapp.queries.takings import SessionTakings, list_session_takings, read_estimated


@dataclass(frozen=True, kw_only=True)
class Proved:
    """Net takings in minor units by how well they are proved; the three add up to the total beside them."""

    declared_minor: int = 0
    matched_minor: int = 0
    audited_minor: int = 0

    @property
    def total_minor(self) -> int:
        return self.declared_minor + self.matched_minor + self.audited_minor


@dataclass(frozen=True, kw_only=True)
class SessionTotals:
    """One session. ``takings_minor`` is None while nobody has reported, ``entries`` while nobody counted.

    ``reporting`` of ``expected`` exhibitors have sold or closed; ``not_closed`` have not cashed up.
    """

    number: int
    day: date
    opens_at: datetime
    closes_at: datetime
    takings_minor: int | None
    sales: int
    entries: int | None
    proved: Proved
    reporting: int
    expected: int
    not_closed: int
    estimated_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class Uncertain:
    """What belongs to no session, or cannot be told: in the totals, in a column of its own."""

    takings_minor: int = 0
    sales: int = 0
    entries: int = 0


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What may still change the totals.

    ``not_closed``: exhibitors with an opened session that no till of theirs has closed; ``restated``: those whose sums
    changed after they closed; ``set_aside``: entries in quarantine, which no total holds. Of the checks at stalls:
    ``differing`` did not agree, ``lapsed`` agreed with a sum that changed since, ``unvisited`` were drawn and not made.
    """

    not_closed: int
    restated: int
    set_aside: int
    differing: int = 0
    lapsed: int = 0
    unvisited: int = 0


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The figures of an edition; money in minor units. ``days`` is the number of its sessions, ``days_begun`` of them.

    ``exhibitors`` hold a booth; ``reporting`` have sold or closed; ``came`` is None when no arrival was recorded.
    ``takings_minor`` and ``entries`` hold the uncertain too, and are None while nothing was reported or counted.
    ``entries_error`` is how far the entries may be off; None when no gate was recounted. ``estimated_minor`` is what
    lost phones are believed to have held: in no other sum.
    """

    edition: str
    days: int
    days_begun: int
    requests: int
    exhibitors: int
    reporting: int
    booths: int
    allocated: int
    waiting: int
    came: int | None
    sales: int
    takings_minor: int | None
    currency: str
    exponent: int
    entries: int | None
    entries_evidence: str | None
    entries_error: CountingError | None
    sessions: tuple[SessionTotals, ...]
    uncertain: Uncertain
    evidence: Proved
    missing: Missing
    headlines: tuple[Headline, ...]
    estimated_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class Reported:
    """Everything the results of an edition are made from, read once."""

    edition: EditionRow
    sessions: tuple[SessionRow, ...]
    counts: Participation
    participants: tuple[Participant, ...]
    takings: tuple[SessionTakings, ...]
    footfall: tuple[GateHour, ...]
    recounts: tuple[RecountRow, ...]
    set_aside: int
    samples: tuple[SampleRow, ...]
    checks: Mapping[Place, CheckRow]
    estimated: Mapping[Place, int] = field(default_factory=dict)


def get_totals(organisation_id: uuid.UUID, edition_id: uuid.UUID, *, at: datetime | None = None) -> Totals:
    """The totals. With ``at`` (aware), sessions that have not opened by then are not counted as missing.

    Raises ``NotFound("unknown-edition")``.
    """
    return totals_of(read_reported(organisation_id, edition_id), at=at)


def read_reported(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> Reported:
    """Read the projections. Raises ``NotFound("unknown-edition")``."""
    checks = list_last_checks(organisation_id, edition_id)
    takings = tuple(list_session_takings(organisation_id, edition_id, checks=checks))
    return Reported(
        edition=get_edition_by_id(organisation_id, edition_id),
        sessions=tuple(list_sessions(organisation_id, edition_id)),
        counts=count_participation(organisation_id, edition_id),
        participants=tuple(list_participants(organisation_id, edition_id, also={row.exhibitor_id for row in takings})),
        takings=takings,
        footfall=tuple(list_gate_hours(organisation_id, edition_id)),
        recounts=read_gate_notes(organisation_id, edition_id).recounts,
        set_aside=count_set_aside(organisation_id, edition_id),
        samples=tuple(list_samples(organisation_id, edition_id)),
        checks=checks,
        estimated=read_estimated(organisation_id, edition_id),
    )


def totals_of(reported: Reported, *, at: datetime | None = None) -> Totals:
    """The totals of what was read."""
    edition, counts, takings = reported.edition, reported.counts, reported.takings
    sessions = tuple(_session(reported, session) for session in reported.sessions)
    net = sum(row.net_minor for row in takings) if takings else None
    entries = entries_in(reported.footfall)
    return Totals(
        edition=edition.slug,
        days=len(sessions),
        days_begun=len(opened(reported, at)),
        requests=counts.requests,
        exhibitors=sum(one.held for one in reported.participants),
        reporting=len({row.exhibitor_id for row in takings}),
        booths=counts.booths,
        allocated=counts.allocated,
        waiting=counts.waiting,
        came=counts.came,
        sales=sum(row.sales for row in takings),
        takings_minor=net,
        currency=edition.currency,
        exponent=edition.exponent,
        entries=entries,
        entries_evidence=None if entries is None else EVIDENCE.value,
        entries_error=error_of(reported.recounts),
        sessions=sessions,
        uncertain=_uncertain(reported),
        evidence=proved(takings),
        missing=_missing(reported, at),
        headlines=_headlines(edition, net, entries),
        estimated_minor=sum(reported.estimated.values()),
    )


def proved(rows: Iterable[SessionTakings]) -> Proved:
    """The net of these takings by level of evidence."""
    sums = dict.fromkeys(EvidenceLevel, 0)
    for row in rows:
        sums[row.evidence] += row.net_minor
    return Proved(
        declared_minor=sums[EvidenceLevel.DECLARED],
        matched_minor=sums[EvidenceLevel.MATCHED],
        audited_minor=sums[EvidenceLevel.AUDITED],
    )


def entries_in(footfall: Sequence[GateHour]) -> int | None:
    """People inwards; None when nobody counted."""
    return sum(hour.inwards for hour in footfall) if footfall else None


def not_closed(reported: Reported, session: SessionRow) -> list[Participant]:
    """Who has not cashed up a session, though she holds a booth or sold in it."""
    rows = [row for row in reported.takings if row.session_number == session.number]
    closed, sold = {row.exhibitor_id for row in rows if row.closed}, {row.exhibitor_id for row in rows}
    return [
        one
        for one in reported.participants
        if (one.held or one.exhibitor_id in sold) and one.exhibitor_id not in closed
    ]


def opened(reported: Reported, at: datetime | None) -> list[SessionRow]:
    """The sessions that have opened by ``at``, or all of them."""
    return [session for session in reported.sessions if at is None or session.opens_at <= at]


def count_set_aside(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> int:
    """Entries in quarantine that nobody approved, and what forked: in no total. Found by an index of nothing else."""
    quarantined = select(func.count(LedgerEntry.id)).where(
        LedgerEntry.organisation_id == organisation_id,
        LedgerEntry.edition_id == edition_id,
        text("ledger_entry.status <> 'accepted'"),  # as the index says it: a parameter would not use it
        ~counts(),
    )
    forks = select(func.coalesce(func.sum(Device.fork_count), 0)).where(
        Device.organisation_id == organisation_id, Device.edition_id == edition_id
    )
    return int(db.session.scalar(quarantined) or 0) + int(db.session.scalar(forks) or 0)


def _session(reported: Reported, session: SessionRow) -> SessionTotals:
    rows = [row for row in reported.takings if row.session_number == session.number]
    sold = {row.exhibitor_id for row in rows}
    return SessionTotals(
        number=session.number,
        day=session.day,
        opens_at=session.opens_at,
        closes_at=session.closes_at,
        takings_minor=sum(row.net_minor for row in rows) if rows else None,
        sales=sum(row.sales for row in rows),
        entries=entries_in([hour for hour in reported.footfall if hour.session_number == session.number]),
        proved=proved(rows),
        reporting=len(sold),
        expected=sum(one.held or one.exhibitor_id in sold for one in reported.participants),
        not_closed=len(not_closed(reported, session)),
        estimated_minor=sum(minor for (_, number), minor in reported.estimated.items() if number == session.number),
    )


def _uncertain(reported: Reported) -> Uncertain:
    rows = [row for row in reported.takings if row.session_number == UNCERTAIN]
    return Uncertain(
        takings_minor=sum(row.net_minor for row in rows),
        sales=sum(row.sales for row in rows),
        entries=sum(hour.inwards for hour in reported.footfall if hour.session_number == UNCERTAIN),
    )


def _missing(reported: Reported, at: datetime | None) -> Missing:
    late = {one.exhibitor_id for session in opened(reported, at) for one in not_closed(reported, session)}
    restated = {row.exhibitor_id for row in reported.takings if row.restated}
    drawn = {(exhibitor_id, sample.session_number) for sample in reported.samples for exhibitor_id in sample.chosen}
    return Missing(
        not_closed=len(late),
        restated=len(restated),
        set_aside=reported.set_aside,
        differing=sum(not check.agrees for check in reported.checks.values()),
        lapsed=sum(row.check_lapsed for row in reported.takings),
        unvisited=len(drawn - reported.checks.keys()),
    )


def _headlines(edition: EditionRow, net: int | None, entries: int | None) -> tuple[Headline, ...]:
    found = (
        headline(HeadlineKind.TAKINGS, net, currency=edition.currency, exponent=edition.exponent),
        headline(HeadlineKind.ENTRIES, entries),
    )
    return tuple(line for line in found if line is not None)
