"""The input files of the demonstration, read into rows. Families, names and figures in them are invented."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from fairapp.domain.money import parse_amount

FOLDER = Path(__file__).resolve().parent / "jeddah_2014"
ZONE = ZoneInfo("Asia/Riyadh")
DAYS = (date(2014, 4, 6), date(2014, 4, 7), date(2014, 4, 8))
OPENS, CLOSES = time(16), time(23)
CURRENCY, EXPONENT = "SAR", 2
GATES = (("north", "البوابة الشمالية"), ("south", "البوابة الجنوبية"), ("families", "بوابة العائلات"))


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What one exhibitor of the register asks for; ``choices`` are codes of booth classes, the most wished first."""

    number: str
    choices: tuple[str, ...]
    anywhere: bool
    tier: int
    groups: tuple[str, ...]
    needs: tuple[str, ...]
    accessible: bool


@dataclass(frozen=True, kw_only=True)
class StallSale:
    """A sale at the ``stall``-th booth; ``amount_minor`` in halalas."""

    stall: int
    session: int
    at: datetime
    amount_minor: int
    method: str


@dataclass(frozen=True, kw_only=True)
class StallCount:
    """The drawer of a stall at the end of a session: what it began with, and how far off the count is."""

    stall: int
    session: int
    float_minor: int
    difference_minor: int


@dataclass(frozen=True, kw_only=True)
class GateCrossing:
    """People who came in together."""

    gate: str
    session: int
    at: datetime
    headcount: int
    party: str


@dataclass(frozen=True, kw_only=True)
class GateRecount:
    """A quarter of an hour that ended ``at``, counted by a second person too: ``missed`` more than the phone had."""

    gate: str
    session: int
    at: datetime
    missed: int


@dataclass(frozen=True, kw_only=True)
class GateHandOver:
    """The watch at a gate passes from one marshal to another."""

    gate: str
    session: int
    at: datetime
    leaves: str
    takes_over: str


def register_file() -> bytes:
    """The register as a chamber would keep it."""
    return (FOLDER / "register.csv").read_bytes()


def plan_sentence() -> str:
    """The halls, as somebody would describe them."""
    return (FOLDER / "plan.txt").read_text("utf-8")


def wishes() -> list[Wish]:
    """In the order in which they came in."""
    return [
        Wish(
            number=row["number"],
            choices=tuple(row["choices"].split()),
            anywhere=row["anywhere"] == "yes",
            tier=int(row["tier"]),
            groups=tuple(row["groups"].split()),
            needs=tuple(row["needs"].split()),
            accessible=row["accessible"] == "yes",
        )
        for row in _rows("requests.csv")
    ]


def sales() -> list[StallSale]:
    """By stall, session and time."""
    return [
        StallSale(
            stall=int(row["stall"]),
            session=int(row["session"]),
            at=_at(row),
            amount_minor=_minor(row["amount"]),
            method=row["method"],
        )
        for row in _rows("sales.csv")
    ]


def counts() -> list[StallCount]:
    """By stall and session; a stall that never closed has no row."""
    return [
        StallCount(
            stall=int(row["stall"]),
            session=int(row["session"]),
            float_minor=_minor(row["float"]),
            difference_minor=_signed(row["difference"]),
        )
        for row in _rows("cash_ups.csv")
    ]


def crossings() -> list[GateCrossing]:
    """By session and time."""
    return [
        GateCrossing(
            gate=row["gate"],
            session=int(row["session"]),
            at=_at(row),
            headcount=int(row["headcount"]),
            party=row["party"],
        )
        for row in _rows("entries.csv")
    ]


def recounts() -> list[GateRecount]:
    """By session."""
    return [
        GateRecount(gate=row["gate"], session=int(row["session"]), at=_at(row), missed=int(row["missed"]))
        for row in _rows("recounts.csv")
    ]


def hand_overs() -> list[GateHandOver]:
    """By session."""
    return [
        GateHandOver(
            gate=row["gate"],
            session=int(row["session"]),
            at=_at(row),
            leaves=row["leaves"],
            takes_over=row["takes_over"],
        )
        for row in _rows("hand_overs.csv")
    ]


def moment(session: int, clock: time) -> datetime:
    """A moment of a session's evening, aware, in UTC."""
    return datetime.combine(DAYS[session - 1], clock, ZONE).astimezone(UTC)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _at(row: dict[str, str]) -> datetime:
    return moment(int(row["session"]), time.fromisoformat(row["time"]))


def _minor(text: str) -> int:
    return parse_amount(text, exponent=EXPONENT, language="en", territory="SA")


def _signed(text: str) -> int:
    return -_minor(text[1:]) if text.startswith("-") else _minor(text)
