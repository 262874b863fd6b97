"""When clocks call, and which clock a card shows."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock_calls import Budgets, calls, now_and_next, pressing
from bot.core.clocks import (
    ClockEvent,
    ClockKind,
    ClockState,
    ClockVerb,
    after_business_time,
    before_business_time,
    business_time,
    open_from,
)
from bot.core.hours import OfficeHours

HOURS = OfficeHours(ZoneInfo("Europe/Amsterdam"), time(9), time(17))
NINE = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
"""A Thursday, nine o'clock in Amsterdam."""
BUDGETS = Budgets(timedelta(hours=1), timedelta(hours=2), timedelta(hours=8))


def minutes(count: int) -> datetime:
    return NINE + timedelta(minutes=count)


def test_a_clock_reminds_then_calls_level_by_level() -> None:
    made = calls([ClockEvent(NINE, ClockVerb.COMPLAINT)], BUDGETS, 0.8, 2, HOURS)
    first = [(call.level, call.at) for call in made if call.kind is ClockKind.FIRST]
    assert first == [(0, minutes(48)), (1, minutes(60)), (2, minutes(90))]


def test_a_clock_that_is_paused_or_ended_calls_nobody() -> None:
    waits = [ClockEvent(NINE, ClockVerb.COMPLAINT), ClockEvent(minutes(10), ClockVerb.WAIT)]
    assert calls(waits, BUDGETS, 0.8, 2, HOURS) == []
    answered = [ClockEvent(NINE, ClockVerb.COMPLAINT), ClockEvent(minutes(10), ClockVerb.ANSWER)]
    assert {call.kind for call in calls(answered, BUDGETS, 0.8, 2, HOURS)} == {ClockKind.SOLUTION}


def test_of_the_calls_whose_time_came_the_highest_is_made_and_the_next_is_known() -> None:
    made = calls([ClockEvent(NINE, ClockVerb.COMPLAINT)], BUDGETS, 0.8, 2, HOURS)
    due, following = now_and_next(made, minutes(70))
    assert [(call.kind, call.level) for call in due] == [(ClockKind.FIRST, 1)]
    assert following == minutes(90)


def test_the_card_shows_the_clock_that_is_due_first() -> None:
    events = [
        ClockEvent(NINE, ClockVerb.COMPLAINT),
        ClockEvent(minutes(10), ClockVerb.ANSWER),
        ClockEvent(minutes(20), ClockVerb.CUSTOMER),
    ]
    shown = pressing(events, BUDGETS, minutes(130), HOURS)
    assert shown is not None
    assert (shown.kind, shown.state, shown.due) == (ClockKind.NEXT, ClockState.AMBER, minutes(140))
    assert pressing([], BUDGETS, NINE, HOURS) is None


def test_a_card_of_a_case_that_waits_for_the_customer_says_so() -> None:
    events = [ClockEvent(NINE, ClockVerb.COMPLAINT), ClockEvent(minutes(10), ClockVerb.WAIT)]
    shown = pressing(events, BUDGETS, minutes(30), HOURS)
    assert shown is not None
    assert shown.state is ClockState.PAUSED


@given(
    start=st.integers(0, 60 * 24 * 400).map(minutes),
    amount=st.integers(1, 60 * 30).map(lambda count: timedelta(minutes=count)),
)
def test_business_time_counted_forward_and_back_agrees(start: datetime, amount: timedelta) -> None:
    end = after_business_time(start, amount, HOURS)
    assert business_time(start, end, HOURS) == amount
    assert business_time(before_business_time(end, amount, HOURS), end, HOURS) == amount


def test_business_hours_may_run_over_midnight() -> None:
    nights = OfficeHours(ZoneInfo("Europe/Amsterdam"), time(18), time(2))
    assert business_time(minutes(0), minutes(24 * 60), nights) == timedelta(hours=8)


def test_what_cannot_wait_for_the_night_is_said_at_the_next_opening() -> None:
    assert open_from(minutes(10), HOURS) == minutes(10)
    midnight = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert open_from(midnight, HOURS) == datetime(2026, 11, 23, 8, 0, tzinfo=UTC), (
        "Saturday at midnight: Monday at nine"
    )
    nights = OfficeHours(ZoneInfo("Europe/Amsterdam"), time(18), time(2))
    assert open_from(datetime(2026, 11, 19, 23, 30, tzinfo=UTC), nights) == datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
