"""A stage for whole conversations on Telegram: the real handler on real sockets, a real store, a clock that the test moves."""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.clock import SimulatedClock
from bot.config import Channel, Config, PlatformSettings, Staff
from bot.service import House, Webcare
from handlers.telegram import connect
from tests.servers.telegram import TelegramServer
from tests.story import lives
from tests.story.disk import Disk
from tests.story.stage import WORKDAY, config_with, shared_library
from tests.story.telegram.cut import told_of_every_cut

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.core.cases import Case
    from bot.ports import Store
    from handlers.telegram import TelegramPlatform
    from tests.servers.telegram.state import Chat, User

WIFI = "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
HARD = "@polderlink derde keer dat de monteur niet komt. Waardeloze club! Ik schakel nu mijn advocaat in."
GRACE = 20.0
MOMENT = 0.001
"""Seconds between two things that people do; no two of them happen at the very same time."""
Post = dict[str, Any]


class TelegramStage:
    """One installation on the loopback Telegram. `group` and `second` are customers' groups, `desk` is staff's; message ids are Telegram's."""

    def __init__(self, server: TelegramServer, clock: SimulatedClock, store: Store, *, kind: str, desk: str) -> None:
        """`kind` and `desk` are group, supergroup or forum: what the two chats are."""
        self.server, self.clock, self.store = server, clock, store
        self.account = server.add_bot(username="polderlink_bot", reads_all=True)
        self.sanne, self.mo, self.piet = (server.add_user(name) for name in ("Sanne", "Mo", "Piet"))
        self.noor, self.daan = server.add_user("Noor Bos"), server.add_user("Daan Vos")
        people = [self.sanne, self.mo, self.piet]
        self.group = self._chat(kind, "Klantgroep Utrecht", people, [self.noor])
        self.desk = self._chat(desk, "Staf", [self.piet], [self.noor, self.daan, self.account])
        self.second = self._chat("supergroup", "Klantgroep Zwolle", people, [self.noor])
        self.config = self._config()
        self.disk: Disk | None = None
        self.alone = True
        """Whether its program works here only; else that of a town takes over what an earlier one left."""
        self.platform: TelegramPlatform | None = None
        self._listening: asyncio.Task[None] | None = None

    def _chat(self, kind: str, title: str, members: list[User], admins: list[Any]) -> Chat:
        add = {"group": self.server.add_group, "supergroup": self.server.add_supergroup, "forum": self.server.add_forum}
        return add[kind](title, members=members, admins=admins)

    def _config(self) -> Config:
        same = {"platform": "telegram", "answer": "all", "grace": GRACE, "precision": 0.9}
        return config_with().model_copy(
            update={
                "platforms": {"telegram": PlatformSettings(mode="polling", api_url=self.server.url, pace=False)},
                "channels": tuple(Channel.model_validate({**same, "id": str(g.id)}) for g in (self.group, self.second)),
                "staff": {"telegram": Staff(id=str(self.desk.id), users=(), escalate="@teamleider")},
                "secrets": {"telegram_token": SecretStr(self.account.token)},
            }
        )

    # life --------------------------------------------------------------------------------------------------------------------
    async def start(self, *, listen: bool = True, sound: bool = True) -> None:
        """Begin, or begin again: a new platform and a new service on the same store. Without `listen` nothing is heard yet.

        `sound`: nothing may be wrong with the channels at this moment.
        """
        await self.stop()
        moves = await self.store.read(lambda ledger: ledger.moves("telegram"))
        self.platform = platform = connect(self.config, moves, clock=self.clock, poll_seconds=5)
        self.house = House(self.config, shared_library(), {"telegram": platform}, self.clock)
        self.webcare = Webcare(self.house, self.store)
        errors = [trouble for trouble in await platform.start() if trouble.level == "error"]
        assert errors == [] or not sound
        if self.alone:
            await self.webcare.start()
        if listen:
            self._listening = asyncio.create_task(platform.listen(self.webcare.door))

    async def stop(self) -> None:
        """End listening; what is under way stays where it is."""
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening
        if self.platform is not None:
            await self.platform.stop()

    async def reborn(self) -> None:
        """The program is killed, and starts anew."""
        await self.stop()
        if self.disk is not None:
            self.store = await self.disk.after_a_kill(self.store)
        await self.start(sound=False)
        await self.heard()

    async def heard(self) -> None:
        """Everything that waits at Telegram is in the inbox and confirmed; nothing is judged yet."""
        assert self._listening is not None
        assert self.platform is not None
        platform, server = self.platform, self.server
        reached = asyncio.create_task(server.until(lambda: server.backlog() == 0 and platform.is_caught_up()))
        await asyncio.wait({reached, self._listening}, return_when=asyncio.FIRST_COMPLETED)
        if self._listening.done():
            reached.cancel()
            self._listening.result()
        await reached

    async def settle(self) -> None:
        """Everything that is due now happens."""
        while True:
            self.clock.advance(MOMENT)
            await self.heard()
            await lives.work(self)
            if self.server.backlog() == 0:
                return

    async def wait(self, seconds: float) -> None:
        """Time passes, and what became due happens."""
        self.clock.advance(seconds)
        await self.settle()

    # people ------------------------------------------------------------------------------------------------------------------
    async def says(self, who: User, text: str, chat: Any = None, **more: Any) -> int:
        """Somebody says something, in the customers' group unless another chat is given; everything due happens."""
        message = self.server.say(self.group if chat is None else chat, who, text, **more)
        await self.settle()
        return int(message["message_id"])

    async def writes(self, who: User, text: str, card: Post) -> int:
        """Staff write where a case is talked about: in its topic, or as a reply to its card where there are no topics."""
        thread = card.get("message_thread_id", 0)
        return await self.says(who, text, self.desk, **({"thread": thread} if thread else {"reply_to": card}))

    async def press(self, who: User, post: Post, verb: str, extra: str = "") -> str:
        """Somebody presses a button that is really there, behind *More* where it stands there; returns what only he sees."""
        if _button(post, verb, extra) is None:
            await self._pressed(who, post, "more")
            post = self.desk.messages[post["message_id"]]
            if extra and _button(post, verb, extra) is None:
                await self._pressed(who, post, verb)
                post = self.desk.messages[post["message_id"]]
        return await self._pressed(who, post, verb, extra)

    async def _pressed(self, who: User, post: Post, verb: str, extra: str = "") -> str:
        data = _button(post, verb, extra)
        assert data is not None, f"no button to {verb} {extra}: {post.get('reply_markup')}"
        query = self.server.press(who, self.desk, post["message_id"], data)
        await self.settle()
        return answered(self.server, query)

    # what stands where -------------------------------------------------------------------------------------------------------
    def posts(self, chat: Chat | User) -> list[Post]:
        """What the bot says in a chat and has not taken back."""
        said = self.server.chat(chat).messages.values()
        return [m for m in said if m.get("from", {}).get("id") == self.account.id and "text" in m]

    def public(self) -> list[Post]:
        """What the bot says in the customers' group."""
        return self.posts(self.group)

    def staff(self, thread: int | None = None) -> list[Post]:
        """What the bot says to staff: everywhere, or in one topic (0: outside all of them)."""
        return [m for m in self.posts(self.desk) if thread is None or m.get("message_thread_id", 0) == thread]

    async def card(self, message: int) -> Post:
        """The card about a message as it is now."""
        case = await self.case(message)
        assert case.card, f"no card; staff see {[p['text'] for p in self.staff()]}"
        post: Post = self.desk.messages[int(case.card)]
        return post

    async def case(self, message: int, chat: Chat | None = None) -> Case:
        """The case of a message."""
        channel = str((chat or self.group).id)
        seen = await self.store.read(lambda ledger: ledger.seen("telegram", channel, str(message)))
        assert seen is not None
        case = await self.store.read(lambda ledger: ledger.case(seen.case))
        assert case is not None
        return case

    async def figures(self) -> dict[str, int]:
        """Counts of the store."""
        return await self.store.read(lambda ledger: ledger.figures())


def answered(server: TelegramServer, query: str) -> str:
    """What the presser was told; once, unless the program was killed in between."""
    first, *more = [c for c in server.judge.calls("answerCallbackQuery") if c.params["callback_query_id"] == query]
    assert not more or lives.current().kills
    return str(first.params["text"])


def _button(post: Post, verb: str, extra: str = "") -> str | None:
    """What the button carries."""
    for row in post.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            parts = str(button["callback_data"]).split(":")
            if parts[1] == verb and (not extra or parts[3:] == [extra]):
                return str(button["callback_data"])
    return None


@asynccontextmanager
async def stage(
    folder: Path, *, kind: str = "supergroup", desk: str = "forum", url: str = ""
) -> AsyncIterator[TelegramStage]:
    """A stage with its own server and store, at work."""
    clock, disk = SimulatedClock(WORKDAY), Disk(folder, url)
    async with TelegramServer(clock=lambda: clock.now().timestamp()) as server:
        on = TelegramStage(server, clock, await disk.open(), kind=kind, desk=desk)
        on.disk = disk
        try:
            await on.start()
            async with told_of_every_cut(on):
                yield on
        finally:
            await on.stop()
            await on.store.close()
