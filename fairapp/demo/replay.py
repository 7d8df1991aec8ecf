"""Jeddah 2014 from the register file to the totals, through the services, at the hours when it would have happened."""

import uuid
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fairapp.demo import inputs
from fairapp.demo.evenings import Evening
from fairapp.demo.visits import visit_stalls
from fairapp.i18n.catalogues import mark
from fairapp.queries.allocations import AllocationFilter, list_allocations
from fairapp.queries.editions import SessionRow, list_sessions
from fairapp.queries.register import list_exhibitors
from fairapp.queries.requests import list_requests
from fairapp.services.accounts import ROLES, create_account, issue_link
from fairapp.services.allocations import confirm_allocations
from fairapp.services.attendance import record_arrivals
from fairapp.services.audit import Actor
from fairapp.services.badges import issue_badges
from fairapp.services.clock import replaying
from fairapp.services.draws import commit_draw, run_draw
from fairapp.services.editions import create_edition, set_sessions
from fairapp.services.floor_plan import add_gate, draw_plan, publish_plan
from fairapp.services.new_requests import NewRequest
from fairapp.services.register_imports import upload_register, write_import
from fairapp.services.requests import decide_requests, submit_requests
from fairapp.services.setup import set_up_installation

Progress = Callable[[Iterable[Any], str, int], AbstractContextManager[Iterable[Any]]]

ORGANISATION = "غرفة جدة (عرض تجريبي)"
SLUG = "jeddah-2014"
NAME = "الملتقى والمعرض الوطني الثالث للأسر المنتجة"
DIGITS = "401763089255"  # as if six balls had been drawn in front of everyone
PREPARED = datetime(2014, 2, 2, 9, tzinfo=inputs.ZONE)
COMMITTED = datetime(2014, 3, 2, 10, tzinfo=inputs.ZONE)
DRAWN = COMMITTED + timedelta(days=2)
CONFIRMED = DRAWN + timedelta(days=3)
LINK_LASTING = timedelta(days=7)
LABELS = {
    "register": mark("Register"),
    "plan": mark("Plan"),
    "requests": mark("Requests"),
    "commit": mark("Publishing what will be drawn"),
    "draw": mark("Draw"),
    "confirmations": mark("Confirmations"),
    "phones": mark("Devices"),
    "session": mark("Session"),
}
PEOPLE = {
    "administrator": "منال الغامدي",
    "organiser": "سعود الحربي",
    "marshal": "وليد الزهراني",
    "reviewer": "هدى بخاري",
}


@dataclass(kw_only=True)
class Replay:
    """What has come about so far. ``stalls`` are exhibitors in the order of their booths; links are sign-in tokens."""

    actor: Actor
    person_key: str
    edition_id: uuid.UUID
    gates: dict[str, uuid.UUID] = field(default_factory=dict)
    stalls: list[uuid.UUID] = field(default_factory=list)
    accounts: dict[str, uuid.UUID] = field(default_factory=dict)


def replay_fair(person_key: str, progress: Progress) -> Replay:
    """Replay the whole fair in an empty database. ``progress(items, label, length)`` shows how far it is."""
    with replaying(PREPARED):
        fair = _prepare(person_key)
    for begins, act, label in (
        (PREPARED, _register, "register"),
        (PREPARED, _plan, "plan"),
        (PREPARED + timedelta(days=14), _ask, "requests"),
        (COMMITTED, _commit, "commit"),
        (DRAWN, _draw, "draw"),
        (CONFIRMED, _confirm, "confirmations"),
    ):
        with progress([act], label, 1) as steps:
            for step in steps:
                with replaying(begins):
                    step(fair)
    sessions = list_sessions(fair.actor.organisation_id, fair.edition_id)
    for session in sessions:
        with replaying(session.opens_at):
            record_arrivals(
                fair.actor,
                fair.edition_id,
                session_number=session.number,
                exhibitor_ids=fair.stalls,
                source="badge",
            )
    marshal = Actor(
        organisation_id=fair.actor.organisation_id, account_id=fair.accounts["marshal"], name=PEOPLE["marshal"]
    )

    def visit(session: SessionRow, sold: dict[int, int]) -> None:
        notebooks = {fair.stalls[stall - 1]: amount for stall, amount in sold.items()}
        visit_stalls(marshal, fair.edition_id, session, notebooks, is_last=session == sessions[-1])

    Evening.open(fair.actor, fair.edition_id, fair.stalls, fair.gates, progress).replay_all(visit)
    return fair


