"""The PostgreSQL profile: many processes, row locks, and a second try when another transaction was first."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.ports import StoreFull
from bot.store.errors import DriverMissing, StoreClosed, StoreUnreachable
from bot.store.ledger import SqlLedger
from bot.store.migrate import bring_up
from bot.store.troubles import is_full, is_race
from bot.store.writer import FULL

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection
    from sqlalchemy.engine import URL

    from bot.ports import Ledger

T = TypeVar("T")

POOL = 4
OVERFLOW = 4
TRIES = 8
"""How often a unit is begun when other transactions are in its way; after that its error is the caller's."""
PAUSE = 0.005
"""Seconds before the second try; doubled for each further one, with chance in it so that rivals do not meet again."""


class PostgresStore:
    """`ports.Store` on a PostgreSQL database. Make it with `open_store`."""

    exclusive = False

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._units: set[asyncio.Task[Any]] = set()
        self._closing = False

    async def write(self, work: Callable[[Ledger], T]) -> T:
        """Run `work` in a transaction of its own; it is on disk when this returns.

        `work` may run several times: only its last run counts. It runs to its end also when the caller is cancelled.
        """
        if self._closing:
            raise StoreClosed("the store is closed")
        unit = asyncio.create_task(self._persist(work), name="store unit")
        self._units.add(unit)
        unit.add_done_callback(self._finished)
        return await asyncio.shield(unit)

    def _finished(self, unit: asyncio.Task[Any]) -> None:
        self._units.discard(unit)
        if not unit.cancelled():
            unit.exception()  # a caller that has gone will not ask for it

    async def _persist(self, work: Callable[[Ledger], T]) -> T:
        for attempt in range(1, TRIES + 1):
            try:
                return await self._once(work)
            except DBAPIError as error:
                if is_full(error):
                    raise StoreFull(FULL) from error
                if attempt == TRIES or not is_race(error):
                    raise
            await asyncio.sleep(PAUSE * 2**attempt * random.random())  # noqa: S311 - spreads rivals, guards nothing
        raise AssertionError("the last try returns or raises")

    async def _once(self, work: Callable[[Ledger], T]) -> T:
        async with self.engine.begin() as connection:
            return await connection.run_sync(_unit, work)

    async def read(self, work: Callable[[Ledger], T]) -> T:
        """Run `work` on a consistent view."""
        async with self._reading.connect() as connection, connection.begin():
            return await connection.run_sync(lambda sql: work(SqlLedger(sql, writing=False)))

    async def close(self) -> None:
        """Finish what is under way and close."""
        self._closing = True
        while self._units:
            await asyncio.wait(set(self._units))
        await self.engine.dispose()


def _unit(sql: Connection, work: Callable[[Ledger], T]) -> T:
    ledger = SqlLedger(sql, writing=True)
    result = work(ledger)
    ledger.flush()
    return result


async def open_postgres(address: URL, *, create: bool) -> PostgresStore:
    """Connect and bring the tables up to date. Raises DriverMissing and StoreUnreachable."""
    try:
        import asyncpg
    except ImportError as error:
        raise DriverMissing(
            "store.url names PostgreSQL, whose driver is missing: pip install 'wegwijzer[postgres]'"
        ) from error
    engine = create_async_engine(
        address.set(drivername="postgresql+asyncpg"),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=POOL,
        max_overflow=OVERFLOW,
        pool_timeout=300,  # units wait for their turn rather than fail
        pool_pre_ping=True,
        connect_args={"timeout": 10, "server_settings": {"application_name": "wegwijzer"}},
    )
    try:
        async with engine.begin() as connection:
            await connection.run_sync(bring_up, create=create)
    except (DBAPIError, OSError, asyncpg.PostgresError, TimeoutError) as error:
        await engine.dispose()
        reason = str(getattr(error, "orig", None) or error) or "no answer"
        message = f"the database {address.render_as_string(hide_password=True)} cannot be opened: {reason}"
        raise StoreUnreachable(message) from error
    except BaseException:
        await engine.dispose()
        raise
    return PostgresStore(engine)
