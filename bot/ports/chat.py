"""One platform: its mouth (Chat), its ears (Inbox, Platform), and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.core.messages import Inbound, Place
    from bot.core.words import Button, Words
    from bot.ports.values import Cursor, RawRow, Trouble


@dataclass(frozen=True, slots=True)
class Thread:
    """A card and its thread: `card` is the message id of the card, `place` where the case's conversation goes on.

    Where the staff group has no topics, `place` is the group itself and messages reply to `card`.
    """

    place: Place
    card: str


class Kind(StrEnum):
    """What a private talk became."""

    CHAT = "chat"
    """A private chat between two, as it was meant."""
    THREAD = "thread"
    """A private thread beside the channel: the customer and the bot are in it, moderators of the server could be."""
    INSTEAD = "instead"
    """A private chat, because no such thread can be made there."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A private talk that was opened; `greeting` is the message id of what was said there first."""

    place: Place
    greeting: str
    kind: Kind = Kind.CHAT


@dataclass(frozen=True, slots=True)
class Opening:
    """What a private talk begins with. A thread stands beside `place` under `title`, and says `aside` behind the greeting.

    `again` says that this may have been done before, at `since` at the earliest: what stands there already is not said twice.
    """

    words: Words
    key: str
    place: Place
    title: str
    aside: str
    since: datetime
    again: bool = False


class Chat(Protocol):
    """One platform's mouth. Every method raises a ChatError; none retries by itself except where it is surely harmless.

    `key` is the job's unique key; a platform with an idempotency key (Discord: nonce) makes it from this.
    """

    platform: str
    limit: int
    """The longest post in the platform's own unit."""
    whisper_limit: int
    """The longest whisper in the same unit; what is longer goes into the case's thread."""
    private_menus: bool
    """Whether a whisper can carry buttons; where not, a menu stands for a while in place of the card's own buttons."""
    private_buttons: bool
    """Whether the way into a private talk is a button under a public post; where not, it is the address that `private_link` gives."""
    forms: bool
    """Whether a button can open a form to write in."""

    def measure(self, text: str) -> int:
        """Length of `text` in the platform's own unit (Telegram: UTF-16 units; Discord: characters)."""
        ...

    async def post(
        self,
        place: Place,
        words: Words,
        *,
        key: str,
        reply_to: str = "",
        buttons: Sequence[Button] = (),
        ping: str = "",
    ) -> str:
        """Post and return the message id. `ping` calls those whom the settings name so; nothing else in a post calls anybody."""
        ...

    async def edit(self, place: Place, message: str, words: Words, buttons: Sequence[Button] = ()) -> None:
        """Replace a post of our own; unchanged text is no error."""
        ...

    async def delete(self, place: Place, message: str) -> None:
        """Take a post of our own back; already gone is no error."""
        ...

    async def take_down(self, place: Place, message: str) -> None:
        """Take somebody's message away. Raises Gone where it is not there any more, Barred where the bot may not."""
        ...

    async def mute(self, place: Place, user: str, until: datetime) -> None:
        """Let somebody write nothing in this channel (Discord: in its server) until then.

        Raises Barred, also where others restricted him already, which stays as it is; Gone where he is not in it.
        """
        ...

    async def unmute(self, place: Place, user: str, until: datetime) -> None:
        """Lift the mute until then; harmless where he may write. Raises as `mute`: what others put in its place stays."""
        ...

    async def react(self, place: Place, message: str, emoji: str) -> None:
        """Put a reaction of ours under a message."""
        ...

    async def open_thread(
        self, place: Place, title: str, words: Words, *, key: str, buttons: Sequence[Button] = ()
    ) -> Thread:
        """Post a card in the staff channel and open its thread. Repeatable: a second call with the key finds the first where it can."""
        ...

    async def whisper(self, token: str, text: str, buttons: Sequence[Button] = ()) -> None:
        """Answer a press so that only the presser sees it; an expired token is no error.

        `buttons` are for platforms with `private_menus`.
        """
        ...

    async def reveal(self, token: str, place: Place, message: str, thread: Thread | None) -> str:
        """Show staff the message as it was written: to the presser alone where the platform can read it, else forwarded into `thread`.

        Gives the id of what stands in the thread then, empty where nobody but the presser saw it.
        """
        ...

    def place_of(self, link: str) -> tuple[Place, str] | None:
        """The place and the message id that an address of this platform leads to; None for any other address."""
        ...

    async def leave(self, channel: str) -> None:
        """Leave a channel without a post."""
        ...

    async def find_reply(
        self, place: Place, reply_to: str, since: datetime, words: Words, but: Collection[str] = ()
    ) -> str | None:
        """Our own post since then that replies to `reply_to` with these words, where the platform can tell; raise Unsure where not.

        `but`: posts that are known to be others with the same words.
        """
        ...

    def private_link(self, reference: str) -> str:
        """Address that opens a private chat with the bot about `reference`; empty where there is none."""
        ...

    async def open_private(self, user: str, opening: Opening) -> Talk:
        """Begin a private talk with somebody who asked for it, and greet him. Raises Gone where he is not there or takes no messages."""
        ...

    async def check_private(self, place: Place, user: str) -> None:
        """Raises NotPrivate where somebody other than `user` would read what is said in this private place, or he would not."""
        ...

    def talk_link(self, place: Place) -> str:
        """Address of a private talk for the customer in it; empty where it has none."""
        ...

    def message_link(self, place: Place, message: str) -> str:
        """Address of a message, empty where it has none."""
        ...


class Inbox(Protocol):
    """Where handlers put what they hear. When `put` has returned, the rows and the cursors are on disk."""

    async def put(self, rows: Sequence[RawRow], cursors: Sequence[Cursor] = ()) -> None:
        """Write rows and cursors in one transaction; a row that is there already is left as it is."""
        ...

    async def cursors(self, platform: str, bot: str) -> dict[str, str]:
        """Every cursor of this bot: source → value."""
        ...

    async def alarm(self, platform: str, text: str, key: str) -> None:
        """Tell staff once per `key` (an intents alarm, a gap, a lost right)."""
        ...


class Platform(Protocol):
    """One platform, connected: what `PLATFORMS[name](config)` gives."""

    @property
    def name(self) -> str:
        """telegram, discord, sandbox."""
        ...

    @property
    def chat(self) -> Chat:
        """Its mouth."""
        ...

    @property
    def bot_id(self) -> str:
        """The bot's own id on this platform, known after `start`."""
        ...

    def is_caught_up(self) -> bool:
        """Whether everything that was said while the bot was away, or could not be reached, is in the inbox."""
        ...

    def read(self, raw: str) -> Inbound | None:
        """Raw row → value. Pure; raises Unreadable. None: nothing for us (a service message)."""
        ...

    async def start(self) -> list[Trouble]:
        """Connect, learn who we are, and say what is wrong (rights, privacy mode, intents). Raises Revoked on a bad token."""
        ...

    async def listen(self, inbox: Inbox) -> None:
        """Put everything heard into the inbox until cancelled. Survives the platform's outages; raises Revoked."""
        ...

    async def stop(self) -> None:
        """Close connections."""
        ...

    async def check_online(self) -> list[Trouble]:
        """Ask the platform whether token, rights, intents, channels and staff channel are right."""
        ...

    def moved(self, old: str, new: str) -> None:
        """From now on `new` is watched (or staffed) as `old` was."""
        ...


class Clock(Protocol):
    """Time as an argument: aware UTC now, and waiting until a moment or a nudge."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait so long by this clock."""
        ...
