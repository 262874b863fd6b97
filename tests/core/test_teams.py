from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.core.teams import Team, informed, on_duty, route

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = Team("Dag", frozenset({"outage"}), start=time(8), end=time(20))
NIGHT = Team("Nacht", frozenset({"outage"}), start=time(20), end=time(8))
SHOP = Team("Winkel", frozenset({"outage"}), channel="9", partner=True)


def at(hour: int, minute: int = 0) -> datetime:
    """A time in Utrecht in November."""
    return datetime(2026, 11, 19, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "name"), [(at(8), "Dag"), (at(19, 59), "Dag"), (at(20), "Nacht"), (at(3), "Nacht"), (at(7, 59), "Nacht")]
)
def test_the_team_on_duty_gets_the_case(moment: datetime, name: str) -> None:
    found = route([SHOP, DAY, NIGHT], "outage", moment, ZONE)
    assert found is not None
    assert found.name == name


def test_without_a_team_on_duty_or_with_the_topic_it_is_the_main_channels() -> None:
    assert route([DAY], "outage", at(21), ZONE) is None
    assert route([DAY], "billing", at(12), ZONE) is None
    assert route([SHOP], "outage", at(12), ZONE) is None


def test_hours_are_those_of_the_brands_clock_on_both_sides_of_a_change() -> None:
    sunday = datetime(2026, 10, 25, 7, 30, tzinfo=UTC)
    assert on_duty(DAY, sunday, ZONE)
    assert not on_duty(DAY, datetime(2026, 10, 25, 6, 30, tzinfo=UTC), ZONE)
    assert on_duty(DAY, datetime(2026, 10, 24, 6, 30, tzinfo=UTC), ZONE)


def test_a_team_is_on_duty_on_its_own_days_alone() -> None:
    weekdays = replace(DAY, days=frozenset(range(5)))
    friday, saturday = datetime(2026, 11, 20, 12, tzinfo=ZONE), datetime(2026, 11, 21, 12, tzinfo=ZONE)
    assert [on_duty(weekdays, moment, ZONE) for moment in (friday, saturday)] == [True, False]
    assert route([weekdays, DAY], "outage", saturday, ZONE) is DAY
    # A night belongs to the day on which it begins.
    nights = replace(NIGHT, days=frozenset({4}))
    hours = [datetime(2026, 11, day, hour, tzinfo=ZONE) for day, hour in ((20, 3), (20, 21), (21, 3), (21, 21))]
    assert [on_duty(nights, moment, ZONE) for moment in hours] == [False, True, True, False]
    without_hours = replace(DAY, start=None, end=None, days=frozenset({5}))
    assert [on_duty(without_hours, moment, ZONE) for moment in (friday, saturday)] == [False, True]


def test_a_partner_hears_of_his_topics_at_any_hour() -> None:
    assert informed([DAY, SHOP], "outage") == [SHOP]
    assert informed([DAY, SHOP], "billing") == []
