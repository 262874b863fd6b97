"""What reading and sifting need to know besides a frame itself: who we are, which channels are ours, who is staff."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from handlers.discord.shapes import Json, is_id, listed, maybe_id, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.config import Config

NAME = "discord"
PRIVATE_THREAD = 12
NOBODYS = "-"
"""Stands for the parent of a private thread that is not the bot's own."""
THREADS = frozenset({10, 11, PRIVATE_THREAD})
"""Channel types that are threads: of announcements, public, private."""


@dataclass(frozen=True, slots=True)
class Lens:
    """Frozen; a change makes a new one. Ids are the platform's numbers as text."""

    watched: frozenset[str] = frozenset()
    staff_channel: str = ""
    bot_id: str = ""
    application: str = ""
    roles: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    official: frozenset[str] = frozenset()
    desks: frozenset[str] = frozenset()
    """Staff channels of teams, besides the main one."""
    partners: frozenset[str] = frozenset()
    """Channels in which partners are informed; nothing is heard there."""

    @classmethod
    def of(cls, config: Config) -> Lens:
        """From the configuration."""
        staff = config.staff.get(NAME)
        return cls(
            watched=frozenset(channel.id for channel in config.channels if channel.platform == NAME),
            staff_channel=staff.id if staff is not None else "",
            roles=(frozenset(staff.roles) if staff is not None else frozenset()) | config.team_roles(NAME),
            listed=frozenset(staff.users) if staff is not None else frozenset(),
            official=frozenset(config.brand.official.get(NAME, ())),
            desks=config.team_desks(NAME),
            partners=config.partner_channels(NAME),
        )

    @property
    def ours(self) -> frozenset[str]:
        """The watched channels and the staff channels."""
        return self.watched | self.staffed

    @property
    def staffed(self) -> frozenset[str]:
        """The staff channels: the main one and the teams' own."""
        return self.desks | {self.staff_channel} if self.staff_channel else self.desks

    def is_staff(self, user: str, roles: Iterable[str]) -> bool:
        """Whether somebody with these roles counts as staff."""
        return user in self.listed or not self.roles.isdisjoint(roles)

    def me(self, bot_id: str, application: str) -> Lens:
        """With what the login says."""
        return replace(self, bot_id=bot_id, application=application)


def is_talk(thread: Json, lens: Lens) -> bool:
    """Whether a thread, as Discord tells of it, is a private talk: private, made by the bot, beside a watched channel."""
    private = number(thread, "type") == PRIVATE_THREAD and bool(lens.bot_id)
    return private and maybe_id(thread, "owner_id") == lens.bot_id and maybe_id(thread, "parent_id") in lens.watched


@dataclass(slots=True)
class Sight:
    """The lens in use, and the map of the servers the bot is in as it was last told. Only servers with a channel of ours are mapped."""

    lens: Lens
    guilds: dict[str, str] = field(default_factory=dict)
    """Channel of ours → its server."""
    plain: set[str] = field(default_factory=set)
    """Channels that are no threads."""
    parents: dict[str, str] = field(default_factory=dict)
    """Thread → the channel it hangs in."""
    talks: set[str] = field(default_factory=set)
    """Private threads that the bot itself made beside a watched channel: each is the private talk of one customer."""
    names: dict[str, str] = field(default_factory=dict)
    """Channel or role → what people call it."""

    def home(self, channel: str) -> str | None:
        """The channel of ours that a channel or thread belongs to; empty for somebody else's, None when it is not known.

        A private talk belongs to nothing but itself.
        """
        if channel in self.lens.ours or channel in self.talks:
            return channel
        parent = self.parents.get(channel)
        if parent is not None:
            return parent if parent in self.lens.ours else ""
        return "" if channel in self.plain else None

    def guild_of(self, channel: str) -> str:
        """The server of a channel of ours or of a private talk beside it, or empty."""
        return self.guilds.get(self.parents.get(channel, channel) if channel in self.talks else channel, "")

    def has_guild(self, guild: str) -> bool:
        """Whether a channel of ours is in this server."""
        return guild in self.guilds.values()

    def is_a_partners(self, guild: Json) -> bool:
        """Whether a server, as GUILD_CREATE tells of it, has a channel in which a partner is informed."""
        return any(maybe_id(channel, "id") in self.lens.partners for channel in listed(guild, "channels"))

    def all_found(self) -> bool:
        """Whether every channel of the settings is in a server the bot is in."""
        return self.lens.ours <= self.guilds.keys()

    def learn_guild(self, guild: Json) -> bool:
        """Take in what GUILD_CREATE tells; whether a channel of ours is in it."""
        guild_id = maybe_id(guild, "id")
        channels = listed(guild, "channels")
        mine = {maybe_id(channel, "id") for channel in channels} & self.lens.ours
        if not mine:
            return False
        self.guilds |= dict.fromkeys(mine, guild_id)
        for channel in (*channels, *listed(guild, "threads")):
            self.learn_channel(channel)
        for role in listed(guild, "roles"):
            self._name(role)
        return True

    def learn_channel(self, channel: Json) -> None:
        """Take in a channel or thread."""
        channel_id, parent = maybe_id(channel, "id"), maybe_id(channel, "parent_id")
        if not channel_id:
            return
        if number(channel, "type") in THREADS:
            if is_talk(channel, self.lens):
                self.talks.add(channel_id)
            elif number(channel, "type") == PRIVATE_THREAD and parent in self.lens.watched:
                # Other people's own: with Manage Threads the bot is shown them, and has no business there.
                parent = NOBODYS
            if parent:
                self.parents[channel_id] = parent
        else:
            self.plain.add(channel_id)
            if channel_id in self.lens.ours and is_id(channel.get("guild_id")):
                self.guilds[channel_id] = channel["guild_id"]
        self._name(channel)

    def forget_channel(self, channel: str) -> None:
        """A channel or thread is gone."""
        self.plain.discard(channel)
        self.talks.discard(channel)
        for known in (self.parents, self.names, self.guilds):
            known.pop(channel, None)

    def forget_guild(self, guild: str) -> list[str]:
        """A server is gone; the channels of ours that were in it."""
        lost = [channel for channel, where in self.guilds.items() if where == guild]
        for channel in lost:
            del self.guilds[channel]
        return lost

    def _name(self, thing: Json) -> None:
        thing_id, name = maybe_id(thing, "id"), thing.get("name")
        if thing_id and isinstance(name, str):
            self.names[thing_id] = name
