"""The three platforms as one small stage, so that one story is played on each of them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tests.servers.telegram.state import User as TelegramUser
from tests.story.discord import stage as discord
from tests.story.places import PLATFORMS, THREADS, Page
from tests.story.stage import PUBLIC, STAFF, Stage
from tests.story.stage import stage as sandbox_stage
from tests.story.telegram import stage as telegram

__all__ = ["HARD", "PLATFORMS", "THREADS", "WIFI", "OnDiscord", "OnSandbox", "OnTelegram", "Said", "Scene", "scene"]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.core.cases import Case
    from bot.ports import Store

HARD = "@polderlink derde keer dat de monteur niet komt. Waardeloze club! Ik schakel nu mijn advocaat in."
WIFI = "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"


@dataclass(frozen=True)
class Said:
    """A post as people see it: its id, its text and the id of what it replies to."""

    id: str
    text: str
    reply_to: str


class Scene(Protocol):
    """One installation. People are called by their first names: sanne, mo, piet (customers), noor, daan (staff)."""

    platform: str

    @property
    def store(self) -> Store:
        """Of the program that lives now."""
        ...

    async def says(self, who: str, text: str, reply_to: str = "") -> str:
        """Somebody says something in public; the message's id."""
        ...

    async def edits(self, message: str, text: str) -> None:
        """A customer changes his words."""
        ...

    async def erases(self, message: str) -> None:
        """A customer takes his words away."""
        ...

    async def writes(self, who: str, text: str, about: str) -> str:
        """Somebody writes in the thread of the case about a message."""
        ...

    async def rewrites(self, about: str, written: str, text: str) -> None:
        """Staff change what they wrote in that thread."""
        ...

    async def press(self, who: str, about: str, verb: str, extra: str = "") -> str:
        """Somebody presses a button of that card, behind *More* where it stands there; what only he is told."""
        ...

    async def press_last(self, who: str, about: str, verb: str) -> str:
        """Somebody presses a button below the latest post in that thread that has it."""
        ...

    async def wait(self, seconds: float) -> None:
        """Time passes."""
        ...

    def public(self) -> list[Said]:
        """What the bot says in public."""
        ...

    async def card(self, about: str) -> str:
        """The text of the card."""
        ...

    async def verbs(self, about: str) -> list[str]:
        """The verbs whose buttons stand under the card now."""
        ...

    async def thread(self, about: str) -> list[str]:
        """What the bot says in that thread, below the card."""
        ...

    async def desk(self) -> list[str]:
        """What the bot says in the staff channel outside all threads, cards not counted."""
        ...

    async def case(self, about: str) -> Case:
        """The case about a message."""
        ...

    async def restart(self) -> None:
        """The program ends and begins again."""
        ...

    def link(self, message: str) -> str:
        """The address of a public message."""
        ...

    async def orders(self, who: str, text: str) -> None:
        """Staff type a command in the staff channel itself."""
        ...


