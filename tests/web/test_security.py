"""What a browser is told to hold back, and whose name this installation answers to."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fairapp.application import create_app
from fairapp.config import read_settings
from fairapp.services.schema import close_connections, migrate_database
from fairapp.web.forms import same_site
from tests.factories.accounts import an_account, an_organisation, signed_in


@pytest.fixture
def public_client(tmp_path: Path) -> FlaskClient:
    """An installation that people reach as fair.example, over https."""
    settings = read_settings({"FAIRAPP_INSTANCE": str(tmp_path), "FAIRAPP_PUBLIC_URL": "https://fair.example"})
    app = create_app(settings)
    with app.app_context():
        migrate_database()
        close_connections()
    return app.test_client()


def test_every_page_carries_a_policy_without_anything_inline(sqlite_client: FlaskClient) -> None:
    policy = sqlite_client.get("/sign-in").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_pages_behind_the_sign_in_are_not_kept_by_caches(sqlite_client: FlaskClient) -> None:
    signed_in(sqlite_client, an_account(an_organisation(), "organiser"))
    assert sqlite_client.get("/").headers["Cache-Control"] == "no-store"


def test_cookies_over_https_belong_to_the_host_alone(public_client: FlaskClient) -> None:
    answer = public_client.get("/setup", base_url="https://fair.example")
    assert answer.status_code == 200
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-fairapp=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_a_name_that_is_not_ours_is_refused(public_client: FlaskClient) -> None:
    answer = public_client.get("/setup", base_url="https://evil.example")
    assert answer.status_code == 400
    assert public_client.get("/setup", base_url="http://127.0.0.1:8000").status_code == 200


def test_a_form_without_its_token_is_refused_and_says_so(sqlite_app: Flask, sqlite_client: FlaskClient) -> None:
    email = an_account(an_organisation(), "organiser", language="en")
    signed_in(sqlite_client, email)
    sqlite_app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = sqlite_client.post("/sign-in/out")
    finally:
        sqlite_app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert "form-expired" in answer.get_data(as_text=True)
    assert sqlite_client.get("/").status_code == 200, "still signed in"


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/editions/a?page=2", "/editions/a?page=2"),
        ("//evil.example", "/"),
        ("/\\\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nb", "/"),
        (None, "/"),
    ],
)
def test_nobody_is_led_away_from_this_site(sqlite_app: Flask, asked: str | None, led_to: str) -> None:
    with sqlite_app.test_request_context():
        assert same_site(asked) == led_to
