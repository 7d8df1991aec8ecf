"""What was sold, folded from the ledger, and how well it is proved.

A sale adds. A void undoes one earlier sale of the same device, once, in the session of that sale. A refund takes money
out in the session, and by the method, in which it was given back: the day of the sale stays as it was signed. Nothing
is ever deleted; the order in which entries arrive changes no total. Amounts are minor units of the currency.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

CASH = "cash"


class TakingsKind(StrEnum):
    SALE = "sale"
    VOID = "void"
    REFUND = "refund"


class EvidenceLevel(StrEnum):
    """How well takings are proved, the weakest first. Printed beside every total."""

    DECLARED = "declared"
    MATCHED = "matched"
    AUDITED = "audited"


@dataclass(frozen=True, kw_only=True)
class TakingsEntry:
    """A ledger entry that touches money. A void has only ``ref``: the id of the sale it undoes."""

    id: Hashable
    device_id: Hashable
    seq: int
    kind: TakingsKind
    exhibitor_id: Hashable
    session_number: int
    method: str = ""
    amount_minor: int = 0
    ref: Hashable | None = None
    estimated: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Where takings are added up: one exhibitor, one session (0 = uncertain), one method."""

    exhibitor_id: Hashable
    session_number: int
    method: str

    @classmethod
    def of(cls, entry: TakingsEntry) -> "Cell":
        return cls(exhibitor_id=entry.exhibitor_id, session_number=entry.session_number, method=entry.method)


@dataclass(frozen=True, kw_only=True)
class Takings:
    """Sums of a cell, or of many. ``sales`` counts those not voided."""

    gross_minor: int = 0
    voided_minor: int = 0
    refunds_minor: int = 0
    sales: int = 0
    estimated_minor: int = 0

    @property
    def net_minor(self) -> int:
        return self.gross_minor - self.voided_minor - self.refunds_minor

    def __add__(self, other: "Takings") -> "Takings":
        return Takings(
            gross_minor=self.gross_minor + other.gross_minor,
            voided_minor=self.voided_minor + other.voided_minor,
            refunds_minor=self.refunds_minor + other.refunds_minor,
            sales=self.sales + other.sales,
            estimated_minor=self.estimated_minor + other.estimated_minor,
        )

    def __neg__(self) -> "Takings":
        return Takings(
            gross_minor=-self.gross_minor,
            voided_minor=-self.voided_minor,
            refunds_minor=-self.refunds_minor,
            sales=-self.sales,
            estimated_minor=-self.estimated_minor,
        )


def fold_takings(entries: Iterable[TakingsEntry]) -> dict[Cell, Takings]:
    """The takings of every cell, from all entries in any order. A void that undoes nothing counts for nothing."""
    known = list(entries)
    voided = voided_sales(known)
    takings: dict[Cell, Takings] = {}
    for entry in known:
        change = change_by(entry, voided.get((entry.device_id, entry.id)))
        if change:
            cell, difference = change
            takings[cell] = takings.get(cell, Takings()) + difference
    return takings


def voided_sales(entries: Iterable[TakingsEntry]) -> dict[tuple[Hashable, Hashable], TakingsEntry]:
    """(device, void's id) → the sale it undoes: an earlier one of the same device, by the first void that names it."""
    by_seq = sorted(entries, key=lambda entry: entry.seq)
    standing: dict[tuple[Hashable, Hashable], TakingsEntry] = {}
    voided = {}
    for entry in by_seq:
        if entry.kind is TakingsKind.SALE:
            standing[entry.device_id, entry.id] = entry
        elif entry.kind is TakingsKind.VOID and (sale := standing.pop((entry.device_id, entry.ref), None)):
            voided[entry.device_id, entry.id] = sale
    return voided


