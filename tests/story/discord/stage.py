"""A stage for whole conversations on Discord: the real handler on real sockets, a real store, a clock that the test moves."""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Literal

from pydantic import SecretStr

from bot.clock import SimulatedClock
from bot.config import Channel, Config, PlatformSettings, Staff
from bot.service import House, Webcare
from handlers.discord import connect
from handlers.discord.addresses import point
from tests.servers.discord import DiscordServer, permissions
from tests.servers.discord.intents import MESSAGE_CONTENT
from tests.servers.discord.interactions import MODAL
from tests.servers.discord.state import World
from tests.story import lives
from tests.story.disk import Disk
from tests.story.stage import WORKDAY, config_with, shared_library

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bot.core.cases import Case
    from bot.ports import Cursor, RawRow, Store
    from bot.service.door import Door
    from handlers.discord import DiscordPlatform
    from tests.servers.discord.interactions import Interaction
    from tests.servers.discord.state import Channel as Room
    from tests.servers.discord.state import Message, User

TOKEN = "an-invented-token"
PATIENCE = 15.0
GRACE = 20.0


class Hearing:
    """The inbox of the service, which tells when a thing that was said is on disk."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.heard: list[str] = []
        self._news = asyncio.Event()

    async def put(self, rows: Sequence[RawRow], cursors: Sequence[Cursor] = ()) -> None:
        """As the door does."""
        await self.door.put(rows, cursors)
        self.heard += [row.message for row in rows]
        self._news.set()

    async def cursors(self, platform: str, bot: str) -> dict[str, str]:
        """As the door does."""
        return await self.door.cursors(platform, bot)

    async def alarm(self, platform: str, text: str, key: str) -> None:
        """As the door does."""
        await self.door.alarm(platform, text, key)

    async def until(self, message: str, times: int = 1) -> None:
        """Wait until this was put down so often."""
        async with asyncio.timeout(PATIENCE):
            while self.heard.count(message) < times:
                self._news.clear()
                await self._news.wait()


class DiscordStage:
    """One installation on the loopback Discord."""

    def __init__(
        self, server: DiscordServer, clock: SimulatedClock, store: Store, private: Literal["thread", "dm"] = "dm"
    ) -> None:
        self.server, self.clock, self.store, self.private = server, clock, store, private
        server.clock.set(clock.now().timestamp())
        self.bot = server.add_bot(TOKEN, intents_enabled=MESSAGE_CONTENT)
        guild = server.add_guild()
        self.role = server.add_role(guild, "Medewerkers", mentionable=True)
        may = permissions.MANAGE_THREADS if private == "thread" else 0
        server.add_member(guild, self.bot, [server.add_role(guild, "Bots", may=may)])
        self.sanne, self.mo, self.piet = (server.add_user(name) for name in ("Sanne", "Mo", "Piet"))
        self.noor, self.daan = server.add_user("Noor Bos"), server.add_user("Daan Vos")
        for user in (self.sanne, self.mo, self.piet):
            server.add_member(guild, user)
        for user in (self.noor, self.daan):
            server.add_member(guild, user, [self.role])
        self.group = server.add_channel(guild, "klantenservice")
        self.desk = server.add_channel(guild, "balie", private_to=[self.role, self.bot, self.piet])
        self.config = self._config()
        self.disk: Disk | None = None
        self.alone = True
        """Whether its program works here only; else that of a town takes over what an earlier one left."""
        self.platform: DiscordPlatform | None = None
        self._listening: asyncio.Task[None] | None = None

    def _config(self) -> Config:
        channel = Channel(platform="discord", id=str(self.group.id), answer="all", grace=GRACE, precision=0.9)
        staff = Staff(id=str(self.desk.id), roles=(str(self.role.id),), escalate=str(self.role.id))
        return config_with().model_copy(
            update={
                "platforms": {
                    "discord": PlatformSettings(
                        mode="gateway", api_url=self.server.root, pace=False, private=self.private
                    )
                },
                "channels": (channel,),
                "staff": {"discord": staff},
                "secrets": {"discord_token": SecretStr(TOKEN)},
            }
        )

    # life --------------------------------------------------------------------------------------------------------------------
    async def start(self, *, sound: bool = True) -> None:
        """Begin, or begin again on the same store. `sound`: nothing may be wrong with the channels at this moment."""
        await self.stop()
        self.platform = platform = connect(self.config, {}, self.clock)
        troubles = await platform.start()
        assert troubles == [] or not sound
        self.house = House(self.config, shared_library(), {"discord": platform}, self.clock)
        self.webcare = Webcare(self.house, self.store)
        if self.alone:
            await self.webcare.start()
        self.hearing = Hearing(self.webcare.door)
        self._listening = asyncio.create_task(platform.listen(self.hearing))
        await asyncio.wait_for(platform.caught_up.wait(), PATIENCE)

    async def stop(self) -> None:
        """The program ends."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
            self._listening = None
        if self.platform is not None:
            await self.platform.stop()
            self.platform = None

    async def reborn(self) -> None:
        """The program is killed, and starts anew."""
        await self.stop()
        if self.disk is not None:
            self.store = await self.disk.after_a_kill(self.store)
        await self.start(sound=False)

    async def settle(self) -> None:
        """Everything that is due now happens."""
        self._pass(0.001)
        await lives.work(self)

    def _pass(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.server.clock.set(self.clock.now().timestamp())

    async def wait(self, seconds: float) -> None:
        """Time passes, and what became due happens."""
        self._pass(seconds)
        await self.settle()

    # people ------------------------------------------------------------------------------------------------------------------
    async def says(self, who: User, text: str, room: Room | None = None, reply_to: Message | None = None) -> Message:
        """Somebody says something, in the customers' channel unless another is given; everything due happens."""
        self._pass(0.001)
        message = self.server.say(room or self.group, who, text, reply_to=reply_to)
        await self.hearing.until(str(message.id))
        await self.settle()
        return message

    async def edits(self, message: Message, text: str) -> None:
        """Somebody changes his words."""
        self._pass(1)
        before = self.hearing.heard.count(str(message.id))
        self.server.edit(message, text)
        await self.hearing.until(str(message.id), before + 1)
        await self.settle()

    async def deletes(self, message: Message) -> None:
        """Somebody takes his words away."""
        self.server.delete(message)
        await self.hearing.until(f"removed:{message.id}")
        await self.settle()

    async def press(self, who: User, post: Message, verb: str, extra: str = "") -> str:
        """Somebody presses a button that is really there, behind *More* where it stands there; returns what only he sees."""
        data = _find(post, verb, extra)
        if data is None:
            menu = await self._pressed(who, post, _need(post, "more"))
            if extra and _find(menu, verb, extra) is None:
                menu = await self._pressed(who, menu, _need(menu, verb))
            post, data = menu, _need(menu, verb, extra)
        return (await self._pressed(who, post, data)).content

    async def _pressed(self, who: User, post: Message, data: str) -> Message:
        before = len(self.server.shown_to(who))
        await self.heard_press(self.server.press(who, post, data))
        await self.settle()
        return self.server.shown_to(who)[before]

    async def heard_press(self, pressed: Interaction) -> None:
        """The press is on disk."""
        await self.hearing.until(f"press:{pressed.id}")

    def talk_of(self, who: User) -> Room:
        """Where somebody talks with the bot in private: the latest private thread he is in, else his direct messages."""
        threads = [
            room
            for room in self.server.world.channels.values()
            if room.thread is not None and room.kind == World.PRIVATE_THREAD and who.id in room.thread.members
        ]
        return threads[-1] if threads else self.server.direct(who.id, self.bot.user_id)

    async def fills_in(self, who: User, post: Message, data: str, text: str) -> str:
        """Somebody presses the button that opens a form, writes and sends it; what only he sees."""
        opened = self.server.press(who, post, data)
        async with asyncio.timeout(PATIENCE):
            assert await opened.answered() == MODAL
        before = len(self.server.shown_to(who))
        await self.heard_press(self.server.submit_modal(who, opened, {"said": text}))
        await self.settle()
        return self.server.shown_to(who)[before].content

    # what stands where -------------------------------------------------------------------------------------------------------
    def public(self) -> list[Message]:
        """What the bot says in the customers' channel."""
        return [m for m in self.server.messages(self.group) if m.author_id == self.bot.user_id]

    async def card(self, message: Message) -> Message:
        """The card about a message as it is now."""
        case = await self.case(message)
        assert case.card
        return self.desk.messages[int(case.card)]

    async def thread(self, message: Message) -> Room:
        """The thread of the case about a message."""
        case = await self.case(message)
        assert case.thread is not None
        return self.server.world.channels[int(case.thread.thread)]

    async def case(self, message: Message) -> Case:
        """The case of a message."""
        seen = await self.store.read(lambda ledger: ledger.seen("discord", str(self.group.id), str(message.id)))
        assert seen is not None
        case = await self.store.read(lambda ledger: ledger.case(seen.case))
        assert case is not None
        return case


def buttons(post: Message) -> list[str]:
    """What the buttons of a post carry."""
    return [str(c["custom_id"]) for row in post.components for c in row["components"]]


def _find(post: Message, verb: str, extra: str = "") -> str | None:
    for data in buttons(post):
        parts = data.split(":")
        if parts[1] == verb and (not extra or parts[3:] == [extra]):
            return data
    return None


def _need(post: Message, verb: str, extra: str = "") -> str:
    data = _find(post, verb, extra)
    assert data is not None, f"no button to {verb} {extra}: {buttons(post)}"
    return data


@asynccontextmanager
async def stage(folder: Path, private: Literal["thread", "dm"] = "dm") -> AsyncIterator[DiscordStage]:
    """A stage with its own server and store, at work; `private` is where private talks are held."""
    clock, disk = SimulatedClock(WORKDAY), Disk(folder)
    try:
        async with DiscordServer() as server:
            on = DiscordStage(server, clock, await disk.open(), private)
            on.disk = disk
            try:
                await on.start()
                yield on
            finally:
                await on.stop()
                await on.store.close()
    finally:
        point("")
