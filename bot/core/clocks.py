"""Response-time clocks: how long a case has waited for a first answer, the next answer and its solution, in business time.

Everything follows from what happened and when; nothing is counted up and kept, so a restart, a late message or a corrected calendar
changes nothing but the outcome. Business time is real time that passes within the business hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.hours import OfficeHours

AMBER = 0.8
"""From this share of the budget on a clock is amber."""
_ZERO = timedelta(0)
_DAY = timedelta(days=1)
_LONGEST_CLOSURE = 400


class ClockKind(StrEnum):
    """What is waited for."""

    FIRST = "first_answer"
    NEXT = "next_answer"
    SOLUTION = "solution"


class ClockVerb(StrEnum):
    """What matters to a clock in a case's life. An answer counts wherever it was given, also outside the bot."""

    COMPLAINT = "complaint"
    CUSTOMER = "customer"
    ANSWER = "answer"
    WAIT = "wait"
    CLAIM = "claim"
    RELEASE = "release"
    SOLVE = "solve"
    REOPEN = "reopen"


class ClockState(StrEnum):
    """Where a clock stands."""

    NONE = "none"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    PAUSED = "paused"
    MET = "met"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happened at a moment; aware."""

    at: datetime
    verb: ClockVerb


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock at a moment. `due` is aware, UTC; None when the clock ended, is paused or never started. `used` is a share of the budget."""

    kind: ClockKind
    state: ClockState
    due: datetime | None
    used: float

    @property
    def runs(self) -> bool:
        """Whether somebody is waiting for us."""
        return self.state in {ClockState.GREEN, ClockState.AMBER, ClockState.RED}


@dataclass(slots=True)
class _Run:
    """The stretches in which one clock ran; an open one has no end."""

    stretches: list[tuple[datetime, datetime | None]]
    paused: bool = False
    ended: bool = False

    @property
    def running(self) -> bool:
        return bool(self.stretches) and self.stretches[-1][1] is None

    @property
    def waiting(self) -> bool:
        """Started and not ended, paused or not."""
        return bool(self.stretches) and not self.ended

    def start(self, at: datetime) -> None:
        self.stretches.append((at, None))
        self.paused = self.ended = False

    def anew(self, at: datetime) -> None:
        self.stretches.clear()
        self.start(at)

    def stop(self, at: datetime) -> None:
        if self.running:
            self.stretches[-1] = (self.stretches[-1][0], at)

    def end(self, at: datetime) -> None:
        self.stop(at)
        self.paused = False
        self.ended = bool(self.stretches)

    def pause(self, at: datetime) -> None:
        if self.running:
            self.stop(at)
            self.paused = True

    def resume(self, at: datetime) -> None:
        if self.paused:
            self.start(at)


def read_clock(
    kind: ClockKind, events: Iterable[ClockEvent], budget: timedelta, now: datetime, hours: OfficeHours
) -> Reading:
    """The clock of this kind at `now`, after the events up to then. `budget` is business time; aware moments."""
    run = _run(kind, [event for event in sorted(events, key=lambda e: e.at) if event.at <= now])
    if not run.stretches:
        return Reading(kind, ClockState.NONE, None, 0.0)
    used = sum((business_time(start, end or now, hours) for start, end in run.stretches), _ZERO)
    share = used / budget if budget else 1.0
    if run.ended:
        return Reading(kind, ClockState.MET if used <= budget else ClockState.LATE, None, share)
    if run.paused:
        return Reading(kind, ClockState.PAUSED, None, share)
    state = ClockState.RED if share >= 1 else ClockState.AMBER if share >= AMBER else ClockState.GREEN
    return Reading(kind, state, _due(run.stretches, budget, hours), share)


def reaches(
    kind: ClockKind, events: Iterable[ClockEvent], budget: timedelta, share: float, hours: OfficeHours
) -> datetime | None:
    """When the clock has used `share` of its budget if nothing more happens; None unless it runs. Aware, UTC."""
    run = _run(kind, sorted(events, key=lambda e: e.at))
    return _due(run.stretches, budget * share, hours) if run.running else None


