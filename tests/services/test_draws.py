"""The draw of an edition: what is frozen when, what is refused, and that two organisers cannot give a booth twice."""

import hashlib
import json
import threading
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from fairapp.db import db, transactional
from fairapp.domain.allocation import parse_json, read_snapshot, verify
from fairapp.domain.errors import Conflict, FairError, NotFound, Refused
from fairapp.models.audit import AuditEvent
from fairapp.models.draws import Allocation, Draw, WaitingListEntry
from fairapp.models.editions import Edition
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest
from fairapp.services.clock import now, replaying
from fairapp.services.draws import commit_draw, run_draw, withdraw_draw
from fairapp.services.floor_plan import draw_plan
from fairapp.services.requests import decide_requests
from tests.factories.accounts import an_organisation
from tests.factories.draws import an_edition, committed, drawn, ready_edition, request_ids

DUE = timedelta(hours=25)


def the_draw() -> Draw:
    db.session.rollback()
    return db.session.scalars(select(Draw)).one()


def refusal(code: str) -> AbstractContextManager[object]:
    return pytest.raises(FairError, match=f"^{code}")


def test_the_committed_bytes_are_the_hashed_ones_and_name_nobody(app: Flask) -> None:
    ready = ready_edition(wishes=[["A/std", "A-02"], ["A-01"]], anywhere=True)
    committed(ready)
    kept = the_draw()
    assert hashlib.sha256(kept.snapshot.encode()).hexdigest() == kept.snapshot_sha256
    snapshot = read_snapshot(parse_json(kept.snapshot))
    assert {request.code for request in snapshot.requests} == set(ready.codes)
    assert snapshot.halls[0].rows == (("A-01", "A-02", "A-03"),)
    assert "أسرة" not in kept.snapshot
    assert "draw.committed" in set(db.session.scalars(select(AuditEvent.action)))


def test_a_place_taken_out_of_the_plan_parts_the_row(app: Flask) -> None:
    ready = ready_edition("Hall A: 2 rows of 4, 3 × 3 m")
    take_out(ready.id, "A-02")
    committed(ready)
    rows = json.loads(the_draw().snapshot)["halls"][0]["rows"]
    assert rows == [["A-01"], ["A-03", "A-04"], ["A-05", "A-06", "A-07", "A-08"]]


@transactional
def take_out(edition_id: object, number: str) -> None:
    from_plan = update(Booth).where(Booth.edition_id == edition_id, Booth.number == number)
    db.session.execute(from_plan.values(withdrawn_at=now()))


def test_nothing_is_committed_without_plan_requests_source_and_a_future_seed(app: Flask) -> None:
    actor = an_organisation("empty")
    edition_id = an_edition(actor)
    with refusal("plan-not-published"):
        commit_draw(actor, edition_id, seed_source="dice", seed_at=now() + DUE)
    ready = ready_edition()
    with refusal("seed-before-commit"):
        commit_draw(ready.actor, ready.id, seed_source="dice", seed_at=now())
    with refusal("field-empty"):
        commit_draw(ready.actor, ready.id, seed_source="  ", seed_at=now() + DUE)
    decide_requests(ready.actor, ready.id, request_ids(ready.actor, ready.id), eligible=False, reason="ناقص")
    with refusal("no-eligible-requests"):
        commit_draw(ready.actor, ready.id, seed_source="dice", seed_at=now() + DUE)
    assert db.session.scalar(select(func.count()).select_from(Draw)) == 0


def test_a_plan_drawn_again_has_to_be_published_again(app: Flask) -> None:
    ready = ready_edition()
    draw_plan(ready.actor, ready.id, "Hall A: 1 row of 4, 3 × 3 m")
    with refusal("plan-not-published"):
        committed(ready)


def test_another_organisation_has_no_such_edition(app: Flask) -> None:
    ready, stranger = ready_edition(), an_organisation("stranger")
    for act in (
        lambda: commit_draw(stranger, ready.id, seed_source="dice", seed_at=now() + DUE),
        lambda: run_draw(stranger, ready.id, digits="1"),
        lambda: withdraw_draw(stranger, ready.id, "why"),
    ):
        with pytest.raises(NotFound):
            act()


def test_what_a_draw_stands_on_is_frozen_until_it_is_withdrawn(app: Flask) -> None:
    ready = ready_edition()
    committed(ready)
    first = the_draw().snapshot_sha256
    with refusal("draw-committed"):
        decide_requests(ready.actor, ready.id, request_ids(ready.actor, ready.id)[:1], eligible=False, reason="late")
    with refusal("draw-committed"):
        committed(ready)
    with refusal("reason-missing"):
        withdraw_draw(ready.actor, ready.id, " ")
    withdraw_draw(ready.actor, ready.id, "طلب نُسي")
    decide_requests(ready.actor, ready.id, request_ids(ready.actor, ready.id)[:1], eligible=False, reason="late")
    committed(ready)
    hashes = list(db.session.scalars(select(Draw.snapshot_sha256)))
    assert len(set(hashes)) == 2
    assert first in hashes


