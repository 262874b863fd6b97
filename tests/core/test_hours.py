"""Business time: nights, weekends, holidays, both changes of the clock, and how people say a moment. Times are those of Amsterdam."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.hours import OfficeHours, due_after, midnight, quiet_until, say_deadline

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOURS = OfficeHours(AMSTERDAM, free=holidays.country_holidays("NL"))
QUARTER, HOUR = 15 * 60, 3600


def local(text: str, fold: int = 0) -> datetime:
    """`2026-11-19 14:00` in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold)


DUE = [
    # within one day; up to the next quarter
    ("2026-11-19 14:00", 90, "2026-11-19 15:30", "a Thursday afternoon"),
    ("2026-11-19 14:01", 90, "2026-11-19 15:45", "up to the next quarter"),
    ("2026-11-19 14:14:59", 60, "2026-11-19 15:15", "a second before the quarter"),
    ("2026-11-19 14:15:00", 60, "2026-11-19 15:15", "on the quarter nothing is added"),
    ("2026-11-19 14:15:00.000001", 60, "2026-11-19 15:30", "a microsecond after it"),
    ("2026-11-19 09:00", 90, "2026-11-19 10:30", "at the opening"),
    ("2026-11-19 10:00", 0, "2026-11-19 10:00", "no time at all"),
    # nights
    ("2026-11-19 08:59", 90, "2026-11-19 10:30", "before the opening"),
    ("2026-11-19 03:00", 90, "2026-11-19 10:30", "in the night"),
    ("2026-11-19 00:00", 90, "2026-11-19 10:30", "at midnight"),
    ("2026-11-19 23:59", 90, "2026-11-20 10:30", "just before midnight"),
    ("2026-11-19 18:00", 0, "2026-11-20 09:00", "no time at all, in the evening"),
    # the closing boundary
    ("2026-11-19 15:30", 90, "2026-11-19 17:00", "exactly at the closing"),
    ("2026-11-19 15:31", 90, "2026-11-20 09:15", "a minute over the closing"),
    ("2026-11-19 15:29", 90, "2026-11-19 17:00", "rounding stops at the closing"),
    ("2026-11-19 16:59", 90, "2026-11-20 10:30", "a minute before the closing"),
    ("2026-11-19 17:00", 90, "2026-11-20 10:30", "at the closing"),
    ("2026-11-19 16:00", 8 * 60, "2026-11-20 16:00", "a whole working day"),
    # weekends
    ("2026-11-20 16:30", 90, "2026-11-23 10:00", "over the weekend"),
    ("2026-11-20 17:01", 90, "2026-11-23 10:30", "Friday evening"),
    ("2026-11-21 12:00", 90, "2026-11-23 10:30", "Saturday"),
    ("2026-11-22 23:00", 90, "2026-11-23 10:30", "Sunday night"),
    ("2026-11-19 09:00", 40 * 60, "2026-11-25 17:00", "five working days"),
    # Dutch holidays
    ("2026-12-24 16:00", 90, "2026-12-28 09:30", "Christmas, and then a weekend"),
    ("2026-12-25 12:00", 90, "2026-12-28 10:30", "Christmas Day"),
    ("2026-12-31 16:30", 60, "2027-01-04 09:30", "New Year, and then a weekend"),
    ("2026-04-02 16:30", 60, "2026-04-07 09:30", "Good Friday to Easter Monday"),
    ("2026-04-24 16:30", 60, "2026-04-28 09:30", "King's Day, on a Monday"),
    ("2026-05-13 16:30", 60, "2026-05-15 09:30", "Ascension Day, on a Thursday"),
    ("2026-05-22 16:30", 60, "2026-05-26 09:30", "Whit Monday"),
    ("2025-05-02 16:30", 60, "2025-05-06 09:30", "Liberation Day, every five years"),
    # the changes of the clock
    ("2026-03-27 16:30", 60, "2026-03-30 09:30", "over the weekend in which an hour is lost"),
    ("2026-03-29 01:30", 60, "2026-03-30 10:00", "before the hour that is lost"),
    ("2026-10-23 16:30", 60, "2026-10-26 09:30", "over the weekend in which an hour is won"),
    ("2026-10-25 02:30", 60, "2026-10-26 10:00", "in the hour that comes twice"),
]


