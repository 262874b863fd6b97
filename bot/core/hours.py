"""Business hours: when a promise of "within so long" is due, and how people say that moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Container

_WORKING_DAYS = frozenset(range(5))
_LONGEST_CLOSURE_DAYS = 30
_WEEKDAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
_SAID = {
    "nl": ("vandaag vóór {t}", "morgen vóór {t}", "{d} vóór {t}"),
    "en": ("today before {t}", "tomorrow before {t}", "{d} before {t}"),
}
_QUARTER = 15


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When staff are there: the brand's time zone, on `days` (0 is Monday) from `opening` to `closing`, not on `free` days.

    A closing at or before the opening means the next day; 00:00 to 00:00 is the whole day.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Amsterdam"))
    opening: time = time(9)
    closing: time = time(17)
    free: Container[date] = frozenset()
    days: frozenset[int] = _WORKING_DAYS

    def works_on(self, day: date) -> bool:
        """Whether staff are there on this date."""
        return day.weekday() in self.days and day not in self.free

    def window(self, day: date) -> tuple[datetime, datetime]:
        """Opening and closing of this date; aware, UTC, so that what lies between is real time also when the clocks change."""
        until = day + timedelta(days=1) if self.closing <= self.opening else day
        start = datetime.combine(day, self.opening, self.zone).astimezone(UTC)
        return start, datetime.combine(until, self.closing, self.zone).astimezone(UTC)


def due_after(now: datetime, seconds: float, hours: OfficeHours) -> datetime:
    """The moment after `seconds` of business time from `now`, up to the next quarter of an hour; aware, UTC.

    Business time is counted as real elapsed time within opening hours, so a change of the clock does not shorten it.
    """
    left = timedelta(seconds=seconds)
    day = now.astimezone(hours.zone).date()
    for _ in range(_LONGEST_CLOSURE_DAYS + int(seconds // 3600)):
        if hours.works_on(day):
            start, end = hours.window(day)
            begin = max(start, now)
            if begin < end and left <= end - begin:
                return min(_round_up(begin + left), end)
            left -= max(end - begin, timedelta(0))
        day += timedelta(days=1)
    return _round_up(now + timedelta(seconds=seconds))


def _round_up(moment: datetime) -> datetime:
    over = timedelta(minutes=moment.minute % _QUARTER, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not over else moment - over + timedelta(minutes=_QUARTER)


def say_deadline(due: datetime, now: datetime, hours: OfficeHours, language: str) -> str:
    """The moment as people say it: `vandaag vóór 16:00`, `tomorrow before 10:00`, `maandag vóór 10:00`."""
    words = language if language in _SAID else "en"
    local, today = due.astimezone(hours.zone), now.astimezone(hours.zone).date()
    clock = f"{local.hour}:{local.minute:02d}"
    days = (local.date() - today).days
    if days <= 1:
        return _SAID[words][max(days, 0)].format(t=clock)
    week = 7
    named = _WEEKDAYS[words][local.weekday()] if days < week else f"{local.day} {_MONTHS[words][local.month - 1]}"
    return _SAID[words][2].format(d=named, t=clock)


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """Start of the local day that `now` falls in; aware, UTC."""
    return datetime.combine(now.astimezone(zone).date(), time(0), zone).astimezone(UTC)


def quiet_until(now: datetime, zone: ZoneInfo, start: time, end: time) -> datetime | None:
    """End of the quiet hours that `now` falls in, or None outside them. Quiet hours may run over midnight."""
    local = now.astimezone(zone)
    for day in (local.date() - timedelta(days=1), local.date()):
        # Compared in UTC: within one zone Python compares wall clocks, and those run an hour back in October.
        begin = datetime.combine(day, start, zone).astimezone(UTC)
        finish = datetime.combine(day + timedelta(days=1 if end <= start else 0), end, zone).astimezone(UTC)
        if begin <= now < finish:
            return finish
    return None
