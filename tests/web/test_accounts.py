"""Accounts by invitation, and what the audit log then says."""

import re

from flask import Flask
from flask.testing import FlaskClient

from fairapp.services.audit import Actor
from tests.factories.accounts import PASSWORD, an_account, an_organisation, signed_in


def administrator(client: FlaskClient) -> Actor:
    actor = an_organisation()
    signed_in(client, an_account(actor, "administrator", language="en"))
    return actor


def invited(client: FlaskClient, email: str = "new@example.org") -> str:
    """The path of the link shown after inviting somebody."""
    answer = client.post("/accounts", data={"email": email, "name": "Nadia", "roles": ["organiser", "reviewer"]})
    found = re.search(r"http://[^/]+(/sign-in/password/[\w-]+)", answer.get_data(as_text=True))
    assert found
    return found[1]


def test_an_invitation_sets_a_password_once(app: Flask, client: FlaskClient) -> None:
    administrator(client)
    path = invited(client)
    newcomer = app.test_client()
    assert newcomer.post(path, data={"password": "short"}).status_code == 400, "the link outlives a bad password"
    assert newcomer.post(path, data={"password": PASSWORD}).status_code == 302
    assert newcomer.post(path, data={"password": "another long phrase"}).status_code == 410
    signed_in(newcomer, "new@example.org")
    assert newcomer.get("/audit").status_code == 200
    assert newcomer.get("/accounts").status_code == 403


def test_a_closed_account_is_signed_out_everywhere(app: Flask, client: FlaskClient) -> None:
    administrator(client)
    path = invited(client)
    newcomer = app.test_client()
    newcomer.post(path, data={"password": PASSWORD})
    signed_in(newcomer, "new@example.org")
    closing = re.findall(r"/accounts/[0-9a-f-]{36}/closing", client.get("/accounts").get_data(as_text=True))
    assert len(closing) == 1, "nobody closes herself"
    client.post(closing[0])
    assert newcomer.get("/").headers["Location"] == "/sign-in"
    refused = newcomer.post("/sign-in", data={"email": "new@example.org", "password": PASSWORD})
    assert refused.status_code == 400
    client.post(closing[0].replace("closing", "opening"))
    signed_in(newcomer, "new@example.org")


def test_the_same_address_twice_is_told_and_kept(sqlite_app: Flask, sqlite_client: FlaskClient) -> None:
    administrator(sqlite_client)
    invited(sqlite_client)
    again = sqlite_client.post("/accounts", data={"email": "NEW@example.org", "name": "Nadia Two"})
    assert again.status_code == 409
    page = again.get_data(as_text=True)
    assert 'data-code="account-exists"' in page
    assert "Nadia Two" in page


def test_the_audit_log_tells_who_did_what(sqlite_app: Flask, sqlite_client: FlaskClient) -> None:
    administrator(sqlite_client)
    invited(sqlite_client)
    page = sqlite_client.get("/audit?action=account.").get_data(as_text=True)
    assert "Account created" in page
    assert "new@example.org" in page
    rows = page.split("<tbody>")[1]
    assert "Organisation set up" not in rows, "another kind of act"
    assert "new@example.org" not in sqlite_client.get("/audit?who=%25").get_data(as_text=True), "% is no wildcard"


def test_the_language_is_remembered_with_the_account(sqlite_app: Flask, sqlite_client: FlaskClient) -> None:
    actor = an_organisation()
    email = an_account(actor, "organiser")
    signed_in(sqlite_client, email)
    answer = sqlite_client.post("/language", data={"language": "fr", "next": "//evil.example/"})
    assert answer.headers["Location"] == "/", "only this site"
    elsewhere = signed_in(sqlite_app.test_client(), email)
    assert 'lang="fr-SA"' in elsewhere.get("/").get_data(as_text=True)
