"""One process a SQLite file: a lock on a file beside it, which the system lets go of when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.store.errors import StoreInUse, StoreUnreachable


class FileLock:
    """Holds `<database>.lock` from construction to `release`."""

    def __init__(self, database: Path) -> None:
        """Raise StoreInUse when another process has it, StoreUnreachable when the folder is not writable."""
        path = Path(f"{database}.lock")
        try:
            # Never deleted: a lock on a deleted file would guard nothing.
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            message = f"the store {database} cannot be opened: {error.strerror or error}"
            raise StoreUnreachable(message) from error
        try:
            _lock(self._file)
        except OSError as error:
            holder = os.read(self._file, 20).decode("ascii", "replace").strip()
            os.close(self._file)
            who = f"process {holder}" if holder else "another process"
            message = (
                f"{who} already works on the store {database}. A SQLite store serves one process at a time: stop the other one, or"
                " set store.url to a PostgreSQL database."
            )
            raise StoreInUse(message) from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0) if sys.platform != "win32" else None

    def release(self) -> None:
        """Let go."""
        os.close(self._file)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
