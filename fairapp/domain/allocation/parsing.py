"""From hostile JSON to a ``Snapshot``: parsed once, trusted ever after.

Each reader checks one part of the format and what it may refer to, in the order halls, classes, ceilings, roster,
requests, locks. The first fault is refused with its JSON path; the reasons are listed in docs/allocation.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from fairapp.domain.allocation.shapes import Fault, each, member, members, note, one_of, text, texts, truth, whole
from fairapp.domain.allocation.snapshot import (
    FORMAT,
    LARGEST_RUN,
    OPEN,
    WHOLE_EDITION,
    BoothClass,
    Ceiling,
    Choice,
    Hall,
    Lock,
    Request,
    Snapshot,
    Units,
)
from fairapp.domain.errors import Refused

_SNAPSHOT = frozenset({"format", "edition", "order", "halls", "classes", "ceilings", "roster", "locks", "requests"})
_HALL = frozenset({"hall", "spread", "rows"})
_CLASS = frozenset({"class", "hall", "services", "booths"})
_CEILING = frozenset({"hall", "craft", "max"})
_LOCK = frozenset({"code", "booths", "reason"})
_UNITS = frozenset({"min", "max"})
_REQUEST = frozenset({"code", "craft", "tier", "groups", "needs", "accessible", "units", "choices", "anywhere"})
_SENIORITY = frozenset({"seniority"})


def read_snapshot(raw: object) -> Snapshot:
    """The snapshot in ``raw``, the value of a ``fairapp-draw/1`` document.

    Raises Refused ``invalid-snapshot`` with ``path`` (JSON path of the first fault) and ``reason`` (stable code).
    """
    try:
        return _snapshot(raw)
    except Fault as fault:
        raise Refused("invalid-snapshot", path=fault.path, reason=fault.reason) from None


def _snapshot(raw: object) -> Snapshot:
    if isinstance(raw, dict) and "format" in raw and raw["format"] != FORMAT:
        raise Fault("unknown-format", "format")
    whole_raw = members(raw, _SNAPSHOT)
    edition = member(whole_raw, "edition", text)
    by_seniority = member(whole_raw, "order", one_of("draw", "seniority")) == "seniority"
    floor = _Floor(member(whole_raw, "halls", partial(each, reader=_hall)))
    member(whole_raw, "classes", partial(each, reader=floor.read_class))
    ceilings = member(whole_raw, "ceilings", partial(each, reader=_Ceilings(floor).read))
    roster = member(whole_raw, "roster", partial(each, reader=text))
    requests = _Requests(floor, by_seniority)
    member(whole_raw, "requests", partial(each, reader=requests.read))
    locks = _Locks(floor, requests)
    member(whole_raw, "locks", partial(each, reader=locks.read))
    _check_ceilings(ceilings, locks.exhibitors)
    return Snapshot(
        edition=edition,
        by_seniority=by_seniority,
        halls=floor.halls,
        classes=tuple(floor.classes),
        ceilings=ceilings,
        roster=roster,
        locks=tuple(locks.locks),
        requests=tuple(requests.by_code.values()),
    )


def _hall(raw: object) -> Hall:
    hall = members(raw, _HALL)
    name = member(hall, "hall", text)
    if name == WHOLE_EDITION:
        raise Fault("reserved-name", "hall")
    return Hall(
        name=name,
        spread=member(hall, "spread", one_of("spread", "cluster", "none")),
        rows=member(hall, "rows", partial(each, reader=texts)),
    )


class _Floor:
    """The halls and classes read so far, and what a later part may refer to."""

    def __init__(self, halls: tuple[Hall, ...]) -> None:
        self.halls = halls
        self.hall_of_place: dict[str, str] = {}
        names: set[str] = set()
        for index, hall in enumerate(halls):
            if hall.name in names:
                raise Fault("duplicate", "halls", index, "hall")
            names.add(hall.name)
            self._add_places(hall, index)
        self.hall_names = names
        self.longest_row = max((len(row) for hall in halls for row in hall.rows), default=0)
        self.classes: list[BoothClass] = []
        self._wishes: dict[tuple[str, str], Choice] = {}

    def _add_places(self, hall: Hall, index: int) -> None:
        for number, row in enumerate(hall.rows):
            for place, booth in enumerate(row):
                if booth in self.hall_of_place:
                    raise Fault("booth-in-two-places", "halls", index, "rows", number, place)
                self.hall_of_place[booth] = hall.name

    def read_class(self, raw: object) -> BoothClass:
        fields = members(raw, _CLASS)
        name = member(fields, "class", text)
        if ("class", name) in self._wishes:
            raise Fault("duplicate", "class")
        hall = member(fields, "hall", text)
        if hall not in self.hall_names:
            raise Fault("unknown-hall", "hall")
        services = frozenset(member(fields, "services", texts))
        booths = member(fields, "booths", texts)
        for place, booth in enumerate(booths):
            if self.can_be_given(booth):
                raise Fault("booth-in-two-classes", "booths", place)
            if self.hall_of_place.get(booth) != hall:
                raise Fault("booth-not-in-a-row-of-its-hall", "booths", place)
            self._wishes["booth", booth] = Choice(booth_class=len(self.classes), booth=booth)
        booth_class = BoothClass(name=name, hall=hall, services=services, booths=booths)
        self._wishes["class", name] = Choice(booth_class=len(self.classes), booth=None)
        self.classes.append(booth_class)
        return booth_class

    def can_be_given(self, booth: str) -> bool:
        """Whether a class holds this booth: those in a row only (aisles, reserve) are given to nobody."""
        return ("booth", booth) in self._wishes

    def read_choices(self, raw: object) -> tuple[Choice, ...]:
        """The wishes of one request. Most of a snapshot is wishes: sound ones take the short way."""
        if isinstance(raw, list):
            try:
                return tuple([self._wishes[wish] for (wish,) in map(dict.items, raw)])
            except (KeyError, TypeError, ValueError):
                pass  # the long way accepts what is only written differently, and names the fault of the rest
        return each(raw, self._read_choice)

    def _read_choice(self, raw: object) -> Choice:
        if not isinstance(raw, dict):
            raise Fault("not-an-object")
        for kind in ("class", "booth"):
            if raw.keys() == {kind}:
                wish = (kind, member(raw, kind, text))
                if wish not in self._wishes:
                    raise Fault(f"unknown-{kind}", kind)
                return self._wishes[wish]
        raise Fault("not-one-of-class-or-booth")


class _Ceilings:
    """Ceilings, at most one for a hall and craft."""

    def __init__(self, floor: _Floor) -> None:
        self._halls = floor.hall_names | {WHOLE_EDITION}
        self._seen: set[tuple[str, str]] = set()

    def read(self, raw: object) -> Ceiling:
        fields = members(raw, _CEILING)
        hall, craft = member(fields, "hall", text), member(fields, "craft", text)
        if hall not in self._halls:
            raise Fault("unknown-hall", "hall")
        if (hall, craft) in self._seen:
            raise Fault("duplicate")
        self._seen.add((hall, craft))
        return Ceiling(hall=hall, craft=craft, maximum=member(fields, "max", whole))


class _Requests:
    """Requests by their code, in the order of the file (which decides nothing)."""

    def __init__(self, floor: _Floor, by_seniority: bool) -> None:
        self._floor = floor
        self._by_seniority = by_seniority
        self._required = _REQUEST | _SENIORITY if by_seniority else _REQUEST
        # Thousands of requests share a few values: kept once, they spare memory and the collector's time.
        self._sets: dict[tuple[str, ...], frozenset[str]] = {}
        self._sizes: dict[tuple[int, int], Units] = {}
        self.by_code: dict[str, Request] = {}

    def read(self, raw: object) -> Request:
        fields = members(raw, self._required, _SENIORITY)
        code = member(fields, "code", text)
        if code in self.by_code:
            raise Fault("duplicate", "code")
        request = Request(
            code=code,
            craft=member(fields, "craft", text),
            tier=member(fields, "tier", whole),
            groups=member(fields, "groups", self._groups),
            needs=self._set(member(fields, "needs", texts)),
            accessible=member(fields, "accessible", truth),
            units=member(fields, "units", self._units),
            choices=member(fields, "choices", self._floor.read_choices),
            anywhere=member(fields, "anywhere", truth),
            seniority=self._seniority(fields),
        )
        self.by_code[code] = request
        return request

    def _units(self, raw: object) -> Units:
        fields = members(raw, _UNITS)
        minimum, maximum = member(fields, "min", whole), member(fields, "max", whole)
        if not 1 <= minimum <= LARGEST_RUN:
            raise Fault("out-of-range", "min")
        if not minimum <= maximum <= LARGEST_RUN:
            raise Fault("out-of-range", "max")
        if minimum > 1 and minimum > self._floor.longest_row:
            raise Fault("longer-than-any-row", "min")
        return self._sizes.setdefault((minimum, maximum), Units(minimum=minimum, maximum=maximum))

    def _groups(self, raw: object) -> frozenset[str]:
        groups = texts(raw)
        if OPEN in groups:
            raise Fault("reserved-name", groups.index(OPEN))
        return self._set(groups)

    def _set(self, members: tuple[str, ...]) -> frozenset[str]:
        return self._sets.setdefault(members, frozenset(members))

    def _seniority(self, fields: Mapping[str, object]) -> int | None:
        if not self._by_seniority and fields.get("seniority") is None:
            return None
        return member(fields, "seniority", whole)


class _Locks:
    """Locks, one for a request; ``exhibitors`` counts them by hall and craft as ceilings do."""

    def __init__(self, floor: _Floor, requests: _Requests) -> None:
        self._floor = floor
        self._requests = requests.by_code
        self._codes: set[str] = set()
        self._booths: set[str] = set()
        self.locks: list[Lock] = []
        self.exhibitors: dict[tuple[str, str], int] = {}

    def read(self, raw: object) -> Lock:
        fields = members(raw, _LOCK)
        code = member(fields, "code", text)
        if code not in self._requests:
            raise Fault("unknown-code", "code")
        if code in self._codes:
            raise Fault("duplicate", "code")
        booths = member(fields, "booths", texts)
        if not booths:
            raise Fault("empty", "booths")
        for place, booth in enumerate(booths):
            if not self._floor.can_be_given(booth):
                raise Fault("unknown-booth", "booths", place)
            if booth in self._booths:
                raise Fault("booth-locked-twice", "booths", place)
        lock = Lock(code=code, booths=booths, reason=member(fields, "reason", note))
        self._codes.add(code)
        self._booths.update(booths)
        self._count(self._requests[code].craft, booths)
        self.locks.append(lock)
        return lock

    def _count(self, craft: str, booths: tuple[str, ...]) -> None:
        for hall in {self._floor.hall_of_place[booth] for booth in booths} | {WHOLE_EDITION}:
            self.exhibitors[hall, craft] = self.exhibitors.get((hall, craft), 0) + 1


def _check_ceilings(ceilings: tuple[Ceiling, ...], locked: Mapping[tuple[str, str], int]) -> None:
    for index, ceiling in enumerate(ceilings):
        if locked.get((ceiling.hall, ceiling.craft), 0) > ceiling.maximum:
            raise Fault("below-the-locks", "ceilings", index, "max")
