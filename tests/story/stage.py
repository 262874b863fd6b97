"""A stage for whole conversations: the sandbox platform, a real store, a clock that the test moves."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.clock import SimulatedClock
from bot.config import Config, load_config
from bot.library import Library
from bot.service import House, Webcare
from handlers.sandbox import Person, SandboxPlatform, World
from tests.story import lives
from tests.story.disk import Disk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.core.cases import Case
    from bot.ports import Store
    from handlers.sandbox import Post

ROOT = Path(__file__).parents[2]
PUBLIC, STAFF = "klantgroep-utrecht", "staf"
WORKDAY = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
"""A Thursday, 14:00 in Utrecht."""


def config_with(**policy: Any) -> Config:
    """The project's own config.yaml, with other policy values; `channel__x` sets x of the public channel."""
    config, troubles = load_config(ROOT / "config.yaml", {})
    assert config is not None, troubles
    channel = {key.removeprefix("channel__"): policy.pop(key) for key in list(policy) if key.startswith("channel__")}
    channels = tuple(c.model_copy(update=channel) if c.id == PUBLIC else c for c in config.channels)
    return config.model_copy(update={"policy": config.policy.model_copy(update=policy), "channels": channels})


@cache
def shared_library() -> Library:
    """The project's own replies, read once for all stories."""
    return Library(config_with()).load()


class Stage:
    """One installation on the sandbox. Times move only when the test says so."""

    def __init__(
        self, config: Config, store: Store, world: World, clock: SimulatedClock, disk: Disk | None = None
    ) -> None:
        """Without a `disk` a kill takes no file away."""
        self.config, self.store, self.world, self.clock, self.disk = config, store, world, clock, disk
        self.library = shared_library()
        self.platform = SandboxPlatform(config, world, clock)
        self.house = House(config, self.library, {"sandbox": self.platform}, clock)
        self.webcare = Webcare(self.house, store)
        for name in ("Sanne", "Mo", "Kim", "Piet"):
            world.join(Person(name.lower(), name))
        world.join(Person("noor", "Noor Bos", "staff"))
        world.join(Person("daan", "Daan Vos", "staff"))
        world.join(Person("weerbot", "WeerBot", "bot"))

    def restart(self, kind: type[SandboxPlatform] = SandboxPlatform) -> None:
        """A new process on the same store and the same world."""
        self.platform = kind(self.config, self.world, self.clock)
        self.house = House(self.config, self.library, {"sandbox": self.platform}, self.clock)
        self.webcare = Webcare(self.house, self.store)

    async def reborn(self) -> None:
        """The program is killed, and starts anew."""
        if self.disk is not None:
            self.store = await self.disk.after_a_kill(self.store)
        self.restart(type(self.platform))
        await self.webcare.start()

    async def settle(self) -> None:
        """Everything that is due now happens."""
        await self.platform.pull(self.webcare.door)
        await lives.work(self)

    async def wait(self, seconds: float) -> None:
        """Time passes, and what became due happens."""
        self.clock.advance(seconds)
        await self.settle()

    async def says(self, who: str, text: str, reply_to: str = "", **more: str) -> str:
        """Somebody says something in public; everything due happens. Returns the message id."""
        message = self.world.say(who, text, PUBLIC, self.clock.now(), reply_to=reply_to, **more)
        await self.settle()
        return message

    async def writes(self, who: str, text: str, card: Post) -> None:
        """Staff write in the thread of a card."""
        self.world.say(who, text, STAFF, self.clock.now(), thread=card.thread)
        await self.settle()

    async def press(self, who: str, post: Post, verb: str, extra: str = "") -> str:
        """Somebody presses a button that is really there, behind *More* where it stands there; returns what only he sees."""
        if _button(post, verb, extra) is None:
            await self._pressed(who, post, "more")
            if extra and _button(post, verb, extra) is None:
                await self._pressed(who, post, verb)
        return await self._pressed(who, post, verb, extra)

    async def _pressed(self, who: str, post: Post, verb: str, extra: str = "") -> str:
        data = _button(post, verb, extra)
        assert data is not None, f"no button to {verb} {extra}: {post.buttons}"
        self.world.press(who, post.id, data, self.clock.now())
        before = len(self.world.whispers)
        await self.settle()
        return self.world.whispers[before].text

    def public(self) -> list[Post]:
        """What the bot says in public and has not taken back."""
        return [post for post in self.world.listing(PUBLIC) if post.who == World.BOT]

    def staff(self) -> list[Post]:
        """Everything in the staff channel, threads included."""
        return [post for post in self.world.posts.values() if post.channel == STAFF and not post.gone]

    def card(self, message: str) -> Post:
        """The card about a message; fails where there is none."""
        card = self.world.card_about(message)
        assert card is not None, f"no card about {message}; staff see {[p.text for p in self.staff()]}"
        return card

    async def case(self, message: str) -> Case:
        """The case of a message."""
        seen = await self.store.read(lambda ledger: ledger.seen("sandbox", PUBLIC, message))
        assert seen is not None
        case = await self.store.read(lambda ledger: ledger.case(seen.case))
        assert case is not None
        return case

    async def figures(self) -> dict[str, int]:
        """Counts of the store."""
        return await self.store.read(lambda ledger: ledger.figures())


def _button(post: Post, verb: str, extra: str = "") -> str | None:
    """What the button carries."""
    for button in post.buttons:
        parts = button["data"].split(":")
        if parts[1] == verb and (not extra or parts[3:] == [extra]):
            return button["data"]
    return None


@asynccontextmanager
async def stage(folder: Path, url: str = "", **policy: Any) -> AsyncIterator[Stage]:
    """A stage with its own store; `policy` as in config_with."""
    disk = Disk(folder, url)
    on = Stage(config_with(**policy), await disk.open(), World(), SimulatedClock(WORKDAY), disk)
    try:
        yield on
    finally:
        await on.store.close()
