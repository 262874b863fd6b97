"""A small Polderlink on the loopback Discord, our platform connected to it over real sockets, and an inbox in memory."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.clock import WallClock
from bot.config import Config
from bot.config.models import Brand, Channel, PlatformSettings, Staff
from bot.core.messages import Message, Place
from handlers.discord import connect
from handlers.discord.addresses import point
from tests.servers.discord import DiscordServer, permissions
from tests.servers.discord.intents import MESSAGE_CONTENT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from bot.core.messages import Inbound
    from bot.ports import Clock, Cursor, RawRow
    from handlers.discord import DiscordPlatform
    from tests.servers.discord import state

TOKEN = "an-invented-token"
PATIENCE = 10.0


class Memory:
    """ports.Inbox in memory: unique keys as in the real one. `fail` makes the next commit die, as a kill before it would."""

    def __init__(self) -> None:
        self.rows: list[RawRow] = []
        self.stored: dict[str, str] = {}
        self.alarms: dict[str, str] = {}
        self.puts: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._news = asyncio.Event()

    async def put(self, rows: Sequence[RawRow], cursors: Sequence[Cursor] = ()) -> None:
        await self.gate.wait()
        known = {_key(row) for row in self.rows}
        for row in rows:
            if _key(row) not in known:
                known.add(_key(row))
                self.rows.append(row)
        self.stored |= {cursor.source: cursor.value for cursor in cursors}
        self.puts.append(len(rows))
        self._news.set()

    async def cursors(self, platform: str, bot: str) -> dict[str, str]:
        del platform, bot
        return dict(self.stored)

    async def alarm(self, platform: str, text: str, key: str) -> None:
        del platform
        self.alarms.setdefault(key, text)
        self._news.set()

    async def until(self, enough: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not enough():
                self._news.clear()
                await self._news.wait()


def _key(row: RawRow) -> tuple[str, str, str, str, int]:
    return row.platform, row.bot, row.channel, row.message, row.version


@dataclass
class World:
    """The platform's side."""

    server: DiscordServer
    bot: state.Bot
    guild: state.Guild
    channel: state.Channel
    desk: state.Channel
    elsewhere: state.Channel
    staff: state.Role
    sanne: state.User
    ayse: state.User

    def config(
        self, *, token: str = TOKEN, channels: Sequence[Channel] | None = None, staff: Staff | None = None
    ) -> Config:
        watched = (
            channels if channels is not None else [Channel(platform="discord", id=str(self.channel.id), answer="all")]
        )
        return Config(
            brand=Brand(name="Polderlink", official={"discord": ("polderlink",)}),
            platforms={"discord": PlatformSettings(mode="gateway", api_url=self.server.root, private="dm")},
            channels=tuple(watched),
            staff={"discord": staff or Staff(id=str(self.desk.id), roles=(str(self.staff.id),))},
            secrets={"discord_token": SecretStr(token)},
        )

    @property
    def public(self) -> Place:
        return Place("discord", str(self.channel.id))

    @property
    def balie(self) -> Place:
        return Place("discord", str(self.desk.id))


@dataclass
class Run:
    """Our platform, listening."""

    platform: DiscordPlatform
    inbox: Memory
    listening: asyncio.Task[None] | None = None
    troubles: list[str] = field(default_factory=list)

    def read(self) -> list[Inbound]:
        found = [self.platform.read(row.raw) for row in self.inbox.rows]
        return [one for one in found if one is not None]

    def texts(self) -> list[str]:
        return [one.text for one in self.read() if isinstance(one, Message)]

    async def heard(self, count: int) -> list[Inbound]:
        """Wait until so many rows are on disk."""
        await self.inbox.until(lambda: len(self.inbox.rows) >= count)
        return self.read()


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with DiscordServer() as server:
        bot = server.add_bot(TOKEN, intents_enabled=MESSAGE_CONTENT)
        guild = server.add_guild()
        staff = server.add_role(guild, "Medewerkers", mentionable=True)
        server.add_member(guild, bot, [server.add_role(guild, "Bots")])
        sanne, ayse = server.add_user("Sanne"), server.add_user("Ayse")
        server.add_member(guild, sanne)
        server.add_member(guild, ayse, [staff])
        channel = server.add_channel(guild, "klantenservice")
        desk = server.add_channel(guild, "balie", private_to=[staff, bot])
        elsewhere = server.add_channel(guild, "kletsen")
        yield World(server, bot, guild, channel, desk, elsewhere, staff, sanne, ayse)
    point("")


@contextlib.asynccontextmanager
async def running(
    world: World,
    inbox: Memory | None = None,
    *,
    config: Config | None = None,
    clock: Clock | None = None,
    settled: bool = True,
    platform: DiscordPlatform | None = None,
) -> AsyncIterator[Run]:
    """Started and listening, with everything that was missed fetched, unless a test wants to be there before."""
    platform = platform or connect(config or world.config(), {}, clock or WallClock())
    run = Run(platform, inbox or Memory())
    try:
        run.troubles = [trouble.message for trouble in await platform.start()]
        run.listening = asyncio.create_task(platform.listen(run.inbox))
        if settled:
            await asyncio.wait_for(platform.caught_up.wait(), PATIENCE)
        yield run
    finally:
        if run.listening is not None:
            run.listening.cancel()
            await asyncio.gather(run.listening, return_exceptions=True)
        await platform.stop()


@pytest.fixture
async def run(world: World) -> AsyncIterator[Run]:
    async with running(world) as started:
        yield started


__all__ = ["Memory", "Run", "World", "permissions", "running"]
