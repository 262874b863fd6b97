"""A loopback Telegram with a brand's bot, a customers' group, a staff group with topics, and invented people."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.config import Brand, Channel, Config, PlatformSettings, Staff
from bot.core.messages import Place
from handlers.telegram import TelegramPlatform, connect
from tests.handlers.telegram.fakes import FakeInbox, HandClock
from tests.servers.telegram import TelegramServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from tests.servers.telegram.state import Bot, Chat, User

POLL = 5


@dataclass
class Scene:
    """Everything a test needs."""

    server: TelegramServer
    account: Bot
    sanne: User
    ab: User
    group: Chat
    desk: Chat
    clock: HandClock = field(default_factory=HandClock)
    inbox: FakeInbox = field(default_factory=FakeInbox)
    opened: list[TelegramPlatform] = field(default_factory=list)

    @property
    def public(self) -> Place:
        """The customers' group."""
        return Place("telegram", str(self.group.id))

    @property
    def private(self) -> Place:
        """The staff group."""
        return Place("telegram", str(self.desk.id))

    def config(self, *, answer: str = "mentions", channel: str = "", staff: str = "", token: str = "") -> Config:
        settings = Config(
            brand=Brand(name="Polderlink", official={"telegram": ("polderlink_helpt",)}),
            platforms={"telegram": PlatformSettings(mode="polling", api_url=self.server.url)},
            channels=(
                Channel.model_validate({"platform": "telegram", "id": channel or str(self.group.id), "answer": answer}),
            ),
            staff={"telegram": Staff(id=staff or str(self.desk.id), users=("4455667788",))},
        )
        return settings.model_copy(update={"secrets": {"telegram_token": SecretStr(token or self.account.token)}})

    def platform(self, config: Config | None = None, moves: Mapping[str, str] | None = None) -> TelegramPlatform:
        made = connect(config or self.config(), moves or {}, clock=self.clock, poll_seconds=POLL)
        self.opened.append(made)
        return made

    async def started(self, config: Config | None = None, moves: Mapping[str, str] | None = None) -> TelegramPlatform:
        made = self.platform(config, moves)
        await made.start()
        return made

    @contextlib.asynccontextmanager
    async def listening(self, platform: TelegramPlatform | None = None) -> AsyncIterator[TelegramPlatform]:
        """A platform that listens into the inbox; what ends the listening early fails the test at the end."""
        one = platform or await self.started()
        task = asyncio.create_task(one.listen(self.inbox))
        try:
            yield one
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with TelegramServer() as server:
        account = server.add_bot(username="polderlink_bot", reads_all=True)
        sanne = server.add_user("Sanne", username="sanne_invented")
        ab = server.add_user("Anouk", username="anouk_invented")
        group = server.add_supergroup("Polderlink klanten", members=[sanne])
        desk = server.add_forum("Polderlink staf", admins=[ab, account])
        made = Scene(server, account, sanne, ab, group, desk)
        yield made
        for platform in made.opened:
            await platform.stop()
