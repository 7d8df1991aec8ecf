"""Trying other rules before the commit: counts beside counts, nobody named, nothing kept unless somebody keeps it."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from fairapp.db import db, transactional
from fairapp.models.draws import Draw
from fairapp.models.editions import Edition
from fairapp.models.exhibitors import Exhibitor
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.draws import SLUG, ReadyEdition, an_edition, committed, ready_edition

PAGE = f"/editions/{SLUG}/draw/rehearsal"
AS_IT_STANDS: dict[str, Any] = {"order": "draw", "roster": "", "services": ["A/std power"], "tiers": "1"}
POTTERS_HELD_BACK = AS_IT_STANDS | {"craft": ["pottery"], "hall": ["*"], "most": ["١"]}


@pytest.fixture
def ready(sqlite_app: object) -> ReadyEdition:
    """Six booths for six potters and six weavers."""
    return ready_edition("Hall A: 1 row of 6, 3 × 3 m", [["A/std"]] * 12, crafts=["pottery"] * 6 + ["weaving"] * 6)


@pytest.fixture
def organiser(ready: ReadyEdition, sqlite_client: FlaskClient) -> FlaskClient:
    return signed_in(sqlite_client, an_account(ready.actor, "organiser"))


def post(client: FlaskClient, typed: dict[str, Any], path: str = "", status: int = 200) -> str:
    answer = client.post(PAGE + path, data=typed)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_the_form_starts_from_the_rules_as_they_stand_and_draws_nothing(organiser: FlaskClient) -> None:
    page = organiser.get(PAGE).get_data(as_text=True)
    assert 'value="A/std power" checked' in page
    assert 'value="A/std water" >' in page
    assert "<rect" not in page


def test_both_sides_are_counted_beside_each_other(ready: ReadyEdition, organiser: FlaskClient) -> None:
    page = post(organiser, POTTERS_HELD_BACK)
    assert "٢٠٠" in page
    # one potter of six at most; all six booths go either way, so that five weavers of six get in
    assert "١٧\u00a0٪" in page
    assert "٨٣\u00a0٪" in page
    assert "أسرة 1" not in page
    assert not any(code in page for code in ready.codes)
    assert db.session.scalars(select(Draw)).all() == []
    assert db.session.scalars(select(Edition.draw_settings)).one() == {}, "trying saves nothing"


def test_the_script_is_told_how_far_it_is(organiser: FlaskClient) -> None:
    answer = organiser.post(PAGE, data=AS_IT_STANDS, headers={"Accept": "application/x-ndjson"})
    told = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
    assert [one["done"] for one in told] == list(range(5, 201, 5))
    assert "<rect" in told[-1]["page"]
    assert not any("page" in one for one in told[:-1])


def test_small_groups_are_withheld_and_what_would_give_them_away(ready: ReadyEdition, organiser: FlaskClient) -> None:
    live_in(ready.exhibitors[:2], "حائل")
    live_in(ready.exhibitors[2:7], "تبوك")
    live_in(ready.exhibitors[7:], "نجران")
    page = post(organiser, AS_IT_STANDS)
    hidden = [region for region in ("حائل", "تبوك", "نجران") if f'<th scope="row"><bdi>{region}' not in page]
    assert "حائل" in hidden
    assert len(hidden) == 2, "the total less the two others would tell of the two families"
    assert all(region in page for region in hidden), "they are named as withheld"


@transactional
def live_in(exhibitors: list[Any], region: str) -> None:
    db.session.execute(update(Exhibitor).where(Exhibitor.id.in_(exhibitors)).values(region=region))


def test_what_cannot_be_tried_is_refused_and_shown_back(organiser: FlaskClient) -> None:
    page = post(organiser, AS_IT_STANDS | {"order": "beauty"}, status=400)
    assert 'data-code="invalid-snapshot"' in page
    page = post(organiser, POTTERS_HELD_BACK | {"most": ["many"]}, status=400)
    assert 'data-code="number-unreadable"' in page
    assert 'value="many"' in page


def test_what_was_tried_can_be_kept_until_the_commit(ready: ReadyEdition, organiser: FlaskClient) -> None:
    post(organiser, POTTERS_HELD_BACK, "/rules", status=302)
    db.session.expire_all()
    kept = db.session.scalars(select(Edition.draw_settings)).one()
    assert kept["ceilings"] == [{"hall": "*", "craft": "pottery", "max": 1}]
    committed(ready)
    assert 'data-code="draw-committed"' in post(organiser, AS_IT_STANDS, "/rules", status=409)


def test_reviewers_try_and_keep_nothing_and_others_see_nothing(ready: ReadyEdition, sqlite_client: FlaskClient) -> None:
    signed_in(sqlite_client, an_account(ready.actor, "reviewer"))
    assert "formaction" not in post(sqlite_client, AS_IT_STANDS)
    assert sqlite_client.post(f"{PAGE}/rules", data=AS_IT_STANDS).status_code == 403
    empty = an_organisation("empty")
    an_edition(empty, "empty-fair")
    signed_in(sqlite_client, an_account(empty, "organiser"))
    assert sqlite_client.get(PAGE).status_code == 404
    refused = sqlite_client.get("/editions/empty-fair/draw/rehearsal")
    assert refused.status_code == 400
    assert 'data-code="plan-not-published"' in refused.get_data(as_text=True)
