"""The sandbox as a Platform: events of the world go to the inbox in order, with their position as the cursor."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from bot.ports import Cursor, RawRow
from handlers.sandbox.chat import SandboxChat
from handlers.sandbox.reading import read

if TYPE_CHECKING:
    from bot.config import Config
    from bot.core.messages import Inbound
    from bot.ports import Clock, Inbox, Trouble
    from handlers.sandbox.world import World

_BATCH = 100


class SandboxPlatform:
    """ports.Platform over a World."""

    name = "sandbox"

    def __init__(self, config: Config, world: World, clock: Clock) -> None:
        """`world` is the chat platform; whoever changes it wakes the listener."""
        self.world = world
        self.chat = SandboxChat(world, clock)
        staff = config.staff.get("sandbox")
        self._staff = staff.id if staff is not None else ""
        self._news = asyncio.Event()
        world.on_change = self._news.set

    @property
    def bot_id(self) -> str:
        """The bot's own id."""
        return self.world.BOT

    def is_caught_up(self) -> bool:
        """The world is in this process: nothing is said while the bot is away."""
        return True

    def read(self, raw: str) -> Inbound | None:
        """Raw row → value."""
        return read(raw, self._staff, self.world.BOT)

    async def start(self) -> list[Trouble]:
        """Nothing can be wrong here."""
        return []

    async def pull(self, inbox: Inbox) -> int:
        """Hand over what the inbox has not got yet; returns how many events."""
        cursor = int((await inbox.cursors(self.name, self.bot_id)).get("events", "0"))
        handed = 0
        while cursor < len(self.world.events):
            batch = self.world.events[cursor : cursor + _BATCH]
            rows = [
                RawRow(
                    self.name,
                    self.bot_id,
                    event["channel"],
                    f"event:{cursor + n}",
                    0,
                    json.dumps(event, ensure_ascii=False),
                )
                for n, event in enumerate(batch)
            ]
            cursor += len(batch)
            handed += len(batch)
            await inbox.put(rows, [Cursor(self.name, self.bot_id, "events", str(cursor))])
        return handed

    async def listen(self, inbox: Inbox) -> None:
        """Hand events over as they come."""
        while True:
            await self.pull(inbox)
            await self._news.wait()
            self._news.clear()

    async def stop(self) -> None:
        """Nothing is open."""

    async def check_online(self) -> list[Trouble]:
        """Nothing to ask."""
        return []

    def moved(self, old: str, new: str) -> None:
        """Channels of the sandbox never move."""