class OnSandbox:
    """The sandbox."""

    platform = "sandbox"

    def __init__(self, on: Stage) -> None:
        self.on = on

    @property
    def store(self) -> Store:
        """Of the program that lives now."""
        return self.on.store

    async def says(self, who: str, text: str, reply_to: str = "") -> str:
        return await self.on.says(who, text, reply_to)

    async def edits(self, message: str, text: str) -> None:
        self.on.clock.advance(1)
        self.on.world.edit(message, text, self.on.clock.now())
        await self.on.settle()

    async def erases(self, message: str) -> None:
        self.on.world.remove(message, self.on.clock.now())
        await self.on.settle()

    async def rewrites(self, about: str, written: str, text: str) -> None:
        del about
        await self.edits(written, text)

    async def writes(self, who: str, text: str, about: str) -> str:
        case = await self.case(about)
        assert case.thread is not None
        written = self.on.world.say(who, text, STAFF, self.on.clock.now(), thread=case.thread.thread)
        await self.on.settle()
        return written

    async def press(self, who: str, about: str, verb: str, extra: str = "") -> str:
        card = self.on.world.posts[(await self.case(about)).card]
        return await self.on.press(who, card, verb, extra)

    async def press_last(self, who: str, about: str, verb: str) -> str:
        case = await self.case(about)
        assert case.thread is not None
        posts = self.on.world.listing(STAFF, case.thread.thread)
        post = [p for p in posts if any(b["data"].split(":")[1] == verb for b in p.buttons)][-1]
        return await self.on.press(who, post, verb)

    async def wait(self, seconds: float) -> None:
        await self.on.wait(seconds)

    def public(self) -> list[Said]:
        return [Said(post.id, post.text, post.reply_to) for post in self.on.public()]

    async def card(self, about: str) -> str:
        return self.on.world.posts[(await self.case(about)).card].text

    async def verbs(self, about: str) -> list[str]:
        return [b["data"].split(":")[1] for b in self.on.world.posts[(await self.case(about)).card].buttons]

    async def thread(self, about: str) -> list[str]:
        case = await self.case(about)
        assert case.thread is not None
        posts = self.on.world.listing(STAFF, case.thread.thread)
        return [post.text for post in posts if post.who == self.on.world.BOT and post.id != case.card]

    async def desk(self) -> list[str]:
        return [post.text for post in self.on.world.listing(STAFF)]

    async def case(self, about: str) -> Case:
        return await self.on.case(about)

    async def restart(self) -> None:
        self.on.restart()
        await self.on.webcare.start()

    def link(self, message: str) -> str:
        return f"#message/{PUBLIC}/{message}"

    async def orders(self, who: str, text: str) -> None:
        self.on.world.say(who, text, STAFF, self.on.clock.now())
        await self.on.settle()


class OnTelegram:
    """The loopback Telegram; the staff group has topics."""

    platform = "telegram"

    def __init__(self, on: telegram.TelegramStage) -> None:
        self.on = on

    @property
    def store(self) -> Store:
        """Of the program that lives now."""
        return self.on.store

    def _who(self, who: str) -> TelegramUser:
        user = getattr(self.on, who)
        assert isinstance(user, TelegramUser)
        return user

    async def says(self, who: str, text: str, reply_to: str = "") -> str:
        more: dict[str, Any] = {"reply_to": int(reply_to)} if reply_to else {}
        return str(await self.on.says(self._who(who), text, **more))

    async def edits(self, message: str, text: str) -> None:
        self.on.clock.advance(1)
        self.on.server.edit(self.on.group, int(message), text)
        await self.on.settle()

    async def erases(self, message: str) -> None:
        self.on.server.erase(self.on.group, int(message))

    async def rewrites(self, about: str, written: str, text: str) -> None:
        del about
        self.on.clock.advance(1)
        self.on.server.edit(self.on.desk, int(written), text)
        await self.on.settle()

    async def writes(self, who: str, text: str, about: str) -> str:
        return str(await self.on.writes(self._who(who), text, await self.on.card(int(about))))

    async def press(self, who: str, about: str, verb: str, extra: str = "") -> str:
        return await self.on.press(self._who(who), await self.on.card(int(about)), verb, extra)

    async def press_last(self, who: str, about: str, verb: str) -> str:
        card = await self.on.card(int(about))
        posts = self.on.staff(card["message_thread_id"])
        post = [p for p in posts if f":{verb}:" in str(p.get("reply_markup"))][-1]
        return await self.on.press(self._who(who), post, verb)

    async def wait(self, seconds: float) -> None:
        await self.on.wait(seconds)

    def public(self) -> list[Said]:
        return [
            Said(str(post["message_id"]), post["text"], str(post.get("reply_to_message", {}).get("message_id", "")))
            for post in self.on.public()
        ]

    async def card(self, about: str) -> str:
        return str((await self.on.card(int(about)))["text"])

    async def verbs(self, about: str) -> list[str]:
        markup = (await self.on.card(int(about))).get("reply_markup", {})
        return [b["callback_data"].split(":")[1] for row in markup.get("inline_keyboard", []) for b in row]

    async def thread(self, about: str) -> list[str]:
        card = await self.on.card(int(about))
        posts = self.on.staff(card["message_thread_id"])
        return [post["text"] for post in posts if post["message_id"] != card["message_id"]]

    async def desk(self) -> list[str]:
        return [post["text"] for post in self.on.staff(0)]

    async def case(self, about: str) -> Case:
        return await self.on.case(int(about))

    async def restart(self) -> None:
        await self.on.start()

    def link(self, message: str) -> str:
        return f"https://t.me/c/{-self.on.group.id - 10**12}/{message}"

    async def orders(self, who: str, text: str) -> None:
        await self.on.says(self._who(who), text, self.on.desk)


