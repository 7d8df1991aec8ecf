"""A regular street market as a special case: seniority, trade ceilings, several stalls side by side, wishes by stall.

The size is that of a large Amsterdam market day: 236 places in 70 rows, 118 traders, 926 wishes for named stalls. The
market itself is invented, from a fixed seed.
"""

import itertools
import random
from typing import Any

from fairapp.domain.allocation import draw
from tests.domain.allocation.draw_outcomes import Outcome
from tests.domain.allocation.draw_snapshots import request

TRADES = {"fish": 6, "frying": 5, "cheese": 7, "flowers": 8}
"""Trades with a ceiling, and the ceiling; the other trades are free."""
OTHER_TRADES = ("clothes", "fruit", "fabrics", "bread", "household")
TRADERS = 118
WISHES = 926
ROWS = 70
PLACES = 236


def market() -> dict[str, Any]:
    rng = random.Random(1020)
    sizes = [4] * (PLACES - 3 * ROWS) + [3] * (4 * ROWS - PLACES)
    rng.shuffle(sizes)
    numbers = itertools.count(1)
    rows = [[str(next(numbers)) for _ in range(size)] for size in sizes]
    stalls = [stall for row in rows for stall in row]
    powered = [stall for row in rows[::3] for stall in row]
    return {
        "format": "fairapp-draw/1",
        "edition": "market-1020",
        "order": "seniority",
        "halls": [{"hall": "street", "spread": "none", "rows": rows}],
        "classes": [
            {"class": "street/plain", "hall": "street", "services": [], "booths": sorted(set(stalls) - set(powered))},
            {"class": "street/power", "hall": "street", "services": ["power"], "booths": powered},
        ],
        "ceilings": [{"hall": "*", "craft": trade, "max": most} for trade, most in TRADES.items()],
        "roster": [],
        "locks": [],
        "requests": [trader(number, rng, stalls, powered) for number in range(TRADERS)],
    }


def trader(number: int, rng: random.Random, stalls: list[str], powered: list[str]) -> dict[str, Any]:
    trade = [*TRADES, *OTHER_TRADES][number % (len(TRADES) + len(OTHER_TRADES))]
    least = rng.choice([1, 1, 1, 2, 2, 3])
    wishes = rng.sample(powered if trade == "frying" else stalls, WISHES // TRADERS + (number < WISHES % TRADERS))
    return request(
        f"T{number:03}",
        *({"booth": stall} for stall in wishes),
        craft=trade,
        needs=["power"] if trade == "frying" else [],
        tier=1 if number % 4 else 2,
        units={"min": least, "max": least + rng.choice([0, 1, 2])},
        anywhere=rng.random() < 0.85,
        seniority=1 + number * 7919 % 997,
    )


def test_the_market_has_the_size_it_should_have() -> None:
    fair = market()
    rows = fair["halls"][0]["rows"]
    assert (len(rows), sum(map(len, rows)), len(fair["requests"])) == (ROWS, PLACES, TRADERS)
    assert sum(len(entry["choices"]) for entry in fair["requests"]) == WISHES
    asked = {trade: sum(entry["craft"] == trade for entry in fair["requests"]) for trade in TRADES}
    assert all(asked[trade] > most for trade, most in TRADES.items())


def test_the_market_allocates_without_a_breach() -> None:
    fair = market()
    outcome = Outcome(fair, draw(fair, "0"))
    booths = [booth for held in outcome.held.values() for booth in held]
    assert len(booths) == len(set(booths))
    assert len(booths) > PLACES * 3 // 4
    rows = fair["halls"][0]["rows"]
    for code, held in outcome.held.items():
        entry = outcome.entries[code]
        assert entry["units"]["min"] <= len(held) <= entry["units"]["max"]
        assert any(held == row[at : at + len(held)] for row in rows for at in range(len(row)))
        assert all(set(entry["needs"]) <= set(outcome.class_of[booth]["services"]) for booth in held)
    trading = {trade: outcome.exhibitors(trade, "*", set()) for trade in TRADES}
    assert all(trading[trade] <= most for trade, most in TRADES.items())
    assert any(trading[trade] == most for trade, most in TRADES.items())
    assert any(len(held) > outcome.entries[code]["units"]["min"] for code, held in outcome.held.items())


def test_seniority_is_honoured_and_nobody_waits_beside_a_stall_she_could_have() -> None:
    fair = market()
    outcome = Outcome(fair, draw(fair, "0"))
    ranks = [
        (not entry["needs"], entry["tier"], entry["seniority"])
        for entry in (outcome.entries[code] for code in outcome.result["queue"])
    ]
    assert ranks == sorted(ranks)
    reasons = {wish["reason"] for turn in outcome.result["trace"] for wish in turn["skipped"]}
    assert {"booth-taken", "no-adjacent-run", "craft-ceiling"} <= reasons
    for code in outcome.result["queue"]:
        for wish in outcome.wishes_better_than_held(code):
            assert not outcome.could_have(code, wish, set())
    for code in outcome.result["waiting"]:
        assert not (outcome.entries[code]["anywhere"] and outcome.could_have(code, None, set()))
