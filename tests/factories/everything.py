"""A fair with something on every page, and the addresses of all its pages. Families are invented."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from fairapp.db import db
from fairapp.models.accounts import Account
from fairapp.models.badges import Badge
from fairapp.models.devices import Device
from fairapp.models.draws import Allocation
from fairapp.models.requests import BoothRequest
from fairapp.services.accounts import choose_language, create_account, issue_link, set_password
from fairapp.services.allocations import confirm_allocations
from fairapp.services.attendance import record_arrivals
from fairapp.services.badges import issue_badges
from fairapp.services.clock import replaying
from fairapp.services.desk_entries import DeskLine, record_desk_entries
from fairapp.services.devices import issue_token, report_lost, revoke_device
from fairapp.services.editions import set_request_window
from fairapp.services.estimates import propose_estimate
from fairapp.services.family_links import issue_family_links
from fairapp.services.issued_statements import issue_statement
from fairapp.services.publications import publish_results
from fairapp.services.register import add_member
from fairapp.services.register_imports import upload_register
from fairapp.services.stall_checks import draw_sample, record_check
from tests.factories.accounts import PASSWORD, signed_in
from tests.factories.devices import another_stall, written
from tests.factories.draws import OPENING, SLUG
from tests.factories.register_files import a_register, as_csv
from tests.factories.results import AFTER, HeldFair, Phone, held_fair, moment

# Pages that need more than their address, and the names of what they are asked with.
ASKED = {"apply.find": ("code",), "public_draws.slip": ("code",), "desk.index": ("q",)}
A_DAY = timedelta(days=1)
OWN = ("statement.index", "statement.show")
"""Pages that only an exhibitor has."""


@dataclass(frozen=True, kw_only=True)
class FullFair:
    """A held fair, its accounts, and a value for every name that stands in an address."""

    fair: HeldFair
    administrator: uuid.UUID
    exhibitor: uuid.UUID
    emails: dict[str, str]
    values: dict[str, object]

    def signed_in(self, client: FlaskClient, who: str) -> FlaskClient:
        """Sign the ``administrator`` or the ``exhibitor`` in."""
        return signed_in(client, self.emails[who])

    def read_in(self, language: str) -> None:
        """Let both read in this language."""
        for account in (self.administrator, self.exhibitor):
            choose_language(self.fair.organisation_id, account, language, None)


def full_fair(organisation: str = "jeddah-chamber", families: int = 4) -> FullFair:
    """``families`` in the draw for two booths fewer; everyone came, sold in every session and counted her cash."""
    plan = f"Hall A: 1 row of {families - 3}, 3 × 3 m\nHall B: 1 row of 1, 3 × 3 m"
    fair = held_fair(plan, families, organisation=organisation)
    wall = fair.organisation_id, fair.edition_id
    with replaying(OPENING):
        offered = select(Allocation.id).where(Allocation.organisation_id == fair.organisation_id)
        confirm_allocations(fair.actor, fair.edition_id, list(db.session.scalars(offered)))
        issue_badges(fair.actor, fair.edition_id)
        record_arrivals(fair.actor, fair.edition_id, session_number=1, exhibitor_ids=fair.exhibitors, source="badge")
        set_request_window(fair.actor, fair.edition_id, opens_at=OPENING, closes_at=None, terms="شروط")
        issue_token(fair.actor, fair.edition_id, kind="till", exhibitor_id=fair.exhibitors[0])
    for seller in range(len(fair.exhibitors)):
        add_member(fair.actor, fair.exhibitors[seller], name="فرد من الأسرة", person_key="key")
        for session in (1, 2, 3):
            fair.sell(seller, session, 2_500, 1_000)
            fair.sell(seller, session, 4_000, method="card")
            fair.close(seller, session, sales=3, sales_minor=7_500, counted_minor=3_500)
    for session in (1, 2, 3):
        fair.enter(session, 40)
    _check(fair)
    _leave_open(fair)
    accounts = {role: _account(fair, role) for role in ("administrator", "exhibitor")}
    emails = {role: db.session.get_one(Account, (wall[0], id_)).email for role, id_ in accounts.items()}
    values = _values(fair, organisation, families, accounts["administrator"])
    return FullFair(fair=fair, **accounts, emails=emails, values=values)


def _check(fair: HeldFair) -> None:
    """The last session's stalls are drawn; one family was visited twice."""
    with replaying(AFTER):
        draw_sample(fair.actor, fair.edition_id, 3)
        for found in (4_000, 7_500):
            record_check(
                fair.actor, fair.edition_id, exhibitor_id=fair.exhibitors[0], session_number=3, found_minor=found,
                cause="outlier",
            )  # fmt: skip


