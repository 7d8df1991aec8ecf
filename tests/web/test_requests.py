"""The public form, the counter, the list: what people see and type."""

import uuid
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from fairapp.queries.requests import count_requests_by_state, get_request, list_choices, list_requests
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.crafts import seed_crafts
from fairapp.services.editions import set_request_window
from fairapp.services.new_requests import NewRequest
from fairapp.services.requests import submit_requests
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.office import PLAN, an_edition, an_exhibitor

HERE = "/editions/jeddah-2014/requests"
PUBLIC = "/o/jeddah-chamber/jeddah-2014/request"


@pytest.fixture
def actor(sqlite_client: FlaskClient) -> Actor:
    return an_organisation()


@pytest.fixture
def office(sqlite_client: FlaskClient, actor: Actor) -> FlaskClient:
    return signed_in(sqlite_client, an_account(actor, "organiser", language="en"))


def an_open_edition(actor: Actor) -> uuid.UUID:
    edition_id = an_edition(actor, plan=PLAN)
    set_request_window(actor, edition_id, opens_at=now() - timedelta(days=1), closes_at=None, terms="شرط واحد")
    return edition_id


def typed(actor: Actor, **more: str) -> dict[str, str]:
    return {
        "name": "نورة الحربي", "kind": "family", "craft": str(seed_crafts(actor)["pottery"]), "phone": "٠٥٥١٢٣٤٥٦٧",
        "choice-1": "B/std", "choice-2": "A/std", "choice-3": "B/std", "needs": "power", "terms": "1", **more,
    }  # fmt: skip


def many(actor: Actor, count: int) -> uuid.UUID:
    edition_id = an_open_edition(actor)
    families = [an_exhibitor(actor, f"أسرة رقم {n}") for n in range(count)]
    submit_requests(actor, edition_id, [NewRequest(exhibitor_id=family, choices=("A/std",)) for family in families])
    return edition_id


def test_a_family_asks_and_keeps_her_code(sqlite_client: FlaskClient, actor: Actor) -> None:
    edition_id = an_open_edition(actor)
    form = sqlite_client.get(PUBLIC).get_data(as_text=True)
    assert 'dir="rtl"' in form
    assert "شرط واحد" in form
    answer = sqlite_client.post(PUBLIC, data=typed(actor))
    assert answer.status_code == 302
    page = sqlite_client.get(answer.headers["Location"]).get_data(as_text=True)
    (row,) = list_requests(actor.organisation_id, edition_id)
    assert row.code in page
    assert "نورة" not in page
    assert "551234567" not in page
    assert list_choices(actor.organisation_id, edition_id)[row.id] == (("class", "B/std"), ("class", "A/std"))
    assert (row.needs, row.anywhere, row.source) == (("power",), False, "public")


def test_the_form_speaks_the_visitors_language(sqlite_client: FlaskClient, actor: Actor) -> None:
    an_organisation("second-chamber")
    an_open_edition(actor)
    french = sqlite_client.get(PUBLIC, headers={"Accept-Language": "fr"}).get_data(as_text=True)
    assert '<html lang="fr-SA" dir="ltr"' in french
    assert "Demander un stand" in french


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"terms": ""}, "terms-not-accepted", 400),
        ({"craft": ""}, "craft-missing", 400),
        ({"craft": "nothing"}, "unknown-craft", 404),
        ({"choice-1": "Z/std"}, "unknown-choice", 400),
        ({"phone": ""}, "phone-missing", 400),
        ({"needs": "gold", "watts": "much"}, "number-unreadable", 400),
        ({"national_number": "x"}, "national-number-unreadable", 400),
    ],
)
def test_what_was_typed_comes_back(
    sqlite_client: FlaskClient, actor: Actor, change: dict[str, str], code: str, status: int
) -> None:
    an_open_edition(actor)
    answer = sqlite_client.post(PUBLIC, data=typed(actor, note="ملاحظة <b>", **change))
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert f'data-code="{code}"' in page
    assert "نورة الحربي" in page
    assert "ملاحظة &lt;b&gt;" in page


def test_unticked_terms_and_a_second_request_are_refused(sqlite_client: FlaskClient, actor: Actor) -> None:
    an_open_edition(actor)
    without = {name: value for name, value in typed(actor).items() if name != "terms"}
    assert 'data-code="terms-not-accepted"' in sqlite_client.post(PUBLIC, data=without).get_data(as_text=True)
    sqlite_client.post(PUBLIC, data=typed(actor))
    again = sqlite_client.post(PUBLIC, data=typed(actor))
    assert again.status_code == 409
    assert 'data-code="already-requested"' in again.get_data(as_text=True)


def test_a_closed_form_says_so(sqlite_client: FlaskClient, actor: Actor) -> None:
    an_edition(actor, plan=PLAN)
    assert 'name="phone"' not in sqlite_client.get(PUBLIC).get_data(as_text=True)
    answer = sqlite_client.post(PUBLIC, data=typed(actor))
    assert 'data-code="requests-not-open"' in answer.get_data(as_text=True)


