"""Which questions "is this a complaint?" staff are asked, when there are more than a shift bears; pure.

A question weighs severity times doubt. What is serious is always asked. Of the rest a shift bears a set number, its budget: the first half
goes to whoever comes first, and for every place after that a question must weigh more, so that the last places are left for the ones
that nobody but a person can judge.
"""

from __future__ import annotations

from typing import Protocol

SERIOUS = 2
"""From this severity on nothing is dropped for lack of budget."""
MILD = 0.5
"""What severity 0 weighs: a message that reads as no complaint, but might be one."""
FREE = 0.5
"""The part of the budget that goes to whoever comes first."""
LAST_BAR = 0.6
"""What a question must weigh for the last place of the budget."""
OVER, BELOW = "budget", "budget_kept"
"""Why a question is not asked: the budget is used up; or what is left of it is kept for questions that weigh more."""


class Question(Protocol):
    """What weighs: a finding, or a case."""

    @property
    def severity(self) -> int:
        """0 none, 1 mild, 2 serious, 3 hard case."""
        ...

    @property
    def probability(self) -> float:
        """0..1, of a complaint."""
        ...


def doubt(probability: float) -> float:
    """1 where nobody could tell, 0 where the model is certain."""
    return 4 * probability * (1 - probability)


def weight(ask: Question) -> float:
    """Severity times doubt."""
    return max(float(ask.severity), MILD) * doubt(ask.probability)


def bar(used: int, budget: int) -> float:
    """What a question must weigh when so many places of the budget are used: 0 for the first half, then rising to LAST_BAR."""
    if budget <= 0:
        return LAST_BAR
    part = (used / budget - FREE) / (1 - FREE)
    return max(0.0, min(1.0, part)) * LAST_BAR


def refused(severity: int, heaviness: float, used: int, budget: int) -> str:
    """Of questions that come one by one: why this one is not asked, empty when it is.

    `heaviness` is its `weight`; `used` counts the questions of this shift so far.
    """
    if severity >= SERIOUS:
        return ""
    if used >= budget:
        return OVER
    return BELOW if heaviness < bar(used, budget) else ""
