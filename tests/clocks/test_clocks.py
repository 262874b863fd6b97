"""The clock table, row by row: nights, weekends, holidays, both changes of the clock, pauses, reopening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest

from bot.core.clocks import ClockEvent, ClockKind, ClockVerb, Reading, read_clock
from bot.core.hours import OfficeHours

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FREE = holidays.country_holidays("NL")
HOURS = {
    "weekdays": OfficeHours(AMSTERDAM, time(9), time(17), FREE),
    "long": OfficeHours(AMSTERDAM, time(8), time(22), FREE, frozenset(range(6))),
    "always": OfficeHours(AMSTERDAM, time(0), time(0), frozenset(), frozenset(range(7))),
}


@dataclass(frozen=True)
class Row:
    id: str
    hours: str
    kind: ClockKind
    budget: timedelta
    events: tuple[ClockEvent, ...]
    now: datetime
    due: datetime | None
    state: str
    why: str

    def reading(self) -> Reading:
        return read_clock(self.kind, self.events, self.budget, self.now, HOURS[self.hours])


def events(words: str) -> tuple[ClockEvent, ...]:
    found = []
    for part in words.split(";"):
        if part.strip():
            at, verb = part.split()
            found.append(ClockEvent(datetime.fromisoformat(at), ClockVerb(verb)))
    return tuple(found)


def rows() -> list[Row]:
    lines = (Path(__file__).parent / "table.tsv").read_text("utf-8").splitlines()
    names = lines[0].split("\t")
    found = []
    for line in lines[1:]:
        raw = dict(zip(names, line.split("\t"), strict=True))
        due = None if raw["due"] == "-" else datetime.fromisoformat(raw["due"]).astimezone(UTC)
        found.append(
            Row(
                raw["id"],
                raw["hours"],
                ClockKind(raw["kind"]),
                timedelta(minutes=int(raw["budget"])),
                events(raw["events"]),
                datetime.fromisoformat(raw["now"]),
                due,
                raw["state"],
                raw["why"],
            )
        )
    return found


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_the_clock_stands_as_the_table_says(row: Row) -> None:
    reading = row.reading()
    assert (reading.state, reading.due) == (row.state, row.due), row.why
