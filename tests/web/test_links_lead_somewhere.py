"""Whoever follows a link that a page shows gets a page: no role is offered what is not meant for it."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fairapp.services.accounts import ROLES, create_account, set_password
from fairapp.services.clock import replaying
from tests.factories.accounts import PASSWORD, signed_in
from tests.factories.everything import AFTER, full_fair
from tests.web.reading import ReadPage

ENOUGH = 150
"""Pages followed for one role: beyond these they repeat themselves with other rows."""


@pytest.mark.parametrize("role", ROLES)
def test_links_lead_somewhere(sqlite_app: Flask, sqlite_client: FlaskClient, role: str) -> None:
    full = full_fair()
    exhibitor = full.fair.exhibitors[0] if role == "exhibitor" else None
    email = f"{role}@links.example"
    account = create_account(full.fair.actor, email=email, name="هدى", roles=(role,), exhibitor_id=exhibitor)
    set_password(full.fair.organisation_id, account, PASSWORD)
    signed_in(sqlite_client, email)
    with replaying(AFTER):
        followed, lost = follow(sqlite_client)
    assert lost == []
    assert len(followed) >= 3


def follow(client: FlaskClient) -> tuple[set[str], list[str]]:
    """Everything that can be reached from the first page, and the links that do not lead anywhere."""
    waiting = deque([("", "/")])
    followed: set[str] = set()
    lost = []
    while waiting and len(followed) < ENOUGH:
        shown_on, address = waiting.popleft()
        if address in followed:
            continue
        followed.add(address)
        with client.get(address) as answer:
            content = answer.get_data()
        if answer.status_code not in (200, 302):
            lost.append(f"{shown_on} → {address}: {answer.status_code}")
        if answer.status_code == 302:
            waiting.append((address, answer.headers["Location"]))
        if answer.mimetype == "text/html" and answer.status_code == 200:
            waiting.extend((address, link) for link in ReadPage(content.decode()).addresses if is_ours(link))
    return followed, lost


def is_ours(link: str) -> bool:
    """Whether a link stays here and only reads."""
    parts = urlsplit(link)
    return not parts.netloc and not parts.scheme and bool(parts.path)
