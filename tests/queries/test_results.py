"""Totals of an edition: what was sold and counted, how well it is proved, and what is still missing."""

import uuid
from datetime import timedelta

import pytest

from fairapp.cli.totals import totals_json
from fairapp.domain.errors import NotFound
from fairapp.domain.takings import EvidenceLevel
from fairapp.i18n.locales import locale_for
from fairapp.queries.results import Totals, get_totals
from fairapp.queries.takings import list_hour_sums, list_methods, list_session_takings, takings_by_exhibitor
from tests.factories.results import AFTER, HeldFair, held_fair, moment

pytestmark = pytest.mark.usefixtures("app")


def totals(fair: HeldFair) -> Totals:
    return get_totals(fair.organisation_id, fair.edition_id, at=AFTER)


def headlines(fair: HeldFair) -> list[str]:
    sentences: list[str] = totals_json(totals(fair), locale_for("ar", "SA"))["headlines"]
    return sentences


def test_an_edition_before_its_days_knows_nothing() -> None:
    found = totals(held_fair())
    assert (found.requests, found.exhibitors, found.booths, found.allocated, found.waiting) == (8, 6, 6, 6, 2)
    assert (found.takings_minor, found.entries, found.came) == (None, None, None)
    assert found.headlines == ()
    assert found.days == 3


def test_jeddah_passes_five_million_and_a_refund_takes_it_back() -> None:
    fair = held_fair()
    for session in (1, 2, 3):
        for seller in range(6):
            fair.sell(seller, session, 27_778_333)
    fair.sell(0, 3, 6 * 5 + 1)
    fair.enter(1, 3_200)
    fair.enter(2, 3_400)
    fair.enter(3, 3_421)
    found = totals(fair)
    assert (found.takings_minor, found.sales, found.entries) == (500_010_025, 19, 10_021)
    assert headlines(fair) == [
        "بلغت مبيعات 6 عارضين أكثر من 5 ملايين ريال.",
        "سجّلت البوابات أكثر من 10 آلاف دخول في 3 أيام.",
    ]
    fair.refund(0, 3, 20_025)
    assert totals(fair).takings_minor == 499_990_000
    assert headlines(fair)[0] == "بلغت مبيعات 6 عارضين 4,999,900 ريال."


def test_sessions_and_uncertain_make_the_whole() -> None:
    fair = held_fair()
    fair.sell(0, 1, 1_000, 2_500)
    fair.sell(1, 2, 4_000)
    at = moment(1) + timedelta(days=10)
    fair.till(0).send(at, {"v": 1, "id": str(uuid.uuid4()), "kind": "sale", "occurred_at": at.isoformat(),
                           "amount_minor": 700, "method": "card"})  # fmt: skip
    fair.enter(1, 40)
    found = totals(fair)
    assert [session.takings_minor for session in found.sessions] == [3_500, 4_000, None]
    assert [session.entries for session in found.sessions] == [40, None, None]
    assert (found.uncertain.takings_minor, found.uncertain.sales) == (700, 1)
    assert found.takings_minor == 3_500 + 4_000 + 700 == found.evidence.total_minor
    assert takings_by_exhibitor(fair.organisation_id, fair.edition_id) == {
        fair.exhibitors[0]: (4_200, 3),
        fair.exhibitors[1]: (4_000, 1),
    }


def test_cash_that_agrees_is_matched_until_the_sum_changes() -> None:
    fair = held_fair()
    fair.sell(0, 1, 10_000)
    assert totals(fair).evidence.declared_minor == 10_000
    fair.close(0, 1, sales=1, sales_minor=10_000, counted_minor=10_000)
    found = totals(fair)
    assert (found.evidence.matched_minor, found.evidence.declared_minor, found.missing.restated) == (10_000, 0, 0)
    fair.refund(0, 1, 500)
    found = totals(fair)
    assert (found.evidence.matched_minor, found.evidence.declared_minor, found.missing.restated) == (0, 9_500, 1)


def test_cash_that_disagrees_stays_declared() -> None:
    fair = held_fair()
    fair.sell(0, 1, 10_000)
    fair.close(0, 1, sales=1, sales_minor=10_000, counted_minor=4_000)
    found = totals(fair)
    assert found.evidence.declared_minor == 10_000
    assert found.sessions[0].not_closed == 5


def test_sold_nothing_is_not_missing() -> None:
    fair = held_fair()
    fair.close(0, 1, sales=0, sales_minor=0, counted_minor=0)
    first = totals(fair).sessions[0]
    assert (first.takings_minor, first.reporting, first.expected, first.not_closed) == (0, 1, 6, 5)
    row = list_session_takings(fair.organisation_id, fair.edition_id, fair.exhibitors[0])[0]
    assert (row.net_minor, row.closed, row.evidence) == (0, True, EvidenceLevel.MATCHED)


def test_sessions_to_come_are_not_missing() -> None:
    fair = held_fair()
    for seller in range(6):
        fair.close(seller, 1, sales=0, sales_minor=0, counted_minor=0)
    during = get_totals(fair.organisation_id, fair.edition_id, at=moment(1) + timedelta(hours=6))
    assert (during.missing.not_closed, during.days_begun) == (0, 1)
    assert totals(fair).missing.not_closed == 6


def test_what_was_set_aside_is_counted_and_in_no_total() -> None:
    fair = held_fair()
    fair.till(0).send(moment(1), {"kind": "sale", "amount_minor": "many"})
    found = totals(fair)
    assert (found.missing.set_aside, found.takings_minor) == (1, None)


def test_by_method_and_by_hour() -> None:
    fair = held_fair()
    fair.sell(0, 1, 1_000)
    fair.sell(1, 1, 5_000, method="mada")
    fair.refund(0, 1, 400)
    methods = list_methods(fair.organisation_id, fair.edition_id)
    assert [(row.method, row.net_minor, row.refunds_minor) for row in methods] == [
        ("mada", 5_000, 0),
        ("cash", 600, 400),
    ]
    hours = list_hour_sums(fair.organisation_id, fair.edition_id)
    assert [(row.hour_at.hour, row.net_minor, row.sales) for row in hours] == [(14, 6_000, 2), (15, -400, 0)]


def test_another_organisation_sees_nothing_of_it() -> None:
    fair = held_fair()
    fair.sell(0, 1, 1_000)
    other = held_fair(organisation="another-chamber")
    assert get_totals(other.organisation_id, other.edition_id).takings_minor is None
    with pytest.raises(NotFound):
        get_totals(other.organisation_id, fair.edition_id)