def test_a_code_is_found_however_it_is_typed(sqlite_client: FlaskClient, actor: Actor) -> None:
    edition_id = many(actor, 1)
    code = list_requests(actor.organisation_id, edition_id)[0].code
    answer = sqlite_client.get(f"{PUBLIC}/status", query_string={"code": f" {code[:3].lower()}-{code[3:].lower()} "})
    assert answer.headers["Location"] == f"{PUBLIC}/{code}"
    for wrong, status in (("AAAAAA", 404), ("؟", 400)):
        assert sqlite_client.get(f"{PUBLIC}/status", query_string={"code": wrong}).status_code == status
    for path in (f"{PUBLIC}/AAAAAA", "/o/none/jeddah-2014/request", "/o/jeddah-chamber/none/request"):
        assert sqlite_client.get(path).status_code == 404


def test_the_family_withdraws_on_her_page(sqlite_client: FlaskClient, actor: Actor) -> None:
    edition_id = an_open_edition(actor)
    sqlite_client.post(PUBLIC, data=typed(actor))
    code = list_requests(actor.organisation_id, edition_id)[0].code
    wrong = sqlite_client.post(f"{PUBLIC}/{code}/withdrawal", data={"phone": "0500000000"})
    assert 'data-code="phone-not-hers"' in wrong.get_data(as_text=True)
    sqlite_client.post(f"{PUBLIC}/{code}/withdrawal", data={"phone": "0551234567"})
    assert get_request(actor.organisation_id, edition_id, code).state == "withdrawn"
    assert "/withdrawal" not in sqlite_client.get(f"{PUBLIC}/{code}").get_data(as_text=True)


def test_all_that_a_filter_shows_is_decided_at_once(office: FlaskClient, actor: Actor) -> None:
    edition_id = many(actor, 55)
    first = office.get(HERE).get_data(as_text=True)
    assert first.count('name="request"') == 50
    assert office.get(f"{HERE}?page=2").get_data(as_text=True).count('name="request"') == 5
    answer = office.post(f"{HERE}/decisions", data={"all": "1", "decision": "eligible", "state": "submitted"})
    assert answer.headers["Location"] == f"{HERE}?state=submitted"
    assert count_requests_by_state(actor.organisation_id, edition_id)["eligible"] == 55


def test_ticked_ones_need_a_reason_to_be_ineligible(office: FlaskClient, actor: Actor) -> None:
    edition_id = many(actor, 2)
    row = list_requests(actor.organisation_id, edition_id)[0]
    data = {"request": str(row.id), "decision": "ineligible"}
    refused = office.post(f"{HERE}/decisions", data=data)
    assert refused.status_code == 400
    assert 'data-code="reason-missing"' in refused.get_data(as_text=True)
    assert f'value="{row.id}" aria-label="{row.exhibitor}" checked' in refused.get_data(as_text=True)
    office.post(f"{HERE}/decisions", data={**data, "reason": "منتجات مستوردة"})
    page = office.get(f"{HERE}/{row.code}").get_data(as_text=True)
    assert "منتجات مستوردة" in page
    for ids in ([], ["nonsense"]):
        none = office.post(f"{HERE}/decisions", data={"request": ids, "decision": "eligible"})
        assert 'data-code="nothing-ticked"' in none.get_data(as_text=True)


def test_a_request_is_withdrawn_and_written_again_at_the_counter(office: FlaskClient, actor: Actor) -> None:
    edition_id = many(actor, 1)
    row = list_requests(actor.organisation_id, edition_id)[0]
    found = office.get(f"{HERE}/desk", query_string={"q": "اسره رقم"}).get_data(as_text=True)
    assert row.code in found
    office.post(f"{HERE}/{row.code}/withdrawal", data={"reason": "سفر"})
    assert get_request(actor.organisation_id, edition_id, row.code).state == "withdrawn"
    address = f"{HERE}/desk/{row.exhibitor_id}"
    assert address in office.get(f"{HERE}/desk", query_string={"q": "اسره رقم"}).get_data(as_text=True)
    assert office.get(address).status_code == 200
    answer = office.post(address, data={"choice-1": "B/std", "anywhere": "1", "terms": "1"})
    assert answer.status_code == 302
    second = list_requests(actor.organisation_id, edition_id)[1]
    assert (second.source, second.state, second.anywhere) == ("desk", "submitted", True)
    assert office.post(address, data={"anywhere": "1"}).status_code == 409


def test_the_window_and_the_link(office: FlaskClient, actor: Actor) -> None:
    an_edition(actor, plan=PLAN)
    data = {"opens_at": "2014-10-01T08:00", "closes_at": "2014-10-20T23:59", "terms": "شروط"}
    assert office.post(f"{HERE}/window", data=data).status_code == 302
    page = office.get(f"{HERE}/window").get_data(as_text=True)
    assert 'value="2014-10-01T08:00"' in page
    assert PUBLIC in page
    back = office.post(f"{HERE}/window", data={**data, "closes_at": "2014-09-01T00:00"})
    assert 'data-code="window-disordered"' in back.get_data(as_text=True)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_as_a_file_is_filtered_and_safe(office: FlaskClient, actor: Actor, kind: str) -> None:
    edition_id = an_open_edition(actor)
    families = [an_exhibitor(actor, "=1+1", phone="+966551234567"), an_exhibitor(actor, "نورة", craft="zellij")]
    submit_requests(actor, edition_id, [NewRequest(exhibitor_id=family, choices=("A/std",)) for family in families])
    answer = office.get(f"{HERE}/list.{kind}?craft=pottery")
    assert answer.status_code == 200
    if kind == "csv":
        lines = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
        assert len(lines) == 2
        assert "'=1+1" in lines[1]
        assert "+966551234567" in lines[1]
