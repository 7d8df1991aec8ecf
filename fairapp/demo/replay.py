"""Jeddah 2014 from the register file to the totals, through the services and at the hours when it would have happened."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TypeVar

from fairapp.demo import inputs
from fairapp.demo.inputs import StallCount, StallSale
from fairapp.demo.phones import Phone
from fairapp.queries.allocations import list_allocations
from fairapp.queries.editions import SessionRow, list_sessions
from fairapp.queries.register import exhibitors_by_number
from fairapp.queries.requests import list_request_ids
from fairapp.services.accounts import create_account
from fairapp.services.allocations import confirm_allocations
from fairapp.services.attendance import record_arrivals
from fairapp.services.audit import Actor
from fairapp.services.badges import issue_badges
from fairapp.services.clock import replaying
from fairapp.services.devices import enrol_device, issue_token
from fairapp.services.draws import commit_draw, run_draw
from fairapp.services.editions import create_edition, set_sessions
from fairapp.services.floor_plan import add_gate, draw_plan, publish_plan
from fairapp.services.register import upload_register, write_import
from fairapp.services.requests import decide_requests, submit_requests
from fairapp.services.setup import set_up_installation

T = TypeVar("T")
Progress = Callable[[Iterable[T], str, int], AbstractContextManager[Iterable[T]]]

SLUG = "jeddah-2014"
DIGITS = "40 17 63 08 92 55"  # as if six balls had been drawn in front of everyone
PREPARED = datetime(2014, 2, 2, 9, tzinfo=inputs.ZONE)
ROLES = ("administrator", "organiser", "marshal", "reviewer", "exhibitor")


@dataclass(kw_only=True)
class Replay:
    """What has come about so far."""

    actor: Actor
    edition_id: uuid.UUID = field(default_factory=lambda: uuid.UUID(int=0))
    gates: dict[str, uuid.UUID] = field(default_factory=dict)
    stalls: list[uuid.UUID] = field(default_factory=list)  # exhibitors in the order of their booths
    accounts: dict[str, uuid.UUID] = field(default_factory=dict)
