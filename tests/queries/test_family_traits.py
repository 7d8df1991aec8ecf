"""What a rehearsal counts by beside the snapshot: region, and whether a family has held a booth before."""

from datetime import date

from flask import Flask
from sqlalchemy import select, update

from fairapp.db import db, transactional
from fairapp.models.draws import Allocation
from fairapp.models.exhibitors import Exhibitor
from fairapp.queries.family_traits import list_traits
from fairapp.services.allocations import confirm_allocations
from fairapp.services.editions import create_edition
from fairapp.services.floor_plan import draw_plan
from fairapp.services.new_requests import NewRequest
from fairapp.services.requests import decide_requests, submit_requests
from tests.factories.draws import ReadyEdition, drawn, ready_edition, request_ids


@transactional
def live_in_tabuk(ready: ReadyEdition) -> None:
    db.session.execute(update(Exhibitor).where(Exhibitor.id == ready.exhibitors[0]).values(region=" تبوك "))


def test_again_is_who_confirmed_a_booth_in_an_earlier_edition(app: Flask) -> None:
    ready = ready_edition()
    live_in_tabuk(ready)
    drawn(ready)
    held = list(db.session.execute(select(Allocation.id, Allocation.exhibitor_id)))
    confirm_allocations(ready.actor, ready.id, [held[0].id])
    following = create_edition(
        ready.actor, fair="ملتقى الأسر المنتجة", slug="jeddah-2015", name="الرابع", place="جدة",
        starts_on=date(2015, 12, 3), ends_on=date(2015, 12, 5), time_zone="Asia/Riyadh", currency="SAR",
    )  # fmt: skip
    draw_plan(ready.actor, following, "Hall A: 1 row of 3, 3 × 3 m")
    asked = [NewRequest(exhibitor_id=one, choices=("A/std",)) for one in ready.exhibitors]
    codes = submit_requests(ready.actor, following, asked)
    decide_requests(ready.actor, following, request_ids(ready.actor, following), eligible=True)
    traits = list_traits(ready.actor.organisation_id, following)
    again = codes[ready.exhibitors.index(held[0].exhibitor_id)]
    assert traits["times"] == {code: "again" if code == again else "first" for code in codes}
    assert traits["region"] == {codes[0]: "تبوك"}
    first = list_traits(ready.actor.organisation_id, ready.id)
    assert set(first["times"].values()) == {"first"}, "a later or the same edition makes nobody known"
