"""Every route × every role × another organisation, generated from the routes themselves."""

import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule, UUIDConverter

from fairapp.services.accounts import ROLES
from fairapp.services.audit import Actor
from fairapp.web.access import PUBLIC, SIGNED_IN
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.office import an_edition

Access = str | frozenset[str]


@pytest.fixture
def here(sqlite_app: Flask) -> Actor:
    """An organisation with an edition called ``a-fair``."""
    actor = an_organisation("here")
    an_edition(actor, "a-fair")
    return actor


def guarded(app: Flask) -> Iterator[tuple[Rule, str, Access]]:
    """Every route that is not for everyone, with each of its methods."""
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        if access is not None and access != PUBLIC:
            yield from ((rule, method, access) for method in sorted((rule.methods or set()) & {"GET", "POST"}))


def _value(converter: BaseConverter) -> object:
    """Something that such a part of an address may be."""
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return {UUIDConverter: uuid.uuid4(), IntegerConverter: 1}.get(type(converter), "a-fair")


def address(app: Flask, rule: Rule) -> str:
    """An address of the rule: the edition ``a-fair``, and things that do not exist."""
    values = {name: _value(converter) for name, converter in rule._converters.items()}
    with app.test_request_context():
        built = rule.build(values, append_unknown=False)
    assert built is not None
    return str(built[1])


def test_a_visitor_is_sent_to_sign_in(sqlite_app: Flask, sqlite_client: FlaskClient, here: Actor) -> None:
    for rule, method, _ in guarded(sqlite_app):
        answer = sqlite_client.open(address(sqlite_app, rule), method=method)
        assert answer.status_code == 302, (method, rule)
        assert answer.headers["Location"].startswith("/sign-in"), (method, rule)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
def test_a_role_opens_only_what_is_meant_for_it(
    sqlite_app: Flask, sqlite_client: FlaskClient, here: Actor, role: str
) -> None:
    signed_in(sqlite_client, an_account(here, role))
    closed = [(r, m) for r, m, access in guarded(sqlite_app) if access != SIGNED_IN and role not in access]
    assert closed
    for rule, method in closed:
        answer = sqlite_client.open(address(sqlite_app, rule), method=method)
        assert answer.status_code == 403, (role, method, rule)


def test_another_organisations_edition_does_not_exist(
    sqlite_app: Flask, sqlite_client: FlaskClient, here: Actor
) -> None:
    signed_in(sqlite_client, an_account(an_organisation("elsewhere"), "administrator"))
    behind = [(r, m) for r, m, _ in guarded(sqlite_app) if "edition" in r.arguments]
    assert behind
    for rule, method in behind:
        answer = sqlite_client.open(address(sqlite_app, rule), method=method)
        assert answer.status_code == 404, (method, rule)


def test_things_that_do_not_exist_are_404_and_empty_forms_are_no_accident(
    sqlite_app: Flask, sqlite_client: FlaskClient, here: Actor
) -> None:
    signed_in(sqlite_client, an_account(here, "administrator"))
    for rule, method, _ in guarded(sqlite_app):
        if rule.endpoint == "sign_in.out":
            continue
        answer = sqlite_client.open(address(sqlite_app, rule), method=method)
        assert answer.status_code < 500, (method, rule, answer.status_code)
        if any(type(c).__name__ == "UUIDConverter" for c in rule._converters.values()):
            assert answer.status_code in {302, 400, 404}, (method, rule, answer.status_code)
