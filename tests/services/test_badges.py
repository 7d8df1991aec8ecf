"""Badges: one for each stall, and what was printed once opens the stall for ever."""

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import NotFound
from fairapp.models.draws import Allocation
from fairapp.queries.badges import count_badges, count_without_badge, get_stall, list_badges
from fairapp.services.allocations import decline_allocation
from fairapp.services.badges import issue_badges, replace_badge
from tests.factories.accounts import an_organisation
from tests.factories.draws import drawn, ready_edition


def test_one_badge_for_each_stall_and_none_twice(app: Flask) -> None:
    ready = ready_edition("Hall A: 2 rows of 3, 3 × 3 m", [["A/std"]] * 5, units=(1, 2, 1, 1, 1))
    assert issue_badges(ready.actor, ready.id) == 0
    drawn(ready)
    holders = set(db.session.scalars(select(Allocation.exhibitor_id)))
    wall = ready.actor.organisation_id, ready.id
    assert count_without_badge(*wall) == len(holders)
    assert issue_badges(ready.actor, ready.id) == len(holders)
    assert issue_badges(ready.actor, ready.id) == 0
    badges = list_badges(*wall)
    assert {badge.exhibitor_id for badge in badges} == holders
    assert len({badge.code for badge in badges}) == len(holders)
    assert sorted(len(place.booths) for badge in badges for place in badge.places)[-1] == 2
    assert badges[0].craft["ar"] == "الفخار"


def test_who_moves_up_gets_the_missing_badge(app: Flask) -> None:
    ready = ready_edition()
    drawn(ready)
    issue_badges(ready.actor, ready.id)
    (new,) = decline_allocation(ready.actor, db.session.scalars(select(Allocation.id)).first())  # type: ignore[arg-type]  # there is one
    assert issue_badges(ready.actor, ready.id) == 1
    holder = db.session.scalars(select(Allocation.exhibitor_id).where(Allocation.id == new)).one()
    assert holder in {badge.exhibitor_id for badge in list_badges(ready.actor.organisation_id, ready.id)}


def test_a_replaced_badge_still_opens_the_stall(app: Flask) -> None:
    ready = ready_edition()
    drawn(ready)
    issue_badges(ready.actor, ready.id)
    wall = ready.actor.organisation_id, ready.id
    old = list_badges(*wall)[0]
    new = replace_badge(ready.actor, ready.id, old.id)
    assert new != old.code
    assert replace_badge(ready.actor, ready.id, old.id) == new, "a button pressed twice"
    assert get_stall(old.code) == get_stall(new)
    assert count_badges(*wall) == 3


def test_the_code_is_read_as_people_type_it(app: Flask) -> None:
    ready = ready_edition()
    drawn(ready)
    issue_badges(ready.actor, ready.id)
    badge = list_badges(ready.actor.organisation_id, ready.id)[0]
    typed = badge.code.lower().replace("0", "o").replace("1", "l")
    assert get_stall(f" {typed[:13]}-{typed[13:]} ").exhibitor_id == badge.exhibitor_id
    for unknown in ("", "K7P3QF", "0" * 26, "x" * 5000):
        with pytest.raises(NotFound, match="unknown-badge"):
            get_stall(unknown)


def test_the_list_is_searched_by_name_and_booth(app: Flask) -> None:
    ready = ready_edition()
    drawn(ready)
    issue_badges(ready.actor, ready.id)
    wall = ready.actor.organisation_id, ready.id
    at_second = next(badge for badge in list_badges(*wall) if badge.places[0].booths == ("A-02",))
    assert list_badges(*wall, "a-02") == [at_second]
    assert count_badges(*wall, "اسره") == 3
    assert count_badges(*wall, "%") == 0


def test_another_organisation_replaces_nothing(app: Flask) -> None:
    ready, stranger = ready_edition(), an_organisation("stranger")
    drawn(ready)
    issue_badges(ready.actor, ready.id)
    with pytest.raises(NotFound):
        replace_badge(stranger, ready.id, list_badges(ready.actor.organisation_id, ready.id)[0].id)
