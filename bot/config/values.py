"""How values of the settings are written: durations, times of day, shares, lists; and what every block has in common."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.config import amounts

Seconds = Annotated[float, BeforeValidator(amounts.seconds), Field(ge=0)]
"""Durations are written as seconds or as text with a unit: 90, "90s", "15m", "2h", "1d"; they are kept in seconds."""
ClockTime = Annotated[time, BeforeValidator(amounts.clock)]
"""A time of day in the brand's time zone, written as 09:00."""
Share = Annotated[float, BeforeValidator(amounts.share)]
"""A share between 0 and 1, also written as a percentage."""
Whole = Annotated[int, BeforeValidator(amounts.whole)]
"""A whole number; `true` is none."""
Mode = Literal["all", "mentions", "addressed", "guest", "ask", "off"]


def _handles(value: object) -> object:
    """Handles without @ and in lower case, as messages carry them."""
    if not isinstance(value, list | tuple):
        return value
    return tuple(item.removeprefix("@").lower() if isinstance(item, str) else item for item in value)


Handles = Annotated[tuple[str, ...], BeforeValidator(_handles)]
"""Account names; an @ in front is taken off."""


def _phrases(value: object) -> object:
    """One phrase may stand without a list."""
    return (value,) if isinstance(value, str) else value


Phrases = Annotated[tuple[str, ...], BeforeValidator(_phrases)]
"""Words to look for; a text alone is a list of one."""


class Model(BaseModel):
    """Frozen, and strict about unknown keys. Ids may be written without quotes."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)
