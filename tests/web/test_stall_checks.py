"""The pages of the checks: who may act, what a marshal sees before she has counted, what is said afterwards."""

import hashlib
import json

import pytest
from flask.testing import FlaskClient

from fairapp.queries.editions import get_edition
from fairapp.queries.stall_checks import find_sample
from fairapp.services.clock import replaying
from fairapp.services.stall_checks import draw_sample, record_check
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.draws import SLUG
from tests.factories.results import AFTER, HeldFair, held_fair, moment

CHECKS = f"/editions/{SLUG}/checks"
SUM = "٤٠٠٫٠٠"


@pytest.fixture
def fair(sqlite_app: object) -> HeldFair:
    """Six families sold 400.00 in the first session; the last of them ten times that."""
    made = held_fair()
    for seller in range(6):
        made.sell(seller, 1, 40_000 if seller < 5 else 400_000)
    return made


def signed(fair: HeldFair, client: FlaskClient, role: str = "marshal") -> FlaskClient:
    return signed_in(client, an_account(fair.actor, role))


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    with replaying(AFTER):
        answer = client.get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return answer.get_data(as_text=True)


def send(client: FlaskClient, address: str, status: int = 302, **typed: str) -> str:
    with replaying(AFTER):
        answer = client.post(address, data=typed)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return answer.get_data(as_text=True)


def stall(fair: HeldFair, seller: int) -> str:
    return f"{CHECKS}/{fair.exhibitors[seller]}"


def test_the_stalls_are_drawn_on_the_page_and_can_be_computed_again(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client)
    assert "إجراء القرعة" in page(client, f"{CHECKS}?session=1")
    assert page(client, f"{CHECKS}/sample.json?session=1", 404)
    send(client, f"{CHECKS}/sample", session="1")
    shown = page(client, f"{CHECKS}?session=1")
    assert "٠ من ١" in shown
    assert "sha256sum" in shown
    told = json.loads(page(client, f"{CHECKS}/sample.json?session=1"))
    line = f"fairapp-check/1|{told['digits']}|1|{told['heads_hash']}|"
    assert line in shown
    order = sorted(told["stalls"], key=lambda one: hashlib.sha256((line + one).encode()).hexdigest())
    assert told["chosen"] == order[:1]
    assert 'data-code="sample-drawn"' in send(client, f"{CHECKS}/sample", 409, session="1")
    assert 'data-code="nobody-to-check"' in send(client, f"{CHECKS}/sample", 409, session="2")
    for session in ("9", "x", ""):
        send(client, f"{CHECKS}/sample", 404, session=session)


def test_nothing_is_drawn_while_the_session_runs(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client)
    with replaying(moment(1)):
        shown = client.get(f"{CHECKS}?session=1").get_data(as_text=True)
        assert client.post(f"{CHECKS}/sample", data={"session": "1"}).status_code == 409
    assert "إجراء القرعة" not in shown
    assert "أجنحة تستحق الزيارة" not in shown


def test_what_stands_out_is_told_with_its_figure_and_without_the_sum(
    fair: HeldFair, sqlite_client: FlaskClient
) -> None:
    shown = page(signed(fair, sqlite_client), f"{CHECKS}?session=1")
    assert "المبيعات ١٠ أضعاف الوسيط أو أكثر (كل الحرف، ٦ عارضين)" in shown
    assert "وليس في هذا اتهام لأحد" in shown
    assert "٤٬٠٠٠" not in shown


def test_the_sum_is_shown_only_after_something_was_found(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client)
    assert SUM not in page(client, f"{stall(fair, 0)}?session=1")
    send(client, stall(fair, 0), session="1", found="٤٠٥", note="دفتر")
    shown = page(client, f"{stall(fair, 0)}?session=1")
    assert SUM in shown
    assert "المجموعان متفقان" in shown
    send(client, stall(fair, 0), session="1", found="900")
    shown = page(client, f"{stall(fair, 0)}?session=1")
    assert "غير مطابق" in shown
    assert "٥٠٠٫٠٠" in shown
    assert "زيارات سابقة" in shown


def test_the_new_sum_after_a_late_line_stays_unseen(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client)
    send(client, stall(fair, 0), session="1", found="400")
    fair.sell(0, 1, 7_700)
    assert "٤٧٧" not in page(client, f"{stall(fair, 0)}?session=1")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "found-missing"), ("قليل", "amount-unreadable"), ("-5", "amount-unreadable"), ("9" * 30, "amount-too-large")],
)
def test_what_cannot_be_read_is_shown_back(fair: HeldFair, sqlite_client: FlaskClient, typed: str, code: str) -> None:
    shown = send(signed(fair, sqlite_client), stall(fair, 0), 400, session="1", found=typed, note="ملاحظة")
    assert f'data-code="{code}"' in shown
    assert "ملاحظة" in shown
    assert SUM not in shown


