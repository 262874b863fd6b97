"""What a member may do where: permission bits and their computation.

Source: Discord documentation, "Permissions" (bitwise flags, overwrites, computing).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.servers.discord.state import Channel, Guild, Member, World

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
MANAGE_GUILD = 1 << 5
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
CREATE_PRIVATE_THREADS = 1 << 36
SEND_MESSAGES_IN_THREADS = 1 << 38
MODERATE_MEMBERS = 1 << 40

ALL = (1 << 53) - 1

# What @everyone may do in a new server; mentioning everyone is among it, which is why a bot must guard its texts.
EVERYONE_DEFAULT = (
    ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | MENTION_EVERYONE
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | CREATE_PRIVATE_THREADS
    | SEND_MESSAGES_IN_THREADS
)

# What a user and a bot have between them in a direct message.
DIRECT = (
    VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_MESSAGE_HISTORY | ADD_REACTIONS | MENTION_EVERYONE
)


def permissions_in(world: World, user_id: int, channel: Channel) -> int:
    """The permission bits of this user in this channel or thread; 0 for one who has no business there."""
    if channel.guild_id is None:
        return DIRECT if user_id in channel.recipients else 0
    guild = world.guilds[channel.guild_id]
    member = guild.members.get(user_id)
    if member is None:
        return 0
    if channel.thread is None:
        return _in_channel(guild, member, channel)
    parent = world.channels.get(channel.parent_id or 0)
    bits = _in_channel(guild, member, parent) if parent is not None else 0
    private = channel.kind == world.PRIVATE_THREAD
    if private and not bits & MANAGE_THREADS and user_id not in channel.thread.members:
        return 0
    return bits


def guild_permissions(guild: Guild, member: Member) -> int:
    """The permission bits of this member before channel overwrites."""
    if member.user_id == guild.owner_id:
        return ALL
    bits = guild.roles[guild.id].permissions
    for role_id in member.roles:
        bits |= guild.roles[role_id].permissions
    return ALL if bits & ADMINISTRATOR else bits


def _in_channel(guild: Guild, member: Member, channel: Channel) -> int:
    bits = guild_permissions(guild, member)
    if bits == ALL:
        return bits
    everyone = channel.overwrites.get(guild.id)
    if everyone is not None:
        bits = bits & ~everyone.deny | everyone.allow
    of_roles = [channel.overwrites[role] for role in member.roles if role in channel.overwrites]
    for overwrite in of_roles:
        bits &= ~overwrite.deny
    for overwrite in of_roles:
        bits |= overwrite.allow
    own = channel.overwrites.get(member.user_id)
    if own is not None:
        bits = bits & ~own.deny | own.allow
    # Without sight of a channel every other permission in it is void.
    return bits if bits & VIEW_CHANNEL else 0
