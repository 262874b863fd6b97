"""The store under test, once on each engine."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, cast

import pytest

from bot.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.ports import Store


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store with its tables and no rows, to copy: making the tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("store") / "empty.db"

    async def make() -> None:
        await (await open_store(f"sqlite:///{path}")).close()

    asyncio.run(make())
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, empty_sqlite: Path) -> str:
    """Address of an empty SQLite store."""
    shutil.copy(empty_sqlite, tmp_path / "store.db")
    return f"sqlite:///{tmp_path}/store.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a store that was not opened yet."""
    if request.param == "postgres":
        return cast("str", request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/new.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest) -> str:
    """Address of an empty store."""
    return cast("str", request.getfixturevalue("postgres_store_url" if request.param == "postgres" else "sqlite_url"))


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """An open, empty store."""
    opened = await open_store(store_url)
    yield opened
    await opened.close()
