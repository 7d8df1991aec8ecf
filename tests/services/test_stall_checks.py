"""Stalls drawn and visited: once, after closing, so that anybody can draw them again; and what a check proves."""

import threading
import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.cli.totals import totals_json
from fairapp.db import db
from fairapp.domain.errors import Conflict, FairError, NotFound, Refused
from fairapp.domain.money import LARGEST_MINOR
from fairapp.domain.stall_checks import CheckSeed, Head, heads_hash_of, order_of
from fairapp.domain.takings import EvidenceLevel
from fairapp.i18n.locales import locale_for
from fairapp.models.audit import AuditEvent
from fairapp.models.devices import Device
from fairapp.models.stall_checks import CheckSample, StallCheck
from fairapp.models.takings import CashUp
from fairapp.queries.draws import find_draw
from fairapp.queries.editions import get_edition_by_id
from fairapp.queries.results import Totals, get_totals
from fairapp.queries.stall_checks import SampleRow, find_sample, list_checks
from fairapp.queries.takings import SessionTakings, list_session_takings
from fairapp.services.clock import replaying
from fairapp.services.edition_copy import copy_edition
from fairapp.services.ledger_proof import rebuild_projections
from fairapp.services.ledger_verification import verify_ledger
from fairapp.services.results_report import missing_sentences
from fairapp.services.stall_checks import draw_sample, record_check, set_check_rules
from tests.factories.accounts import an_organisation
from tests.factories.results import AFTER, HeldFair, held_fair, moment

CLOSED = moment(1) + timedelta(hours=7)
"""After the closing of the first session."""


@pytest.fixture
def fair(app: object) -> HeldFair:
    """Five families sold in the first session, one of them closed; the sixth is silent."""
    made = held_fair()
    for seller in range(5):
        made.sell(seller, 1, 30_000, 10_000 * (seller + 1))
    made.close(0, 1, sales=2, sales_minor=40_000, counted_minor=40_000)
    return made


def drawn(fair: HeldFair, session: int = 1) -> SampleRow:
    with replaying(CLOSED):
        draw_sample(fair.actor, fair.edition_id, session)
    found = find_sample(fair.organisation_id, fair.edition_id, session)
    assert found is not None
    return found


def check(fair: HeldFair, seller: int, found_minor: int, *, cause: str = "chosen", session: int = 1) -> bool:
    with replaying(CLOSED):
        return record_check(
            fair.actor, fair.edition_id, exhibitor_id=fair.exhibitors[seller], session_number=session,
            found_minor=found_minor, cause=cause, note="دفتر العائلة",
        )  # fmt: skip


def totals(fair: HeldFair) -> Totals:
    return get_totals(fair.organisation_id, fair.edition_id, at=AFTER)


def takings(fair: HeldFair, seller: int) -> SessionTakings:
    return list_session_takings(fair.organisation_id, fair.edition_id, fair.exhibitors[seller])[0]


def test_the_sample_can_be_computed_again_from_what_is_kept(fair: HeldFair) -> None:
    set_check_rules(fair.actor, fair.edition_id, tolerance_percent=2, tolerance_units=20, check_percent=30)
    sample = drawn(fair)
    draw = find_draw(fair.organisation_id, fair.edition_id)
    assert draw is not None
    devices = db.session.scalars(select(Device))
    heads = heads_hash_of(Head(device=str(one.id), entries=one.next_seq - 1, hash=one.head) for one in devices)
    assert sample.seed == CheckSeed(digits=draw.digits or "", session_number=1, heads_hash=heads)
    assert draw.digits
    sold = {str(exhibitor) for exhibitor in fair.exhibitors[:5]}
    assert order_of(sample.seed, sold) == tuple(map(str, sample.chosen + sample.others))
    assert (len(sample.chosen), sample.stalls, sample.percent) == (2, 5, 30)


def test_it_stays_the_same_when_more_is_sent_and_is_drawn_once(fair: HeldFair) -> None:
    before = drawn(fair)
    fair.sell(5, 1, 1_000)
    with replaying(CLOSED), pytest.raises(Conflict, match="sample-drawn"):
        draw_sample(fair.actor, fair.edition_id, 1)
    assert find_sample(fair.organisation_id, fair.edition_id, 1) == before