def test_any_stall_is_found_by_name_number_or_booth(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client)
    assert f"/checks/{fair.exhibitors[0]}?" not in page(client, f"{CHECKS}?session=1")
    assert "/checks/" in page(client, f"{CHECKS}?session=1&q=a-02")
    assert "لا نتائج تطابق هذا البحث." in page(client, f"{CHECKS}?session=1&q=zzz")


@pytest.mark.parametrize("role", ["organiser", "marshal"])
def test_organisers_and_marshals_act(fair: HeldFair, sqlite_client: FlaskClient, role: str) -> None:
    client = signed(fair, sqlite_client, role)
    send(client, f"{CHECKS}/sample", session="1")
    send(client, stall(fair, 0), session="1", found="400")


def test_reviewers_read_and_exhibitors_do_not(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client, "reviewer")
    assert "إجراء القرعة" not in page(client, f"{CHECKS}?session=1")
    assert 'name="found"' not in page(client, f"{stall(fair, 0)}?session=1")
    send(client, f"{CHECKS}/sample", 403, session="1")
    send(client, stall(fair, 0), 403, session="1", found="1")
    client.post("/sign-out")
    exhibitor = an_account(fair.actor, "exhibitor", exhibitor_id=fair.exhibitors[0])
    assert page(signed_in(client, exhibitor), CHECKS, 403)


def test_another_organisations_stall_is_not_there(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    stranger = an_organisation("elsewhere")
    client = signed_in(sqlite_client, an_account(stranger, "organiser"))
    for address in (CHECKS, f"{CHECKS}/list.csv", f"{CHECKS}/sample.json", stall(fair, 0)):
        page(client, address, 404)
    for address in (f"{CHECKS}/sample", stall(fair, 0), f"/editions/{SLUG}/settings/checks"):
        send(client, address, 404, session="1", found="1")
    other = held_fair(organisation="third")
    mine = signed_in(client, an_account(other.actor, "marshal"))
    page(mine, stall(fair, 0), 404)
    send(mine, stall(fair, 0), 404, session="1", found="1")


def test_the_visits_leave_as_a_file(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client)
    with replaying(AFTER):
        draw_sample(fair.actor, fair.edition_id, 1)
        sample = find_sample(fair.organisation_id, fair.edition_id, 1)
        assert sample is not None
        record_check(
            fair.actor, fair.edition_id, exhibitor_id=sample.chosen[0], session_number=1, found_minor=1_250,
            cause="chosen", note="=1+1",
        )  # fmt: skip
    table = page(client, f"{CHECKS}/list.csv?session=1")
    assert "12.50" in table
    assert "\n=1+1" not in table
    assert ",=1+1" not in table
    with replaying(AFTER):
        assert client.get(f"{CHECKS}/list.xlsx?session=1").data.startswith(b"PK")
    page(client, f"{CHECKS}/list.exe?session=1", 404)


def test_her_own_statement_and_the_results_say_it(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    with replaying(AFTER):
        for seller, found in ((0, 40_000), (1, 90_000)):
            record_check(
                fair.actor, fair.edition_id, exhibitor_id=fair.exhibitors[seller], session_number=1,
                found_minor=found, cause="chosen",
            )  # fmt: skip
    client = signed(fair, sqlite_client, "organiser")
    results = f"/editions/{SLUG}/results"
    assert "دقّقه مشرف ميداني" in page(client, f"{results}/exhibitors/{fair.exhibitors[0]}")
    assert "وجد مشرف" in page(client, f"{results}/exhibitors/{fair.exhibitors[1]}")
    assert "التدقيق لم يطابق" in page(client, f"{results}/exhibitors?show=differs")
    shown = page(client, results)
    assert "زيارة تدقيق واحدة خالفت نتيجتها المسجَّل." in shown
    assert "مدقَّق" in shown
    fair.sell(0, 1, 100)
    assert "تغيّر بعد أن دقّقه مشرف" in page(client, f"{results}/exhibitors/{fair.exhibitors[0]}")


def test_the_organiser_sets_the_tolerance_in_any_digits(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client, "organiser")
    settings = f"/editions/{SLUG}/settings"
    send(client, f"{settings}/checks", tolerance_percent="٣", tolerance_units="٥٠", check_percent="٢٥")
    row = get_edition(fair.organisation_id, SLUG)
    assert (row.tolerance_percent, row.tolerance_units, row.check_percent) == (3, 50, 25)
    refused = send(client, f"{settings}/checks", 400, tolerance_percent="300", tolerance_units="1", check_percent="1")
    assert 'data-code="percent-out-of-range"' in refused
    assert 'value="300"' in refused
    empty = send(client, f"{settings}/checks", 400, tolerance_percent="", tolerance_units="1", check_percent="1")
    assert 'data-code="number-unreadable"' in empty
