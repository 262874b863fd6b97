"""The SQLite profile: one file, one process, one writer, a few readers."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.ports import StoreFull
from bot.store.driver import connect
from bot.store.errors import StoreTooOld, StoreUnreachable
from bot.store.ledger import SqlLedger
from bot.store.lock import FileLock
from bot.store.migrate import bring_up
from bot.store.troubles import is_full
from bot.store.writer import FULL, Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from bot.ports import Ledger

T = TypeVar("T")

READERS = 4
BUSY_MS = 10_000
"""How long SQLite waits for a lock; with one writer only a checkpoint or a visitor's `sqlite3` can hold it."""
WRITER_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    f"busy_timeout={BUSY_MS}",
    "foreign_keys=ON",
)
READER_PRAGMAS = ("query_only=ON", f"busy_timeout={BUSY_MS}")


class SqliteStore:
    """`ports.Store` on one SQLite file. Make it with `open_store`."""

    def __init__(self, path: Path, *, beside: bool = False) -> None:
        """Take the file's lock, unless `beside` the process that has it; raises StoreInUse."""
        self._lock = None if beside else FileLock(path)
        self.exclusive = not beside
        self.engine = _engine(path, "BEGIN IMMEDIATE", WRITER_PRAGMAS, 1, quick=True)
        self._readers = _engine(path, "BEGIN", READER_PRAGMAS, READERS, quick=False)
        self._writer = Writer(self.engine)

    async def start(self) -> None:
        """Open the writer's connection."""
        await self._writer.start()

    async def write(self, work: Callable[[Ledger], T]) -> T:
        """Run `work` in a transaction, perhaps together with others; it is on disk when this returns."""
        return await self._writer.write(work)

    async def read(self, work: Callable[[Ledger], T]) -> T:
        """Run `work` on a consistent view."""
        async with self._readers.connect() as connection, connection.begin():
            return await connection.run_sync(lambda sql: work(SqlLedger(sql, writing=False)))

    async def close(self) -> None:
        """Finish what is queued and close."""
        try:
            await self._writer.close()
            await self._readers.dispose()
            await self.engine.dispose()
        finally:
            if self._lock is not None:
                self._lock.release()


async def open_sqlite(path: Path, *, create: bool, beside: bool = False) -> SqliteStore:
    """Open the file, bring its tables up to date, and start the writer; `beside`: as a visitor, who waits for his turn to write."""
    if not create and not await asyncio.to_thread(path.is_file):
        message = f"there is no store at {path}"
        raise StoreTooOld(message)
    try:
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder of the store {path} cannot be made: {error.strerror or error}"
        raise StoreUnreachable(message) from error
    store = SqliteStore(path, beside=beside)
    try:
        async with store.engine.begin() as connection:
            await connection.run_sync(bring_up, create=create)
        await store.start()
    except BaseException as error:
        await store.close()
        if isinstance(error, DatabaseError):
            raise _unreachable(path, error) from error
        raise
    return store


def _unreachable(path: Path, error: DatabaseError) -> Exception:
    if is_full(error):
        return StoreFull(FULL)
    return StoreUnreachable(f"the store {path} cannot be opened: {error.orig}")


def _engine(path: Path, begin: str, pragmas: tuple[str, ...], size: int, *, quick: bool) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        connect_args={"async_creator_fn": partial(connect, quick=quick)},
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _: object) -> None:
        # sqlite3 itself must begin nothing: a savepoint outside our own BEGIN survives the outer rollback.
        connection.isolation_level = None
        for pragma in pragmas:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def take(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