def test_nothing_is_drawn_before_closing_nor_of_nobody(fair: HeldFair) -> None:
    with replaying(moment(1)), pytest.raises(Conflict, match="session-not-closed"):
        draw_sample(fair.actor, fair.edition_id, 1)
    with replaying(AFTER), pytest.raises(Conflict, match="nobody-to-check"):
        draw_sample(fair.actor, fair.edition_id, 2)
    for number in (0, 9):
        with replaying(AFTER), pytest.raises(NotFound, match="unknown-session"):
            draw_sample(fair.actor, fair.edition_id, number)


def test_two_who_draw_at_once_draw_once(app: Flask, fair: HeldFair) -> None:
    codes: list[str] = []
    start = threading.Barrier(4)

    def run() -> None:
        with app.app_context(), replaying(CLOSED):
            start.wait()
            try:
                draw_sample(fair.actor, fair.edition_id, 1)
            except FairError as error:
                codes.append(error.code)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert codes == ["sample-drawn"] * 3
    assert db.session.scalar(select(func.count()).select_from(CheckSample)) == 1


def test_a_check_that_agrees_is_audited_until_a_late_line(fair: HeldFair) -> None:
    assert check(fair, 1, 50_000) is True
    found = totals(fair)
    assert (found.evidence.audited_minor, found.evidence.matched_minor) == (50_000, 40_000)
    assert totals_json(found, locale_for("ar", "SA"))["evidence"]["audited_minor"] == 50_000
    assert takings(fair, 1).evidence is EvidenceLevel.AUDITED
    fair.sell(1, 1, 500)
    found = totals(fair)
    assert (found.evidence.audited_minor, found.missing.lapsed) == (0, 1)
    assert takings(fair, 1).check_lapsed
    assert check(fair, 1, 50_500) is True
    assert (totals(fair).evidence.audited_minor, totals(fair).missing.lapsed) == (50_500, 0)
    rebuild_projections(fair.actor, fair.edition_id)
    assert totals(fair).evidence.audited_minor == 50_500


def test_a_check_settles_a_sum_that_changed_after_the_cash_up(fair: HeldFair) -> None:
    fair.refund(0, 1, 500)
    assert totals(fair).missing.restated == 1
    check(fair, 0, 39_500)
    assert (totals(fair).missing.restated, totals(fair).evidence.audited_minor) == (0, 39_500)


def test_a_check_that_differs_stands_until_another_agrees(fair: HeldFair) -> None:
    assert check(fair, 0, 70_000) is False
    assert takings(fair, 0).evidence is EvidenceLevel.DECLARED
    fair.sell(0, 1, 5_000)
    fair.close(0, 1, sales=3, sales_minor=45_000, counted_minor=45_000)
    assert takings(fair, 0).evidence is EvidenceLevel.DECLARED
    assert totals(fair).missing.differing == 1
    assert check(fair, 0, 45_000) is True
    assert (takings(fair, 0).evidence, totals(fair).missing.differing) == (EvidenceLevel.AUDITED, 0)
    kept = list_checks(fair.organisation_id, fair.edition_id, fair.exhibitors[0], 1)
    assert [(one.found_minor, one.net_minor, one.agrees) for one in kept] == [
        (45_000, 45_000, True),
        (70_000, 40_000, False),
    ]
    assert kept[0].note == "دفتر العائلة"


def test_money_found_where_nothing_was_recorded_is_kept_and_missing_stays_missing(fair: HeldFair) -> None:
    assert check(fair, 5, 80_000) is False
    assert list_session_takings(fair.organisation_id, fair.edition_id, fair.exhibitors[5]) == []
    assert (totals(fair).missing.differing, totals(fair).sessions[0].reporting) == (1, 5)


def test_what_was_drawn_and_not_visited_is_missing(fair: HeldFair) -> None:
    sample = drawn(fair)
    sentences = list(missing_sentences(totals(fair), locale_for("ar", "SA")))
    assert "جناح واحد اختارته القرعة للتدقيق لم يُزر بعد." in sentences
    seller = fair.exhibitors.index(sample.chosen[0])
    check(fair, seller, 10**7, cause="outlier")
    assert totals(fair).missing.unvisited == 0
    assert [one.cause for one in list_checks(fair.organisation_id, fair.edition_id, sample.chosen[0], 1)] == ["sample"]


