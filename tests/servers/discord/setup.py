"""Making the world: bots, people, servers, channels, roles. What the developer portal and a server's owner would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.discord import members, permissions, wire
from tests.servers.discord.core import Platform
from tests.servers.discord.intents import MESSAGE_CONTENT
from tests.servers.discord.state import Bot, Channel, Guild, Member, Overwrite, Role, User, World

if TYPE_CHECKING:
    from collections.abc import Iterable


class Setup(Platform):
    """The part of the server that builds its world; every thing may be named by itself or by its id."""

    def add_user(self, name: str, *, dms_open: bool = True) -> User:
        """A person."""
        user = User(self.ids.next(), name, dms_open=dms_open)
        self.world.users[user.id] = user
        return user

    def add_bot(self, token: str, name: str = "Wegwijzer", *, intents_enabled: int = MESSAGE_CONTENT) -> Bot:
        """An application with its bot; `intents_enabled` are the privileged intents switched on in its settings."""
        user = User(self.ids.next(), name, bot=True)
        # A bot made today has the id of its application.
        bot = Bot(user.id, user.id, token, intents_enabled)
        self.world.users[user.id] = user
        self.world.bots[user.id] = self.world.tokens[token] = bot
        return bot

    def revoke_token(self, bot: Bot) -> None:
        """The token is no longer valid: REST answers 401, the gateway 4004; open sockets are closed."""
        self.world.tokens.pop(bot.token, None)
        for session in self.hub.of_bot(bot.user_id):
            if session.line is not None:
                session.line.close(4004)
            self.gateway.forget(session)

    def add_guild(
        self, name: str = "Polderlink", *, owner: User | None = None, everyone: int = permissions.EVERYONE_DEFAULT
    ) -> Guild:
        """A server with its owner and its @everyone role."""
        boss = owner or self.add_user("Eigenaar")
        guild = Guild(self.ids.next(), name, boss.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", everyone)
        self.world.guilds[guild.id] = guild
        members.arrive(self, guild, boss.id, set())
        return guild

    def add_role(self, guild: Guild, name: str, *, may: int = 0, mentionable: bool = False) -> Role:
        """A role of a server with these permissions on top of @everyone's."""
        role = Role(self.ids.next(), name, may, mentionable)
        guild.roles[role.id] = role
        told = {"guild_id": str(guild.id), "role": wire.role_json(role, len(guild.roles) - 1)}
        self.hub.in_guild(guild, "GUILD_ROLE_CREATE", told)
        return role

    def add_member(self, guild: Guild, user: User | Bot, roles: Iterable[Role] = ()) -> Member:
        """Let a person or bot into a server, or give a member these roles too."""
        return members.arrive(self, guild, _user_id(user), {role.id for role in roles})

    def remove_role(self, guild: Guild, user: User | Bot, role: Role) -> None:
        """Take a role from a member."""
        member = guild.members[_user_id(user)]
        member.roles.discard(role.id)
        members.changed(self, guild, member)

    def add_channel(
        self,
        guild: Guild,
        name: str,
        *,
        kind: int = World.TEXT,
        private_to: Iterable[Role | User | Bot] | None = None,
    ) -> Channel:
        """A channel; with `private_to` only these roles and members see it."""
        channel = Channel(self.ids.next(), kind, guild.id, name, position=len(self.world.channels))
        if private_to is not None:
            hidden = Overwrite(guild.id, 0, deny=permissions.VIEW_CHANNEL)
            channel.overwrites[guild.id] = hidden
            for one in private_to:
                self.overwrite(channel, one, allow=permissions.VIEW_CHANNEL)
        self.world.channels[channel.id] = channel
        self.hub.in_channel(channel, "CHANNEL_CREATE", wire.channel_json(self.world, channel))
        return channel

    def overwrite(self, channel: Channel, one: Role | User | Bot | Guild, *, allow: int = 0, deny: int = 0) -> None:
        """Allow or deny permissions in one channel to a role, a member, or everyone (the server itself)."""
        of_role = isinstance(one, (Role, Guild))
        target = one.id if isinstance(one, (Role, Guild, User)) else one.user_id
        channel.overwrites[target] = Overwrite(target, 0 if of_role else 1, allow, deny)
        if channel.id in self.world.channels:
            self.hub.in_channel(channel, "CHANNEL_UPDATE", wire.channel_json(self.world, channel))

    def delete_channel(self, channel: Channel) -> None:
        """The owner deletes a channel with its threads."""
        for thread in self.world.threads_of(channel.guild_id or 0, parent_id=channel.id):
            del self.world.channels[thread.id]
        self.hub.in_channel(channel, "CHANNEL_DELETE", wire.channel_json(self.world, channel))
        del self.world.channels[channel.id]

    def kick(self, guild: Guild, user: User | Bot) -> None:
        """Throw someone out of a server; a bot gets GUILD_DELETE."""
        members.depart(self, guild, _user_id(user))


def _user_id(user: User | Bot) -> int:
    return user.user_id if isinstance(user, Bot) else user.id
