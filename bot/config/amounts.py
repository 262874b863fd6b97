"""How people write durations, times of day and shares, and what the program makes of them."""
# ruff: noqa: TRY004 - pydantic collects ValueError and lets TypeError through

from __future__ import annotations

import math
import re
from datetime import time

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_STEP = re.compile(r"(\d+(?:[.,]\d+)?)\s*([smhd])(?:ec|ecs|econds?|ins?|inutes?|ours?|rs?|ays?)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_HOURS, _MINUTES = 24, 60

DURATION = 'a duration such as "90s", "15m", "2h" or "1d", or a number of seconds'
CLOCK = "a time of day such as 09:00 or 22:00"
SHARE = "a share between 0 and 1, such as 0.95, or a percentage such as 95%"
NUMBER = "a whole number"


def seconds(value: object) -> float:
    """Read 90, "90s", "15m", "2h", "1d" or "1h30m" as seconds; raise ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(DURATION)
    if not isinstance(value, str):
        if not math.isfinite(value) or value < 0:
            raise ValueError(DURATION)
        return float(value)
    text = value.strip()
    if _NUMBER.fullmatch(text):
        return _number(text)
    steps = _STEP.findall(text)
    if not steps or _STEP.sub("", text).strip():
        raise ValueError(DURATION)
    return math.fsum(_number(amount) * _UNITS[unit.lower()] for amount, unit in steps)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def spelled(duration: float) -> str:
    """The shortest way to write a duration: 5400.0 is 90m, 86400.0 is 1d, 0.5 is 0.5s."""
    for unit, length in reversed(_UNITS.items()):
        if duration >= length and duration % length == 0:
            return f"{duration / length:.12g}{unit}"
    return f"{duration:.12g}s" if duration else "0"


def clock(value: object) -> time:
    """Read 22:00 or 9:30; a bare number is refused, because nobody can tell hours from minutes."""
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(CLOCK)
    hour, minute = int(match[1]), int(match[2])
    if hour >= _HOURS or minute >= _MINUTES:
        raise ValueError(CLOCK)
    return time(hour, minute)


def share(value: object) -> float:
    """Read 0.95 or "95%" as a share; the bounds are the field's business."""
    if isinstance(value, str) and value.strip().endswith("%"):
        text = value.strip()[:-1].strip()
        if _NUMBER.fullmatch(text):
            return _number(text) / 100
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(SHARE)
    try:
        number = float(value)
    except ValueError:
        raise ValueError(SHARE) from None
    if not math.isfinite(number):
        raise ValueError(SHARE)
    return number


def whole(value: object) -> int:
    """Read a whole number; true and 2.5 are none."""
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value.strip()):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(NUMBER)
    return value