@pytest.mark.parametrize(("percent", "units", "found", "agrees"), [
    (2, 20, 52_000, True), (2, 20, 52_001, False), (0, 0, 50_000, True), (0, 0, 50_001, False),
    (10, 0, 55_000, True), (10, 0, 44_999, False),
])  # fmt: skip
def test_the_tolerance_is_the_editions(fair: HeldFair, percent: int, units: int, found: int, agrees: bool) -> None:
    set_check_rules(fair.actor, fair.edition_id, tolerance_percent=percent, tolerance_units=units, check_percent=10)
    assert check(fair, 1, found) is agrees


def closings(fair: HeldFair) -> list[str]:
    """The levels of the first three families' cash-ups."""
    rows = db.session.execute(select(CashUp.exhibitor_id, CashUp.evidence))
    levels = {row.exhibitor_id: row.evidence for row in rows}
    return [levels[one] for one in fair.exhibitors[:3]]


def test_cash_ups_are_held_to_the_tolerance_of_their_day(fair: HeldFair) -> None:
    evening = timedelta(hours=6)
    with replaying(moment(1) + evening):
        set_check_rules(fair.actor, fair.edition_id, tolerance_percent=0, tolerance_units=0, check_percent=10)
    fair.sell(1, 2, 50_000)
    fair.close(1, 2, sales=1, sales_minor=50_000, counted_minor=49_999)
    with replaying(moment(2) + evening):
        set_check_rules(fair.actor, fair.edition_id, tolerance_percent=50, tolerance_units=0, check_percent=10)
    fair.sell(2, 3, 60_000)
    fair.close(2, 3, sales=1, sales_minor=60_000, counted_minor=31_000)
    kept = ["matched", "declared", "matched"]
    assert closings(fair) == kept
    rebuild_projections(fair.actor, fair.edition_id)
    assert closings(fair) == kept
    assert verify_ledger(fair.organisation_id, fair.edition_id).whole


@pytest.mark.parametrize(("percent", "units", "sampled", "code"), [
    (101, 20, 10, "percent-out-of-range"), (2, 20, 0, "percent-out-of-range"), (2, 20, 101, "percent-out-of-range"),
    (-1, 20, 10, "percent-out-of-range"), (2, -1, 10, "tolerance-out-of-range"),
    (2, 1_000_001, 10, "tolerance-out-of-range"),
])  # fmt: skip
def test_rules_that_cannot_be(fair: HeldFair, percent: int, units: int, sampled: int, code: str) -> None:
    with pytest.raises(Refused, match=code):
        set_check_rules(
            fair.actor, fair.edition_id, tolerance_percent=percent, tolerance_units=units, check_percent=sampled
        )


def test_the_next_edition_takes_the_rules_along(fair: HeldFair) -> None:
    set_check_rules(fair.actor, fair.edition_id, tolerance_percent=5, tolerance_units=7, check_percent=25)
    this = get_edition_by_id(fair.organisation_id, fair.edition_id)
    next_id = copy_edition(
        fair.actor, fair.edition_id, slug="next-one", name="التالية", starts_on=this.starts_on, ends_on=this.ends_on
    )
    copied = get_edition_by_id(fair.organisation_id, next_id)
    assert (copied.tolerance_percent, copied.tolerance_units, copied.check_percent) == (5, 7, 25)


def test_nothing_of_another_organisation_is_checked(fair: HeldFair) -> None:
    stranger = an_organisation("elsewhere")
    with pytest.raises(NotFound, match="unknown-edition"):
        draw_sample(stranger, fair.edition_id, 1)
    with pytest.raises(NotFound, match="unknown-edition"):
        record_check(stranger, fair.edition_id, exhibitor_id=fair.exhibitors[0],
                     session_number=1, found_minor=1, cause="chosen")  # fmt: skip
    with pytest.raises(NotFound, match="unknown-exhibitor"):
        record_check(fair.actor, fair.edition_id, exhibitor_id=uuid.uuid4(), session_number=1, found_minor=1,
                     cause="chosen")  # fmt: skip
    for amount in (-1, LARGEST_MINOR + 1):
        with pytest.raises(Refused, match="amount-too-large"):
            check(fair, 0, amount)
    assert db.session.scalar(select(func.count()).select_from(StallCheck)) == 0


def test_who_did_what_is_written_down(fair: HeldFair) -> None:
    drawn(fair)
    check(fair, 0, 1)
    wanted = ("checks.drawn", "check.recorded")
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.action.in_(wanted)).order_by(AuditEvent.id))
    told = [{key: event.details[key] for key in event.details if not key.endswith("_id")} for event in events]
    assert told == [{"stalls": 1, "among": 5}, {"number": 1, "agreement": "differs"}]
