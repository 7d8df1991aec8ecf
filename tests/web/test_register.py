"""The pages of the register, as an organiser and others see them."""

import io
import re

import pytest
from flask.testing import FlaskClient

from fairapp.queries.register import list_exhibitors
from fairapp.services.audit import Actor
from fairapp.services.crafts import seed_crafts
from fairapp.services.register import add_exhibitor
from fairapp.services.register_columns import guess_columns
from fairapp.services.register_files import read_register_file
from fairapp.services.register_preview import preview_file
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.register_files import a_register, as_csv

FORM = {"name": "فاطمة بنت سعيد", "kind": "family", "phone": "0551234567", "town": "جدة", "groups": "new، rural"}


@pytest.fixture
def actor(sqlite_client: FlaskClient) -> Actor:
    chamber = an_organisation()
    seed_crafts(chamber)
    signed_in(sqlite_client, an_account(chamber, "organiser"))
    return chamber


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def upload(client: FlaskClient, content: bytes, name: str = "r.csv") -> str:
    answer = client.post("/register/imports", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def test_an_empty_register_says_what_to_do(sqlite_client: FlaskClient, actor: Actor) -> None:
    page = text_of(sqlite_client, "/register")
    assert "السجل فارغ" in page
    assert 'href="/register/imports"' in page


def test_an_exhibitor_is_added_found_and_changed(sqlite_client: FlaskClient, actor: Actor) -> None:
    where = sqlite_client.post("/register", data=FORM).headers["Location"]
    assert "فاطمة بنت سعيد" in text_of(sqlite_client, where)
    assert where in text_of(sqlite_client, "/register?search=فاطمه+سعيد")
    assert where not in text_of(sqlite_client, "/register?search=منى")
    assert 'value="new، rural"' in text_of(sqlite_client, f"{where}/edit")
    sqlite_client.post(where, data={**FORM, "name": "فاطمة السعيد"})
    assert "فاطمة السعيد" in text_of(sqlite_client, where)


def test_what_was_typed_comes_back_with_the_reason(sqlite_client: FlaskClient, actor: Actor) -> None:
    answer = sqlite_client.post("/register", data={**FORM, "name": " ", "note": "ملاحظة مهمة"})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, 'data-code="name-missing"' in page, "ملاحظة مهمة" in page) == (400, True, True)


def test_a_likeness_is_shown_before_it_is_added_all_the_same(sqlite_client: FlaskClient, actor: Actor) -> None:
    sqlite_client.post("/register", data=FORM)
    answer = sqlite_client.post("/register", data=FORM)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, 'data-code="exhibitor-similar"' in page) == (409, True)
    assert "although_similar" in page
    assert sqlite_client.post("/register", data={**FORM, "although_similar": "yes"}).status_code == 302


def test_members_are_added_and_removed(sqlite_client: FlaskClient, actor: Actor) -> None:
    where = sqlite_client.post("/register", data={**FORM, "kind": "cooperative"}).headers["Location"]
    sqlite_client.post(f"{where}/members", data={"name": "أمينة", "woman": "yes"})
    page = text_of(sqlite_client, where)
    removal = re.search(rf'action="({where}/members/[^"]+/removal)"', page)
    assert removal is not None
    again = sqlite_client.post(f"{where}/members", data={"name": "امينه"})
    assert (again.status_code, 'data-code="member-exists"' in again.get_data(as_text=True)) == (409, True)
    sqlite_client.post(removal[1])
    assert "أمينة" not in text_of(sqlite_client, where)


def test_a_reviewer_reads_and_a_marshal_does_not(sqlite_client: FlaskClient, actor: Actor) -> None:
    where = sqlite_client.post("/register", data=FORM).headers["Location"]
    reviewer = signed_in(sqlite_client.application.test_client(), an_account(actor, "reviewer"))
    assert "/register/new" not in text_of(reviewer, "/register")
    assert reviewer.post(where, data=FORM).status_code == 403
    marshal = signed_in(sqlite_client.application.test_client(), an_account(actor, "marshal"))
    assert marshal.get("/register").status_code == 403


