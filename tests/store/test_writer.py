"""Units of work that share a commit on SQLite, and share nothing else."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, event, text

from bot.ports import StoreFull
from bot.store import StoreClosed, open_store
from bot.store.sqlite import SqliteStore
from tests.store.people import NOW, a_case, broken_line, raw, sql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.ports import Ledger, Store


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[SqliteStore]:
    opened = await open_store(sqlite_url)
    assert isinstance(opened, SqliteStore)
    yield opened
    await opened.close()


def put(number: int) -> Callable[[Ledger], int]:
    return lambda ledger: ledger.ingest([raw(number)], (), NOW)


async def unread(store: Store) -> list[int]:
    return [int(row.row.message) for row in await store.read(lambda ledger: ledger.unread(9999))]


async def test_a_unit_that_fails_is_undone_alone(store: Store) -> None:
    def fail(ledger: Ledger) -> None:
        ledger.ingest([raw(100)], (), NOW)
        raise LookupError("mine")

    results = await asyncio.gather(
        *(store.write(fail if number == 3 else put(number)) for number in range(6)), return_exceptions=True
    )
    assert [result for number, result in enumerate(results) if number != 3] == [1, 1, 1, 1, 1]
    assert isinstance(results[3], LookupError)
    assert sorted(await unread(store)) == [0, 1, 2, 4, 5]


async def test_a_unit_that_fails_alone_is_undone_too(store: Store) -> None:
    def fail(ledger: Ledger) -> None:
        ledger.ingest([raw(100)], (), NOW)
        ledger.save_case(a_case("a"))
        sql(ledger).execute(text("INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(Exception, match="nowhere"):
        await store.write(fail)
    assert await unread(store) == []
    assert await store.write(put(1)) == 1


async def test_units_that_wait_share_commits_and_see_each_other(sqlite: SqliteStore) -> None:
    commits: list[Connection] = []
    event.listen(sqlite.engine.sync_engine, "commit", commits.append)
    seen = await asyncio.gather(
        *(sqlite.write(lambda ledger, n=n: (put(n)(ledger), len(ledger.unread(99)))[1]) for n in range(40))  # type: ignore[misc]
    )
    assert seen == list(range(1, 41))
    assert len(commits) == 2


async def test_what_was_written_is_on_disk_when_write_returns(sqlite: SqliteStore, tmp_path: Path) -> None:
    await sqlite.write(put(1))
    with sqlite3.connect(tmp_path / "store.db") as visitor:
        assert visitor.execute("SELECT count(*) FROM inbox").fetchone() == (1,)
    visitor.close()


async def test_a_caller_that_gives_up_hurts_nobody(store: Store) -> None:
    callers = [asyncio.create_task(store.write(put(number))) for number in range(60)]
    for steps, caller in enumerate(callers):
        if steps % 3 == 0:
            caller.cancel()
        await asyncio.sleep(0)
    results = await asyncio.gather(*callers, return_exceptions=True)
    kept = [number for number, result in enumerate(results) if result == 1]
    assert {number for number in range(60) if number % 3} <= set(kept)
    assert set(kept) <= set(await unread(store))
    assert await store.write(put(1000)) == 1


async def test_a_unit_under_way_ends_though_its_caller_is_gone(sqlite: SqliteStore) -> None:
    begun = asyncio.Event()

    def work(ledger: Ledger) -> None:
        begun.set()
        put(1)(ledger)

    caller = asyncio.create_task(sqlite.write(work))
    await begun.wait()
    caller.cancel()
    assert await sqlite.write(put(2)) == 1
    assert await unread(sqlite) == [1, 2]


async def test_a_full_disk_undoes_all_of_it_and_the_store_goes_on_when_there_is_room(sqlite: SqliteStore) -> None:
    def room(pages: int) -> Callable[[Ledger], object]:
        return lambda ledger: sql(ledger).execute(text(f"PRAGMA max_page_count={pages}"))

    def long_unit(number: int) -> Callable[[Ledger], int]:
        return lambda ledger: ledger.ingest([raw(number, text="x" * 400_000)], (), NOW)

    await sqlite.write(put(1))
    await sqlite.write(room(120))
    with pytest.raises(StoreFull, match="nothing was written"):
        await sqlite.write(long_unit(2))
    results = await asyncio.gather(sqlite.write(put(3)), sqlite.write(long_unit(4)), return_exceptions=True)
    assert all(isinstance(result, StoreFull) for result in results)
    assert await unread(sqlite) == [1]
    assert await sqlite.write(put(5)) == 1
    await sqlite.write(room(1_000_000))
    assert await sqlite.write(long_unit(6)) == 1
    assert await unread(sqlite) == [1, 5, 6]


async def test_closing_finishes_what_is_queued_and_takes_no_more(new_url: str) -> None:
    store = await open_store(new_url)
    callers = [asyncio.create_task(store.write(put(number))) for number in range(50)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*callers) == [1] * 50
    with pytest.raises(StoreClosed):
        await store.write(put(99))


async def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        await store.read(put(1))


async def test_a_read_sees_one_moment(store: Store) -> None:
    """A commit between two questions of one read is not seen by it."""
    await store.write(put(1))
    counts: list[tuple[list[int], int]] = []
    for _ in range(2):
        counts.append(
            await asyncio.gather(
                store.read(lambda ledger: [len(ledger.unread(9)) for _ in range(20)]), store.write(put(len(counts) + 2))
            )
        )
    assert all(len(set(seen)) == 1 for seen, _ in counts)


def test_after_a_kill_all_that_was_confirmed_is_there_and_nothing_by_halves(sqlite_url: str) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.store.writes_until_killed", sqlite_url],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
        cwd=Path(__file__).parents[2],
    )
    assert program.stdout is not None
    confirmed = [int(program.stdout.readline()) for _ in range(60)]
    program.send_signal(signal.SIGKILL)
    confirmed += [int(line) for line in program.stdout.read().split("\n")[:-1]]
    program.wait()
    program.stdout.close()

    async def look() -> tuple[dict[str, int], set[str], int | None]:
        store = await open_store(sqlite_url)
        cases = await store.read(lambda ledger: {case.id for case in ledger.open_cases(99_999)})
        figures = await store.read(lambda ledger: ledger.figures())
        broken = await store.read(broken_line)
        await store.close()
        return figures, cases, broken

    figures, cases, broken = asyncio.run(look())
    assert {f"k{number}" for number in confirmed} <= cases
    assert figures["unread"] == figures["job.queued"] == len(cases)
    assert broken is None
