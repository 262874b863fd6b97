"""Counting days as people speak of them: weekdays, weeks, ends of months, working days."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from dateutil.easter import easter

if TYPE_CHECKING:
    from bot.core.hours import OfficeHours

MONDAY, TUESDAY, WEDNESDAY, FRIDAY, SUNDAY = 0, 1, 2, 4, 6
DECEMBER = 12
_WEEK = 7
_LONGEST_CLOSURE = 60
_KINGS_DAY = (4, 27)
_FIXED = {
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year": (1, 1),
    "king's day": _KINGS_DAY,
    "liberation day": (5, 5),
    "sinterklaas": (12, 5),
}
_AROUND_EASTER = {
    "good friday": -2,
    "easter": 0,
    "easter monday": 1,
    "ascension": 39,
    "whit sunday": 49,
    "whit monday": 50,
}


def weekday_after(today: date, weekday: int) -> date:
    """The next such day after today; said on a Friday, "Friday" is a week away."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % _WEEK + 1)


def of_week(today: date, weekday: int, weeks: int = 0) -> date:
    """That day of this week (Monday to Sunday), or of the one `weeks` later."""
    return today - timedelta(days=today.weekday()) + timedelta(days=weekday + weeks * _WEEK)


def end_of_month(today: date, months: int = 0) -> date:
    """The last day of this month, or of the one `months` later."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def months_later(today: date, months: int) -> date:
    """The same day of a later month, or the last one of a month that is too short."""
    end = end_of_month(today, months)
    return end.replace(day=min(today.day, end.day))


def next_dated(today: date, day: int) -> date | None:
    """The next day of that number, "the 22nd": today counts. None when there is no such number."""
    for months in range(12):
        end = end_of_month(today, months)
        if 1 <= day <= end.day and (found := end.replace(day=day)) >= today:
            return found
    return None


def named(today: date, name: str) -> date:
    """The next day of that name (a key of the tables above): today counts."""
    for year in (today.year, today.year + 1):
        if name in _FIXED:
            found = date(year, *_FIXED[name])
            if name == "king's day" and found.weekday() == SUNDAY:
                found -= timedelta(days=1)
        else:
            found = easter(year) + timedelta(days=_AROUND_EASTER[name])
        if found >= today:
            return found
    raise ValueError(f"no {name} within two years of {today}")


def working_days(today: date, count: int, hours: OfficeHours) -> date:
    """The `count`-th working day after today; today never counts."""
    day = today
    for _ in range(count * 2 + _LONGEST_CLOSURE):
        day += timedelta(days=1)
        count -= hours.works_on(day)
        if count <= 0:
            break
    return day


def last_working_day_before(day: date, hours: OfficeHours) -> date:
    """What "before Friday" means: the closing of the last working day before it."""
    for _ in range(_LONGEST_CLOSURE):
        day -= timedelta(days=1)
        if hours.works_on(day):
            break
    return day


def at(day: date, clock: time, hours: OfficeHours) -> datetime:
    """That time of that day in the brand's zone; of a doubled hour the first."""
    return datetime.combine(day, clock, hours.zone)
