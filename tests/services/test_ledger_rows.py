"""The hash of a row, as it was in every release: ids, moments with and without microseconds, flags."""

import uuid
from datetime import UTC, datetime

from fairapp.domain.ledger import FIRST_HASH
from fairapp.services.ledger_rows import EntryRow, place_of

IDS = [uuid.UUID(int=number, version=4) for number in range(1, 8)]


HASH = "cc4042c2fa480539ea9bb073de5dfb9c9c45a29a48c37c642de014054adb1cfb"
HASH_WITH_FLAG = "ca7327dd009f202968eb1504847ac42c1f23c32a6a6e67a0bb7e735ea79b58b1"


def a_row() -> EntryRow:
    return EntryRow(
        *(IDS[0], IDS[1], IDS[2], IDS[3], None, None),
        id=IDS[4],
        seq=7,
        kind="sale",
        occurred_at=datetime(2014, 12, 3, 14, 30, 5, 120_000, tzinfo=UTC),
        received_at=datetime(2014, 12, 3, 14, 31, tzinfo=UTC),
        session_number=1,
        amount_minor=1_500,
        method="cash",
        ref_id=IDS[5],
        headcount=None,
        party=None,
        direction=None,
        source="phone",
        status="accepted",
        flags=["late"],
        payload='{"note":"\\u062e\\u0632\\u0641"}',
        previous_hash="",
        hash="",
    )


def test_a_row_is_hashed_as_it_always_was() -> None:
    assert a_row().link(FIRST_HASH) == HASH


def test_a_link_holds_its_flags_and_is_spelled_as_it_is_stored() -> None:
    row = a_row()
    link, spelled = row.chained(place_of(row[:6]), FIRST_HASH, ["already-voided"])
    assert link.flags == ["late", "already-voided"]
    assert (
        link.hash
        == link.link(FIRST_HASH)
        == spelled[-1]
        == "ca7327dd009f202968eb1504847ac42c1f23c32a6a6e67a0bb7e735ea79b58b1"
    )
    assert [str(field) for field in link] == [str(field) for field in spelled]
