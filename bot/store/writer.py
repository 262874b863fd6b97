"""The one writer of a SQLite store: units of work queue up and share a commit."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from bot.ports import StoreFull
from bot.store.audit import write_lines
from bot.store.driver import QuickConnection
from bot.store.errors import StoreClosed
from bot.store.ledger import SqlLedger
from bot.store.troubles import is_full

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction

    from bot.ports import Ledger

T = TypeVar("T")

GROUP = 32
"""How many units share a commit at most."""
BREATH = 0.005
"""Seconds of work after which everything else in the program gets a turn."""
FULL = "the disk of the store is full or not writable; nothing was written. Free some space: the bot then goes on by itself."


@dataclass(slots=True, eq=False)
class Unit:
    """Work that waits, and whom to tell."""

    work: Callable[[Ledger], Any]
    told: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class _LostGroup(Exception):
    """The whole transaction is gone, also for the units that had succeeded."""


class Writer:
    """Runs units on one connection in the order in which they came.

    A unit runs to its end once it has begun, also when whoever asked for it has gone: cancelling a caller cannot hurt others.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._queue: deque[Unit] = deque()
        self._news = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None
        self._connection: AsyncConnection | None = None

    async def start(self) -> None:
        """Open the connection and begin."""
        self._connection = await self._engine.connect()
        self._task = asyncio.create_task(self._serve(), name="store writer")

    async def write(self, work: Callable[[Ledger], T]) -> T:
        """Queue `work` and wait until it is on disk."""
        if self._closing:
            raise StoreClosed("the store is closed")
        told: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._queue.append(Unit(work, told))
        self._news.set()
        result: T = await told
        return result

    async def close(self) -> None:
        """Finish what is queued and close the connection."""
        self._closing = True
        self._news.set()
        if self._task is not None:
            await self._task
        if self._connection is not None:
            await self._connection.close()

    async def _serve(self) -> None:
        while True:
            if not self._queue:
                if self._closing:
                    return
                self._news.clear()
                await self._news.wait()
            units = self._next_group()
            if units:
                await self._commit(units)

    def _next_group(self) -> list[Unit]:
        """Up to GROUP units whose callers still wait."""
        units: list[Unit] = []
        while self._queue and len(units) < GROUP:
            unit = self._queue.popleft()
            if not unit.told.done():
                units.append(unit)
        return units

    async def _commit(self, units: list[Unit]) -> None:
        """Run `units` in one transaction and tell their callers."""
        connection = self._connection
        assert connection is not None  # noqa: S101 - narrows the type; `start` has set it
        try:
            await _run_group(connection, units)
        except Exception as error:  # noqa: BLE001 - whatever ended the transaction belongs to the callers, not to this loop
            cause = error.__cause__ if isinstance(error, _LostGroup) else error
            for unit in units:
                unit.error = unit.error or _as_told(cause or error)
        for unit in units:
            _tell(unit)


def _tell(unit: Unit) -> None:
    if unit.told.done():
        return  # the caller has gone; what he asked for is done all the same
    if unit.error is not None:
        unit.told.set_exception(unit.error)
    else:
        unit.told.set_result(unit.result)


def _as_told(error: BaseException) -> BaseException:
    if is_full(error):
        full = StoreFull(FULL)
        full.__cause__ = error
        return full
    return error


async def _run_group(connection: AsyncConnection, units: list[Unit]) -> None:
    """All units in one transaction; a failed one is undone alone. Raises when the transaction as a whole failed."""
    clock = asyncio.get_running_loop().time
    transaction = await connection.begin()
    try:
        lines: list[dict[str, Any]] = []
        others = len(units) > 1
        breath = clock()
        for unit in units:
            lines += await connection.run_sync(_run_among_others if others else _run_alone, unit)
            if clock() - breath > BREATH:
                await asyncio.sleep(0)
                breath = clock()
        if lines:
            await connection.run_sync(lambda sql: write_lines(SqlLedger(sql, writing=True), lines))
        await transaction.commit()
    except BaseException:
        await _roll_back(connection, transaction)
        raise


def _run_alone(sql: Connection, unit: Unit) -> list[dict[str, Any]]:
    """Run a unit that has the transaction to itself; its audit lines."""
    ledger = SqlLedger(sql, writing=True)
    unit.result = unit.work(ledger)
    return ledger.lines


def _run_among_others(sql: Connection, unit: Unit) -> list[dict[str, Any]]:
    """Run a unit in a savepoint; its audit lines, none when it failed and was undone."""
    driver = sql.connection.driver_connection
    assert isinstance(driver, QuickConnection)  # noqa: S101 - narrows the type; the writer's engine makes no other
    driver.mark("SAVEPOINT unit")
    ledger = SqlLedger(sql, writing=True)
    try:
        unit.result = unit.work(ledger)
    except Exception as error:
        if is_full(error):
            # SQLite may have rolled back everything by itself: the units before this one are not safe.
            raise _LostGroup from error
        driver.mark("ROLLBACK TO unit")
        driver.mark("RELEASE unit")
        unit.error = error
        return []
    driver.mark("RELEASE unit")
    return ledger.lines


async def _roll_back(connection: AsyncConnection, transaction: AsyncTransaction) -> None:
    """Undo all, also where a COMMIT failed or SQLite has ended the transaction by itself."""
    if transaction.is_active:
        await transaction.rollback()
        return
    await connection.rollback()  # lets go of the transaction, but says nothing to SQLite after a failed COMMIT
    raw = (await connection.get_raw_connection()).driver_connection
    if raw is not None and raw.in_transaction:
        await raw.rollback()
