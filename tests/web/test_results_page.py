"""The page of results and an exhibitor's statement, as people with different roles see them."""

import re
from datetime import timedelta

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from fairapp.services.clock import replaying
from tests.factories.accounts import an_account, signed_in
from tests.factories.results import HeldFair, held_fair, moment

RESULTS = "/editions/jeddah-2014/results"


@pytest.fixture
def fair(sqlite_app: Flask) -> HeldFair:
    fair = held_fair()
    for seller in range(6):
        fair.sell(seller, 1, 83_350_000)
    fair.sell(0, 2, 50_000)
    fair.enter(1, 10_021)
    return fair


def organiser(client: FlaskClient, fair: HeldFair, language: str = "ar") -> FlaskClient:
    return signed_in(client, an_account(fair.actor, "organiser", language=language))


def shown(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_the_page_opens_with_the_true_sentences(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = organiser(sqlite_client, fair)
    page = shown(client, RESULTS)
    assert "بلغت مبيعات ٦ عارضين أكثر من ٥ ملايين ريال." in page
    assert "سجّلت البوابات أكثر من ١٠ آلاف دخول في ٣ أيام." in page
    fair.refund(0, 2, 200_000)
    page = shown(client, RESULTS)
    assert "أكثر من ٥ ملايين" not in page
    assert "بلغت مبيعات ٦ عارضين ٤٬٩٩٩٬٥٠٠ ريال." in page


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_language_and_nothing_inline(fair: HeldFair, sqlite_client: FlaskClient, language: str) -> None:
    client = organiser(sqlite_client, fair, language)
    for path in (RESULTS, f"{RESULTS}?session=2", f"{RESULTS}?session=nonsense", f"{RESULTS}/exhibitors"):
        page = shown(client, path)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
        assert 'dir="rtl"' in page if language == "ar" else 'dir="ltr"' in page
    assert 'role="img"' in shown(client, RESULTS)


def test_the_live_part_is_the_part_of_the_page(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = organiser(sqlite_client, fair)
    part = shown(client, f"{RESULTS}/figures?session=1")
    assert "<html" not in part
    assert "أكثر من ٥ ملايين ريال" in part
    assert f'data-live="{RESULTS}/figures?session=1"' in shown(client, f"{RESULTS}?session=1")


def test_so_far_while_the_fair_runs(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = organiser(sqlite_client, fair)
    with replaying(moment(2) + timedelta(hours=1)):
        page = shown(client, RESULTS)
    assert "حتى الآن، ٦:٣٠\u00a0م، المستوى ج، ١ من ٦ أجنحة" in page
    assert "حتى الآن" not in shown(client, RESULTS)


def test_who_has_not_closed_is_one_click_away(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    for session, minor in ((1, 83_350_000), (2, 50_000), (3, 0)):
        sales = 1 if minor else 0
        fair.close(0, session, sales=sales, sales_minor=minor, counted_minor=minor)
    client = organiser(sqlite_client, fair)
    assert f'href="{RESULTS}/exhibitors?show=not-closed"' in shown(client, RESULTS)
    missing = shown(client, f"{RESULTS}/exhibitors?show=not-closed")
    assert len(re.findall(rf'href="{RESULTS}/exhibitors/[0-9a-f-]{{36}}"', missing)) == 5
    assert "مطابق" in shown(client, f"{RESULTS}/exhibitors")


@pytest.mark.parametrize("table", ["sessions", "hours", "gates", "methods", "halls", "crafts", "kinds"])
def test_every_table_is_a_file(fair: HeldFair, sqlite_client: FlaskClient, table: str) -> None:
    client = organiser(sqlite_client, fair, "en")
    assert client.get(f"{RESULTS}/tables/{table}.xlsx").data.startswith(b"PK")
    lines = client.get(f"{RESULTS}/tables/{table}.csv").data.decode("utf-8-sig").splitlines()
    assert len(lines) > 1
    assert client.get(f"{RESULTS}/tables/{table}.exe").status_code == 404


def test_exhibitors_as_a_file_hold_what_the_search_found(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    client = organiser(sqlite_client, fair, "en")
    lines = client.get(f"{RESULTS}/exhibitors.csv").data.decode("utf-8-sig").splitlines()
    assert len(lines) == 7
    assert "834000.00" in lines[1]
    assert len(client.get(f"{RESULTS}/exhibitors.csv?show=silent").data.decode("utf-8-sig").splitlines()) == 1
    assert client.get(f"{RESULTS}/tables/secrets.csv").status_code == 404


def test_the_report_is_a_pdf_and_withholds_small_groups(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    answer = organiser(sqlite_client, fair, "en").get(f"{RESULTS}/report.pdf")
    assert answer.mimetype == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.data)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    assert "more than 5 million riyals" in text
    assert "withheld" in text


def test_an_empty_edition_says_what_to_expect(sqlite_app: Flask, sqlite_client: FlaskClient) -> None:
    fair = held_fair()
    page = shown(organiser(sqlite_client, fair, "en"), RESULTS)
    assert "nothing has been reported yet" in page
    assert "not available" in page
    assert "came to" not in page


def test_an_exhibitor_sees_her_own_and_nothing_else(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    email = an_account(fair.actor, "exhibitor", language="en", exhibitor_id=fair.exhibitors[0])
    client = signed_in(sqlite_client, email)
    assert client.get("/statement").headers["Location"] == "/statement/jeddah-2014"
    page = shown(client, "/statement/jeddah-2014")
    assert "834,000.00" in page
    for path in (RESULTS, f"{RESULTS}/exhibitors", f"{RESULTS}/exhibitors/{fair.exhibitors[0]}"):
        assert client.get(path).status_code == 403


def test_organisers_open_anybodys_statement_of_their_own_fair(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    other = held_fair(organisation="another-chamber")
    client = organiser(sqlite_client, fair, "en")
    assert "834,000.00" in shown(client, f"{RESULTS}/exhibitors/{fair.exhibitors[0]}")
    assert client.get(f"{RESULTS}/exhibitors/{other.exhibitors[0]}").status_code == 404


def test_nobody_reads_results_without_the_role(fair: HeldFair, sqlite_client: FlaskClient) -> None:
    assert sqlite_client.get(RESULTS).headers["Location"].startswith("/sign-in")
    client = signed_in(sqlite_client, an_account(fair.actor, "marshal"))
    assert client.get(RESULTS).status_code == 403
