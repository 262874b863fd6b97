"""What a rehearsal's questions to staff would have cost: counted by day of the brand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.core.asks import BELOW, OVER
from bot.core.reasons import of_policy
from bot.core.triage import Kind

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from bot.core.triage import Verdict

_OVERFLOW = frozenset({f"policy:{OVER}", f"policy:{BELOW}"})
_THOUSAND = 1000


class Asked:
    """Counts the verdict "ask", and what was left because the budget of a shift was used up."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._days: Counter[date] = Counter()
        self._first: datetime | None = None
        self._last: datetime | None = None
        self.overflow = 0

    def count(self, at: datetime, verdict: Verdict) -> None:
        """One message more, with its verdict."""
        self._first = at if self._first is None else min(self._first, at)
        self._last = at if self._last is None else max(self._last, at)
        if verdict.kind == Kind.ASK:
            self._days[at.astimezone(self._zone).date()] += 1
        elif any(signal.name in _OVERFLOW for signal in of_policy(verdict.because)):
            self.overflow += 1

    def lines(self, messages: int, budget: int) -> list[str]:
        """For the summary; empty without a message. `budget`: questions in a shift."""
        if self._first is None or self._last is None:
            return []
        asked = self._days.total()
        span = (self._last.astimezone(self._zone).date() - self._first.astimezone(self._zone).date()).days + 1
        line = (
            f"  asks a day {asked / span:.1f} over {_days(span)}, {_THOUSAND * asked / messages:.0f} in 1,000 messages"
        )
        if asked:
            day, most = self._days.most_common(1)[0]
            line += f"; most on {day}: {most}"
        lines = [f"{line}; the budget is {budget} a shift"]
        if self.overflow:
            lines.append(f"  {self.overflow} more were not asked, for lack of budget in their shift")
        return lines


def _days(span: int) -> str:
    return "1 day" if span == 1 else f"{span} days"
