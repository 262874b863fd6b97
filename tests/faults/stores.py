"""An empty store for a round: a SQLite file, or a database on a real PostgreSQL."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

from tests.postgres import Cluster, cluster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Stores:
    """Makes stores; starts PostgreSQL when the first one on it is asked for."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._cluster: Cluster | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @contextmanager
    def empty(self, kind: str, folder: Path) -> Iterator[str]:
        """The url of a store of this kind: `sqlite` or `postgres`."""
        if kind == "sqlite":
            yield f"sqlite+aiosqlite:///{folder / 'store.db'}"
            return
        if self._cluster is None:
            self._cluster = self._open.enter_context(cluster())
        with self._cluster.database() as url:
            yield url
