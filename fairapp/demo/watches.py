"""What happens at a gate in one evening, in order of time: people come in, some are recounted, marshals change."""

import json
from collections.abc import Iterable
from datetime import timedelta

from fairapp.demo.inputs import GateCrossing, GateHandOver, GateRecount
from fairapp.demo.phones import Phone

GateEvent = GateCrossing | GateRecount | GateHandOver
SAMPLE = timedelta(minutes=15)


def keep_watch(phone: Phone, events: Iterable[GateEvent]) -> None:
    """Write down what happened at the gate of ``phone``, as its page does."""
    crossed = list[GateCrossing]()
    for event in sorted(events, key=lambda one: one.at):
        match event:
            case GateCrossing():
                crossed.append(event)
                phone.count_in(event)
            case GateRecount():
                since = event.at - SAMPLE
                counted = sum(one.headcount for one in crossed if one.at > since)
                _note(
                    phone,
                    event,
                    what="recount",
                    since=since.isoformat(),
                    until=event.at.isoformat(),
                    counted=counted,
                    recounted=counted + event.missed,
                )
            case GateHandOver():
                inwards = sum(one.headcount for one in crossed)
                told = {"from": event.leaves, "to": event.takes_over, "in": inwards, "out": 0}
                _note(phone, event, what="hand-over", **told)


def _note(phone: Phone, event: GateEvent, **told: object) -> None:
    phone.note("note", event.at, text=json.dumps(told, ensure_ascii=False))
