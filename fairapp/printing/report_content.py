"""What a report of an edition says, as values: filled from queries, printed by ``results_report``."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

SMALLEST_GROUP = 5


@dataclass(frozen=True, kw_only=True)
class TakingsShown:
    """Net takings in minor units, whole and by how well they are proved; the three parts sum to the whole."""

    total_minor: int
    declared_minor: int
    matched_minor: int
    audited_minor: int
    sales: int


@dataclass(frozen=True, kw_only=True)
class EntriesShown:
    """Entries through the gates; None when nobody counted. ``evidence`` is A, B, C or D; ``error`` says how sure."""

    total: int | None
    evidence: str | None
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class ExhibitorsShown:
    """Requests, booths given, exhibitors who came; None where it was not recorded."""

    requests: int | None
    booths: int | None
    came: int | None


@dataclass(frozen=True, kw_only=True)
class SessionLine:
    """One trading day. ``reporting`` of ``expected`` exhibitors have reported."""

    opens_at: datetime
    takings_minor: int | None
    sales: int | None
    entries: int | None
    reporting: int | None
    expected: int | None


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    """A hall or a craft: its exhibitors and what they took."""

    name: str
    exhibitors: int
    sales: int | None
    takings_minor: int | None


@dataclass(frozen=True, kw_only=True)
class HourLine:
    """One hour of trading, from ``starts_at``; None where nothing could be known."""

    starts_at: datetime
    takings_minor: int
    entries: int | None


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """A whole report.

    ``headlines`` and ``missing`` are sentences in the reader's language, true at ``as_of``; the first headline is the
    one for the press. ``settled``: results are closed and published; otherwise everything is "so far". Money is minor
    units of ``currency``, ``exponent`` of whose digits are decimals. Groups of fewer than ``smallest_group`` exhibitors
    are printed without figures.
    """

    organisation: str
    edition: str
    place: str
    first_day: date
    last_day: date
    zone: ZoneInfo
    as_of: datetime
    settled: bool
    currency: str
    exponent: int
    headlines: tuple[str, ...]
    takings: TakingsShown
    entries: EntriesShown
    exhibitors: ExhibitorsShown
    sessions: tuple[SessionLine, ...] = ()
    halls: tuple[GroupLine, ...] = ()
    crafts: tuple[GroupLine, ...] = ()
    hours: tuple[HourLine, ...] = ()
    missing: tuple[str, ...] = ()
    smallest_group: int = field(default=SMALLEST_GROUP)


def withheld(groups: tuple[GroupLine, ...], smallest: int) -> frozenset[int]:
    """Positions of the groups whose figures are not printed.

    Those with exhibitors, but fewer than ``smallest``; and when what they hide could be had by subtraction from the
    total (one group, or too few exhibitors in all), the next smallest group too.
    """
    by_size = sorted((group.exhibitors, at) for at, group in enumerate(groups) if group.exhibitors)
    hidden = [at for size, at in by_size if size < smallest]
    if hidden:
        total = sum(groups[at].exhibitors for at in hidden)
        for size, at in by_size[len(hidden) :]:
            if total >= smallest and len(hidden) > 1:
                break
            hidden.append(at)
            total += size
    return frozenset(hidden)