def change_by(entry: TakingsEntry, voided: TakingsEntry | None = None) -> tuple[Cell, Takings] | None:
    """What one entry adds to which cell; ``voided`` is the standing sale that a void names, None when there is none.

    Adding the changes one by one, as the server does while it receives, gives the same as folding everything.
    """
    match entry.kind:
        case TakingsKind.SALE if entry.estimated:
            return Cell.of(entry), Takings(estimated_minor=entry.amount_minor)
        case TakingsKind.SALE:
            return Cell.of(entry), Takings(gross_minor=entry.amount_minor, sales=1)
        case TakingsKind.REFUND:
            return Cell.of(entry), Takings(refunds_minor=entry.amount_minor)
        case TakingsKind.VOID if voided and voided.estimated:
            return Cell.of(voided), Takings(estimated_minor=-voided.amount_minor)
        case TakingsKind.VOID:
            return (Cell.of(voided), Takings(voided_minor=voided.amount_minor, sales=-1)) if voided else None


def sales_together(amounts_minor: Sequence[int]) -> Takings:
    """What several sales add to the one cell of all of them: the sum of their changes."""
    return Takings(gross_minor=sum(amounts_minor), sales=len(amounts_minor))


def expected_cash(float_minor: int, takings: Mapping[str, Takings], *, method: str = CASH) -> int:
    """What the drawer should hold: the float and the net of cash. ``takings`` by method, of one till and session."""
    return float_minor + takings.get(method, Takings()).net_minor


@dataclass(frozen=True, kw_only=True)
class Tolerance:
    """How far a counted drawer may be from the expected sum: the larger of a percentage and whole currency units."""

    percent: int = 2
    units: int = 20

    def allows(self, *, counted_minor: int, expected_minor: int, exponent: int) -> bool:
        allowed_hundredths: int = max(self.percent * abs(expected_minor), 100 * self.units * 10**exponent)
        return 100 * abs(counted_minor - expected_minor) <= allowed_hundredths


USUAL_TOLERANCE = Tolerance()


def matched(counted_minor: int, expected_minor: int, *, exponent: int, tolerance: Tolerance = USUAL_TOLERANCE) -> bool:
    """Whether cash counted blind agrees with what the entries say, both in minor units."""
    return tolerance.allows(counted_minor=counted_minor, expected_minor=expected_minor, exponent=exponent)


def evidence_of(*, cash_agrees: bool, lines_agree: bool, audited: bool = False) -> EvidenceLevel:
    """The level of one cash-up. ``lines_agree``: the phone's own count and sum of sales equal the server's."""
    if audited:
        return EvidenceLevel.AUDITED
    return EvidenceLevel.MATCHED if cash_agrees and lines_agree else EvidenceLevel.DECLARED


def weakest_evidence(levels: Iterable[EvidenceLevel]) -> EvidenceLevel | None:
    """The level that a total of several parts may claim; None when there are no parts."""
    order = list(EvidenceLevel)
    return min(levels, key=order.index, default=None)


@dataclass(frozen=True, kw_only=True)
class Closing:
    """The last cash-up of one till in a session: the net of its entries then, and the level it reached."""

    net_minor: int
    evidence: EvidenceLevel


@dataclass(frozen=True, kw_only=True)
class LastCheck:
    """The last check of an exhibitor's session at her stall: the net of her entries then, and whether both agreed."""

    net_minor: int
    agrees: bool


def standing_evidence(closings: Iterable[Closing], net_minor: int, check: LastCheck | None = None) -> EvidenceLevel:
    """What an exhibitor's takings of a session may claim now, ``net_minor`` being their sum.

    Audited while the last check at her stall agreed with just this sum. Otherwise the weakest of her tills' last
    cash-ups, and only while these still add up to it: a line that comes after a check or a close restates the sum. A
    check that did not agree keeps her takings declared until another one agrees, whatever is closed meanwhile.
    """
    if check is not None and not check.agrees:
        return EvidenceLevel.DECLARED
    if check is not None and check.net_minor == net_minor:
        return EvidenceLevel.AUDITED
    known = list(closings)
    if sum(closing.net_minor for closing in known) != net_minor:
        return EvidenceLevel.DECLARED
    return weakest_evidence(closing.evidence for closing in known) or EvidenceLevel.DECLARED
