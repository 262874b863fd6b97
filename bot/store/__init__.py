"""The store: inbox, cases and jobs in short transactions, on SQLite or PostgreSQL by its address alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.errors import (
    BadAddress,
    DriverMissing,
    StoreClosed,
    StoreError,
    StoreInUse,
    StoreTooNew,
    StoreTooOld,
    StoreUnreachable,
)

if TYPE_CHECKING:
    from bot.ports import Store

__all__ = [
    "BadAddress",
    "DriverMissing",
    "StoreClosed",
    "StoreError",
    "StoreInUse",
    "StoreTooNew",
    "StoreTooOld",
    "StoreUnreachable",
    "open_store",
]

_EXAMPLES = "write sqlite:///var/wegwijzer.db or postgresql://user@host/database"


async def open_store(url: str, *, create: bool = True, beside: bool = False) -> Store:
    """Open the store at `url` and bring its tables up to date.

    `sqlite:///relative/path.db`, `sqlite:////absolute/path.db` or `postgresql://user:password@host/database`. Without `create` a
    store that is missing or has an older schema is refused. `beside` is for a command that looks something up, or changes a row or two
    that no job depends on, while the bot may be at work on the same SQLite file: it takes no lock, and never creates. Raises a
    StoreError, or ports.StoreFull.
    """
    create = create and not beside
    address = _parsed(url)
    if address.get_backend_name() == "sqlite":
        from bot.store.sqlite import open_sqlite

        return await open_sqlite(_path(address), create=create, beside=beside)
    from bot.store.postgres import open_postgres

    return await open_postgres(address, create=create)


def _parsed(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        # The text itself is not repeated: it may hold a password.
        message = f"store.url is not an address: {_EXAMPLES}"
        raise BadAddress(message) from error
    if address.drivername not in {"sqlite", "sqlite+aiosqlite", "postgresql", "postgres", "postgresql+asyncpg"}:
        message = f"store.url names the engine {address.drivername}, which is not known: {_EXAMPLES}"
        raise BadAddress(message)
    return address


def _path(address: URL) -> Path:
    if not address.database or address.database == ":memory:" or address.query:
        message = f"a SQLite store is a file, given without further parameters: {_EXAMPLES}"
        raise BadAddress(message)
    return Path(address.database)
