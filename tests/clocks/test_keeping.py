"""What becomes of a promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.hours import OfficeHours
from bot.core.promises.keeping import GivenPromise, PromiseState, kept_by_month, remind_at

HOURS = OfficeHours()
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TEN = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


def promise(due: datetime, state: PromiseState = PromiseState.OPEN) -> GivenPromise:
    return GivenPromise("p", "c", "w", "", TEN, due, state)


def test_a_promise_is_kept_up_to_its_last_moment_and_broken_after() -> None:
    due = TEN + timedelta(hours=2)
    assert promise(due).settled(due).state is PromiseState.KEPT
    assert promise(due).settled(due + timedelta(seconds=1)).state is PromiseState.BROKEN


def test_the_reminder_comes_an_hour_of_business_time_before() -> None:
    assert remind_at(promise(TEN + timedelta(hours=3)), HOURS) == TEN + timedelta(hours=2)
    next_morning = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert remind_at(promise(next_morning), HOURS) == datetime(2026, 11, 19, 15, 30, tzinfo=UTC)


def test_the_reminder_of_a_promise_that_is_near_comes_halfway() -> None:
    assert remind_at(promise(TEN + timedelta(minutes=30)), HOURS) == TEN + timedelta(minutes=15)


def test_the_kept_rate_is_counted_by_the_month_in_which_promises_were_due() -> None:
    last_of_october = datetime(2026, 10, 31, 22, 59, tzinfo=UTC)
    made = [
        promise(last_of_october, PromiseState.KEPT),
        promise(last_of_october + timedelta(minutes=1), PromiseState.BROKEN),
        promise(TEN, PromiseState.KEPT),
        promise(TEN, PromiseState.VOID),
        promise(TEN),
    ]
    assert [(month.month, month.kept, month.broken, month.rate) for month in kept_by_month(made, AMSTERDAM)] == [
        ("2026-10", 1, 0, 1.0),
        ("2026-11", 1, 1, 0.5),
    ]
