"""What reaches the bot: messages, presses of buttons, and news about places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: platform + channel + thread.

    `channel` and `thread` are the platform's own ids as text; `thread` is empty in the main line of a channel.
    """

    platform: str
    channel: str
    thread: str = ""

    def __str__(self) -> str:
        """Read well in a log: `telegram:-1001:7`."""
        return ":".join(part for part in (self.platform, self.channel, self.thread) if part)


class Role(StrEnum):
    """Who somebody is to the brand."""

    CUSTOMER = "customer"
    STAFF = "staff"
    BOT = "bot"
    """Another bot, an automatic forward, a service account: never answered."""
    CHANNEL = "channel"
    """Somebody who speaks as a channel of his: never answered, but what he says to a customer is a person's word."""
    SELF = "self"
    """The bot's own account."""


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who speaks or presses. `id` is the platform's own id as text; `name` is the first or display name."""

    id: str
    name: str
    role: Role = Role.CUSTOMER
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message in a place, as the platform gave it.

    `version` is 0 for the first version and grows with each edit (Telegram: the edit date in seconds).
    `at` is aware, in UTC. `mentions` holds the handles mentioned, lower case, without `@`. `to_bot` says that the bot itself is
    mentioned or replied to. `media` names what came instead of, or beside, words: `photo`, `voice`, `video`, `file`, `sticker`.
    """

    place: Place
    id: str
    author: Author
    text: str
    at: datetime
    version: int = 0
    reply_to: str = ""
    reply_to_author: Author | None = None
    mentions: frozenset[str] = frozenset()
    to_bot: bool = False
    media: str = ""
    forwarded: bool = False
    """Somebody else's words, brought here: they may tell of trouble and are not his own complaint."""
    private: bool = False
    """Said in a private chat with the bot."""
    in_thread: bool = False
    """That private chat is a thread in a server: others can be let into it, so who speaks there is not sure to be its customer."""
    link: str = ""
    """Address of the message on its platform, where it has one."""
    start: str = ""
    """Payload of a deep link that opened a private chat (Telegram `/start <payload>`)."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A message was deleted by somebody (only platforms that report it)."""

    place: Place
    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button under a post of the bot.

    `data` is what the button carries, at most 64 bytes. `token` answers the presser alone and expires within minutes: a secret.
    `said` is what he filled in where the button opened a form.
    """

    place: Place
    message: str
    author: Author
    data: str
    token: str
    at: datetime
    said: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that the platform itself offers (Discord's slash commands); one that is typed as words is a Message.

    `name` is the word after the slash, `argument` what was written behind it. `token` as in Press.
    """

    place: Place
    author: Author
    name: str
    argument: str
    token: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A channel got another id (a Telegram group that became a supergroup)."""

    platform: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot itself was added to a channel (`present`) or put out of it."""

    place: Place
    present: bool
    at: datetime
    title: str = ""
    may_read: bool = True


@dataclass(frozen=True, slots=True)
class LetIn:
    """Somebody was let into a private talk by another than the bot (only platforms where that can be)."""

    place: Place
    who: Author
    at: datetime


@dataclass(frozen=True, slots=True)
class ThreadGone:
    """A thread was deleted on the platform."""

    place: Place
    at: datetime


Inbound = Message | Removed | Press | Command | Moved | Membership | LetIn | ThreadGone
"""Everything that `reading.read` can make of a raw row."""
