"""Everything the platform remembers: people, servers, channels, threads, messages.

Ids are ints here and strings on the wire. Nothing in this file decides; it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

Json = dict[str, Any]


@dataclass(slots=True)
class User:
    """An account, of a person or of a bot; `dms_open` is false when the person closed private messages."""

    id: int
    name: str
    bot: bool = False
    dms_open: bool = True


@dataclass(slots=True)
class Bot:
    """An application with its bot account; `intents_enabled` are the privileged ones switched on in its settings."""

    user_id: int
    application_id: int
    token: str
    intents_enabled: int
    commands: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Role:
    """A role of a server; the role with the server's own id is @everyone."""

    id: int
    name: str
    permissions: int = 0
    mentionable: bool = False


@dataclass(slots=True)
class Member:
    """A user's place in one server."""

    user_id: int
    joined_at: float
    roles: set[int] = field(default_factory=set)
    nick: str | None = None
    silent_until: float | None = None
    """Until when the member is timed out, in Unix seconds."""


@dataclass(slots=True)
class Guild:
    """A server (Discord calls it guild)."""

    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    max_active_threads: int = 1000
    available: bool = True


@dataclass(slots=True)
class Overwrite:
    """What a channel allows or denies one role (kind 0) or one member (kind 1)."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(slots=True)
class ThreadState:
    """What a thread has and a channel has not; moments in Unix seconds, archive duration in minutes."""

    owner_id: int
    created_at: float
    archived_at: float
    auto_archive: int = 1440
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    members: dict[int, float] = field(default_factory=dict)
    total_sent: int = 0
    applied_tags: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Channel:
    """A channel, a thread (`thread` is set) or a direct message (`recipients` is set)."""

    id: int
    kind: int
    guild_id: int | None
    name: str = ""
    topic: str | None = None
    parent_id: int | None = None
    position: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: tuple[int, ...] = ()
    thread: ThreadState | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int | None = None


@dataclass(slots=True, frozen=True)
class Pinged:
    """Whom a message rang for; empty everywhere is silence."""

    everyone: bool = False
    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    replied_user: int | None = None

    @property
    def nobody(self) -> bool:
        """True when nobody was rung."""
        return not (self.everyone or self.users or self.roles or self.replied_user)


@dataclass(slots=True, frozen=True)
class Attachment:
    """A file of a message; its bytes are served by the server's own address."""

    id: int
    filename: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Message:
    """One message.

    `pinged` is whom it rang for when it was posted, `mentions` whom its present text mentions (an edit rings nobody);
    `ephemeral_for` names the only person who sees it.
    """

    id: int
    channel_id: int
    author_id: int
    content: str
    at: float
    kind: int = 0
    edited_at: float | None = None
    reply_to: int | None = None
    reference: Json | None = None
    nonce: str | int | None = None
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    pinged: Pinged = field(default_factory=Pinged)
    mentions: Pinged = field(default_factory=Pinged)
    reactions: dict[str, list[int]] = field(default_factory=dict)
    thread_id: int | None = None
    application_id: int | None = None
    interaction: Json | None = None
    ephemeral_for: int | None = None


class World:
    """All there is on the platform."""

    TEXT: ClassVar[int] = 0
    DM: ClassVar[int] = 1
    CATEGORY: ClassVar[int] = 4
    PUBLIC_THREAD: ClassVar[int] = 11
    PRIVATE_THREAD: ClassVar[int] = 12
    FORUM: ClassVar[int] = 15

    def __init__(self) -> None:
        self.users: dict[int, User] = {}
        self.bots: dict[int, Bot] = {}
        self.tokens: dict[str, Bot] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.ephemeral: dict[int, Message] = {}

    def channels_of(self, guild_id: int) -> list[Channel]:
        """The channels of a server, threads not among them."""
        return [c for c in self.channels.values() if c.guild_id == guild_id and c.thread is None]

    def threads_of(self, guild_id: int, *, parent_id: int | None = None) -> list[Channel]:
        """The threads of a server, or of one of its channels, archived ones among them."""
        return [
            c
            for c in self.channels.values()
            if c.guild_id == guild_id and c.thread is not None and parent_id in {None, c.parent_id}
        ]

    def share_a_guild(self, one: int, other: int) -> bool:
        """Whether two users meet in any server."""
        return any(one in guild.members and other in guild.members for guild in self.guilds.values())
