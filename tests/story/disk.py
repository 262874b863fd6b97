"""The disk of a story: a store on it is made by copying an empty one, and what a killed program leaves there is found again."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store import open_store

if TYPE_CHECKING:
    from bot.ports import Store

_EMPTY: list[tempfile.TemporaryDirectory[str]] = []
_NAME = "story.db"


async def _empty() -> Path:
    """A store with its tables and nothing in it, made once a process: the migrations take longer than most stories."""
    if not _EMPTY:
        made = tempfile.TemporaryDirectory(prefix="wegwijzer-empty-")
        await (await open_store(f"sqlite+aiosqlite:///{made.name}/{_NAME}")).close()
        _EMPTY.append(made)
    return Path(_EMPTY[0].name) / _NAME


class Disk:
    """Where the store of one story is; `url` names another one, such as a PostgreSQL, which no kill takes away."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.home = self.folder = folder
        self.url, self.lives = url, 0

    async def open(self) -> Store:
        """The store of the first life."""
        if self.url:
            return await open_store(self.url)
        shutil.copy(await _empty(), self.folder / _NAME)
        return await open_store(f"sqlite+aiosqlite:///{self.folder / _NAME}")

    async def after_a_kill(self, store: Store) -> Store:
        """The files as they are at this moment, opened by the next life; `store` is not closed in an orderly way before that."""
        if self.url:
            return store
        self.lives += 1
        found = self.home / f"life-{self.lives}"
        found.mkdir()
        for file in (_NAME, f"{_NAME}-wal"):
            if (self.folder / file).exists():
                shutil.copy(self.folder / file, found)
        self.folder = found
        await store.close()
        return await open_store(f"sqlite+aiosqlite:///{found / _NAME}")
