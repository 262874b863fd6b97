"""House rules: what people do by the number of a rule (warn, remove, mute), for how long it counts, and how a customer appeals.

Nothing in detection or triage leads here. Criticism breaks no rule, and only a member of staff can say that something does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

MUTES = {"1h": timedelta(hours=1), "1d": timedelta(days=1), "1w": timedelta(weeks=1)}
"""For how long somebody can be muted. Telegram takes less than half a minute for ever, Discord no more than four weeks."""
_LENGTHS = {
    "1h": "1h 1u hour uur 60m",
    "1d": "1d 24h 24u day dag",
    "1w": "1w 7d week",
}
_APPEAL = re.compile(r"\W*(?:(?:ik )?(?:maak|teken)\s+)?(bezwaar|(?:i )?appeal)\b", re.IGNORECASE)


class Appeal(StrEnum):
    """What became of the customer's objection to a warning."""

    NONE = ""
    ASKED = "asked"
    GRANTED = "granted"
    DENIED = "denied"


class Measure(StrEnum):
    """What was done beside the warning."""

    NONE = ""
    REMOVE = "remove"
    """A public message of the customer was taken away."""
    MUTE = "mute"
    """He may not write in that channel for a while."""


class Stage(StrEnum):
    """How far it is; a warning alone is done at once."""

    DONE = ""
    PLANNED = "planned"
    """The platform has not said yet that it was done."""
    FAILED = "failed"
    """The platform did not do it: nothing of it counts."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that a member of staff gave, with what was done. `customer`, `who` and `decided` are random ids; `rule` is a number."""

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
    measure: Measure = Measure.NONE
    stage: Stage = Stage.DONE
    message: str = ""
    """Platform id of the message that was taken away."""
    ends: datetime | None = None
    """When a mute is over, or when it was lifted."""

    def stands(self, now: datetime) -> bool:
        """Whether it counts: done, not over, and not taken back after an appeal."""
        return self.until > now and self.stage is Stage.DONE and self.appeal is not Appeal.GRANTED

    def mutes(self, now: datetime) -> bool:
        """Whether he is muted by it, or about to be."""
        muted = self.measure is Measure.MUTE and self.stage is not Stage.FAILED
        return muted and self.ends is not None and self.ends > now

    def takes(self, message: str) -> bool:
        """Whether it took this message away, or is about to."""
        return self.measure is Measure.REMOVE and self.stage is not Stage.FAILED and self.message == message


def read_length(text: str) -> str:
    """The key in MUTES of a length that somebody wrote or chose; empty for none."""
    wanted = text.strip().casefold()
    return next((name for name, words in _LENGTHS.items() if wanted in words.split()), "")


def appeals(text: str) -> bool:
    """Whether somebody objects: the message begins with the word ("bezwaar", "ik maak bezwaar", "I appeal")."""
    return _APPEAL.match(text) is not None
