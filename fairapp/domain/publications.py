"""Results published: figures frozen as they stood, dated, numbered, and each revision bound to the one before it.

What was published is never taken back or overwritten. When figures change afterwards (a late line, a settlement, a
check), a revision is published beside it, with its reason, and says which figures differ. Amounts are minor units.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from fairapp.domain.documents import write_document

FORMAT = "fairapp-results/1"
MONEY_FIGURES = ("takings_minor", "audited_minor", "matched_minor", "declared_minor", "estimated_minor")
TOTAL_FIGURES = (*MONEY_FIGURES, "sales", "entries", "reporting")
SESSION_FIGURES = ("takings_minor", "sales", "entries")


@dataclass(frozen=True, kw_only=True)
class PublishedSession:
    """One session. ``takings_minor`` is None when nobody had reported, ``entries`` when nobody counted."""

    number: int
    day: date
    takings_minor: int | None
    sales: int
    entries: int | None


@dataclass(frozen=True, kw_only=True)
class PublishedFigures:
    """What an edition is said to have made; None is unknown, not 0. ``days`` had begun, ``reporting`` sold or closed.

    ``estimated_minor`` stands beside the takings and in none of them; ``not_closed`` and ``set_aside`` are what might
    still change the figures.
    """

    currency: str
    exponent: int
    days: int
    reporting: int
    takings_minor: int | None
    audited_minor: int
    matched_minor: int
    declared_minor: int
    estimated_minor: int
    sales: int
    entries: int | None
    not_closed: int
    set_aside: int
    sessions: tuple[PublishedSession, ...]


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Whose results these are and when they were published; ``previous`` is the imprint of the revision before."""

    organisation: str
    edition: str
    revision: int
    published_at: datetime
    reason: str
    previous: str | None


@dataclass(frozen=True, kw_only=True)
class ChangedFigure:
    """A figure that is not what it was. ``session`` is None for a total; None before or after is unknown."""

    name: str
    session: int | None
    before: int | None
    after: int | None

    @property
    def is_money(self) -> bool:
        return self.name in MONEY_FIGURES


def document_of(heading: Heading, figures: PublishedFigures) -> str:
    """The text that is kept, published and hashed: canonical JSON, so that everybody hashes the same bytes."""
    return write_document(FORMAT, {**asdict(heading), "figures": asdict(figures)})


def read_figures(told: Mapping[str, Any]) -> PublishedFigures:
    """The figures of a document that was read back."""
    sessions = tuple(
        PublishedSession(**{**session, "day": date.fromisoformat(session["day"])}) for session in told["sessions"]
    )
    return PublishedFigures(**{**told, "sessions": sessions})


def changed_figures(before: PublishedFigures, after: PublishedFigures) -> list[ChangedFigure]:
    """Every figure in which the two differ: totals first, then session by session."""
    return [*_differing(TOTAL_FIGURES, None, before, after), *_differing_sessions(before, after)]


def _differing_sessions(before: PublishedFigures, after: PublishedFigures) -> Iterator[ChangedFigure]:
    was = {session.number: session for session in before.sessions}
    now = {session.number: session for session in after.sessions}
    for number in sorted(was.keys() | now.keys()):
        yield from _differing(SESSION_FIGURES, number, was.get(number), now.get(number))


def _differing(names: tuple[str, ...], session: int | None, before: object, after: object) -> Iterator[ChangedFigure]:
    for name in names:
        old, new = getattr(before, name, None), getattr(after, name, None)
        if old != new:
            yield ChangedFigure(name=name, session=session, before=old, after=new)
