"""Errors of the engines, sorted by what they mean for a transaction."""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError

_FULL_CODES = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
_FULL_STATES = {"53100", "25006", "58030"}
"""PostgreSQL: disk full, read-only transaction, input/output error."""
_AGAIN_STATES = {"40001", "40P01", "23505", "55P03"}
"""PostgreSQL: serialization failure, deadlock, unique violation (a race: our own keys use ON CONFLICT), lock not available."""
_FULL_ERRNO = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def is_full(error: BaseException) -> bool:
    """The disk has no room or cannot be written."""
    return any(_says_full(cause) for cause in _causes(error))


def is_race(error: BaseException) -> bool:
    """Another transaction was first; the same work again will see what it did."""
    return any(getattr(cause, "sqlstate", None) in _AGAIN_STATES for cause in _causes(error))


def _says_full(cause: BaseException) -> bool:
    if isinstance(cause, sqlite3.Error):
        # The low byte is the error's family; the rest says more precisely what failed.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _FULL_CODES
    if isinstance(cause, OSError):
        return cause.errno in _FULL_ERRNO
    return getattr(cause, "sqlstate", None) in _FULL_STATES


def _causes(error: BaseException) -> list[BaseException]:
    """The error, what the driver said, and what lies under that."""
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.orig if isinstance(cause, DBAPIError) else cause.__cause__
    return found
