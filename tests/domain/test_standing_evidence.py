"""What takings may claim after the tills were closed, and when that claim lapses."""

import pytest

from fairapp.domain.takings import Closing, EvidenceLevel, LastCheck, standing_evidence

DECLARED, MATCHED, AUDITED = EvidenceLevel


@pytest.mark.parametrize(
    ("closings", "net_minor", "level"),
    [
        ([], 0, DECLARED),
        ([], 500, DECLARED),
        ([(500, MATCHED)], 500, MATCHED),
        ([(500, AUDITED)], 500, AUDITED),
        ([(500, DECLARED)], 500, DECLARED),
        ([(500, MATCHED)], 480, DECLARED),
        ([(0, MATCHED)], 0, MATCHED),
        ([(300, MATCHED), (200, AUDITED)], 500, MATCHED),
        ([(300, MATCHED), (200, DECLARED)], 500, DECLARED),
        ([(300, MATCHED)], 500, DECLARED),
        ([(-100, MATCHED), (600, MATCHED)], 500, MATCHED),
    ],
    ids=str,
)
def test_the_weakest_close_while_they_add_up(
    closings: list[tuple[int, EvidenceLevel]], net_minor: int, level: EvidenceLevel
) -> None:
    known = [Closing(net_minor=net, evidence=reached) for net, reached in closings]
    assert standing_evidence(known, net_minor) is level


@pytest.mark.parametrize(
    ("closings", "check", "level"),
    [
        ([], (500, True), AUDITED),
        ([(500, DECLARED)], (500, True), AUDITED),
        ([(500, MATCHED)], (480, True), MATCHED),
        ([(480, MATCHED)], (480, True), DECLARED),
        ([(500, MATCHED)], (500, False), DECLARED),
        ([(500, MATCHED)], (480, False), DECLARED),
    ],
    ids=str,
)
def test_a_check_speaks_of_the_sum_it_saw_and_a_difference_stands(
    closings: list[tuple[int, EvidenceLevel]], check: tuple[int, bool], level: EvidenceLevel
) -> None:
    known = [Closing(net_minor=net, evidence=reached) for net, reached in closings]
    assert standing_evidence(known, 500, LastCheck(net_minor=check[0], agrees=check[1])) is level