def sign_in_links(fair: Replay) -> dict[str, str]:
    """A link for each role that signs in as often as it is opened, for a week: whoever tries the demonstration."""
    return {
        role: issue_link(fair.actor, account_id, "sign-in", lasting=LINK_LASTING, reusable=True)
        for role, account_id in fair.accounts.items()
    }


def _prepare(person_key: str) -> Replay:
    actor, administrator = set_up_installation(
        name=ORGANISATION,
        country="SA",
        language="ar",
        admin_name=PEOPLE["administrator"],
        admin_email="administrator@demo.example",
        password=None,
    )
    edition_id = create_edition(
        actor,
        fair="ملتقى الأسر المنتجة",
        slug=SLUG,
        name=NAME,
        place="جدة",
        starts_on=inputs.DAYS[0],
        ends_on=inputs.DAYS[-1],
        time_zone=inputs.ZONE.key,
        currency=inputs.CURRENCY,
    )
    set_sessions(actor, edition_id, dates=inputs.DAYS, opens=inputs.OPENS, closes=inputs.CLOSES, cut_off_minutes=120)
    fair = Replay(actor=actor, person_key=person_key, edition_id=edition_id)
    fair.accounts["administrator"] = administrator
    for role in ROLES[1:-1]:
        fair.accounts[role] = create_account(actor, email=f"{role}@demo.example", name=PEOPLE[role], roles=(role,))
    return fair


def _register(fair: Replay) -> None:
    import_id = upload_register(fair.actor, file_name="register.csv", content=inputs.register_file())
    write_import(fair.actor, import_id, person_key=fair.person_key)


def _plan(fair: Replay) -> None:
    draw_plan(fair.actor, fair.edition_id, inputs.plan_sentence())
    publish_plan(fair.actor, fair.edition_id)
    for code, name in inputs.GATES:
        fair.gates[code] = add_gate(fair.actor, fair.edition_id, code=code, name=name)


def _ask(fair: Replay) -> None:
    known = {row.number: row.id for row in list_exhibitors(fair.actor.organisation_id)}
    asked = [
        NewRequest(
            exhibitor_id=known[wish.number],
            choices=wish.choices,
            anywhere=wish.anywhere,
            tier=wish.tier,
            groups=wish.groups,
            needs=wish.needs,
            accessible=wish.accessible,
            source="public",
            terms_accepted=True,
        )
        for wish in inputs.wishes()
    ]
    submit_requests(fair.actor, fair.edition_id, asked)
    waiting = [row.id for row in list_requests(fair.actor.organisation_id, fair.edition_id)]
    decide_requests(fair.actor, fair.edition_id, waiting, eligible=True)


def _commit(fair: Replay) -> None:
    commit_draw(fair.actor, fair.edition_id, seed_source="ست كرات تُسحب علنًا في مقر الغرفة", seed_at=DRAWN)


def _draw(fair: Replay) -> None:
    run_draw(fair.actor, fair.edition_id, digits=DIGITS)


def _confirm(fair: Replay) -> None:
    held = list_allocations(fair.actor.organisation_id, fair.edition_id, AllocationFilter(state="offered"))
    confirm_allocations(fair.actor, fair.edition_id, [booth.id for booth in held])
    fair.stalls = [booth.exhibitor_id for booth in held]
    issue_badges(fair.actor, fair.edition_id)
    fair.accounts["exhibitor"] = create_account(
        fair.actor,
        email="exhibitor@demo.example",
        name=held[0].exhibitor,
        roles=("exhibitor",),
        exhibitor_id=held[0].exhibitor_id,
    )
