"""From an empty installation to a signed-in administrator."""

import pytest
from flask.testing import FlaskClient

FIRST = {
    "organisation": "غرفة جدة",
    "country": "SA",
    "name": "منال",
    "email": "Admin@Example.org",
    "password": "a long enough phrase",
}


def test_an_empty_installation_asks_to_be_set_up(client: FlaskClient) -> None:
    assert client.get("/").headers["Location"] == "/setup"


def test_set_up_signs_the_administrator_in(client: FlaskClient) -> None:
    answer = client.post("/setup", data=FIRST)
    assert answer.headers["Location"] == "/"
    page = client.get("/").get_data(as_text=True)
    assert "غرفة جدة" in page
    assert 'dir="rtl"' in page


def test_set_up_happens_once(client: FlaskClient) -> None:
    client.post("/setup", data=FIRST)
    again = client.post("/setup", data={**FIRST, "email": "other@example.org"})
    assert again.status_code == 400
    assert 'data-code="already-set-up"' in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("organisation", "  ", "field-empty"),
        ("email", "nobody", "email-unreadable"),
        ("password", "short", "password-weak"),
        ("country", "XX", "field-empty"),
    ],
)
def test_what_was_typed_comes_back_with_the_reason(client: FlaskClient, field: str, value: str, code: str) -> None:
    answer = client.post("/setup", data={**FIRST, field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert f'data-code="{code}"' in page
    assert "منال" in page
    assert client.get("/").headers["Location"] == "/setup", "nothing half-made"


def test_sign_out_ends_it_on_the_server(client: FlaskClient) -> None:
    client.post("/setup", data=FIRST)
    cookie = client.get_cookie("fairapp")
    assert cookie is not None
    client.post("/sign-in/out")
    client.set_cookie("fairapp", cookie.value)
    assert client.get("/").headers["Location"] == "/sign-in"


def test_wrong_password_and_unknown_name_get_the_same_answer(client: FlaskClient) -> None:
    client.post("/setup", data=FIRST)
    client.post("/sign-in/out")
    wrong = client.post("/sign-in", data={"email": FIRST["email"], "password": "not this one"})
    unknown = client.post("/sign-in", data={"email": "no@example.org", "password": "not this one"})
    assert wrong.status_code == unknown.status_code == 400
    assert 'data-code="sign-in-refused"' in wrong.get_data(as_text=True)
    assert 'data-code="sign-in-refused"' in unknown.get_data(as_text=True)


def test_many_failures_are_slowed_down(client: FlaskClient) -> None:
    client.post("/setup", data=FIRST)
    client.post("/sign-in/out")
    answers = [client.post("/sign-in", data={"email": FIRST["email"], "password": "no"}) for _ in range(9)]
    assert [a.status_code for a in answers] == [400] * 8 + [429]