@pytest.mark.parametrize(("now", "minutes", "due"), [row[:3] for row in DUE], ids=[row[3] for row in DUE])
def test_a_promise_is_due_within_opening_hours(now: str, minutes: int, due: str) -> None:
    found = due_after(local(now).astimezone(UTC), minutes * 60, HOURS)
    assert found == local(due)
    assert found.tzinfo is UTC


@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_comes_twice_counts_twice_where_the_office_is_open_at_night(fold: int) -> None:
    nights = OfficeHours(AMSTERDAM, time(0, 30), time(23), free=frozenset())
    # 25 October 2026 is a Sunday; the change of 2021 too. An office of a country that changes its clock on a weekday:
    chile = OfficeHours(ZoneInfo("America/Asuncion"), time(0), time(12))
    assert due_after(local("2026-10-25 02:30", fold), HOUR, nights) == local("2026-10-26 01:30")
    assert due_after(datetime(2023, 10, 2, 12, tzinfo=UTC), HOUR, chile) == datetime(2023, 10, 2, 13, tzinfo=UTC)


def test_real_time_counts_when_the_clock_changes_in_opening_hours() -> None:
    """Iran put its clock forward at midnight of a Tuesday, 22 March 2022: that working day had 23 hours."""
    tehran = OfficeHours(ZoneInfo("Asia/Tehran"), time(0, 15), time(23, 45))
    start = datetime(2022, 3, 21, 20, 0, tzinfo=tehran.zone)
    due = due_after(start, 5 * HOUR, tehran)
    open_evening = datetime(2022, 3, 21, 23, 45, tzinfo=tehran.zone) - start
    opening = datetime(2022, 3, 22, 0, 15, tzinfo=tehran.zone).astimezone(UTC)
    assert due >= opening + timedelta(hours=5) - open_evening
    assert due <= opening + timedelta(hours=5, minutes=15) - open_evening


def test_an_office_that_never_opens_still_gives_a_moment() -> None:
    class Always:
        def __contains__(self, _: object) -> bool:
            return True

    closed = OfficeHours(AMSTERDAM, free=Always())
    assert due_after(local("2026-11-19 14:01"), HOUR, closed) == local("2026-11-19 15:15")


moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware here
lengths = st.integers(1, 40 * HOUR)


@given(moments, lengths)
def test_a_due_moment_is_later_on_a_quarter_and_in_opening_hours(now: datetime, seconds: int) -> None:
    due = due_after(now, seconds, HOURS)
    here = due.astimezone(AMSTERDAM)
    assert due >= now + timedelta(seconds=seconds)
    assert (here.minute % 15, here.second, here.microsecond) == (0, 0, 0)
    assert HOURS.works_on(here.date())
    assert HOURS.opening < here.time() <= HOURS.closing


@given(moments, lengths, lengths)
def test_more_time_is_never_due_earlier(now: datetime, one: int, other: int) -> None:
    assert due_after(now, min(one, other), HOURS) <= due_after(now, max(one, other), HOURS)


@given(moments, lengths, st.integers(0, 3 * 24 * HOUR))
def test_who_asks_later_is_never_served_earlier(now: datetime, seconds: int, later: int) -> None:
    assert due_after(now, seconds, HOURS) <= due_after(now + timedelta(seconds=later), seconds, HOURS)


# how people say it -----------------------------------------------------------------------------------------------------------
SAID = [
    ("2026-11-19 14:00", "2026-11-19 16:00", "vandaag vóór 16:00", "today before 16:00"),
    ("2026-11-19 08:00", "2026-11-19 09:30", "vandaag vóór 9:30", "today before 9:30"),
    ("2026-11-19 00:00", "2026-11-19 17:00", "vandaag vóór 17:00", "today before 17:00"),
    ("2026-11-19 23:59", "2026-11-20 10:30", "morgen vóór 10:30", "tomorrow before 10:30"),
    ("2026-11-20 16:30", "2026-11-23 10:00", "maandag vóór 10:00", "Monday before 10:00"),
    ("2026-11-22 12:00", "2026-11-23 10:30", "morgen vóór 10:30", "tomorrow before 10:30"),
    ("2026-11-19 14:00", "2026-11-25 12:00", "woensdag vóór 12:00", "Wednesday before 12:00"),
    ("2026-11-19 14:00", "2026-11-26 12:00", "26 november vóór 12:00", "26 November before 12:00"),
    ("2026-12-31 16:30", "2027-01-04 09:30", "maandag vóór 9:30", "Monday before 9:30"),
    ("2026-12-24 16:30", "2027-01-04 09:05", "4 januari vóór 9:05", "4 January before 9:05"),
    ("2026-03-28 12:00", "2026-03-30 09:30", "maandag vóór 9:30", "Monday before 9:30"),
    ("2026-10-24 23:30", "2026-10-25 09:30", "morgen vóór 9:30", "tomorrow before 9:30"),
    ("2026-07-01 00:30", "2026-07-01 09:30", "vandaag vóór 9:30", "today before 9:30"),
]


