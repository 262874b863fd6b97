"""Fakes of our own ports: an inbox in memory that can fail or hold on command, and a clock that moves when told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.ports import Cursor, RawRow

SHORT = 60.0


class DiskFull(OSError):
    """The fake store cannot write."""


class FakeInbox:
    """ports.Inbox: rows under their unique key; whoever waits for something is woken by each change."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str, str, str, int], RawRow] = {}
        self.cursor_values: dict[tuple[str, str, str], str] = {}
        self.alarms: dict[str, str] = {}
        self.batches: list[int] = []
        self.full = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.entered = 0
        self._changed = asyncio.Condition()

    async def put(self, rows: Sequence[RawRow], cursors: Sequence[Cursor] = ()) -> None:
        self.entered += 1
        await self._tell()
        await self.gate.wait()
        if self.full:
            raise DiskFull("no space left")
        for row in rows:
            self.rows.setdefault((row.platform, row.bot, row.channel, row.message, row.version), row)
        for cursor in cursors:
            self.cursor_values[cursor.platform, cursor.bot, cursor.source] = cursor.value
        self.batches.append(len(rows))
        await self._tell()

    async def cursors(self, platform: str, bot: str) -> dict[str, str]:
        return {source: value for (p, b, source), value in self.cursor_values.items() if (p, b) == (platform, bot)}

    async def alarm(self, platform: str, text: str, key: str) -> None:
        assert platform == "telegram"
        self.alarms.setdefault(key, text)
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, reached: Callable[[FakeInbox], bool]) -> None:
        """Wait until something is as wanted; the test's own time limit ends a wait in vain."""
        async with self._changed:
            await self._changed.wait_for(lambda: reached(self))

    @property
    def messages(self) -> list[str]:
        return [row.message for row in self.rows.values()]


class HandClock:
    """ports.Clock: short waits pass at once and are noted, long ones wait until `advance`."""

    def __init__(self, moment: datetime = datetime(2026, 11, 20, 12, tzinfo=UTC)) -> None:
        self.moment = moment
        self.slept: list[float] = []
        self._moved = asyncio.Event()
        self._slept = asyncio.Event()

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._tell()
        if seconds <= SHORT:
            self.moment += timedelta(seconds=seconds)
            await asyncio.sleep(0)
            return
        until = self.moment + timedelta(seconds=seconds)
        while self.moment < until:
            await self._moved.wait()

    def _tell(self) -> None:
        slept, self._slept = self._slept, asyncio.Event()
        slept.set()

    async def until_slept(self, times: int) -> None:
        """Wait until somebody has waited so many times."""
        while len(self.slept) < times:
            await self._slept.wait()

    def advance(self, step: timedelta) -> None:
        self.moment += step
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
