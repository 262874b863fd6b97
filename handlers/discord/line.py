"""The line to Discord: discord.py logs in, keeps the gateway open, resumes and identifies. Only raw frames are taken from it.

The library's own parsers are switched off: they would build objects that nobody uses, and one frame of a shape they do not know would
end the connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.ports import Refused, Revoked, Unreachable
from handlers.discord.addresses import find_gateway, point
from handlers.discord.door import translated
from handlers.outage import Outage

if TYPE_CHECKING:
    from collections.abc import Callable

    from discord.gateway import DiscordWebSocket
    from discord.http import HTTPClient

    from bot.ports import Clock

IDENTIFY_SECONDS = 5.0
"""Discord takes one IDENTIFY a bot in five seconds (discord.com/developers/docs/events/gateway#rate-limiting)."""
RATE_WAIT_SECONDS = 30.0
"""Rate limits up to this are waited out by the library, which takes no shorter one."""
INTENTS = ("guilds", "guild_messages", "dm_messages", "message_content")
_TOKEN_REFUSED = 4004
NO_CONTENT = (
    "the Message Content Intent is switched off for this bot, so Discord does not let it in: switch it on in the Developer Portal "
    "(discord.com/developers/applications, your application, Bot, Privileged Gateway Intents, Message Content Intent)"
)

log = logging.getLogger(__name__)


class IntentRefused(Refused):
    """Close code 4014: a privileged intent is not switched on for this bot."""


class Ears(discord.Client):
    """discord.py's client, of which only the raw frames are heard."""

    def __init__(self, hear: Callable[[str], None], identify_seconds: float) -> None:
        """`hear` is called with each frame in order."""
        intents = discord.Intents.none()
        for name in INTENTS:
            setattr(intents, name, True)
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            enable_debug_events=True,
            max_messages=None,
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=RATE_WAIT_SECONDS,
        )
        self._hear = hear
        self._identify_seconds = identify_seconds
        self._connection.parsers = {}

    async def on_socket_raw_receive(self, frame: str) -> None:
        """Tasks of one loop begin in the order in which they were made, so frames stay in order while nothing waits here."""
        try:
            self._hear(frame)
        except Exception:
            # The library would tell it to its own log, which is silenced.
            log.exception("Discord: a frame could not be taken in")

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait before a second IDENTIFY."""
        del shard_id
        if not initial:
            await asyncio.sleep(self._identify_seconds)


class Line:
    """One bot's line."""

    def __init__(self, token: str, root: str, hear: Callable[[str], None], clock: Clock) -> None:
        """`root` is a server of your own, empty for Discord's."""
        self._token, self._root, self._hear, self._clock = token, root, hear, clock
        self._client: Ears | None = None
        self._outage = Outage(clock, "Discord", "what is said meanwhile is fetched from the history")
        self.revoked = False
        """The gateway said that the token is not valid any more."""

    @property
    def http(self) -> HTTPClient | None:
        """The library's REST client; None while there is none to be used."""
        return self._client.http if self._client is not None and not self._client.is_closed() else None

    @property
    def user(self) -> discord.ClientUser | None:
        """Who we are; None before the login."""
        return self._client.user if self._client is not None else None

    @property
    def application_id(self) -> int | None:
        """The bot's application."""
        return self._client.application_id if self._client is not None else None

    @property
    def may_read_content(self) -> bool:
        """Whether the Message Content intent is switched on in the portal (`limited` below the size at which Discord reviews bots)."""
        flags = self._client.application_flags if self._client is not None else discord.ApplicationFlags()
        return flags.gateway_message_content or flags.gateway_message_content_limited

    @property
    def may_list_members(self) -> bool:
        """Whether the Server Members intent is switched on in the portal; the bot asks no events with it, only lists."""
        flags = self._client.application_flags if self._client is not None else discord.ApplicationFlags()
        return flags.gateway_guild_members or flags.gateway_guild_members_limited

    async def login(self) -> None:
        """Check the token and learn who we are; harmless when that is done.

        Raises:
            Revoked: the token is missing or not accepted.
            ChatError: Discord cannot be reached now.
        """
        if self._client is not None and not self._client.is_closed():
            return
        if not self._token or not self._token.isascii() or not self._token.isprintable():
            raise Revoked("The Discord token is missing or is not a token")
        point(self._root)
        client = Ears(self._hear, 0.0 if self._root else IDENTIFY_SECONDS)
        try:
            await client.login(self._token)
            if self._root:
                await find_gateway(client.http)
        except (discord.DiscordException, aiohttp.ClientError, OSError, ValueError, RuntimeError) as error:
            await client.close()
            raise translated(error, twice=True) from None
        except BaseException:
            await client.close()
            raise
        self._client = client

    async def run(self) -> None:
        """Keep the gateway open until cancelled.

        Raises:
            Revoked: the token is not valid any more.
            IntentRefused: the bot may not have what it asks for.
        """
        while True:
            await self._reach()
            reason = await self._connected()
            await self._clock.sleep(self._outage.failed(reason))

    async def _reach(self) -> None:
        while True:
            try:
                await self.login()
            except Unreachable as error:
                await self._clock.sleep(self._outage.failed(str(error)))
            else:
                return

    async def _connected(self) -> str:
        """Be connected; returns why that ended. The library itself reconnects after ordinary cuts."""
        client = self._client
        if client is None:
            return "there is no login"
        try:
            await client.connect()
        except discord.PrivilegedIntentsRequired:
            raise IntentRefused(NO_CONTENT) from None
        except discord.ConnectionClosed as closed:
            if closed.code == _TOKEN_REFUSED:
                self.revoked = True
                raise Revoked("Discord does not accept the token (any more)") from None
            return f"the gateway closed the line with code {closed.code}"
        except Exception as error:  # noqa: BLE001 - the library lets through whatever a frame or a lost line makes it stumble over
            await self._drop(client)
            return f"the gateway cannot be used ({type(error).__name__})"
        return "the line was closed"

    def well(self) -> None:
        """The gateway let us in."""
        self._outage.over()

    @staticmethod
    async def _drop(client: Ears) -> None:
        """End a socket that the library left open, with its heartbeat."""
        ws: DiscordWebSocket | None = client.ws
        if ws is not None and ws.open:
            with contextlib.suppress(OSError, aiohttp.ClientError, RuntimeError):
                await ws.close(code=4000)

    async def close(self) -> None:
        """Close everything."""
        if self._client is not None:
            await self._client.close()