@pytest.mark.parametrize(("now", "due", "dutch", "english"), SAID, ids=[row[2] for row in SAID])
def test_a_moment_is_said_as_people_say_it(now: str, due: str, dutch: str, english: str) -> None:
    for moment in (local(due), local(due).astimezone(UTC)):
        assert say_deadline(moment, local(now).astimezone(UTC), HOURS, "nl") == dutch
        assert say_deadline(moment, local(now), HOURS, "en") == english


def test_a_language_without_words_of_its_own_hears_english() -> None:
    assert say_deadline(local("2026-11-19 16:00"), local("2026-11-19 14:00"), HOURS, "fr") == "today before 16:00"


# quiet hours -----------------------------------------------------------------------------------------------------------------
QUIET = [
    ("2026-11-19 21:59:59", None, "a second before"),
    ("2026-11-19 22:00", "2026-11-20 07:00", "the first second"),
    ("2026-11-19 23:59", "2026-11-20 07:00", "before midnight"),
    ("2026-11-20 00:00", "2026-11-20 07:00", "midnight"),
    ("2026-11-20 06:59:59", "2026-11-20 07:00", "the last second"),
    ("2026-11-20 07:00", None, "the end"),
    ("2026-11-20 12:00", None, "noon"),
    ("2026-03-28 23:00", "2026-03-29 07:00", "the night in which an hour is lost"),
    ("2026-03-29 03:00", "2026-03-29 07:00", "after the hour that was lost"),
    ("2026-10-24 23:00", "2026-10-25 07:00", "the night in which an hour is won"),
    ("2026-10-25 02:30", "2026-10-25 07:00", "in the hour that comes twice"),
]


@pytest.mark.parametrize(("now", "until"), [row[:2] for row in QUIET], ids=[row[2] for row in QUIET])
def test_quiet_hours_run_over_midnight(now: str, until: str | None) -> None:
    found = quiet_until(local(now).astimezone(UTC), AMSTERDAM, time(22), time(7))
    assert found == (local(until) if until else None)


@pytest.mark.parametrize(
    ("now", "until"), [("2026-11-19 12:59", None), ("2026-11-19 13:00", "2026-11-19 15:00"), ("2026-11-19 15:00", None)]
)
def test_quiet_hours_may_lie_within_a_day(now: str, until: str | None) -> None:
    assert quiet_until(local(now), AMSTERDAM, time(13), time(15)) == (local(until) if until else None)


@given(moments)
def test_quiet_hours_end_later_than_now_and_within_a_day(now: datetime) -> None:
    until = quiet_until(now, AMSTERDAM, time(22), time(7))
    if until is not None:
        assert now < until <= now + timedelta(hours=10)
        assert quiet_until(until, AMSTERDAM, time(22), time(7)) is None


@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize("minute", [20, 40])
def test_quiet_hours_that_end_in_the_hour_that_comes_twice_never_end_in_the_past(fold: int, minute: int) -> None:
    now = local(f"2026-10-25 02:{minute}", fold).astimezone(UTC)
    until = quiet_until(now, AMSTERDAM, time(22), time(2, 30))
    assert until is None or until > now


# the day ---------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "start"),
    [
        (datetime(2026, 11, 19, 13, tzinfo=UTC), datetime(2026, 11, 18, 23, tzinfo=UTC)),
        (datetime(2026, 11, 19, 23, 30, tzinfo=UTC), datetime(2026, 11, 19, 23, tzinfo=UTC)),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 7, 1, 22, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_the_brands_midnight(now: datetime, start: datetime) -> None:
    assert midnight(now, AMSTERDAM) == start