def test_digits_wait_for_their_moment_and_are_digits(app: Flask) -> None:
    ready = ready_edition()
    with refusal("draw-not-committed"):
        run_draw(ready.actor, ready.id, digits="1")
    due = committed(ready)
    with refusal("seed-not-yet"):
        run_draw(ready.actor, ready.id, digits="407193")
    with replaying(due):
        with refusal("invalid-digits"):
            run_draw(ready.actor, ready.id, digits="4o7")
        run_draw(ready.actor, ready.id, digits="٤٠٧١٩٣")
        with refusal("already-drawn"):
            run_draw(ready.actor, ready.id, digits="1")
        with refusal("already-drawn"):
            withdraw_draw(ready.actor, ready.id, "we liked it less")
    assert the_draw().digits == "407193"


def test_a_snapshot_changed_behind_our_back_is_not_drawn(app: Flask) -> None:
    ready = ready_edition()
    due = committed(ready)
    tamper(ready.codes[0])
    with replaying(due), refusal("snapshot-altered"):
        run_draw(ready.actor, ready.id, digits="1")


@transactional
def tamper(code: str) -> None:
    kept = db.session.scalars(select(Draw)).one()
    kept.snapshot = kept.snapshot.replace(code, "K7P3QF")


def test_the_outcome_is_what_the_published_result_says(app: Flask) -> None:
    ready = ready_edition("Hall A: 2 rows of 3, 3 × 3 m", [["A/std"]] * 7, units=(1, 1, 2))
    drawn(ready)
    kept = the_draw()
    assert kept.result is not None
    result = json.loads(kept.result)
    assert verify(result, json.loads(kept.snapshot), kept.digits) == []
    offered = select(Booth.number).join(Allocation, Allocation.booth_id == Booth.id)
    assert sorted(db.session.scalars(offered)) == sorted(b for entry in result["allocated"] for b in entry["booths"])
    waiting = (
        select(BoothRequest.code)
        .join(WaitingListEntry, WaitingListEntry.booth_request_id == BoothRequest.id)
        .order_by(WaitingListEntry.position)
    )
    assert list(db.session.scalars(waiting)) == result["waiting"]
    assert set(db.session.scalars(select(Allocation.confirmed_at))) == {None}


def test_of_two_organisers_at_once_one_is_told_she_was_second(app: Flask) -> None:
    ready = ready_edition(wishes=[["A/std"]] * 40, plan="Hall A: 4 rows of 5, 3 × 3 m")
    due = committed(ready)
    outcomes: list[str] = []
    start = threading.Barrier(4)

    def act() -> None:
        with app.app_context(), replaying(due + DUE):
            start.wait()
            try:
                run_draw(ready.actor, ready.id, digits="407193")
                outcomes.append("drawn")
            except FairError as error:
                outcomes.append(error.code)

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already-drawn"] * 3 + ["drawn"]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Allocation)) == 20
    assert db.session.scalar(select(func.count(func.distinct(Allocation.booth_id)))) == 20


def test_of_two_commits_at_once_one_stands(app: Flask) -> None:
    ready = ready_edition()
    outcomes: list[str] = []
    start = threading.Barrier(3)

    def act() -> None:
        with app.app_context():
            start.wait()
            try:
                commit_draw(ready.actor, ready.id, seed_source="dice", seed_at=now() + DUE)
                outcomes.append("committed")
            except Conflict as error:
                outcomes.append(error.code)

    threads = [threading.Thread(target=act) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["committed", "draw-committed", "draw-committed"]


def test_eleven_hundred_requests_for_550_booths(app: Flask) -> None:
    plan = "\n".join(f"Hall {hall}: 10 rows of 11, 3 × 3 m" for hall in "ABCDE")
    ready = ready_edition(plan, [["A/std", "B/std"]] * 1_100, anywhere=True)
    drawn(ready)
    assert db.session.scalar(select(func.count()).select_from(Allocation)) == 550
    assert db.session.scalar(select(func.max(WaitingListEntry.position))) == 550


def test_invalid_settings_are_refused_with_the_place_of_the_fault(app: Flask) -> None:
    ready = ready_edition()
    set_settings({"ceilings": [{"hall": "Z", "craft": "pottery", "max": 1}]})
    with pytest.raises(Refused) as refused:
        committed(ready)
    assert refused.value.values["path"] == "$.ceilings[0].hall"


@transactional
def set_settings(settings: dict[str, object]) -> None:
    db.session.execute(update(Edition).values(draw_settings=settings))
