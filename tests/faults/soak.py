"""What ``python3 -m fairapp soak`` runs: sales from many phones through a faulty network to a server that is killed.

The suite runs the same machinery in small. Everything random comes from one seed, except the moments at which threads
and processes meet.
"""

import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import func, select

from fairapp.application import MIGRATIONS, create_app
from fairapp.config import Settings, read_settings
from fairapp.db import db
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import Takings
from fairapp.services.ledger_verification import verify_ledger
from tests.factories.devices import (
    DAY_1,
    Stall,
    a_running_stall,
    a_sale,
    a_stall,
    another_stall,
    on_day,
    sent,
    the_hour,
)
from tests.faults.histories import check_empty, try_histories
from tests.faults.network import FaultyNetwork, a_faulty_network
from tests.faults.phone import SimulatedPhone
from tests.faults.power import cut_power, trace_uploads
from tests.faults.server import Served, serving

SELLERS_AT_ONCE = 8
UNSENT_AT_MOST = 40
"""A phone that holds back this much waits for the network, so that not everything is sold while a server comes back."""
DRAIN_SECONDS = 120
METHODS = ("cash", "mada", "transfer")

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How much of what. ``faults`` in a hundred connections; ``url`` "" is a SQLite file of its own; one ``seed``.

    The ``seed`` repeats every random choice, but not the moments at which threads and processes meet.
    """

    sales: int
    phones: int
    faults: int
    kills: int
    cuts: int
    histories: int
    seed: int
    workers: int = 1
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Soaked:
    """What came of it. ``lost``: written by a phone, not stored; ``doubled``: stored more than once, or by no phone."""

    seed: int
    database: str
    sales: int
    phones: int
    faults: dict[str, int]
    kills: int
    lost: int
    doubled: int
    wrong_totals: int
    whole: bool
    drained_seconds: float
    power_cuts: int
    power_cuts_losing: int
    histories: int
    histories_failing: int
    seconds: dict[str, int]

    @property
    def clean(self) -> bool:
        troubles = (self.lost, self.doubled, self.wrong_totals, self.power_cuts_losing, self.histories_failing)
        return not any(troubles) and self.whole and self.drained_seconds <= DRAIN_SECONDS


def run(wanted: Wanted, say: Say) -> Soaked:
    """Histories, then sales through cuts and kills until all is drained and compared; then power cuts."""
    clock = _Clock()
    with tempfile.TemporaryDirectory(prefix="fairapp-soak-") as name:
        folder = Path(name)
        url = wanted.url or f"sqlite:///{folder / 'soak.sqlite3'}"
        with _an_application(folder / "network", url) as settings:
            check_empty()
            failing = try_histories(wanted.histories, wanted.seed, say) if wanted.histories else 0
            clock.ends("histories")
            stalls = _stalls(wanted.phones)
            sellers = [SimulatedPhone(key=stall.key) for stall in stalls]
            with serving(settings, wanted.workers) as served:
                met, kills, drained = _sell(served, sellers, wanted, say)
            clock.ends("sales")
            say("comparing …")
            lost, doubled, wrong = _compare(stalls, sellers)
            whole = verify_ledger(stalls[0].actor.organisation_id, stalls[0].edition_id).whole
            clock.ends("comparing")
        say(f"{wanted.cuts} power cuts …")
        cuts, losing = _cut_power(folder / "power", wanted.cuts, wanted.seed)
        clock.ends("power cuts")
    return Soaked(
        seed=wanted.seed,
        database=url.partition(":")[0].partition("+")[0],
        sales=sum(len(phone.entries) for phone in sellers),
        phones=wanted.phones,
        faults={name: count for name, count in sorted(met.items()) if name},
        kills=kills,
        lost=lost,
        doubled=doubled,
        wrong_totals=wrong,
        whole=whole,
        drained_seconds=round(drained, 1),
        power_cuts=cuts,
        power_cuts_losing=losing,
        histories=wanted.histories,
        histories_failing=failing,
        seconds=clock.seconds,
    )


class _Clock:
    """How long each part took, in whole seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, int] = {}
        self._began = time.monotonic()

    def ends(self, part: str) -> None:
        now = time.monotonic()
        self.seconds[part] = round(now - self._began)
        self._began = now


@contextmanager
def _an_application(instance: Path, url: str) -> Iterator[Settings]:
    settings = read_settings({"FAIRAPP_INSTANCE": str(instance), "FAIRAPP_DATABASE_URL": url})
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
        try:
            yield settings
        finally:
            db.session.remove()
            db.engine.dispose()


def _stalls(phones: int) -> list[Stall]:
    first = a_running_stall("soak")
    stalls = [first, *(another_stall(first.actor, first.edition_id) for _ in range(phones - 1))]
    db.session.remove()
    return stalls


