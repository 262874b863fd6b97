"""Clocks: the wall's, and one that can be sped up, paused and set, for rehearsals, the demo and tests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class WallClock:
    """ports.Clock by the system's time."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait so long."""
        await asyncio.sleep(max(seconds, 0.0))


class SimulatedClock:
    """ports.Clock that starts at a moment of choice and runs `speed` times as fast as the wall; speed 0 stands still.

    With speed 0 it moves only through `advance` and `set`; whoever sleeps wakes when the moment is reached.
    """

    def __init__(self, start: datetime, speed: float = 0.0) -> None:
        """`start` must be aware."""
        self._moment, self._speed = start.astimezone(UTC), speed
        self._anchor = datetime.now(UTC)
        self._changed = asyncio.Event()

    @property
    def speed(self) -> float:
        """How many seconds pass here in one second of the wall."""
        return self._speed

    def now(self) -> datetime:
        """Aware, UTC."""
        return self._moment + (datetime.now(UTC) - self._anchor) * self._speed

    def _reset(self, moment: datetime, speed: float) -> None:
        self._moment, self._speed, self._anchor = moment, speed, datetime.now(UTC)
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def run_at(self, speed: float) -> None:
        """Change the speed from now on; 0 pauses."""
        self._reset(self.now(), speed)

    def set(self, moment: datetime) -> None:
        """Jump to a moment."""
        self._reset(moment.astimezone(UTC), self._speed)

    def advance(self, seconds: float) -> None:
        """Jump ahead."""
        self._reset(self.now() + timedelta(seconds=seconds), self._speed)

    async def sleep(self, seconds: float) -> None:
        """Wait until so much time has passed here."""
        until = self.now() + timedelta(seconds=seconds)
        while (left := (until - self.now()).total_seconds()) > 0:
            changed = self._changed
            try:
                async with asyncio.timeout(left / self._speed if self._speed else None):
                    await changed.wait()
            except TimeoutError:
                continue
