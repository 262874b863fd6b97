"""Routes of servers: the server, its roles, channels and members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.discord import wire
from tests.servers.discord.forms import between, snowflake
from tests.servers.discord.intents import GUILD_MEMBERS
from tests.servers.discord.refusals import RefusedError
from tests.servers.discord.rest import Answer, Call, Route

if TYPE_CHECKING:
    from tests.servers.discord.state import Guild, Member


def _own(call: Call) -> Guild:
    guild = call.platform.world.guilds.get(call.id("guild_id"))
    if guild is None or call.bot.user_id not in guild.members:
        raise RefusedError("unknown_guild")
    return guild


def _guild(call: Call) -> Answer:
    return 200, wire.guild_json(call.platform.world, _own(call))


def _roles(call: Call) -> Answer:
    return 200, wire.roles_json(_own(call))


def _channels(call: Call) -> Answer:
    world = call.platform.world
    return 200, [wire.channel_json(world, channel) for channel in world.channels_of(_own(call).id)]


def _members(call: Call) -> Answer:
    guild = _own(call)
    if not call.bot.intents_enabled & GUILD_MEMBERS:
        # "this endpoint is restricted according to whether the GUILD_MEMBERS Privileged Intent is enabled"
        raise RefusedError("missing_access")
    limit = between(call.query.get("limit"), "limit", low=1, high=1000, default=1)
    after = snowflake(call.query.get("after", "0"), "after")
    later = sorted(user for user in guild.members if user > after)[:limit]
    return 200, [wire.member_json(call.platform.world, guild.members[user]) for user in later]


def _search(call: Call) -> Answer:
    guild, world = _own(call), call.platform.world
    limit = between(call.query.get("limit"), "limit", low=1, high=1000, default=1)
    start = call.query.get("query", "").lower()
    found = [m for m in guild.members.values() if world.users[m.user_id].name.lower().startswith(start)]
    return 200, [wire.member_json(world, member) for member in found[:limit]]


def _member(call: Call) -> Answer:
    guild = _own(call)
    member: Member | None = guild.members.get(call.id("user_id"))
    if member is None:
        raise RefusedError("unknown_member")
    return 200, wire.member_json(call.platform.world, member)


_GUILD = "/guilds/{guild_id}"
ROUTES = (
    Route("GET", _GUILD, _guild),
    Route("GET", _GUILD + "/roles", _roles),
    Route("GET", _GUILD + "/channels", _channels),
    Route("GET", _GUILD + "/members", _members),
    Route("GET", _GUILD + "/members/search", _search),
    Route("GET", _GUILD + "/members/{user_id}", _member),
)