def _sell(served: Served, sellers: list[SimulatedPhone], wanted: Wanted, say: Say) -> tuple[dict[str, int], int, float]:
    """Returns the faults met, the kills survived, and how long the outboxes took to drain once all faults stopped."""
    with a_faulty_network(served.port, wanted.seed, wanted.faults) as network:
        over = threading.Event()
        killer = threading.Thread(target=_kill, args=(served, sellers, wanted, over, say), daemon=True)
        killer.start()
        shares = [wanted.sales // len(sellers) + (at < wanted.sales % len(sellers)) for at in range(len(sellers))]
        with ThreadPoolExecutor(SELLERS_AT_ONCE) as pool:
            places = enumerate(zip(sellers, shares, strict=True), 1)
            waiting = [
                pool.submit(_sell_through, network, phone, share, wanted.seed + at) for at, (phone, share) in places
            ]
            for one in waiting:
                one.result()
        over.set()
        killer.join()
        network.percent = 0
        say("all faults stop; what is left is sent …")
        began = time.monotonic()
        with ThreadPoolExecutor(SELLERS_AT_ONCE) as pool:
            list(pool.map(lambda phone: _drain(network, phone, began), sellers))
        return network.met, served.kills, time.monotonic() - began


def _sell_through(network: FaultyNetwork, phone: SimulatedPhone, sales: int, seed: int) -> None:
    rng = random.Random(seed)
    while len(phone.entries) < sales:
        most = min(rng.randint(1, 8), sales - len(phone.entries), UNSENT_AT_MOST - phone.unsent)
        for _ in range(most):
            phone.write("sale", the_hour(), amount_minor=rng.randint(1, 50_000), method=rng.choice(METHODS))
        phone.most = rng.choice([1, 10, 100, 100])
        if phone.send(network.port, the_hour()) is None:
            time.sleep(0.1)


def _drain(network: FaultyNetwork, phone: SimulatedPhone, began: float) -> None:
    phone.most = 100
    while phone.unsent and time.monotonic() - began <= DRAIN_SECONDS:
        if phone.send(network.port, the_hour(), patience=30) is None:
            time.sleep(0.2)


def _kill(served: Served, sellers: list[SimulatedPhone], wanted: Wanted, over: threading.Event, say: Say) -> None:
    """Kill the server after so many sales, each time after other ones, all of them before the faults stop."""
    rng = random.Random(wanted.seed)
    places = sorted(rng.sample(range(wanted.sales), min(wanted.kills, wanted.sales)))
    told = 0
    for place in places:
        while (sold := sum(len(phone.entries) for phone in sellers)) < place and not over.wait(0.02):
            if sold - told >= max(500, wanted.sales // 20):
                told = sold
                say(f"{sold} of {wanted.sales} sold, {served.kills} kills …")
        time.sleep(rng.random() / 4)  # anywhere between a request and its answer
        served.kill_something(rng)


def _compare(stalls: list[Stall], sellers: list[SimulatedPhone]) -> tuple[int, int, int]:
    """Lost, doubled, and how many stalls' totals differ from what their phone sold, method by method."""
    db.session.remove()
    lost = doubled = wrong = 0
    for stall, phone in zip(stalls, sellers, strict=True):
        asked = select(LedgerEntry.id).where(LedgerEntry.device_id == stall.device.device_id)
        stored = Counter(str(id_) for id_ in db.session.scalars(asked))
        written = Counter(entry["id"] for entry in phone.entries)
        lost += (written - stored).total()
        doubled += (stored - written).total()
        sold = Counter[str]()
        for entry in phone.entries:
            sold[entry["method"]] += entry["amount_minor"]
        sums = select(Takings.method, func.sum(Takings.gross_minor)).where(Takings.exhibitor_id == stall.exhibitor_id)
        found = {method: int(total) for method, total in db.session.execute(sums.group_by(Takings.method))}
        wrong += found != dict(sold)
    return lost, doubled, wrong


def _cut_power(folder: Path, cuts: int, seed: int) -> tuple[int, int]:
    rng = random.Random(seed)
    folder.mkdir()
    with _an_application(folder, f"sqlite:///{folder / 'fair.sqlite3'}"):
        stall = a_stall("soak")
        bodies, seq = list[dict[str, Any]](), 1
        for _ in range(cuts):
            many = rng.randint(1, 8)
            bodies.append(sent(*(a_sale(seq + at, rng.randint(1, 50_000)) for at in range(many))))
            seq += many
        with on_day(DAY_1):
            traced = trace_uploads(stall.key, bodies)
        found = cut_power(traced, folder / "cut", traced.pragmas["synchronous"])
    return found.cuts, found.losing + found.damaged