def test_another_organisations_exhibitor_is_not_there(sqlite_client: FlaskClient, actor: Actor) -> None:
    other = an_organisation("other")
    theirs = add_exhibitor(other, name="غريبة", kind="family", craft_id=None)
    for address in (f"/register/{theirs}", f"/register/{theirs}/edit"):
        assert sqlite_client.get(address).status_code == 404
    assert sqlite_client.post(f"/register/{theirs}", data=FORM).status_code == 404
    assert sqlite_client.post(f"/register/{theirs}/members", data={"name": "x"}).status_code == 404
    assert "غريبة" not in text_of(sqlite_client, "/register")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_list_taken_away_is_a_file_that_comes_back_unchanged(
    sqlite_client: FlaskClient, actor: Actor, language: str, form: str
) -> None:
    sqlite_client.post(upload(sqlite_client, as_csv(a_register(70))) + "/writing")
    assert len(list_exhibitors(actor.organisation_id)) == 70
    reader = signed_in(
        sqlite_client.application.test_client(), an_account(actor, "organiser", "reviewer", language=language)
    )
    answer = reader.get(f"/register/export.{form}")
    assert answer.headers["Content-Disposition"].endswith(f"register.{form}")
    sheet = read_register_file(answer.data, maximum_bytes=8_000_000)
    assert len(guess_columns(sheet).columns) == len(sheet.rows[0].cells) == 9
    assert preview_file(actor.organisation_id, answer.data).counts == {"unchanged": 70}


def test_a_file_is_shown_then_written_once(sqlite_client: FlaskClient, actor: Actor) -> None:
    rows = [*a_register(3), ("", "=1", "", "", "", "", "", ""), ("", "هند", "ملك", "", "", "", "", "")]
    where = upload(sqlite_client, as_csv(rows))
    page = text_of(sqlite_client, where)
    assert page.count('data-code="') == 2
    assert 'data-code="cell-formula"' in page
    assert list_exhibitors(actor.organisation_id) == []
    refused = sqlite_client.get(f"{where}/refused.csv").data.decode("utf-8-sig").splitlines()
    assert len(refused) == 3
    assert refused[1].startswith(",'=1,")
    assert "6" in refused[2]
    sqlite_client.post(f"{where}/writing")
    assert len(list_exhibitors(actor.organisation_id)) == 3
    assert "أُضيف ٣ عارضين" in text_of(sqlite_client, where)
    assert sqlite_client.post(f"{where}/writing").status_code == 409
    again = sqlite_client.get(f"{where}/refused.csv").data.decode("utf-8-sig").splitlines()
    assert again == refused


def test_unnamed_columns_are_asked_about_with_guesses(sqlite_client: FlaskClient, actor: Actor) -> None:
    content = as_csv([row[1:5] for row in a_register(9)], ("أ", "ب", "ج", "د"))
    where = upload(sqlite_client, content)
    assert sqlite_client.get(where).headers["Location"] == f"{where}/columns"
    page = text_of(sqlite_client, f"{where}/columns")
    assert re.findall(r'value="(\w+)" selected', page)[:4] == ["name", "kind", "craft", "phone"]
    twice = sqlite_client.post(f"{where}/columns", data={"column-0": "name", "column-1": "name", "kind": "family"})
    assert 'data-code="field-twice"' in twice.get_data(as_text=True)
    sqlite_client.post(f"{where}/columns", data={"column-0": "name", "kind": "artisan", "headings": "yes"})
    sqlite_client.post(f"{where}/writing")
    assert {row.kind for row in list_exhibitors(actor.organisation_id)} == {"artisan"}


def test_decisions_about_duplicates_are_kept(sqlite_client: FlaskClient, actor: Actor) -> None:
    add_exhibitor(actor, name="منى", kind="family", craft_id=None, number="5")
    where = upload(sqlite_client, as_csv([("5", "هند")], ("رقم السجل", "الاسم")))
    assert 'name="row-2"' in text_of(sqlite_client, f"{where}?fate=duplicate")
    sqlite_client.post(f"{where}/decisions", data={"row-2": "update", "fate": "duplicate"})
    assert '<option value="update" selected' in text_of(sqlite_client, f"{where}?fate=duplicate")
    sqlite_client.post(f"{where}/writing")
    assert [row.name for row in list_exhibitors(actor.organisation_id)] == ["هند"]


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"", "file-empty", 400),
        ("الاسم\nمنى".encode("utf-16"), "file-encoding-unknown", 400),
        (b"PK\x03\x04 nothing", "file-not-xlsx", 400),
        (bytes(9_000_000), "too-large", 413),
    ],
)
def test_a_bad_file_says_why(sqlite_client: FlaskClient, actor: Actor, content: bytes, code: str, status: int) -> None:
    answer = sqlite_client.post("/register/imports", data={"file": (io.BytesIO(content), "r.csv")})
    assert (answer.status_code, code in answer.get_data(as_text=True)) == (status, True)
    answer.request.environ["wsgi.input"].close()  # the test client keeps a large body in a file
    assert 'data-code="file-missing"' in sqlite_client.post("/register/imports").get_data(as_text=True)
