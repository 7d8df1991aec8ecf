"""A trading day is a session, also past midnight, also in the night when the clock jumps."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from fairapp.domain.editions import (
    UNCERTAIN,
    EditionStep,
    SessionTimes,
    check_sessions,
    make_sessions,
    parse_slug,
    session_of,
)
from fairapp.domain.errors import Refused

RIYADH = ZoneInfo("Asia/Riyadh")
RAMADAN = make_sessions([date(2014, 7, day) for day in (2, 1, 3)], time(21), time(2), RIYADH, 90)
DAYTIME = make_sessions([date(2014, 12, day) for day in (9, 10, 11)], time(10), time(22), RIYADH, 120)


def test_sessions_are_numbered_by_date_and_kept_in_utc() -> None:
    first = RAMADAN[0]
    assert [session.number for session in RAMADAN] == [1, 2, 3]
    assert first.opens_at == datetime(2014, 7, 1, 18, tzinfo=UTC)
    assert first.closes_at == datetime(2014, 7, 1, 23, tzinfo=UTC)
    assert first.cut_off_at == datetime(2014, 7, 2, 0, 30, tzinfo=UTC)
    assert first.opens_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "hour", "minute", "number"),
    [
        (1, 19, 59, UNCERTAIN),
        (1, 20, 0, 1),
        (1, 21, 0, 1),
        (1, 23, 59, 1),
        (2, 0, 0, 1),
        (2, 1, 59, 1),
        (2, 3, 29, 1),
        (2, 3, 30, UNCERTAIN),
        (2, 12, 0, UNCERTAIN),
        (2, 20, 30, 2),
        (4, 1, 0, 3),
        (5, 1, 0, UNCERTAIN),
    ],
)
def test_a_sale_past_midnight_belongs_to_the_evening_before(day: int, hour: int, minute: int, number: int) -> None:
    assert session_of(datetime(2014, 7, day, hour, minute, tzinfo=RIYADH), RAMADAN) == number


def test_what_is_inside_a_session_never_falls_into_the_grace_of_the_next() -> None:
    morning, evening = (
        SessionTimes(number=number, opens_at=opens, closes_at=opens + hours(3), cut_off_at=opens + hours(4))
        for number, opens in ((1, datetime(2014, 12, 9, 8, tzinfo=UTC)), (2, datetime(2014, 12, 9, 12, tzinfo=UTC)))
    )
    assert session_of(datetime(2014, 12, 9, 11, 30, tzinfo=UTC), [evening, morning]) == 1
    assert session_of(datetime(2014, 12, 9, 12, 0, tzinfo=UTC), [evening, morning]) == 2
    assert session_of(datetime(2014, 12, 9, 7, 30, tzinfo=UTC), [morning], grace=timedelta(0)) == UNCERTAIN


def test_a_clock_wrong_by_a_year_is_uncertain() -> None:
    assert session_of(datetime(2015, 12, 9, 12, tzinfo=RIYADH), DAYTIME) == UNCERTAIN
    assert session_of(datetime(2014, 12, 9, 12, tzinfo=RIYADH), DAYTIME) == 1
    assert session_of(datetime(2014, 12, 9, 12, tzinfo=RIYADH), []) == UNCERTAIN


def test_a_night_in_which_the_clock_jumps_is_measured_in_real_hours() -> None:
    spring = make_sessions([date(2026, 4, 23)], time(21), time(2), ZoneInfo("Africa/Cairo"), 60)[0]
    assert spring.closes_at - spring.opens_at == hours(4)
    assert spring.cut_off_at - spring.closes_at == hours(1)


def test_sessions_that_overlap_or_run_backwards_are_refused() -> None:
    with pytest.raises(Refused, match="sessions-overlap"):
        make_sessions([date(2014, 12, 9), date(2014, 12, 10)], time(10), time(9, 30), RIYADH, 60)
    with pytest.raises(Refused, match="dates-repeated"):
        make_sessions([date(2014, 12, 9)] * 2, time(10), time(22), RIYADH)
    with pytest.raises(Refused, match="session-times-disordered"):
        make_sessions([date(2014, 12, 9)], time(10), time(22), RIYADH, -1)
    assert check_sessions(reversed(DAYTIME)) == DAYTIME


def test_a_session_refuses_naive_times() -> None:
    naive = datetime(2014, 12, 9, 10, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        SessionTimes(number=1, opens_at=naive, closes_at=naive, cut_off_at=naive)


@pytest.mark.parametrize("text", ["jeddah-2014", " Jeddah-2014 ", "ab", "a" * 60])
def test_a_slug_is_read(text: str) -> None:
    assert parse_slug(text) == text.strip().lower()


@pytest.mark.parametrize("text", ["", "a", "-a", "a--b", "a b", "جدة", "a/b", "a" * 61, "a_b"])
def test_other_words_are_no_slug(text: str) -> None:
    with pytest.raises(Refused, match="slug-unreadable"):
        parse_slug(text)


def test_the_life_of_an_edition_has_an_order() -> None:
    assert next(iter(EditionStep)) == "register"
    assert list(EditionStep)[-1] == "results"


def hours(number: int) -> timedelta:
    return timedelta(hours=number)
