"""The demo's clock as people handle it: play, pause, speeds, the next message; it waits until somebody looks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.console.stage import BadRequest
from bot.demo.keeping import ClockAt

if TYPE_CHECKING:
    from bot.clock import SimulatedClock
    from bot.demo.keeping import Folder

FASTEST = 600.0
_KEEP_EVERY = 1.0
"""Seconds of the wall between two notes of where the clock stands; so much is lost at most when the process is killed."""


class Timekeeper:
    """Handles one SimulatedClock and remembers where it stands."""

    def __init__(self, clock: SimulatedClock, folder: Folder, chosen: float, *, waits: bool) -> None:
        """`chosen` is the speed that play takes up; `waits` says that the clock starts when somebody first looks."""
        self.clock, self.folder, self.chosen = clock, folder, chosen
        self._waits = waits
        self._slowed: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether time passes."""
        return self.clock.speed > 0

    def looked_at(self) -> None:
        """The first visitor starts the clock."""
        if self._waits:
            self.play()

    def play(self, speed: float | None = None) -> None:
        """Run, at another speed where one is given. Raises BadRequest."""
        if speed is not None:
            if not 1 <= speed <= FASTEST:
                raise BadRequest("error_speed")
            self.chosen = speed
        self._by_hand(self.chosen)

    def pause(self) -> None:
        """Stand still."""
        self._by_hand(0)

    def _by_hand(self, speed: float) -> None:
        self._waits = False
        if self._slowed is not None:
            self._slowed.cancel()
            self._slowed = None
        self.clock.run_at(speed)
        self.keep()

    def real_time_for(self, seconds: float) -> None:
        """Somebody has `seconds` to change his mind: until they are over, time passes no faster than on the wall."""
        if self.clock.speed <= 1 and self._slowed is None:
            return
        if self._slowed is not None:
            self._slowed.cancel()
        self.clock.run_at(min(1.0, self.clock.speed))
        self._slowed = asyncio.create_task(self._fast_again(seconds))

    async def _fast_again(self, seconds: float) -> None:
        await self.clock.sleep(seconds)
        self._slowed = None
        self.clock.run_at(self.chosen)

    def ended(self) -> None:
        """The conversation is over: what people do now takes its own time."""
        self.chosen = 1.0
        if self.running:
            self.clock.run_at(1.0)
        self.keep()

    def keep(self) -> None:
        """Note where the clock stands."""
        self.folder.keep_clock(ClockAt(self.clock.now(), self.chosen, self.running or self._waits))

    async def keeping(self) -> None:
        """Note it again and again until cancelled, and once more then."""
        try:
            while True:
                self.keep()
                await asyncio.sleep(_KEEP_EVERY)
        finally:
            self.keep()
