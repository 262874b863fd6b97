"""The main job on Discord: the real service, a real store, real sockets; the platform says what happened."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import WallClock
from bot.config.load import load_config
from bot.service import House, Webcare
from bot.store import open_store
from handlers.discord import connect
from tests.handlers.discord.conftest import PATIENCE
from tests.servers.discord import interactions
from tests.story.stage import shared_library

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.config import Config
    from tests.handlers.discord.conftest import World
    from tests.servers.discord.state import Message

ROOT = Path(__file__).parents[3]


def _config(world: World, folder: Path) -> Config:
    own, troubles = load_config(ROOT / "config.yaml", {})
    assert own is not None, troubles
    there = world.config()
    return own.model_copy(
        update={
            "platforms": there.platforms,
            "channels": tuple(channel.model_copy(update={"precision": 0.9}) for channel in there.channels),
            "staff": there.staff,
            "secrets": there.secrets,
            "policy": own.policy.model_copy(update={"undo": 0.0}),
            "store": own.store.model_copy(update={"url": f"sqlite+aiosqlite:///{folder}/store.db"}),
        }
    )


@contextlib.asynccontextmanager
async def _serving(world: World, folder: Path) -> AsyncIterator[Webcare]:
    config, clock = _config(world, folder), WallClock()
    store = await open_store(config.store.url)
    platform = connect(config, {}, clock)
    try:
        assert await platform.start() == []
        webcare = Webcare(House(config, shared_library(), {"discord": platform}, clock), store)
        work = asyncio.create_task(webcare.run())
        await asyncio.wait_for(platform.caught_up.wait(), PATIENCE)
        try:
            yield webcare
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
    finally:
        await platform.stop()
        await store.close()


async def _until(find: Callable[[], Message | None]) -> Message:
    """Look again and again at what stands on the platform."""
    async with asyncio.timeout(PATIENCE):
        while (found := find()) is None:  # noqa: ASYNC110 - the platform is another program, which calls nobody
            await asyncio.sleep(0)
    return found


async def _thread_is_known(webcare: Webcare) -> None:
    """The card's receipt is on disk."""
    async with asyncio.timeout(PATIENCE):
        while not any(case.thread for case in await webcare.store.read(lambda ledger: ledger.open_cases(9))):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)


def _newest(messages: list[Message]) -> Message | None:
    return messages[-1] if messages else None


async def test_a_complaint_is_answered_a_hard_one_reaches_staff_and_their_words_reach_the_customer(
    world: World, tmp_path: Path
) -> None:
    server = world.server
    async with _serving(world, tmp_path) as webcare:
        easy = server.say(
            world.channel,
            world.sanne,
            "Polderlink, mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!",
        )
        answer = await _until(lambda: _newest(server.replies_to(easy)))
        assert "bot van Polderlink" in answer.content
        mo = server.add_user("Mo")
        server.add_member(world.guild, mo)
        hard = server.say(
            world.channel,
            mo,
            "Polderlink, ik stap naar een advocaat. Jullie hebben dubbel afgeschreven en niemand reageert. @everyone",
        )
        card = await _until(
            lambda: _newest([m for m in server.messages(world.desk) if m.components and "advocaat" in m.content])
        )
        assert card.pinged.everyone is False
        await _thread_is_known(webcare)
        thread = server.world.channels[card.id]
    server.say(thread, world.ayse, "Hoi Mo, ik boek het vandaag terug.")
    async with _serving(world, tmp_path):
        told = await _until(
            lambda: _newest([m for m in server.replies_to(hard) if "boek het vandaag terug" in m.content])
        )
        assert told.author_id == world.bot.user_id
        more = next(c["custom_id"] for row in card.components for c in row["components"] if ":more:" in c["custom_id"])
        pressed = server.press(world.ayse, card, more)
        assert await asyncio.wait_for(pressed.answered(), PATIENCE) == interactions.DEFER_REPLY
        menu = await _until(lambda: _newest(server.shown_to(world.ayse)))
        solve = next(
            c["custom_id"] for row in menu.components for c in row["components"] if ":solve:" in c["custom_id"]
        )
        server.press(world.ayse, menu, solve)
        await _until(lambda: _newest([m for m in server.shown_to(world.ayse) if "Opgelost" in m.content]))
    assert len(server.replies_to(easy)) == 1
    assert server.journal.unknown_calls == []
