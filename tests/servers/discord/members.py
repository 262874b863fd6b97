"""Coming and going in a server, and changes of a member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.discord import intents, wire
from tests.servers.discord.state import Member

if TYPE_CHECKING:
    from tests.servers.discord.core import Platform
    from tests.servers.discord.state import Guild


def arrive(platform: Platform, guild: Guild, user_id: int, roles: set[int]) -> Member:
    """Add a member (or give an old one these roles) and tell the bots; a bot that arrives gets its server."""
    world = platform.world
    known = guild.members.get(user_id)
    if known is not None:
        known.roles |= roles
        changed(platform, guild, known)
        return known
    member = guild.members[user_id] = Member(user_id, platform.clock.now(), set(roles))
    told = wire.member_json(world, member) | {"guild_id": str(guild.id)}
    platform.hub.in_guild(guild, "GUILD_MEMBER_ADD", told, needs=intents.GUILD_MEMBERS)
    if user_id in world.bots:
        for session in platform.hub.of_bot(user_id):
            if session.intents & intents.GUILDS and session.hears(guild.id):
                found = wire.guild_create_json(world, guild, session.bot)
                # The key stands in the answer to READY and the end of an outage only; without it, it is a join
                # (discord.py, state.parse_guild_create).
                del found["unavailable"]
                session.push("GUILD_CREATE", found)
    return member


def changed(platform: Platform, guild: Guild, member: Member) -> None:
    """Tell of a member's new roles or name; the bot itself hears of its own change with any intents."""
    told = wire.member_json(platform.world, member) | {"guild_id": str(guild.id)}
    for session in platform.hub.sessions.values():
        itself = session.bot.user_id == member.user_id
        inside = session.bot.user_id in guild.members and session.hears(guild.id)
        if inside and (itself or session.intents & intents.GUILD_MEMBERS):
            session.push("GUILD_MEMBER_UPDATE", told)


def depart(platform: Platform, guild: Guild, user_id: int) -> None:
    """Take a member out; a bot that goes hears that the server is gone."""
    if guild.members.pop(user_id, None) is None:
        return
    for thread in platform.world.threads_of(guild.id):
        if thread.thread is not None:
            thread.thread.members.pop(user_id, None)
    told = {"guild_id": str(guild.id), "user": wire.user_json(platform.world.users[user_id])}
    platform.hub.in_guild(guild, "GUILD_MEMBER_REMOVE", told, needs=intents.GUILD_MEMBERS)
    if user_id in platform.world.bots:
        # Without `unavailable`: it was removed, this is no outage (Gateway Events, Guild Delete).
        platform.hub.to_bot(user_id, "GUILD_DELETE", {"id": str(guild.id)}, guild_id=guild.id)
