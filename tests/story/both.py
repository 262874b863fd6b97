"""One installation on the sandbox, on Telegram and on Discord at once, for stories in which a customer is on several."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from bot.clock import SimulatedClock
from bot.service import House, Webcare
from handlers.discord.addresses import point
from handlers.sandbox import World
from tests.servers.discord import DiscordServer
from tests.servers.telegram import TelegramServer
from tests.story import lives
from tests.story.discord.stage import DiscordStage
from tests.story.disk import Disk
from tests.story.everywhere import OnDiscord, OnSandbox, OnTelegram
from tests.story.stage import WORKDAY, Stage, config_with, shared_library
from tests.story.telegram.stage import TelegramStage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.config import Config
    from bot.ports import Platform, Store
    from tests.story.everywhere import Scene

NAMES = ("sandbox", "telegram", "discord")


class Town:
    """The three platforms of one brand, with one store. People have the same first name everywhere."""

    def __init__(
        self, store: Store, clock: SimulatedClock, disk: Disk, telegram: TelegramServer, discord: DiscordServer
    ) -> None:
        self.store, self.clock, self.disk = store, clock, disk
        self.telegram = TelegramStage(telegram, clock, store, kind="supergroup", desk="forum")
        self.discord = DiscordStage(discord, clock, store)
        self.sandbox = Stage(config_with(), store, World(), clock)
        self.stages = (self.sandbox, self.telegram, self.discord)
        self.telegram.alone = self.discord.alone = False
        for stage in self.stages:
            stage.reborn = self.reborn  # type: ignore[method-assign]  # one program works on all three
        self.on: dict[str, Scene] = {
            "sandbox": OnSandbox(self.sandbox),
            "telegram": OnTelegram(self.telegram),
            "discord": OnDiscord(self.discord),
        }
        self.more: dict[str, Any] = {}

    def settle_in(self, more: dict[str, Any]) -> None:
        """Further settings of the whole configuration, before the start."""
        self.more = more
        for stage in self.stages:
            stage.config = stage.config.model_copy(update=more)

    def _config(self) -> Config:
        configs = [stage.config for stage in self.stages]
        merged = {
            "platforms": {name: value for one in configs for name, value in one.platforms.items()},
            "channels": tuple(channel for one in configs for channel in one.channels),
            "staff": {name: value for one in configs for name, value in one.staff.items()},
        }
        return configs[0].model_copy(update={**merged, **self.more})

    async def start(self) -> None:
        """Begin, or begin again on the same store."""
        await self.telegram.start()
        await self.discord.start()
        self.sandbox.restart()
        assert self.telegram.platform is not None
        assert self.discord.platform is not None
        platforms: dict[str, Platform] = {
            "sandbox": self.sandbox.platform,
            "telegram": self.telegram.platform,
            "discord": self.discord.platform,
        }
        house = House(self._config(), shared_library(), platforms, self.clock)
        webcare = Webcare(house, self.store)
        await webcare.start()
        for stage in self.stages:
            stage.house, stage.webcare = house, webcare

    async def reborn(self) -> None:
        """The program is killed, and starts anew."""
        await self.stop()
        self.store = await self.disk.after_a_kill(self.store)
        for stage in self.stages:
            stage.store = self.store
        await self.start()
        await self.telegram.heard()

    async def stop(self) -> None:
        """The program ends."""
        await self.telegram.stop()
        await self.discord.stop()

    async def wait(self, seconds: float) -> None:
        """Time passes on all of them, and what became due happens."""
        await self.discord.wait(seconds)
        await self.telegram.settle()
        await self.sandbox.settle()

    async def private(self, platform: str, who: str, text: str) -> list[str]:
        """Somebody writes to the bot in private; what he reads there afterwards that he had not read before."""
        before = self.told(platform, who)
        if platform == "sandbox":
            self.sandbox.world.say(who, text, f"private:{who}", self.clock.now())
            await self.sandbox.settle()
        elif platform == "telegram":
            user = getattr(self.telegram, who)
            await self.telegram.says(user, text, user)
        else:
            user = getattr(self.discord, who)
            await self.discord.says(user, text, self.discord.server.direct(user.id, self.discord.bot.user_id))
        said = self.told(platform, who)[len(before) :]
        # What a killed program says in private may come twice, word for word.
        return list(dict.fromkeys(said)) if lives.current().kills else said

    def told(self, platform: str, who: str) -> list[str]:
        """Everything that the bot said to somebody in private."""
        if platform == "sandbox":
            return [post.text for post in self.sandbox.world.listing(f"private:{who}") if post.who == World.BOT]
        if platform == "telegram":
            return [post["text"] for post in self.telegram.posts(getattr(self.telegram, who))]
        server, user = self.discord.server, getattr(self.discord, who)
        return [
            m.content
            for m in server.messages(server.direct(user.id, self.discord.bot.user_id))
            if m.author_id == self.discord.bot.user_id
        ]

    def public(self) -> str:
        """Everything that the bot says where others read it."""
        return "\n".join(said.text for scene in self.on.values() for said in scene.public())


@asynccontextmanager
async def town(folder: Path, settings: Callable[[Town], dict[str, Any]] | None = None) -> AsyncIterator[Town]:
    """The brand at work on all three; `settings` makes further settings of the whole configuration, before it begins."""
    clock, disk = SimulatedClock(WORKDAY), Disk(folder)
    try:
        async with TelegramServer(clock=lambda: clock.now().timestamp()) as telegram, DiscordServer() as discord:
            at = Town(await disk.open(), clock, disk, telegram, discord)
            at.settle_in(settings(at) if settings is not None else {})
            try:
                await at.start()
                yield at
            finally:
                await at.stop()
                await at.store.close()
    finally:
        point("")
