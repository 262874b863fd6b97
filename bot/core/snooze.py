"""How long a case may rest: the few moments that staff can choose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import time
    from zoneinfo import ZoneInfo

CHOICES = ("hour", "tomorrow", "monday")
_WORDS = {
    "hour": "hour",
    "uur": "hour",
    "1u": "hour",
    "1h": "hour",
    "tomorrow": "tomorrow",
    "morgen": "tomorrow",
    "monday": "monday",
    "maandag": "monday",
}
_MONDAY, _WEEK = 0, 7


def read_choice(text: str) -> str:
    """The choice that somebody wrote; empty for none."""
    return _WORDS.get("".join(text.lower().split()), "")


def rests_until(choice: str, now: datetime, zone: ZoneInfo, opening: time) -> datetime:
    """When a case comes back: in an hour, or when staff begin tomorrow or on the next Monday (never today). Aware, in UTC's instant.

    Raises KeyError for another choice.
    """
    if choice == "hour":
        return now + timedelta(hours=1)
    today = now.astimezone(zone).date()
    days = {"tomorrow": 1, "monday": (_MONDAY - today.weekday() - 1) % _WEEK + 1}[choice]
    return datetime.combine(today + timedelta(days=days), opening, zone).astimezone(now.tzinfo)
