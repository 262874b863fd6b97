"""The server's own time and the ids made from it.

Waiting that the *client* does (rate limits, delays) follows the machine's clock; everything the platform
judges by (the age of an interaction, the nonce window, the life of a session) follows this one.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

# Snowflakes count milliseconds from the first second of 2015 (Discord reference, "Snowflakes").
DISCORD_EPOCH_MS = 1_420_070_400_000
_TIME_SHIFT = 22


class Clock:
    """Platform time in Unix seconds; runs with the machine's clock until it is set."""

    def __init__(self) -> None:
        self._standing: float | None = None
        self._shift = 0.0

    def now(self) -> float:
        """The present moment, Unix seconds."""
        return time.time() + self._shift if self._standing is None else self._standing

    def set(self, moment: float) -> None:
        """Stand still at this moment (Unix seconds) until it is advanced or set again."""
        self._standing = moment

    def advance(self, seconds: float) -> None:
        """Move on by this many seconds, running or standing."""
        if self._standing is None:
            self._shift += seconds
        else:
            self._standing += seconds


class Snowflakes:
    """Ids that rise strictly and carry the moment they were made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """A new id, higher than every id before it, also when the clock was set back."""
        made = (int(self._clock.now() * 1000) - DISCORD_EPOCH_MS) << _TIME_SHIFT
        self._last = made if made > self._last else self._last + 1
        return self._last


def moment_of(snowflake: int) -> float:
    """When this id was made, Unix seconds."""
    return ((snowflake >> _TIME_SHIFT) + DISCORD_EPOCH_MS) / 1000


def iso(moment: float) -> str:
    """A moment as Discord writes it (ISO 8601 with microseconds and offset)."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="microseconds")
