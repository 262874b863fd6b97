"""House rules: warnings that people give by the number of a rule, for how long they count, and how a customer appeals.

Nothing in detection or triage leads here. Criticism breaks no rule, and only a member of staff can say that something does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_APPEAL = re.compile(r"\W*(?:(?:ik )?(?:maak|teken)\s+)?(bezwaar|(?:i )?appeal)\b", re.IGNORECASE)


class Appeal(StrEnum):
    """What became of the customer's objection to a warning."""

    NONE = ""
    ASKED = "asked"
    GRANTED = "granted"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that a member of staff gave. `customer`, `who` and `decided` are random ids; `rule` is the rule's number."""

    id: str
    case: str
    customer: str
    rule: int
    who: str
    at: datetime
    until: datetime
    appeal: Appeal = Appeal.NONE
    decided: str = ""
    """Who decided about the appeal."""

    def stands(self, now: datetime) -> bool:
        """Whether it counts: not over, and not taken back after an appeal."""
        return self.until > now and self.appeal is not Appeal.GRANTED


def appeals(text: str) -> bool:
    """Whether somebody objects: the message begins with the word ("bezwaar", "ik maak bezwaar", "I appeal")."""
    return _APPEAL.match(text) is not None