def _leave_open(fair: HeldFair) -> None:
    """What waits at the sales desk: late sales of a revoked phone, a lost phone, notes typed in; in no total."""
    late, lost = (another_stall(fair.actor, fair.edition_id, fair.exhibitors[0]).device for _ in range(2))
    with replaying(moment(3)):
        revoke_device(fair.actor, late.device_id)
        report_lost(fair.actor, lost.device_id)
    sales = [written("sale", 0, moment(3), amount_minor=500, method="cash") for _ in fair.exhibitors]
    Phone(device=late).send(moment(3), *sales)
    notes = [DeskLine(kind="note", occurred_at=moment(3), note="دفتر الأسرة") for _ in fair.exhibitors]
    with replaying(AFTER):
        record_desk_entries(fair.actor, fair.edition_id, exhibitor_id=fair.exhibitors[0], source="paper", lines=notes)
        for _ in fair.exhibitors:
            propose_estimate(
                fair.actor, fair.edition_id, device_id=lost.device_id, session_number=3, amount_minor=900, reason="؟"
            )


def _account(fair: HeldFair, role: str) -> uuid.UUID:
    account_id = create_account(
        fair.actor,
        email=f"{role}@{fair.organisation_id.hex[-12:]}.example",
        name="منال الغامدي",
        roles=(role,),
        exhibitor_id=fair.exhibitors[0] if role == "exhibitor" else None,
    )
    set_password(fair.organisation_id, account_id, PASSWORD)
    return account_id


def _values(fair: HeldFair, organisation: str, families: int, administrator: uuid.UUID) -> dict[str, object]:
    def first(model: Any, *where: Any) -> Any:
        return db.session.scalars(select(model).where(model.organisation_id == fair.organisation_id, *where)).first()

    badge, device = first(Badge), first(Device)
    late, lost = first(Device, Device.revoked_at.is_not(None)), first(Device, Device.lost_at.is_not(None))
    asked = first(BoothRequest, BoothRequest.exhibitor_id == fair.exhibitors[0])
    imported = upload_register(
        fair.actor, file_name="register.csv", content=as_csv(a_register(families), encoding="utf-8")
    )
    with replaying(AFTER):
        revision = publish_results(fair.actor, fair.edition_id)
        stated = issue_statement(fair.actor, fair.edition_id, fair.exhibitors[0], secret_key="key")
    secret = issue_family_links(fair.actor, fair.edition_id, [asked.code], secret_key="key")[asked.code]
    return {
        "organisation": organisation,
        "edition": SLUG,
        "hall": "A",
        "number": "A-01",
        "revision": revision,
        "exhibitor": fair.exhibitors[0],
        "exhibitor_id": fair.exhibitors[0],
        "import_id": imported,
        "badge_id": badge.id,
        "device_id": device.id,
        "open_entries.late_of/device_id": late.id,
        "estimates.new/device_id": lost.id,
        "gate": "G1",
        "badge_code": badge.code,
        "code": asked.code,
        "kind": "xlsx",
        "form": "xlsx",
        "table": "halls",
        "visitors.table_as_file/table": "gates",
        "q": "أسرة",
        "token": issue_link(fair.actor, administrator, "sign-in", lasting=A_DAY),
        "family.show/token": secret,
        "family.slip/token": secret,
        "issued_statements.show/code": stated.code,
        "sign_in.show_password/token": issue_link(fair.actor, administrator, "password", lasting=A_DAY),
    }


NOT_PAGES = ("/api/", "/static/", "/phone/")
"""Where the interface of programs and the parts of pages live."""


def addresses(app: Flask, full: FullFair) -> Iterator[tuple[Rule, str]]:
    """Every route that answers GET, but for the programs' interface and files, with an address that exists."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(NOT_PAGES):
            continue
        names = (*rule.arguments, *ASKED.get(rule.endpoint, ()))
        with app.test_request_context():
            built = rule.build({name: _value(full, rule, name) for name in names}, append_unknown=True)
        assert built is not None, rule
        yield rule, str(built[1])


def _value(full: FullFair, rule: Rule, name: str) -> object:
    if rule.endpoint == "stall.show" and name == "code":
        return full.values["badge_code"]
    return full.values.get(f"{rule.endpoint}/{name}") or full.values[name]


__all__ = ["AFTER", "OWN", "FullFair", "addresses", "full_fair"]
