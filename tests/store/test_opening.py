from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from bot.store import (
    BadAddress,
    StoreError,
    StoreInUse,
    StoreTooNew,
    StoreTooOld,
    StoreUnreachable,
    open_store,
)
from bot.store.schema import metadata
from tests.store.people import NOW, raw, sql

if TYPE_CHECKING:
    from bot.ports import Ledger


async def run(url: str, statement: str) -> None:
    store = await open_store(url)
    await store.write(lambda ledger: sql(ledger).execute(text(statement)))
    await store.close()


async def test_a_store_is_there_again_after_it_was_closed(new_url: str) -> None:
    store = await open_store(new_url)
    await store.write(lambda ledger: ledger.ingest([raw(1)], (), NOW))
    await store.close()
    store = await open_store(new_url, create=False)
    assert len(await store.read(lambda ledger: ledger.unread(9))) == 1
    await store.close()


async def test_the_migrations_make_exactly_the_tables_of_the_schema(new_url: str) -> None:
    store = await open_store(new_url)

    def differences(ledger: Ledger) -> list[Any]:
        context = MigrationContext.configure(sql(ledger), opts={"compare_type": True, "target_metadata": metadata})
        return list(compare_metadata(context, metadata))

    assert await store.read(differences) == []
    await store.close()


async def test_the_indexes_have_the_conditions_of_the_schema(sqlite_url: str, tmp_path: Path) -> None:
    fresh = create_engine(f"sqlite:///{tmp_path}/fresh.db")
    metadata.create_all(fresh)
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
    with fresh.connect() as connection:
        wanted = [tuple(row) for row in connection.execute(query)]
    fresh.dispose()
    store = await open_store(sqlite_url)
    found = await store.read(lambda ledger: [tuple(row) for row in sql(ledger).execute(query)])
    await store.close()
    assert found == wanted


async def test_a_store_of_a_newer_program_is_refused(new_url: str) -> None:
    await run(new_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="9999"):
        await open_store(new_url)


async def test_tables_of_another_program_are_refused(new_url: str) -> None:
    await run(new_url, "DELETE FROM alembic_version")
    with pytest.raises(StoreTooNew, match="another program"):
        await open_store(new_url)


async def test_a_missing_store_is_refused_where_none_may_be_made(new_url: str) -> None:
    with pytest.raises(StoreTooOld):
        await open_store(new_url, create=False)


@pytest.mark.postgres
async def test_several_processes_may_open_a_new_database_at_once(postgres_url: str) -> None:
    stores = await asyncio.gather(*(open_store(postgres_url) for _ in range(4)))
    for store in stores:
        await store.close()


async def test_a_second_opening_of_a_file_is_refused_until_the_first_lets_go(sqlite_url: str) -> None:
    first = await open_store(sqlite_url)
    assert first.exclusive
    with pytest.raises(StoreInUse, match=f"process {os.getpid()} already works on the store"):
        await open_store(sqlite_url)
    await first.close()
    await (await open_store(sqlite_url)).close()


async def test_another_process_is_refused_while_we_work(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    code = "import asyncio, sys; from bot.store import open_store; asyncio.run(open_store(sys.argv[1]))"
    told = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", code, sqlite_url],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    await store.close()
    assert told.returncode == 1
    assert "StoreInUse" in told.stderr


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://root:secret@host/db", "sqlite://", "sqlite:///:memory:", "sqlite:///a.db?mode=ro"]
)
async def test_an_address_that_is_none_is_explained_without_its_password(url: str) -> None:
    with pytest.raises(BadAddress, match=r"sqlite:///var/wegwijzer\.db") as told:
        await open_store(url)
    assert "secret" not in str(told.value)


async def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(StoreUnreachable, match="cannot be opened") as told:
        await open_store("postgresql://someone:secret@127.0.0.1:1/none")
    assert "secret" not in str(told.value)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Beste klant, dit is geen database. " * 200)
    with pytest.raises(StoreError, match="not a database"):
        await open_store(f"sqlite:///{path}")


async def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    await (await open_store(f"sqlite:///{tmp_path}/a/b/c.db")).close()
    assert (tmp_path / "a/b/c.db").is_file()