def started(kind: ClockKind, events: Iterable[ClockEvent]) -> datetime | None:
    """When the clock that runs now began; None unless it runs."""
    run = _run(kind, sorted(events, key=lambda e: e.at))
    return run.stretches[0][0] if run.running else None


def business_time(start: datetime, end: datetime, hours: OfficeHours) -> timedelta:
    """How much of the time from `start` to `end` lies within the business hours."""
    total = _ZERO
    # A window may run over midnight, so the day before can still be open.
    day = start.astimezone(hours.zone).date() - _DAY
    last = end.astimezone(hours.zone).date()
    while day <= last:
        if hours.works_on(day):
            opening, closing = hours.window(day)
            total += max(_ZERO, min(closing, end.astimezone(UTC)) - max(opening, start.astimezone(UTC)))
        day += _DAY
    return total


def after_business_time(start: datetime, amount: timedelta, hours: OfficeHours) -> datetime:
    """The first moment at which `amount` of business time has passed since `start`; at a closing minute, not the next opening."""
    left, begin = amount, start.astimezone(UTC)
    if left <= _ZERO:
        return begin
    day = start.astimezone(hours.zone).date() - _DAY
    for _ in range(_LONGEST_CLOSURE + int(amount / timedelta(hours=1))):
        if hours.works_on(day):
            opening, closing = hours.window(day)
            opening = max(opening, begin)
            if opening < closing:
                if left <= closing - opening:
                    return opening + left
                left -= closing - opening
        day += _DAY
    return begin + amount


def before_business_time(end: datetime, amount: timedelta, hours: OfficeHours) -> datetime:
    """The last moment from which `amount` of business time passes until `end`; aware, UTC."""
    left, finish = amount, end.astimezone(UTC)
    day = end.astimezone(hours.zone).date()
    for _ in range(_LONGEST_CLOSURE):
        if hours.works_on(day):
            opening, closing = hours.window(day)
            closing = min(closing, finish)
            if opening < closing:
                if left <= closing - opening:
                    return closing - left
                left -= closing - opening
        day -= _DAY
    return finish - amount


def open_from(moment: datetime, hours: OfficeHours) -> datetime:
    """The first moment from this one on at which staff are there: itself within the business hours, else the next opening; aware, UTC."""
    begin = moment.astimezone(UTC)
    day = moment.astimezone(hours.zone).date() - _DAY
    for _ in range(_LONGEST_CLOSURE):
        if hours.works_on(day):
            opening, closing = hours.window(day)
            if closing > begin:
                return max(opening, begin)
        day += _DAY
    return begin


def _due(stretches: Sequence[tuple[datetime, datetime | None]], budget: timedelta, hours: OfficeHours) -> datetime:
    left = budget
    for start, end in stretches:
        if end is None:
            break
        used = business_time(start, end, hours)
        if used >= left:
            return after_business_time(start, left, hours)
        left -= used
    return after_business_time(stretches[-1][0], left, hours)


def _run(kind: ClockKind, events: Sequence[ClockEvent]) -> _Run:
    run = _Run([])
    solved = False
    for event in events:
        if event.verb is ClockVerb.SOLVE:
            solved = True
        elif event.verb is ClockVerb.REOPEN:
            solved = False
        _step(kind, run, event, solved=solved)
    return run


def _step(kind: ClockKind, run: _Run, event: ClockEvent, *, solved: bool) -> None:
    match event.verb:
        case ClockVerb.COMPLAINT:
            if kind is not ClockKind.NEXT and not run.stretches:
                run.start(event.at)
        case ClockVerb.CUSTOMER:
            run.resume(event.at)
            if kind is ClockKind.NEXT and not run.waiting and not solved:
                run.anew(event.at)
        case ClockVerb.ANSWER if kind is not ClockKind.SOLUTION:
            run.end(event.at)
        case ClockVerb.WAIT:
            run.pause(event.at)
        case ClockVerb.SOLVE:
            run.end(event.at)
        case ClockVerb.REOPEN if kind is ClockKind.NEXT:
            run.anew(event.at)
        case ClockVerb.REOPEN if kind is ClockKind.SOLUTION and run.ended:
            run.start(event.at)
        case _:
            pass
