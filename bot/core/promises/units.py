"""A moment is read in units: a day, a part of the day, a time on the clock, or an elapsed time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.core.hours import OfficeHours

TAKEN = "\x00"
"""Stands in the scanned text for what has been read already, so that "12 uur" after a day is seen to belong to it."""
_NOON = 12
_LAST_AFTERNOON_HOUR = 6
_DAY_HOURS = 24


class Part(StrEnum):
    """Parts of the day that end at a known time."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    CLOSING = "closing"
    EVENING = "evening"
    NIGHT = "night"
    MIDNIGHT = "midnight"


PART_ENDS = {
    Part.MORNING: time(12),
    Part.NOON: time(12),
    Part.AFTERNOON: time(17),
    Part.EVENING: time(22),
    Part.NIGHT: time(6),
}
"""Closing is the brand's own; night ends the next morning and midnight is 00:00 of the next date (see groups)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as it was said. `exact`: written so that it can mean one time only (15:30, 3pm, 08:00)."""

    hour: int
    minute: int = 0
    exact: bool = False

    def resolved(self, part: Part | None) -> tuple[int, int, int]:
        """Days later, hour, minute. Bare 1-6 is afternoon and 7-11 morning; a named part of the day wins."""
        hour = self.hour
        if self.exact and hour < _LAST_AFTERNOON_HOUR and part in {Part.EVENING, Part.NIGHT}:
            return 1, hour, self.minute
        if self.exact or hour > _NOON:
            return hour // _DAY_HOURS, hour % _DAY_HOURS, self.minute
        if part in {Part.NIGHT, Part.MIDNIGHT}:
            return 1, hour % _NOON, self.minute
        if part is Part.MORNING:
            return 0, hour, self.minute
        if part is Part.EVENING:
            return (1, 0, self.minute) if hour == _NOON else (0, hour + _NOON, self.minute)
        if hour == 0:
            return 0, _NOON, self.minute
        return 0, hour + _NOON if hour <= _LAST_AFTERNOON_HOUR else hour, self.minute


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit and where it stands.

    `inclusive`: "before" does not exclude it (the end of the month). `ahead`: it can only lie ahead ("morgen", "over een uur"), so a
    past tense beside it is not about it.
    """

    start: int
    end: int
    elapsed: timedelta | None = None
    day: date | None = None
    part: Part | None = None
    clock: Clock | None = None
    inclusive: bool = False
    ahead: bool = False
    today: bool = False

    def fits(self, other: Unit) -> bool:
        """Whether both can be said of one moment."""
        if self.elapsed is not None or other.elapsed is not None:
            return False
        if self.day is not None and other.day is not None:
            return False
        if self.clock is not None and other.clock is not None:
            return False
        return self.part is None or other.part is None


@dataclass(slots=True)
class Scan:
    """A text in lower case and the units found in it so far; what is taken is no longer read."""

    text: str
    now: datetime
    hours: OfficeHours
    units: list[Unit] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The date in the brand's zone."""
        return self.now.date()

    def take(self, pattern: re.Pattern[str], build: Callable[[re.Match[str], Scan], Unit | None]) -> None:
        """Read every place where the pattern stands. A group `u` says which part of it is the unit."""
        for match in list(pattern.finditer(self.text)):
            group: int | str = "u" if "u" in pattern.groupindex else 0
            start, end = match.span(group)
            if TAKEN in self.text[start:end].strip(TAKEN) or self.text[start:end].strip(TAKEN) == "":
                continue
            unit = build(match, self)
            if unit is None:
                continue
            self.units.append(unit)
            self.blank(start, end)

    def blank(self, start: int, end: int) -> None:
        """Nobody reads this part any more."""
        self.text = self.text[:start] + TAKEN * (end - start) + self.text[end:]

    def drop(self, pattern: re.Pattern[str]) -> None:
        """What looks like a moment and is none: 24/7, a price, "goedemorgen"."""
        self.text = pattern.sub(lambda match: " " * len(match[0]), self.text)
