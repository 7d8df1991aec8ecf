"""A statement that an exhibitor takes with her: what she sold in an edition, as the ledger stood when it was issued.

Amounts are minor units. Whoever is shown the paper can ask by its code whether it is genuine and still holds.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from fairapp.domain.documents import write_document

FORMAT = "fairapp-statement/1"


@dataclass(frozen=True, kw_only=True)
class StatedSession:
    """One session; ``day`` is None for the uncertain, ``takings_minor`` when nothing was reported."""

    day: date | None
    takings_minor: int | None
    sales: int
    evidence: str


@dataclass(frozen=True, kw_only=True)
class StatedFigures:
    """What she took, by session, and how well it is proved."""

    currency: str
    exponent: int
    takings_minor: int
    audited_minor: int
    matched_minor: int
    declared_minor: int
    sales: int
    sessions: tuple[StatedSession, ...]


@dataclass(frozen=True, kw_only=True)
class StatementHeading:
    """Whose statement it is, by names and register number as they were, of which edition, and when it was issued."""

    organisation: str
    edition: str
    exhibitor: str
    number: str
    issued_at: datetime


def statement_document(heading: StatementHeading, figures: StatedFigures) -> str:
    """The text that is kept and hashed."""
    return write_document(FORMAT, {**asdict(heading), "figures": asdict(figures)})


def read_statement(told: Mapping[str, Any]) -> tuple[StatementHeading, StatedFigures]:
    """Heading and figures of a document that was read back."""
    heading = {name: told[name] for name in ("organisation", "edition", "exhibitor", "number")}
    sessions = tuple(
        StatedSession(**{**one, "day": date.fromisoformat(one["day"]) if one["day"] else None})
        for one in told["figures"]["sessions"]
    )
    return (
        StatementHeading(**heading, issued_at=datetime.fromisoformat(told["issued_at"])),
        StatedFigures(**{**told["figures"], "sessions": sessions}),
    )
