"""Expected, arrived, no-show: the minute decides, and an arrival always stands."""

from datetime import UTC, datetime, timedelta

import pytest

from fairapp.domain.attendance import PATIENCE, Presence, no_show_from, presence

OPENS_AT = datetime(2014, 12, 9, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-30, Presence.EXPECTED), (0, Presence.EXPECTED), (59, Presence.EXPECTED), (60, Presence.NO_SHOW)],
)
def test_an_hour_after_opening_a_booth_is_free(minutes: int, expected: Presence) -> None:
    assert presence(OPENS_AT + timedelta(minutes=minutes), OPENS_AT, None) is expected


def test_arriving_late_is_arriving() -> None:
    late = OPENS_AT + timedelta(hours=3)
    assert presence(late, OPENS_AT, late) is Presence.ARRIVED


def test_patience_is_a_setting() -> None:
    assert no_show_from(OPENS_AT, timedelta(minutes=90)) == datetime(2014, 12, 9, 8, 30, tzinfo=UTC)
    assert presence(OPENS_AT + timedelta(minutes=70), OPENS_AT, None, timedelta(minutes=90)) is Presence.EXPECTED


def test_who_was_given_her_booth_after_opening_is_waited_for_from_then() -> None:
    opens = datetime(2014, 12, 3, 13, tzinfo=UTC)
    given = opens + timedelta(hours=2)
    assert presence(given + timedelta(minutes=59), opens, None, held_since=given) is Presence.EXPECTED
    assert presence(given + timedelta(minutes=60), opens, None, held_since=given) is Presence.NO_SHOW
    assert presence(opens + PATIENCE, opens, None, held_since=opens - timedelta(days=9)) is Presence.NO_SHOW
