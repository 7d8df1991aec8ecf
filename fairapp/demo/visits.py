"""After each evening a marshal visits the stalls that were drawn, and adds up what their notebooks say."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from fairapp.domain.errors import NotFound
from fairapp.domain.stall_checks import Cause
from fairapp.queries.editions import SessionRow
from fairapp.queries.stall_checks import find_sample
from fairapp.services.audit import Actor
from fairapp.services.clock import replaying
from fairapp.services.stall_checks import draw_sample, record_check

DRAWN_AFTER = timedelta(minutes=30)
EACH = timedelta(minutes=3)
FORGOTTEN_AT = 23
FORGOTTEN_MINOR = 90_000
"""A large order stands in the notebook of one stall in so many, and not on its phone."""
LEFT_OUT = 3
"""On the last evening, with the hall being cleared."""


def visit_stalls(
    marshal: Actor, edition_id: uuid.UUID, session: SessionRow, notebooks: Mapping[uuid.UUID, int], *, is_last: bool
) -> None:
    """Draw the stalls of a session that is over and visit them one by one, the last few of the ``is_last`` left out.

    ``notebooks`` say what each exhibitor sold in the session, in minor units.
    """
    moment = session.closes_at + DRAWN_AFTER
    with replaying(moment):
        draw_sample(marshal, edition_id, session.number)
    sample = find_sample(marshal.organisation_id, edition_id, session.number)
    if sample is None:
        raise NotFound("sample-not-drawn", number=session.number)
    visited = sample.chosen[: -LEFT_OUT if is_last else None]
    for place, exhibitor_id in enumerate(visited, start=1):
        forgotten = 0 if place % FORGOTTEN_AT else FORGOTTEN_MINOR
        with replaying(moment + place * EACH):
            record_check(
                marshal,
                edition_id,
                exhibitor_id=exhibitor_id,
                session_number=session.number,
                found_minor=notebooks[exhibitor_id] + forgotten,
                cause=Cause.SAMPLE.value,
                note="طلبية كبيرة في الدفتر" if forgotten else "",
            )
