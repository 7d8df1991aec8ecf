"""Booths locked before the draw: part of its snapshot, frozen by its commit."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.queries.draw_snapshots import build_snapshot
from fairapp.queries.editions import get_edition_by_id
from fairapp.queries.locks import list_locks
from fairapp.queries.requests import list_requests
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.draws import commit_draw
from fairapp.services.locks import lock_booth, unlock_booth
from fairapp.services.requests import decide_requests, submit_request
from tests.factories.accounts import an_organisation
from tests.factories.office import PLAN, an_edition, an_exhibitor


@pytest.fixture
def fair(app: Flask) -> tuple[Actor, uuid.UUID, str]:
    """An edition with a plan and one eligible request; its code."""
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    code = submit_request(
        actor, edition_id, exhibitor_id=an_exhibitor(actor), craft_id=None, choices=["A/std"], groups=["new"]
    )
    decide_requests(actor, edition_id, _requests(actor, edition_id), eligible=True)
    return actor, edition_id, code


def _requests(actor: Actor, edition_id: uuid.UUID) -> list[uuid.UUID]:
    return [row.id for row in list_requests(actor.organisation_id, edition_id)]


def test_a_lock_enters_the_snapshot_with_its_reason(fair: tuple[Actor, uuid.UUID, str]) -> None:
    actor, edition_id, code = fair
    lock_booth(actor, edition_id, code=code.lower(), booth="a-03", reason="wheelchair by the door")
    snapshot = build_snapshot(get_edition_by_id(actor.organisation_id, edition_id))
    assert snapshot["locks"] == [{"code": code, "booths": ["A-03"], "reason": "wheelchair by the door"}]


def test_a_locked_booth_is_locked_once_and_can_be_given_back(fair: tuple[Actor, uuid.UUID, str]) -> None:
    actor, edition_id, code = fair
    lock_booth(actor, edition_id, code=code, booth="A-03", reason="wheelchair")
    with pytest.raises(Conflict, match="booth-locked"):
        lock_booth(actor, edition_id, code=code, booth="A-03", reason="again")
    unlock_booth(actor, edition_id, booth="A-03")
    assert list_locks(actor.organisation_id, edition_id) == []


def test_nothing_changes_once_the_draw_is_committed(fair: tuple[Actor, uuid.UUID, str]) -> None:
    actor, edition_id, code = fair
    commit_draw(actor, edition_id, seed_source="six balls", seed_at=now() + timedelta(days=2))
    with pytest.raises(Conflict, match="draw-committed"):
        lock_booth(actor, edition_id, code=code, booth="A-03", reason="late")


def test_a_lock_names_a_request_and_a_booth_and_a_reason(fair: tuple[Actor, uuid.UUID, str]) -> None:
    actor, edition_id, code = fair
    with pytest.raises(NotFound, match="unknown-booth"):
        lock_booth(actor, edition_id, code=code, booth="Q-99", reason="why")
    with pytest.raises(NotFound, match="unknown-request"):
        lock_booth(actor, edition_id, code="KKKKKK" if code != "KKKKKK" else "PPPPPP", booth="A-01", reason="why")
    with pytest.raises(Refused, match="reason-missing"):
        lock_booth(actor, edition_id, code=code, booth="A-01", reason=" ")
