"""Seed, tickets and queue: P6 (order depends on seed and code only) and P7 (the roster)."""

import hashlib
import random
from collections import Counter
from typing import Any

import pytest

from fairapp.domain.allocation import (
    draw,
    draw_with_seed,
    queue_of,
    read_digits,
    read_snapshot,
    seed_of,
    snapshot_sha256,
    ticket_of,
)
from fairapp.domain.errors import Refused
from tests.domain.allocation.draw_snapshots import GROUPS, one_hall, random_snapshot, request, with_request

FAIRS = 300
CHI_SQUARE_25 = 60.1
CHI_SQUARE_5 = 25.7
"""What chi-square with so many degrees of freedom exceeds once in ten thousand times."""


def codes(snapshot: dict[str, Any], seed: str) -> list[str]:
    return [entry.code for entry in queue_of(read_snapshot(snapshot), seed)]


def plain_fair(size: int) -> dict[str, Any]:
    return one_hall(*(request(f"f{number}", {"class": "A/std"}) for number in range(size)))


def test_seed_and_ticket_are_the_published_formulas() -> None:
    snapshot = plain_fair(3)
    result = draw(snapshot, "042")
    assert result["snapshot_sha256"] == snapshot_sha256(snapshot)
    text = f"fairapp-draw/1|{snapshot_sha256(snapshot)}|042"
    assert result["seed"] == seed_of(snapshot_sha256(snapshot), "042") == hashlib.sha256(text.encode()).hexdigest()
    assert ticket_of("ab", "K7P3QF") == hashlib.sha256(b"ab|K7P3QF").hexdigest()
    assert result["queue"] == sorted(["f0", "f1", "f2"], key=lambda code: ticket_of(str(result["seed"]), code))


def test_digits_of_any_script_are_the_same_digits_and_a_leading_zero_counts() -> None:
    assert read_digits("٠٤٢") == read_digits("۰۴۲") == read_digits("042") == "042"
    assert seed_of("0" * 64, "042") != seed_of("0" * 64, "42")


@pytest.mark.parametrize("typed", ["", " ", "12 34", "12a", "-1", "1.5", "²", "१२", "1" * 201, "1\n"])
def test_anything_but_digits_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        draw(plain_fair(1), typed)
    assert refusal.value.code == "invalid-digits"


def test_p6_removing_one_never_reorders_the_rest_and_the_order_of_rows_decides_nothing() -> None:
    for number in range(FAIRS):
        snapshot = random_snapshot(number, most_requests=9) | {"roster": [], "locks": []}
        order = codes(snapshot, str(number))
        shuffled = random.Random(number).sample(snapshot["requests"], len(order))
        assert codes(snapshot | {"requests": shuffled}, str(number)) == order
        for gone in order:
            rest = [entry for entry in snapshot["requests"] if entry["code"] != gone]
            assert codes(snapshot | {"requests": rest}, str(number)) == [code for code in order if code != gone]


def test_p6_every_rank_and_every_place_is_equally_likely_over_ten_thousand_seeds() -> None:
    """Chi-square of who stands at which rank, and of who gets one of three booths. The seeds are fixed, so that the
    test cannot fail by chance; a fair draw exceeds these bounds once in ten thousand times."""
    size, seeds, booths = 6, 10_000, 3
    ranks: Counter[tuple[str, int]] = Counter()
    served: Counter[str] = Counter()
    parsed = read_snapshot(plain_fair(size))
    for number in range(seeds):
        result: dict[str, Any] = draw_with_seed(parsed, "0" * 64, seed_of("0" * 64, str(number)))
        ranks.update((code, rank) for rank, code in enumerate(result["queue"]))
        served.update(entry["code"] for entry in result["allocated"])
    expected = seeds / size
    of_ranks = sum((count - expected) ** 2 / expected for count in ranks.values())
    assert len(ranks) == size * size
    assert of_ranks < CHI_SQUARE_25, ranks
    chance = booths / size
    spread = seeds * chance * (1 - chance) * size / (size - 1)
    of_served = sum((count - seeds * chance) ** 2 / spread for count in served.values())
    assert len(served) == size
    assert of_served < CHI_SQUARE_5, served


def test_stages_and_tiers_come_before_tickets() -> None:
    for number in range(FAIRS):
        snapshot = random_snapshot(number, most_requests=9)
        entries = {entry["code"]: entry for entry in snapshot["requests"]}
        ranks = [
            ("A" if entries[code]["accessible"] else "B" if entries[code]["needs"] else "C", entries[code]["tier"])
            for code in codes(snapshot, "seed")
        ]
        assert ranks == sorted(ranks)


def test_seniority_is_the_ticket_and_the_draw_decides_between_equals() -> None:
    requests = [request(code, seniority=years) for code, years in (("a", 30), ("b", 7), ("c", 30), ("d", 100))]
    snapshot = one_hall(*requests, order="seniority")
    orders = {tuple(codes(snapshot, str(seed))) for seed in range(50)}
    assert orders == {("b", "a", "c", "d"), ("b", "c", "a", "d")}


def test_p7_every_prefix_honours_the_roster() -> None:
    for number in range(FAIRS):
        snapshot = random_snapshot(number, most_requests=12)
        roster = snapshot["roster"] or ["open"]
        entries = {entry.code: entry for entry in read_snapshot(snapshot).requests}
        order = codes(snapshot, str(number))
        buckets: dict[tuple[str, int], list[str]] = {}
        for code in order:
            buckets.setdefault((entries[code].stage, entries[code].tier), []).append(code)
        for bucket in buckets.values():
            for place, code in enumerate(bucket):
                group = roster[place % len(roster)]
                left = bucket[place:]
                claimants = [other for other in left if group == "open" or group in entries[other].groups] or left
                if snapshot["order"] == "draw":
                    assert code == min(claimants, key=lambda other: ticket_of(str(number), other))
                assert code in claimants


def test_p7_claiming_a_group_never_hurts() -> None:
    for number in range(FAIRS):
        snapshot = random_snapshot(number, most_requests=9)
        order = codes(snapshot, str(number))
        for entry in snapshot["requests"]:
            for group in set(GROUPS) - set(entry["groups"]):
                claiming = with_request(snapshot, entry["code"], groups=[*entry["groups"], group])
                if entry["code"] in order:
                    assert codes(claiming, str(number)).index(entry["code"]) <= order.index(entry["code"])


def test_a_request_with_a_lock_uses_up_no_place_of_the_roster() -> None:
    requests = [request(f"f{number}", groups=["new"] if number < 2 else []) for number in range(4)]
    lock = {"code": "f0", "booths": ["A-01"], "reason": "fixture"}
    snapshot = one_hall(*requests, roster=["new", "open"], locks=[lock])
    for seed in range(20):
        order = codes(snapshot, str(seed))
        assert order[0] == "f1"
        assert "f0" not in order
