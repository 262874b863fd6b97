"""Trouble at the store and in the files: one clear line, nothing confirmed that is not on disk, and the bot goes on."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from bot.app import Patient
from bot.library import Library
from bot.store import StoreInUse, open_store
from tests.faults.lines import listening
from tests.story.stage import ROOT, config_with
from tests.story.telegram.stage import GRACE, WIFI, stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Cluster
    from tests.story.telegram.stage import TelegramStage

pytestmark = pytest.mark.thorough


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of sixteen megabytes (the write-ahead log alone takes four); only root can have one."""
    if os.geteuid() != 0:
        pytest.skip("a small disk needs root")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], check=False, capture_output=True, timeout=20
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True, timeout=20)


async def _full_and_empty_again(on: TelegramStage, fill: object, free: object) -> None:
    """A hundred messages come in while there is no room: none is confirmed; with room again all are judged."""
    assert callable(fill)
    assert callable(free)
    await fill()
    with listening() as lines:
        on.server.say_many(on.group, on.sanne, [f"{n} " + "lekker weer vandaag " * 20 for n in range(99)])
        complaint = int(on.server.say(on.group, on.mo, WIFI)["message_id"])
        await lines.until("nothing can be stored")
        assert on.server.backlog() == 100
        await free()
        on.clock.advance(6)
        await on.settle()
        await on.wait(GRACE)
        assert len(lines.about("nothing can be stored")) == 1
    assert on.server.judge.counts()[on.group.id, complaint] == 1
    assert (await on.figures())["unread"] == 0


async def test_a_full_disk_confirms_nothing_and_the_bot_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        async with stage(disk) as on:
            ballast = disk / "ballast"

            async def fill() -> None:
                with ballast.open("wb", buffering=0) as file:
                    try:
                        while file.write(b"x" * 4096) == 4096:
                            pass
                    except OSError:
                        return

            async def free() -> None:
                ballast.unlink()

            await _full_and_empty_again(on, fill, free)


async def test_a_store_that_may_not_grow_confirms_nothing_and_goes_on_when_it_may(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:

        def limit(pages: int) -> object:
            return on.store.write(lambda ledger: ledger.sql.exec_driver_sql(f"PRAGMA max_page_count={pages}").scalar())  # type: ignore[attr-defined]

        await _full_and_empty_again(on, lambda: limit(1), lambda: limit(1_000_000))


async def test_a_second_process_on_the_same_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    async with stage(tmp_path):
        with pytest.raises(StoreInUse, match="already works on the store") as told:
            await open_store(f"sqlite+aiosqlite:///{tmp_path / 'story.db'}")
        assert "\n" not in str(told.value)


async def test_a_reply_broken_while_running_is_one_line_and_the_last_good_one_serves(tmp_path: Path) -> None:
    replies = tmp_path / "replies"
    shutil.copytree(ROOT / "replies", replies)
    async with stage(tmp_path) as on:
        on.house.library = library = Library(config_with().model_copy(update={"replies": replies})).load()
        stop = asyncio.Event()
        file = replies / "nl" / "outage.j2"
        good = file.read_text(encoding="utf-8")
        with listening() as lines:
            watching = asyncio.create_task(library.watch(stop))
            file.write_text(good + "\n{{ customer.password }", encoding="utf-8")
            line = await lines.until("outage.j2")
            message = await on.says(on.sanne, WIFI)
            await on.wait(GRACE)
        stop.set()
        await watching
        assert "The last good version keeps serving" in line
        assert len(lines.about("outage.j2")) == 1
        assert on.server.judge.counts()[on.group.id, message] == 1
        assert "bot van Polderlink" in on.public()[0]["text"]


@pytest.mark.postgres
async def test_a_database_that_goes_away_and_comes_back_loses_nothing(
    tmp_path: Path, postgres_cluster: Cluster, postgres_url: str
) -> None:
    name = postgres_url.partition("@/")[2].partition("?")[0]
    async with stage(tmp_path, url=postgres_url) as on:
        on.store = Patient(on.store, on.clock)
        await on.start()
        message = await on.says(on.sanne, WIFI)
        with listening() as lines:
            postgres_cluster._run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            postgres_cluster._run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            )
            later = int(on.server.say(on.second, on.mo, WIFI)["message_id"])
            await lines.until("the database cannot be reached")
            assert on.server.backlog() == 1
            postgres_cluster._run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            on.clock.run_at(50)
            await lines.until("can be reached again")
            on.clock.run_at(0)
            await on.settle()
            await on.wait(GRACE)
            assert len(lines.said) == 2
        counts = on.server.judge.counts()
        assert (counts[on.group.id, message], counts[on.second.id, later]) == (1, 1)
