"""What becomes of a promise: proposed, made by a press, kept by an answer or a solution before it is due, else broken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.clocks import before_business_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from bot.core.hours import OfficeHours

REMINDER = timedelta(hours=1)
"""Business time before it is due at which the case's thread is reminded of a promise."""


class PromiseState(StrEnum):
    """Where a promise stands."""

    PROPOSED = "proposed"
    """Read from words of staff; nobody promised anything until somebody presses."""
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    VOID = "void"
    """Nobody waits for it any more: declined, replaced by a later one, or the case was no complaint."""


@dataclass(frozen=True, slots=True)
class GivenPromise:
    """A promise in a case. `who` is the random id of whoever made it, `words` are masked, moments are aware."""

    id: str
    case: str
    who: str
    words: str
    made: datetime
    due: datetime
    state: PromiseState = PromiseState.PROPOSED
    ended: datetime | None = None

    def opened(self, who: str, at: datetime) -> GivenPromise:
        """Somebody pressed: from now on it counts."""
        return replace(self, who=who, made=at, state=PromiseState.OPEN)

    def settled(self, at: datetime) -> GivenPromise:
        """The customer was answered or helped: an open promise is kept, or broken when it was late."""
        state = PromiseState.KEPT if at <= self.due else PromiseState.BROKEN
        return replace(self, state=state, ended=at)

    def withdrawn(self, at: datetime) -> GivenPromise:
        """Nobody waits for it any more."""
        return replace(self, state=PromiseState.VOID, ended=at)


def remind_at(promise: GivenPromise, hours: OfficeHours) -> datetime:
    """When to remind of it: an hour of business time before, halfway when it is nearer than that."""
    early = before_business_time(promise.due, REMINDER, hours)
    return early if early > promise.made else promise.made + (promise.due - promise.made) / 2


@dataclass(frozen=True, slots=True)
class Kept:
    """The promises of one month, by when they were due."""

    month: str
    kept: int
    broken: int

    @property
    def rate(self) -> float:
        """The share that was kept; 1 of none."""
        return self.kept / (self.kept + self.broken) if self.kept + self.broken else 1.0


def kept_by_month(promises: Iterable[GivenPromise], zone: ZoneInfo) -> list[Kept]:
    """The kept rate a month (`2026-11`, in the brand's zone), oldest first; open and void promises are no part of it."""
    counted: dict[str, list[int]] = {}
    for promise in promises:
        if promise.state in {PromiseState.KEPT, PromiseState.BROKEN}:
            month = counted.setdefault(f"{promise.due.astimezone(zone):%Y-%m}", [0, 0])
            month[promise.state is PromiseState.BROKEN] += 1
    return [Kept(month, kept, broken) for month, (kept, broken) in sorted(counted.items())]
