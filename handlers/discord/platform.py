"""Discord, connected: ports.Platform."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from bot.ports import ChatError, Revoked, Trouble
from handlers.discord.chat import DiscordChat
from handlers.discord.checks import Checks
from handlers.discord.commands import offer
from handlers.discord.door import Door, hush
from handlers.discord.ingest import LONGEST_QUEUE, Ingest
from handlers.discord.lens import NAME, Lens, Sight
from handlers.discord.line import NO_CONTENT, IntentRefused, Line
from handlers.discord.presses import Presses
from handlers.discord.reading import read
from handlers.discord.talks import Talks

if TYPE_CHECKING:
    from bot.config import Config
    from bot.core.messages import Inbound
    from bot.ports import Clock, Inbox

READY_SECONDS = 15.0
"""How long `start` waits for the gateway; listening goes on trying."""
INTENT_SECONDS = 300.0
"""How often a bot that was refused for its intents knocks again: the switch can be set while it runs."""

log = logging.getLogger(__name__)


class DiscordPlatform:
    """ports.Platform for one bot. `start` opens the line; what is heard before `listen` waits in memory and is not lost to it."""

    name = NAME

    def __init__(self, config: Config, clock: Clock, *, longest_queue: int = LONGEST_QUEUE) -> None:
        """`longest_queue` bounds the events in memory while the disk is full; what is more is fetched later."""
        hush()
        secret = config.secrets.get("discord_token")
        token = secret.get_secret_value().strip() if secret is not None else ""
        settings = config.platforms.get(NAME)
        self._config = config
        self._clock = clock
        self.sight = Sight(Lens.of(config))
        self._line = Line(token, settings.api_url if settings is not None else "", self._hear, clock)
        self._door = Door(self._line)
        self._presses = Presses(self._door)
        self._ingest = Ingest(
            self._door, self.sight, self._presses, clock, self._line.well, longest_queue=longest_queue
        )
        self._talks = Talks(self._door, self.sight, threads=settings is None or settings.private == "thread")
        self.chat = DiscordChat(self._door, self.sight, self._presses, clock, self._talks)
        self._running: asyncio.Task[None] | None = None
        self._newest: dict[str, str] | None = None

    def _hear(self, frame: str) -> None:
        self._ingest.hear(frame)

    @property
    def bot_id(self) -> str:
        """The bot's own id, known after `start`."""
        return self.sight.lens.bot_id

    @property
    def caught_up(self) -> asyncio.Event:
        """Set while nothing is known to be missing: the measure of being alive."""
        return self._ingest.caught_up

    def is_caught_up(self) -> bool:
        """Whether everything that was said while the bot was away is in the inbox."""
        return self.caught_up.is_set()

    def read(self, raw: str) -> Inbound | None:
        """Raw row → value. Pure; raises Unreadable."""
        return read(raw, self.sight.lens)

    async def start(self) -> list[Trouble]:
        """Log in, look at every channel, open the line and wait until Discord lets us in.

        Raises:
            Revoked: the token is not accepted.
        """
        try:
            troubles = await self._open()
        except Revoked:
            raise
        except ChatError as error:
            fix = "look at the connection of this machine, and at platforms.discord.api_url; the bot goes on trying"
            return [self._trouble("warning", f"Discord cannot be reached: {error}", fix)]
        self._running = asyncio.create_task(self._line.run())
        ready = asyncio.create_task(self._ingest.ready.wait())
        await asyncio.wait({self._running, ready}, timeout=READY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._running.done() and isinstance(self._running.exception(), Revoked):
            self._running.result()
        elif not self._ingest.ready.is_set() and not self._running.done():
            fix = "look at the connection of this machine; the bot goes on trying"
            troubles.append(self._trouble("warning", "Discord's gateway does not answer yet", fix))
        return troubles

    async def _open(self) -> list[Trouble]:
        await self._line.login()
        user, application = self._line.user, self._line.application_id
        if user is None:
            raise ChatError("Discord does not say who the bot is")
        self.sight.lens = self.sight.lens.me(str(user.id), str(application or user.id))
        self._talks.may_list_members = self._line.may_list_members
        checks = Checks(self._door, self._config, self.sight)
        troubles = await checks.all(may_read_content=self._line.may_read_content)
        self._newest, self._moderating = checks.newest, checks.moderating
        return troubles

    async def listen(self, inbox: Inbox) -> None:
        """Put everything heard into the inbox until cancelled.

        Where Discord refuses the bot its intents, staff and the log are told, and it knocks again every five minutes.

        Raises:
            Revoked: the token is not valid any more.
        """
        while self._newest is None:
            try:
                await self._open()
            except Revoked:
                raise
            except ChatError:
                await self._clock.sleep(READY_SECONDS)
        await offer(self._door, self.sight, self._config.brand.languages[0])
        writing = asyncio.create_task(self._ingest.run(inbox, self._newest))
        try:
            while True:
                running = self._running or asyncio.create_task(self._line.run())
                self._running = running
                await asyncio.wait({running, writing}, return_when=asyncio.FIRST_COMPLETED)
                if writing.done():
                    writing.result()
                await self._ended(running, inbox)
        except* Revoked as group:
            raise _first(group) from None
        finally:
            await _end(writing)

    async def _ended(self, running: asyncio.Task[None], inbox: Inbox) -> None:
        self._running = None
        try:
            running.result()
        except IntentRefused:
            log.error("Discord: %s", NO_CONTENT)  # noqa: TRY400 - where it happened says nothing
            await inbox.alarm(NAME, NO_CONTENT, f"intent:{self.bot_id}:{self._clock.now():%Y-%m-%d}")
            await self._clock.sleep(INTENT_SECONDS)

    async def stop(self) -> None:
        """Close connections."""
        if self._running is not None:
            await _end(self._running)
        await self._presses.stop()
        await self._line.close()

    async def check_online(self) -> list[Trouble]:
        """Ask whether token, rights, intents, channels and staff channel are right."""
        try:
            return [*await self._open(), *self._moderating]
        except Revoked as revoked:
            fix = "set WEGWIJZER_DISCORD_TOKEN to the token of the Developer Portal: your application, Bot, Reset Token"
            return [self._trouble("error", str(revoked), fix)]
        except ChatError as error:
            fix = "look at the connection of this machine, and at platforms.discord.api_url"
            return [self._trouble("error", f"Discord could not be asked: {error}", fix)]

    def _trouble(self, level: str, message: str, fix: str) -> Trouble:
        return Trouble(str(self._config.file), 0, f"platforms.{NAME}", level, message, fix)

    def moved(self, old: str, new: str) -> None:
        """Channels of Discord never move."""


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await task


def _first(group: BaseExceptionGroup[Revoked]) -> Revoked:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error if isinstance(error, Revoked) else Revoked(str(error))
