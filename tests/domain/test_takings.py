"""The fold: what sales, voids and refunds come to, whatever the order in which they arrive."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.takings import (
    Cell,
    EvidenceLevel,
    Takings,
    TakingsEntry,
    TakingsKind,
    Tolerance,
    change_by,
    evidence_of,
    expected_cash,
    fold_takings,
    matched,
    sales_together,
    voided_sales,
    weakest_evidence,
)


def entry(seq: int, kind: str, amount_minor: int = 0, **changes: object) -> TakingsEntry:
    values: dict[str, object] = {
        "id": f"e{seq}",
        "device_id": "till",
        "exhibitor_id": "family",
        "session_number": 1,
        "method": "" if kind == "void" else "cash",
        **changes,
    }
    return TakingsEntry(seq=seq, kind=TakingsKind(kind), amount_minor=amount_minor, **values)  # type: ignore[arg-type] # values of many types by name


def cell(session_number: int = 1, method: str = "cash") -> Cell:
    return Cell(exhibitor_id="family", session_number=session_number, method=method)


def test_sales_are_added_by_exhibitor_session_and_method() -> None:
    takings = fold_takings(
        [
            entry(1, "sale", 1000),
            entry(2, "sale", 500),
            entry(3, "sale", 70, method="mada"),
            entry(4, "sale", 9, session_number=0),
        ]
    )
    assert takings == {
        cell(): Takings(gross_minor=1500, sales=2),
        cell(method="mada"): Takings(gross_minor=70, sales=1),
        cell(0): Takings(gross_minor=9, sales=1),
    }


def test_a_void_undoes_its_sale_where_the_sale_was_made() -> None:
    takings = fold_takings([entry(1, "sale", 1000, method="mada"), entry(2, "void", ref="e1", session_number=2)])
    assert takings == {cell(method="mada"): Takings(gross_minor=1000, voided_minor=1000, sales=0)}
    assert takings[cell(method="mada")].net_minor == 0


def test_a_sale_is_voided_once_and_only_by_a_later_entry_of_its_own_device() -> None:
    sale = entry(2, "sale", 1000)
    strays = [
        entry(1, "void", ref="e2"),
        entry(4, "void", ref="e2"),
        entry(5, "void", ref="nothing"),
        entry(6, "void", ref="e2", device_id="other till"),
        entry(7, "void", ref="e3"),
    ]
    voided = voided_sales([*strays, entry(3, "void", ref="e2"), sale])
    assert voided == {("till", "e3"): sale}
    assert fold_takings([sale, *strays[:1], *strays[2:]]) == {cell(): Takings(gross_minor=1000, sales=1)}


def test_a_refund_leaves_the_day_of_the_sale_as_it_was_signed() -> None:
    takings = fold_takings(
        [entry(1, "sale", 1000), entry(2, "refund", 400, session_number=3, method="transfer", ref="e1")]
    )
    assert takings[cell()].net_minor == 1000
    assert takings[cell(3, "transfer")] == Takings(refunds_minor=400)
    assert takings[cell(3, "transfer")].net_minor == -400


@st.composite
def histories(draw: st.DrawFn) -> list[TakingsEntry]:
    entries: list[TakingsEntry] = []
    for device in ("till", "second till"):
        for seq in range(1, draw(st.integers(1, 12))):
            ref = f"e{draw(st.integers(1, 12))}"
            kind = draw(st.sampled_from(["sale", "sale", "void", "refund"]))
            session, method = draw(st.integers(0, 3)), draw(st.sampled_from(["cash", "card"]))
            entries.append(
                entry(
                    seq,
                    kind,
                    0 if kind == "void" else draw(st.integers(1, 10_000)),
                    device_id=device,
                    ref=ref,
                    session_number=session,
                    method=method,
                )
            )
    return entries


@given(histories(), st.integers(0, 2**32))
def test_the_order_of_arrival_changes_no_total(history: list[TakingsEntry], seed: int) -> None:
    shuffled = random.Random(seed).sample(history, len(history))
    assert fold_takings(shuffled) == fold_takings(history)


@given(histories())
def test_adding_one_by_one_gives_the_same_as_folding_everything(history: list[TakingsEntry]) -> None:
    takings: dict[Cell, Takings] = {}
    for place, received in enumerate(history):
        change = change_by(received, voided_sales(history[: place + 1]).get((received.device_id, received.id)))
        if change:
            takings[change[0]] = takings.get(change[0], Takings()) + change[1]
    assert takings == fold_takings(history)
    assert all(sum_.voided_minor <= sum_.gross_minor and sum_.sales >= 0 for sum_ in takings.values())


@given(st.lists(st.integers(1, 10**12), max_size=100))
def test_sales_of_one_cell_added_together_are_their_changes_one_by_one(amounts: list[int]) -> None:
    sold = fold_takings(entry(seq, "sale", amount) for seq, amount in enumerate(amounts))
    assert sold.get(cell(), Takings()) == sales_together(amounts)


def test_the_drawer_holds_the_float_and_the_net_of_cash() -> None:
    takings = {"cash": Takings(gross_minor=9000, refunds_minor=500, sales=3), "mada": Takings(gross_minor=70, sales=1)}
    assert expected_cash(2000, takings) == 10_500
    assert expected_cash(2000, {}) == 2000


@pytest.mark.parametrize(
    ("counted", "expected", "exponent", "agrees"),
    [
        (100_000, 100_000, 2, True),
        (102_000, 100_000, 2, True),
        (98_000, 100_000, 2, True),
        (97_999, 100_000, 2, False),
        (10_204_000, 10_000_000, 2, False),
        (10_200_000, 10_000_000, 2, True),
        (10_200_001, 10_000_000, 2, False),
        (20, 0, 0, True),
        (21, 0, 0, False),
        (20_000, 0, 3, True),
        (-20_001, 0, 3, False),
    ],
)
def test_matched_within_two_percent_or_twenty_units(counted: int, expected: int, exponent: int, agrees: bool) -> None:
    assert matched(counted, expected, exponent=exponent) is agrees


def test_the_tolerance_is_a_setting() -> None:
    strict = Tolerance(percent=0, units=0)
    assert matched(5, 5, exponent=2, tolerance=strict)
    assert not matched(5, 6, exponent=2, tolerance=strict)


def test_a_level_is_earned_and_a_total_claims_its_weakest() -> None:
    assert evidence_of(cash_agrees=True, lines_agree=True) is EvidenceLevel.MATCHED
    assert evidence_of(cash_agrees=True, lines_agree=False) is EvidenceLevel.DECLARED
    assert evidence_of(cash_agrees=False, lines_agree=True) is EvidenceLevel.DECLARED
    assert evidence_of(cash_agrees=False, lines_agree=False, audited=True) is EvidenceLevel.AUDITED
    assert weakest_evidence([EvidenceLevel.AUDITED, EvidenceLevel.MATCHED]) is EvidenceLevel.MATCHED
    assert weakest_evidence(list(EvidenceLevel)) is EvidenceLevel.DECLARED
    assert weakest_evidence([]) is None
