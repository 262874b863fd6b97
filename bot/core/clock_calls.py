"""When a clock calls for staff: a reminder, then a call of the first people, then of the next. And what a card shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.clocks import ClockKind, ClockState, Reading, reaches, read_clock, started

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from bot.core.clocks import ClockEvent
    from bot.core.hours import OfficeHours

_EACH_FURTHER_LEVEL = 0.5
"""Each further level is called when this share of the budget has passed once more."""
DOTS = {ClockState.GREEN: "🟢", ClockState.AMBER: "🟠", ClockState.RED: "🔴", ClockState.PAUSED: "⏸"}


@dataclass(frozen=True, slots=True)
class Budgets:
    """How long each clock may run, in business time."""

    first: timedelta
    next: timedelta
    solution: timedelta

    def of(self, kind: ClockKind) -> timedelta:
        """The budget of one clock."""
        return {ClockKind.FIRST: self.first, ClockKind.NEXT: self.next, ClockKind.SOLUTION: self.solution}[kind]


@dataclass(frozen=True, slots=True)
class Call:
    """At `at` this clock calls: level 0 is a reminder in the thread, level 1 calls the first people, and so on.

    `began` is when the clock began, so that a call is made once for each time it runs. `at` is aware, UTC.
    """

    at: datetime
    kind: ClockKind
    level: int
    began: datetime


def calls(events: Sequence[ClockEvent], budgets: Budgets, remind: float, levels: int, hours: OfficeHours) -> list[Call]:
    """Every call that comes if nothing more happens, in order of time; `remind` is a share of the budget, below 1."""
    found = []
    for kind in ClockKind:
        began = started(kind, events)
        if began is None:
            continue
        for level in range(levels + 1):
            share = remind if level == 0 else 1 + _EACH_FURTHER_LEVEL * (level - 1)
            at = reaches(kind, events, budgets.of(kind), share, hours)
            if at is not None:
                found.append(Call(at, kind, level, began))
    return sorted(found, key=lambda call: (call.at, call.level))


def now_and_next(made: Sequence[Call], now: datetime) -> tuple[list[Call], datetime | None]:
    """Of each clock the highest call whose time has come, and the moment of the next one still to come."""
    due: dict[ClockKind, Call] = {call.kind: call for call in made if call.at <= now}
    return list(due.values()), min((call.at for call in made if call.at > now), default=None)


def pressing(events: Sequence[ClockEvent], budgets: Budgets, now: datetime, hours: OfficeHours) -> Reading | None:
    """The clock that a card shows: of those that run the one due first, else one that is paused; None when none does."""
    readings = [read_clock(kind, events, budgets.of(kind), now, hours) for kind in ClockKind]
    running = [reading for reading in readings if reading.runs and reading.due is not None]
    if running:
        return min(running, key=lambda reading: (reading.due is None, reading.due))
    return next((reading for reading in readings if reading.state is ClockState.PAUSED), None)
