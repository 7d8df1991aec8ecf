"""The shapes of the devices' interface, for its description. The ledger itself reads entries in ``domain.ledger``:

it must keep what it cannot read, which a validating framework would refuse.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Minor = Annotated[int, Field(ge=0, le=10**12, description="Minor units of the edition's currency")]
PositiveMinor = Annotated[int, Field(ge=1, le=10**12, description="Minor units of the edition's currency")]
Method = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40, examples=["cash"])]
Reason = Annotated[str | None, Field(default=None, max_length=2000)]


class Shape(BaseModel):
    """Fields may be added later: what is not known is kept and otherwise ignored."""

    model_config = ConfigDict(extra="allow")


class Entry(Shape):
    """What every entry has. ``seq`` runs 1, 2, 3 … on each device, without a gap."""

    v: Literal[1]
    id: Annotated[UUID, Field(description="UUIDv7, made by the phone")]
    seq: Annotated[int, Field(ge=1, le=2**53 - 1)]
    occurred_at: Annotated[datetime, Field(description="By the phone's clock, with its offset")]


class Item(Shape):
    name: str
    quantity: Annotated[int, Field(ge=1)]
    unit_minor: Annotated[int, Field(ge=0)]


class Sale(Entry):
    kind: Literal["sale"]
    amount_minor: PositiveMinor
    method: Method
    items: Annotated[list[Item] | None, Field(default=None, max_length=100)]
    note: Reason


class Void(Entry):
    """Undoes one earlier sale of the same device, once."""

    kind: Literal["void"]
    ref: UUID
    reason: Reason


class Refund(Entry):
    kind: Literal["refund"]
    amount_minor: PositiveMinor
    method: Method
    ref: UUID | None = None
    reason: Reason


class Crossing(Entry):
    """People through a gate together, one way."""

    kind: Literal["entry"]
    headcount: Annotated[int, Field(ge=1, le=500)]
    party: Literal["single", "family", "group", "delegation"]
    direction: Literal["in", "out"]


class CashUp(Entry):
    """The drawer counted before the expected sum was seen. ``sales`` and ``sales_minor`` are the phone's own sums."""

    kind: Literal["cash_up"]
    session_id: UUID
    float_minor: Minor
    counted_minor: Minor
    denominations: dict[str, Annotated[int, Field(ge=0)]]
    sales: Annotated[int, Field(ge=0)]
    sales_minor: Minor
    zero_sales: bool = False


class Note(Entry):
    kind: Literal["note"]
    text: Annotated[str, Field(max_length=2000)]


AnyEntry = Annotated[Sale | Void | Refund | Crossing | CashUp | Note, Field(discriminator="kind")]


class Upload(Shape):
    device_time: Annotated[datetime, Field(description="The phone's clock when it sends")]
    entries: Annotated[list[AnyEntry], Field(min_length=1, max_length=100)]


class Result(Shape):
    seq: int
    id: str
    status: Literal["accepted", "duplicate", "quarantined"]
    flags: list[str]


class Received(Shape):
    next_seq: int
    results: list[Result]
    head: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="The hash of the last entry of the list")]
    server_time: datetime


class SessionSums(Shape):
    """The session that runs, or ran last."""

    number: int
    takings_minor: int
    sales: int
    entries: int


class HallSums(Shape):
    """People inside by all gates of a hall, or of the whole fair when it has no name; known up to ``as_of``."""

    name: str | None
    inside: Annotated[int | None, Field(description="None while nobody has counted in this session")]
    limit: Annotated[int | None, Field(description="How many it may hold, where that is known")]
    as_of: datetime | None


class SessionTimes(Shape):
    id: UUID
    number: int
    date: date
    opens_at: datetime
    closes_at: datetime
    cut_off_at: datetime


class Standing(Shape):
    next_seq: int
    head: str
    session: SessionSums
    sessions: Annotated[list[SessionTimes], Field(description="Of the edition, as they are now")]
    hall: Annotated[HallSums | None, Field(default=None, description="At a gate only")]


class Heartbeat(Shape):
    """Any of it may be missing; what cannot be read is bounded or left as it was known."""

    device_time: Annotated[datetime | None, Field(default=None, description="The phone's clock when it sends")]
    unsent: Annotated[int | None, Field(default=None, ge=0, description="Entries it still holds back")]
    unsent_since: Annotated[datetime | None, Field(default=None, description="When the oldest of them was written")]
    release: Annotated[str | None, Field(default=None, max_length=40, description="The version of its pages")]


class Enrolment(Shape):
    token: Annotated[str, Field(max_length=200, examples=["01JD8Z5V0N6Q4R3T2W1X9Y8Z7A"])]
    name: Annotated[str, Field(max_length=80)]
    attempt: Annotated[
        str,
        Field(default="", max_length=200, description="The phone's secret: a lost answer is repeated"),
    ]


class Edition(Shape):
    slug: str
    name: str
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    exponent: Annotated[int, Field(ge=0, le=4)]
    time_zone: str
    sessions: list[SessionTimes]


class Gate(Shape):
    """``limit``: how many people its hall holds at once, where that is known."""

    code: str
    name: str
    limit: int | None


class Device(Shape):
    """``device_key`` is shown once and sent as ``Authorization: Bearer …`` ever after."""

    device_id: UUID
    device_key: str
    kind: Literal["till", "gate", "desk"]
    organisation: str
    edition: Edition
    booth: str | None
    exhibitor: str | None
    gate: Gate | None
    methods: list[str]
    country: str
    next_seq: int
    server_time: datetime


class Refusal(Shape):
    """``code`` is stable; ``message`` is in the reader's language."""

    code: str
    message: str


class Gap(Refusal):
    next_seq: int
