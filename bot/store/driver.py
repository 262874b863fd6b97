"""aiosqlite with as few trips to its thread as possible.

A trip to the thread and back costs about ten times what SQLite needs for an ordinary statement, and SQLAlchemy's adapter makes four
a statement (cursor, execute, fetch, close). Here a statement and its rows are one trip at most. On the writer's connection, which
serves one transaction at a time, ordinary statements make no trip at all: they take microseconds and run where the work itself runs.
What may take long (waiting for the lock, reaching the disk, deleting, changing tables) always goes to the thread.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Self

import aiosqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Execute = Callable[..., sqlite3.Cursor]
    Parameters = Sequence[Any] | Iterable[Sequence[Any]]


HERE = ("SELECT", "INSERT", "UPDATE")
"""How statements begin that a connection with `quick` runs without a trip."""


class QuickCursor:
    """A cursor that has its rows as soon as a statement was executed."""

    arraysize = 1

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        """Nothing to open: the real cursor lives inside a statement."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to close."""

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> QuickCursor:
        """Execute and fetch."""
        await self._connection.carry_out(self._run, sqlite3.Cursor.execute, operation, parameters)
        return self

    async def executemany(self, operation: str, parameters: Iterable[Sequence[Any]]) -> QuickCursor:
        """Execute for each."""
        await self._connection.carry_out(self._run, sqlite3.Cursor.executemany, operation, parameters)
        return self

    def _run(self, connection: sqlite3.Connection, method: Execute, operation: str, parameters: Parameters) -> None:
        cursor = connection.cursor()
        try:
            method(cursor, operation, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount = cursor.rowcount
            self.lastrowid = cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> list[Any]:
        """The rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing to close."""


class QuickConnection(aiosqlite.Connection):
    """An aiosqlite connection with quick cursors."""

    quick = False
    """Run ordinary statements without a trip; only for a connection that is never used by two tasks at a time."""

    def cursor(self) -> QuickCursor:  # type: ignore[override] # what SQLAlchemy needs of a cursor, not all of aiosqlite's
        """A cursor; costs no trip."""
        return QuickCursor(self)

    def mark(self, savepoint: str) -> None:
        """Run a savepoint statement here, without anything around it: a unit of work has two of them."""
        self._conn.execute(savepoint).close()

    async def carry_out(
        self,
        run: Callable[[sqlite3.Connection, Execute, str, Any], None],
        method: Execute,
        operation: str,
        parameters: Parameters,
    ) -> None:
        """Run a statement here or in the thread."""
        if self.quick and operation.startswith(HERE):
            run(self._conn, method, operation, parameters)
        else:
            await self._execute(run, self._conn, method, operation, parameters)  # type: ignore[no-untyped-call] # aiosqlite's own


def connect(database: str, *, quick: bool = False, **options: Any) -> QuickConnection:
    """For SQLAlchemy's `async_creator_fn`: a connection that is opened when awaited, on a thread that ends with the program."""

    def connector() -> sqlite3.Connection:
        opened: sqlite3.Connection = sqlite3.connect(database, **{**options, "check_same_thread": False})
        return opened

    connection = QuickConnection(connector, iter_chunk_size=64)
    connection.quick = quick
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does for its own connections
    return connection
