"""Telegram, connected: ports.Platform."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from bot.ports import ChatError, Revoked, Trouble
from handlers.telegram import commands
from handlers.telegram.chat import TelegramChat
from handlers.telegram.checks import Checks, administrators
from handlers.telegram.door import Door
from handlers.telegram.ingest import POLL_SECONDS, Ingest
from handlers.telegram.lens import Lens, Sight, latest
from handlers.telegram.reading import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.config import Config
    from bot.core.messages import Inbound
    from bot.ports import Chat, Clock, Inbox

REFRESH_SECONDS = 300.0
"""How often the staff group's administrators are asked; changes in between arrive as updates where the bot is administrator."""
POLL_CONNECTIONS = 2

log = logging.getLogger(__name__)


class TelegramPlatform:
    """ports.Platform for one bot. Sends and polls have connections of their own, so neither waits for the other."""

    name = "telegram"

    def __init__(
        self, config: Config, moves: Mapping[str, str], clock: Clock, *, poll_seconds: int = POLL_SECONDS
    ) -> None:
        """`moves` maps old channel ids to new ones, as remembered."""
        secret = config.secrets.get("telegram_token")
        token = secret.get_secret_value().strip() if secret is not None else ""
        settings = config.platforms.get("telegram")
        root = settings.api_url if settings is not None else ""
        self._config = config
        self._clock = clock
        self._moves = dict(moves)
        self._door = Door(token, root)
        self._polls = Door(token, root, connections=POLL_CONNECTIONS)
        self.sight = Sight(Lens.of(config, moves))
        self.chat: Chat = TelegramChat(self._door, self.sight)
        self._ingest = Ingest(self._polls, self.sight, clock, poll_seconds=poll_seconds)

    @property
    def bot_id(self) -> str:
        """The bot's own id, known after `start`."""
        return self.sight.lens.bot_id

    @property
    def last_poll(self) -> datetime | None:
        """When Telegram last answered a poll: the measure of being alive."""
        return self._ingest.last_poll

    def is_caught_up(self) -> bool:
        """Whether everything that was said while the bot was away is in the inbox."""
        return self._ingest.caught_up

    def read(self, raw: str) -> Inbound | None:
        """Raw row → value. Pure; raises Unreadable."""
        return read(raw, self.sight.lens)

    async def start(self) -> list[Trouble]:
        """Connect, learn who we are, say what is wrong, and offer staff their commands.

        Raises:
            Revoked: the token is not accepted.
            ChatError: Telegram cannot be reached now.
        """
        await self._door.open()
        await self._polls.open()
        await self._who_am_i()
        troubles = await self._check(self._checks())
        lens = self.sight.lens
        desks = [group for group in (lens.staff_channel, *sorted(lens.desks)) if group]
        await commands.offer(self._door, desks, self._config.brand.languages[0])
        return troubles

    async def _who_am_i(self) -> None:
        me = await self._door.call("getMe", {}, twice=True)
        me = me if isinstance(me, dict) else {}
        if not me.get("id") or not me.get("username"):
            raise ChatError("Telegram does not say who the bot is")
        reads_all = me.get("can_read_all_group_messages") is True
        self.sight.lens = self.sight.lens.me(str(me["id"]), str(me["username"]), reads_all=reads_all)

    def _checks(self, *, moderating: bool = False) -> Checks:
        now = {old: latest(old, self._moves) for old in self._moves}
        return Checks(self._door, self._config, self.sight.lens, now, moderating=moderating)

    async def _check(self, checks: Checks) -> list[Trouble]:
        found = await checks.all()
        for old, new in found.moves:
            self.moved(old, new)
            self.sight.found_moves.append((old, new))
        self.sight.names.update(found.names)
        if found.admins is not None:
            self.sight.lens = self.sight.lens.led_by(found.admins)
        return found.troubles

    async def listen(self, inbox: Inbox) -> None:
        """Put everything heard into the inbox until cancelled.

        Raises:
            Revoked: the token is not valid any more.
            Exception: whatever the inbox raises; nothing of that batch is confirmed, so listening again loses nothing.
        """
        refresh = asyncio.create_task(self._keep_staff_fresh())
        try:
            await self._ingest.run(inbox)
        finally:
            refresh.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await refresh

    async def _keep_staff_fresh(self) -> None:
        while True:
            await self._clock.sleep(REFRESH_SECONDS)
            await self.refresh_staff()

    async def refresh_staff(self) -> None:
        """Ask who leads the staff group; while Telegram does not answer, those known stay staff."""
        channel = self.sight.lens.staff_channel
        if not channel.removeprefix("-").isdecimal():
            return
        try:
            admins = await administrators(self._door, channel)
        except ChatError as error:
            log.info("Telegram: the staff group's administrators could not be asked: %s", error)
            return
        self.sight.lens = self.sight.lens.led_by(admins)

    async def stop(self) -> None:
        """Close connections."""
        await self._polls.close()
        await self._door.close()

    async def check_online(self) -> list[Trouble]:
        """Ask whether token, rights, groups and staff group are right, also without `start`; `stop` closes what this opened."""
        try:
            await self._door.open()
            await self._who_am_i()
            checks = self._checks(moderating=True)
            return [*await checks.webhook(), *await self._check(checks)]
        except Revoked as revoked:
            fix = "set WEGWIJZER_TELEGRAM_TOKEN to the token that @BotFather shows for this bot"
            return [self._platform_trouble(f"{revoked}", fix)]
        except ChatError as error:
            fix = "look at the connection of this machine, and at platforms.telegram.api_url"
            return [self._platform_trouble(f"Telegram could not be asked: {error}", fix)]

    def _platform_trouble(self, message: str, fix: str) -> Trouble:
        return Trouble(str(self._config.file), 0, "platforms.telegram", "error", message, fix)

    def moved(self, old: str, new: str) -> None:
        """From now on `new` is watched (or staffed) as `old` was."""
        self._moves[old] = new
        self.sight.lens = self.sight.lens.moved(old, new)
