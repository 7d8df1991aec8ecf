"""An exhibitor gets an account of her own from the organiser, and sees her stall by it."""

import re
import uuid

from flask.testing import FlaskClient

from fairapp.services.audit import Actor
from tests.factories.accounts import PASSWORD, an_account, an_organisation, signed_in
from tests.factories.office import an_exhibitor

LINK = re.compile(r"/sign-in/password/[\w-]+")


def given(client: FlaskClient, actor: Actor) -> tuple[uuid.UUID, str]:
    """An exhibitor with an account made by the organiser; returns the link to set its password."""
    exhibitor = an_exhibitor(actor)
    signed_in(client, an_account(actor, "organiser"))
    page = client.post(f"/register/{exhibitor}/accounts", data={"email": "amina@example.org"}).get_data(as_text=True)
    link = LINK.search(page)
    assert link is not None, page
    return exhibitor, link[0]


def test_an_exhibitor_signs_in_and_sees_her_own_page(client: FlaskClient) -> None:
    _, link = given(client, an_organisation())
    client.post("/sign-in/out")
    client.post(link, data={"password": PASSWORD})
    signed_in(client, "amina@example.org")
    assert client.get("/").headers["Location"] == "/statement"
    assert client.get("/statement").status_code == 200
    assert client.get("/register").status_code == 403


def test_an_address_that_is_taken_is_said_and_shown_again(client: FlaskClient) -> None:
    exhibitor, _ = given(client, an_organisation())
    again = client.post(f"/register/{exhibitor}/accounts", data={"email": "amina@example.org"})
    assert again.status_code == 409
    assert 'data-code="account-exists"' in again.get_data(as_text=True)
    assert 'value="amina@example.org"' in again.get_data(as_text=True)


def test_a_link_is_made_for_her_accounts_only(client: FlaskClient) -> None:
    actor = an_organisation()
    exhibitor, _ = given(client, actor)
    page = client.get(f"/register/{exhibitor}/accounts").get_data(as_text=True)
    hers = re.search(rf"/register/{exhibitor}/accounts/([0-9a-f-]+)/link", page)
    assert hers is not None
    assert LINK.search(client.post(hers[0]).get_data(as_text=True))
    other = an_exhibitor(actor, "أسرة أخرى")
    assert client.post(hers[0].replace(str(exhibitor), str(other))).status_code == 404
