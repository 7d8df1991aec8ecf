"""Asking for a booth, deciding, withdrawing: on both databases."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import update

from fairapp.db import db
from fairapp.domain.codes import normalise_request_code
from fairapp.domain.errors import Conflict, FairError, NotFound, Refused
from fairapp.models.draws import Draw
from fairapp.queries.requests import (
    RequestFilter,
    count_requests_by_state,
    get_request,
    list_decisions,
    list_eligible_for_draw,
    list_request_ids,
    list_requests,
)
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.new_requests import NewRequest
from fairapp.services.requests import decide_requests, submit_request, submit_requests, withdraw_request
from tests.factories.accounts import an_organisation
from tests.factories.office import PLAN, an_edition, an_exhibitor

pytestmark = pytest.mark.usefixtures("app")


def asking(actor: Actor, edition_id: uuid.UUID, exhibitor_id: uuid.UUID, *choices: str, **more: object) -> str:
    values: dict[str, object] = {"craft_id": None, "choices": choices, **more}
    return submit_request(actor, edition_id, exhibitor_id=exhibitor_id, **values)  # type: ignore[arg-type]  # as given


def request_id(actor: Actor, edition_id: uuid.UUID, code: str) -> uuid.UUID:
    return get_request(actor.organisation_id, edition_id, code).id


def commit_a_draw(actor: Actor, edition_id: uuid.UUID, *, drawn: bool = False) -> None:
    """A draw that stands, without what it says: only that it stands matters here."""
    db.session.add(
        Draw(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            snapshot="{}",
            snapshot_sha256="0" * 64,
            committed_at=now(),
            seed_source="balls",
            seed_at=now(),
            drawn_at=now() if drawn else None,
        )
    )
    db.session.commit()


def test_a_request_says_what_the_draw_needs() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    family = an_exhibitor(actor)
    code = asking(
        actor,
        edition_id,
        family,
        "B/std",
        "A-07",
        anywhere=False,
        needs=("power",),
        groups=("rural", "new"),
        units_max=2,
    )
    assert normalise_request_code(code) == code
    assert list_eligible_for_draw(actor.organisation_id, edition_id) == [], "nobody has decided yet"
    decide_requests(actor, edition_id, [request_id(actor, edition_id, code)], eligible=True)
    (row,) = list_eligible_for_draw(actor.organisation_id, edition_id)
    assert (row.code, row.craft, row.exhibitor_id) == (code, "pottery", family)
    assert row.choices == (("class", "B/std"), ("booth", "A-07"))
    assert (row.groups, row.needs, row.units_min, row.units_max) == (("new", "rural"), ("power",), 1, 2)
    assert (row.accessible, row.anywhere, row.tier, row.seniority) == (False, False, 1, 0)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"choices": ("C/std",)}, "unknown-choice"),
        ({"choices": ("A-99",)}, "unknown-choice"),
        ({"choices": ("A/std", "A/std")}, "choice-repeated"),
        ({"choices": (), "anywhere": False}, "choices-missing"),
        ({"choices": tuple(f"A-{n:02}" for n in range(1, 13)) + tuple(f"B-{n:02}" for n in range(1, 10))},
         "too-many-choices"),
        ({"needs": ("helicopter",)}, "unknown-service"),
        ({"units_min": 0}, "units-out-of-range"),
        ({"units_min": 2}, "units-out-of-range"),
        ({"units_max": 11}, "units-out-of-range"),
        ({"watts": -1}, "watts-out-of-range"),
        ({"note": "\u202e"}, "text-has-controls"),
        ({"craft_id": uuid.UUID(int=7)}, "unknown-craft"),
        ({"exhibitor_id": uuid.UUID(int=7)}, "unknown-exhibitor"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_and_leaves_nothing(values: dict[str, object], code: str) -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    asked = {"exhibitor_id": an_exhibitor(actor), "craft_id": None, "choices": ("A/std",), **values}
    with pytest.raises(FairError) as refusal:
        submit_request(actor, edition_id, **asked)  # type: ignore[arg-type]  # as given
    assert refusal.value.code == code
    assert list_requests(actor.organisation_id, edition_id) == []


def test_one_request_an_exhibitor() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    family = an_exhibitor(actor)
    first = asking(actor, edition_id, family, "A/std")
    with pytest.raises(Conflict, match="already-requested") as refusal:
        asking(actor, edition_id, family, "B/std")
    assert refusal.value.values == {"request": first}


@pytest.mark.parametrize(
    ("head", "members"), [("daughter", ()), (None, ("mother",)), ("daughter", ("mother",)), (None, ("daughter",))]
)
def test_a_person_is_in_one_request_alone_or_in_a_cooperative(head: str | None, members: tuple[str, ...]) -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    asking(actor, edition_id, an_exhibitor(actor, national_hash="mother", members=("daughter", "mother")))
    other = an_exhibitor(actor, "تعاونية النخيل", national_hash=head, members=members)
    with pytest.raises(Conflict, match="person-already-requested"):
        asking(actor, edition_id, other)


def test_many_at_once_are_all_or_none() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    families = [an_exhibitor(actor, f"أسرة {n}", national_hash=f"h{n}") for n in range(3)]
    asked = [NewRequest(exhibitor_id=family, choices=("A/std",), source="import") for family in families]
    twin = an_exhibitor(actor, "أسرة أخرى", members=("h1",))
    with pytest.raises(Conflict, match="person-already-requested"):
        submit_requests(actor, edition_id, [*asked, NewRequest(exhibitor_id=twin)])
    assert list_requests(actor.organisation_id, edition_id) == []
    codes = submit_requests(actor, edition_id, asked)
    assert len(set(codes)) == 3
    rows = {row.code: row.exhibitor_id for row in list_requests(actor.organisation_id, edition_id)}
    assert [rows[code] for code in codes] == families, "codes come back in the order of the requests"


def test_ineligible_needs_a_written_reason_and_history_is_kept() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    ids = [request_id(actor, edition_id, asking(actor, edition_id, an_exhibitor(actor, f"أسرة {n}"))) for n in range(3)]
    with pytest.raises(Refused, match="reason-missing"):
        decide_requests(actor, edition_id, ids, eligible=False, reason="  ")
    assert decide_requests(actor, edition_id, ids, eligible=True) == 3
    assert decide_requests(actor, edition_id, ids, eligible=True) == 0, "nothing changed"
    assert decide_requests(actor, edition_id, ids[:1], eligible=False, reason="لا تصنع منتجها") == 1
    history = list_decisions(actor.organisation_id, ids[0])
    assert [(step.state, step.reason) for step in history] == [("eligible", ""), ("ineligible", "لا تصنع منتجها")]
    assert count_requests_by_state(actor.organisation_id, edition_id) == {
        "submitted": 0, "eligible": 2, "ineligible": 1, "withdrawn": 0,
    }  # fmt: skip


def test_whoever_withdrew_may_ask_again() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    family = an_exhibitor(actor, national_hash="mother")
    first = asking(actor, edition_id, family)
    withdraw_request(actor, edition_id, request_id(actor, edition_id, first), reason="سفر")
    with pytest.raises(Conflict, match="request-withdrawn"):
        withdraw_request(actor, edition_id, request_id(actor, edition_id, first))
    with pytest.raises(Conflict, match="request-withdrawn"):
        decide_requests(actor, edition_id, [request_id(actor, edition_id, first)], eligible=True)
    second = asking(actor, edition_id, family)
    assert second != first


def test_a_committed_draw_freezes_the_list() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    mine = request_id(actor, edition_id, asking(actor, edition_id, an_exhibitor(actor)))
    late = an_exhibitor(actor, "أسرة متأخرة")
    commit_a_draw(actor, edition_id)
    with pytest.raises(Conflict, match="draw-committed"):
        asking(actor, edition_id, late)
    with pytest.raises(Conflict, match="draw-committed"):
        decide_requests(actor, edition_id, [mine], eligible=True)
    with pytest.raises(Conflict, match="draw-committed"):
        withdraw_request(actor, edition_id, mine)
    db.session.execute(update(Draw).values(drawn_at=now()))
    db.session.commit()
    withdraw_request(actor, edition_id, mine)
    assert count_requests_by_state(actor.organisation_id, edition_id)["withdrawn"] == 1


def test_another_organisation_sees_and_changes_nothing() -> None:
    actor, stranger = an_organisation(), an_organisation("other-chamber")
    edition_id = an_edition(actor, plan=PLAN)
    family = an_exhibitor(actor)
    code = asking(actor, edition_id, family)
    mine = request_id(actor, edition_id, code)
    theirs = an_edition(stranger)
    for attempt in (
        lambda: asking(stranger, edition_id, family),
        lambda: asking(stranger, theirs, family),
        lambda: decide_requests(stranger, edition_id, [mine], eligible=True),
        lambda: decide_requests(stranger, theirs, [mine], eligible=True),
        lambda: withdraw_request(stranger, theirs, mine),
        lambda: get_request(stranger.organisation_id, edition_id, code),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert list_requests(stranger.organisation_id, edition_id) == []
    assert get_request(actor.organisation_id, edition_id, code).state == "submitted"


@pytest.mark.parametrize("typed", ["احمد", "أحمد", "أحــمد", "العائشه", "عائشة احمد"])
def test_the_list_is_searched_with_or_without_hamza(typed: str) -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    asking(actor, edition_id, an_exhibitor(actor, "العائشة أحمد"))
    asking(actor, edition_id, an_exhibitor(actor, "نورة سعيد", craft="zellij"))
    found = list_requests(actor.organisation_id, edition_id, RequestFilter(text=typed))
    assert [row.exhibitor for row in found] == ["العائشة أحمد"]


def test_the_list_is_searched_by_code_craft_and_state() -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    code = asking(actor, edition_id, an_exhibitor(actor, number="SA-7"))
    other = asking(actor, edition_id, an_exhibitor(actor, "نورة", craft="zellij"))
    for wanted, expected in (
        (RequestFilter(text=code.lower()), [code]),
        (RequestFilter(text="sa-7"), [code]),
        (RequestFilter(craft="zellij"), [other]),
        (RequestFilter(state="eligible"), []),
        (RequestFilter(text="%"), [code, other]),
        (RequestFilter(text="%a"), []),
    ):
        assert [row.code for row in list_requests(actor.organisation_id, edition_id, wanted)] == expected
    assert len(list_request_ids(actor.organisation_id, edition_id, RequestFilter())) == 2


def test_codes_are_random_and_many_fit(app: Flask) -> None:
    actor = an_organisation()
    edition_id = an_edition(actor)
    families = [an_exhibitor(actor, f"أسرة {n}") for n in range(40)]
    codes = submit_requests(actor, edition_id, [NewRequest(exhibitor_id=family) for family in families])
    assert len({normalise_request_code(code) for code in codes}) == 40
    assert codes != sorted(codes)
