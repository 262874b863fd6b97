"""The player on a real store and the real service, by a clock that only jumps."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.clock import SimulatedClock
from bot.config import load_config
from bot.core.messages import Place
from bot.library import Library
from bot.service import House, Webcare
from bot.store import open_store
from handlers.sandbox import SandboxPlatform, World
from handlers.sandbox.player import Player
from handlers.sandbox.script import Script, load_script
from tests.habits.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.config import Config
    from bot.ports import Platform, Store

PUBLIC, STAFF = Place("sandbox", "klantgroep-utrecht"), Place("sandbox", "staf")


@pytest.fixture(scope="module")
def config() -> Config:
    read, _ = load_config(ROOT / "config.yaml", os.environ)
    assert read is not None
    return read


@pytest.fixture(scope="module")
def library(config: Config) -> Library:
    return Library(config).load()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    await opened.close()


def _until(script: Script, last: str) -> Script:
    ids = [entry.id for entry in script.entries]
    return Script(script.title, script.people, script.entries[: ids.index(last) + 1])


async def _play(world: World, store: Store, config: Config, library: Library, last: str) -> Player:
    """Play on from where the world is up to an entry, with the bot at work."""
    script = _until(load_script(ZoneInfo(config.policy.timezone)), last)
    begin = max([script.start, *(post.at for post in world.posts.values())])
    clock = SimulatedClock(begin, speed=600)
    platform = SandboxPlatform(config, world, clock)
    platforms: dict[str, Platform] = {"sandbox": platform}
    webcare = Webcare(House(config, library, platforms, clock), store)
    player = Player(world, script, clock, store, PUBLIC, STAFF)
    working = asyncio.create_task(webcare.run())
    try:
        await player.run()
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    return player


async def test_staff_words_go_into_the_thread_of_the_case(
    config: Config, library: Library, store: Store, tmp_path: Path
) -> None:
    world = World(tmp_path / "journal.jsonl")
    player = await _play(world, store, config, library, "s001")
    assert player.left == 0
    assert player.next_at is None
    staff_words = world.posts["s001"]
    assert staff_words.channel == STAFF.channel
    card = world.listing(STAFF.channel, staff_words.thread)[0]
    assert "monteur" in card.text


async def test_a_script_goes_on_where_the_journal_ends_and_says_nothing_twice(
    config: Config, library: Library, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "journal.jsonl"
    await _play(World(path), store, config, library, "m006")
    again = World(path)
    player = await _play(again, store, config, library, "m021")
    assert player.left == 0
    ids = [event["id"] for event in again.events if event["kind"] == "message"]
    assert len(ids) == len(set(ids)) + 1, "only the edit of m020 is heard twice"
    assert again.posts["m020"].edits == 1


async def test_an_entry_about_a_message_without_a_case_is_skipped(
    config: Config, library: Library, store: Store, tmp_path: Path
) -> None:
    world = World(tmp_path / "journal.jsonl")
    file = tmp_path / "script.yaml"
    file.write_text(
        "title: t\ndate: 2026-11-19\n"
        "people: {mo: {name: Mo, role: customer}, noor: {name: Noor Bos, role: staff}}\n"
        "messages:\n"
        '  - {id: a, at: "14:00:00", who: mo, text: Goedemiddag allemaal}\n'
        '  - {id: b, at: "14:01:00", who: noor, in: thread, about: a, text: Dag Mo}\n'
        '  - {id: c, at: "14:02:00", who: noor, in: staff, about: a, press: solve}\n',
        encoding="utf-8",
    )
    script = load_script(ZoneInfo(config.policy.timezone), file)
    clock = SimulatedClock(script.start, speed=600)
    platforms: dict[str, Platform] = {"sandbox": SandboxPlatform(config, world, clock)}
    working = asyncio.create_task(Webcare(House(config, library, platforms, clock), store).run())
    await Player(world, script, clock, store, PUBLIC, STAFF).run()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert world.played["b"] == world.played["c"] == "skipped: message a has no case with a card"
    assert "b" not in world.posts