class OnDiscord:
    """The loopback Discord."""

    platform = "discord"

    def __init__(self, on: discord.DiscordStage) -> None:
        self.on = on
        self.said: dict[str, Any] = {}

    @property
    def store(self) -> Store:
        """Of the program that lives now."""
        return self.on.store

    def _message(self, message: str) -> Any:
        return self.said.get(message) or self.on.group.messages[int(message)]

    async def says(self, who: str, text: str, reply_to: str = "") -> str:
        replied = self._message(reply_to) if reply_to else None
        message = await self.on.says(getattr(self.on, who), text, reply_to=replied)
        self.said[str(message.id)] = message
        return str(message.id)

    async def edits(self, message: str, text: str) -> None:
        await self.on.edits(self._message(message), text)

    async def erases(self, message: str) -> None:
        await self.on.deletes(self._message(message))

    async def rewrites(self, about: str, written: str, text: str) -> None:
        thread = await self.on.thread(self._message(about))
        await self.on.edits(thread.messages[int(written)], text)

    async def deletes(self, about: str, written: str) -> None:
        """Staff delete what they wrote in that thread."""
        thread = await self.on.thread(self._message(about))
        await self.on.deletes(thread.messages[int(written)])

    async def writes(self, who: str, text: str, about: str) -> str:
        thread = await self.on.thread(self._message(about))
        return str((await self.on.says(getattr(self.on, who), text, thread)).id)

    async def press(self, who: str, about: str, verb: str, extra: str = "") -> str:
        return await self.on.press(getattr(self.on, who), await self.on.card(self._message(about)), verb, extra)

    async def press_last(self, who: str, about: str, verb: str) -> str:
        thread = await self.on.thread(self._message(about))
        post = [m for m in self.on.server.messages(thread) if f":{verb}:" in str(m.components)][-1]
        return await self.on.press(getattr(self.on, who), post, verb)

    async def wait(self, seconds: float) -> None:
        await self.on.wait(seconds)

    def public(self) -> list[Said]:
        return [Said(str(post.id), post.content, str(post.reply_to or "")) for post in self.on.public()]

    async def card(self, about: str) -> str:
        return (await self.on.card(self._message(about))).content

    async def verbs(self, about: str) -> list[str]:
        return [data.split(":")[1] for data in discord.buttons(await self.on.card(self._message(about)))]

    async def thread(self, about: str) -> list[str]:
        thread = await self.on.thread(self._message(about))
        bot = self.on.bot.user_id
        return [m.content for m in self.on.server.messages(thread) if m.author_id == bot and m.content]

    async def desk(self) -> list[str]:
        bot = self.on.bot.user_id
        return [m.content for m in self.on.server.messages(self.on.desk) if m.author_id == bot and not m.components]

    async def case(self, about: str) -> Case:
        return await self.on.case(self._message(about))

    async def restart(self) -> None:
        await self.on.start()

    def link(self, message: str) -> str:
        return f"https://discord.com/channels/{self.on.group.guild_id}/{self.on.group.id}/{message}"

    async def orders(self, who: str, text: str) -> None:
        await self.on.says(getattr(self.on, who), text, self.on.desk)


@asynccontextmanager
async def scene(platform: str, folder: Path) -> AsyncIterator[Scene]:
    """The platform of this name, at work."""
    if isinstance(platform, Page):
        from tests.story.on_page import page_scene

        async with page_scene(folder) as shown:
            yield shown
    elif platform == "sandbox":
        async with sandbox_stage(folder) as on:
            yield OnSandbox(on)
    elif platform == "telegram":
        async with telegram.stage(folder) as over:
            yield OnTelegram(over)
    else:
        async with discord.stage(folder, "thread" if platform == THREADS else "dm") as at:
            yield OnDiscord(at)
