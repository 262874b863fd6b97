"""A small Polderlink on the loopback Discord, a raw REST caller, and the real discord.py client."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest

from tests.servers.discord import DiscordServer, permissions, wired
from tests.servers.discord.intents import MESSAGE_CONTENT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.servers.discord.state import Bot, Channel, Guild, Role, User

Json = dict[str, Any]
TOKEN = "an-invented-token"
PATIENCE = 10.0


@dataclass
class Polderlink:
    """The world of these tests."""

    server: DiscordServer
    bot: Bot
    guild: Guild
    channel: Channel
    desk: Channel
    staff: Role
    sanne: User
    ayse: User


@dataclass
class Rest:
    """Raw REST calls; the answer is (status, JSON)."""

    base: str
    session: aiohttp.ClientSession
    token: str = TOKEN

    async def __call__(
        self, method: str, path: str, body: object = None, *, patience: float = PATIENCE
    ) -> tuple[int, Any]:
        status, found, _ = await self.full(method, path, body, patience=patience)
        return status, found

    async def full(
        self, method: str, path: str, body: object = None, *, patience: float = PATIENCE
    ) -> tuple[int, Any, dict[str, str]]:
        within = aiohttp.ClientTimeout(total=patience)
        headers = {"Authorization": f"Bot {self.token}"} if self.token else {}
        async with self.session.request(method, self.base + path, json=body, headers=headers, timeout=within) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None, dict(answer.headers)


@pytest.fixture
async def polderlink() -> AsyncIterator[Polderlink]:
    async with DiscordServer() as server:
        bot = server.add_bot(TOKEN, intents_enabled=MESSAGE_CONTENT)
        guild = server.add_guild()
        staff = server.add_role(guild, "Medewerkers", mentionable=True)
        server.add_member(guild, bot, [server.add_role(guild, "Bots", may=permissions.MANAGE_THREADS)])
        sanne, ayse = server.add_user("Sanne"), server.add_user("Ayse")
        server.add_member(guild, sanne)
        server.add_member(guild, ayse, [staff])
        channel = server.add_channel(guild, "klantenservice")
        desk = server.add_channel(guild, "balie", private_to=[staff, bot])
        yield Polderlink(server, bot, guild, channel, desk, staff, sanne, ayse)


@pytest.fixture
async def rest(polderlink: Polderlink) -> AsyncIterator[Rest]:
    async with aiohttp.ClientSession() as session:
        yield Rest(polderlink.server.rest_base, session)


class Listener(discord.Client):
    """The real client; keeps what it hears in queues, so a test waits for an event and never for a time."""

    def __init__(self, intents: discord.Intents) -> None:
        super().__init__(intents=intents, guild_ready_timeout=0.05, allowed_mentions=discord.AllowedMentions.none())
        self.heard: dict[str, asyncio.Queue[Any]] = {}
        self.running: asyncio.Future[None] | None = None

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once: the library's own five seconds are for the real platform."""

    async def ended(self) -> None:
        """Wait until the client gives up; raises what it gave up with."""
        assert self.running is not None
        await asyncio.wait_for(asyncio.shield(self.running), PATIENCE)

    def dispatch(self, event: str, /, *args: object, **kwargs: object) -> None:
        super().dispatch(event, *args, **kwargs)
        self.heard.setdefault(event, asyncio.Queue()).put_nowait(args[0] if args else None)

    async def next(self, event: str) -> Any:
        """The next event of this name, heard or still to come."""
        queue = self.heard.setdefault(event, asyncio.Queue())
        return await asyncio.wait_for(queue.get(), PATIENCE)


def intents(*names: str) -> discord.Intents:
    """Servers, messages, DMs and reactions, plus the privileged ones named."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = wanted.guild_reactions = True
    for name in names:
        setattr(wanted, name, True)
    return wanted


@contextlib.asynccontextmanager
async def connected(server: DiscordServer, wanted: discord.Intents, token: str = TOKEN) -> AsyncIterator[Listener]:
    """The real client, logged in and ready."""
    client = Listener(wanted)
    with wired(server):
        client.running = asyncio.ensure_future(client.start(token))
        try:
            await client.next("ready")
            yield client
        finally:
            await client.close()
            await asyncio.gather(client.running, return_exceptions=True)


@pytest.fixture
async def client(polderlink: Polderlink) -> AsyncIterator[Listener]:
    async with connected(polderlink.server, intents("message_content")) as listener:
        yield listener
