"""Organisations and signed-in people."""

import uuid

from flask.testing import FlaskClient

from fairapp.services.accounts import create_account, set_password
from fairapp.services.audit import Actor
from fairapp.services.organisations import set_up_organisation

PASSWORD = "a long enough phrase"


def an_organisation(slug: str = "jeddah-chamber", *, country: str = "SA", language: str = "ar") -> Actor:
    """An organisation, and an actor of it."""
    return set_up_organisation(slug=slug, name=f"Chamber {slug}", country=country, language=language)


def an_account(actor: Actor, *roles: str, language: str = "ar", exhibitor_id: uuid.UUID | None = None) -> str:
    """An account with these roles and the password above; returns its e-mail."""
    email = f"{'-'.join(roles)}@{actor.organisation_id.hex[-12:]}.example"
    account_id = create_account(
        actor, email=email, name=" ".join(roles), roles=roles, language=language, exhibitor_id=exhibitor_id
    )
    set_password(actor.organisation_id, account_id, PASSWORD)
    return email


def signed_in(client: FlaskClient, email: str) -> FlaskClient:
    """Sign this browser in."""
    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return client
