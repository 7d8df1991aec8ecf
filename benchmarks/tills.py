"""Sixteen tills at once against one: does what they share in the database hold them up?

How many times as many sales sixteen tills of one fair, each of its own exhibitor, send as one till alone; beside how
many times as many plain inserts sixteen clients make as one. Both over HTTP to four workers. A row that every sale
touches (a counter of the edition) would make sixteen tills hardly faster than one.
"""

import statistics
from concurrent.futures import ThreadPoolExecutor

from benchmarks.servers import Sales, Sender, served
from benchmarks.table import Row
from tests.factories.devices import Stall, another_stall

TILLS = 16
WORKERS = 4
ROUNDS = 7


class _Till:
    """One till's list and its connection."""

    def __init__(self, port: int, key: str, begin: int = 1) -> None:
        self._sales, self._sender = Sales(begin=begin), Sender(port, key)

    def send(self, count: int) -> float:
        return self._sender.seconds(self._sales.uploads(count, 1))

    def close(self) -> None:
        self._sender.close()


def sixteen_at_once(environment: dict[str, str], stall: Stall, url: str, count: int) -> Row:
    """``count`` sales of each till, ``ROUNDS`` times, in turn with the plain inserts."""
    stalls = [another_stall(stall.actor, stall.edition_id) for _ in range(TILLS)]
    with (
        served("wsgi:app", environment, WORKERS) as ours_at,
        served("benchmarks.bare:app", {"BARE_DATABASE": url}, WORKERS) as bare_at,
    ):
        tills = [_Till(ours_at, one.key) for one in stalls]
        clients = [_Till(bare_at, "", 10_000_000 * (1 + number)) for number in range(TILLS)]
        for one in (*tills, *clients):
            one.send(5)
        gains = [(_gain(tills, count), _gain(clients, count)) for _ in range(ROUNDS)]
        for one in (*tills, *clients):
            one.close()
    return Row(
        name=f"{TILLS} tills at once against 1, PostgreSQL",
        ours=statistics.median(ours for ours, _ in gains),
        limit=statistics.median(bare for _, bare in gains),
        unit="times as many",
        aim=0.8,
        at_least=True,
    )


def _gain(tills: list[_Till], count: int) -> float:
    """How many times as many sales a second all of them send together as the first alone."""
    alone = count / tills[0].send(count)
    with ThreadPoolExecutor(len(tills)) as pool:
        slowest: float = max(pool.map(lambda till: till.send(count), tills))
    return len(tills) * count / slowest / alone
