"""Routes of servers: the server, its roles, channels and members."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tests.servers.discord import members, wire
from tests.servers.discord.forms import between, snowflake
from tests.servers.discord.intents import GUILD_MEMBERS
from tests.servers.discord.permissions import ADMINISTRATOR, MODERATE_MEMBERS, guild_permissions
from tests.servers.discord.refusals import RefusedError, invalid_form
from tests.servers.discord.rest import Answer, Call, Route

if TYPE_CHECKING:
    from tests.servers.discord.state import Guild, Member

LONGEST_TIME_OUT = 28 * 86_400
"""Seconds (Guild, Modify Guild Member: communication_disabled_until, up to 28 days in the future)."""


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


def _change_member(call: Call) -> Answer:
    """Time a member out, or end that. Of what can be changed of a member the server knows this alone."""
    guild, world = _own(call), call.platform.world
    member = guild.members.get(call.id("user_id"))
    if member is None:
        raise RefusedError("unknown_member")
    until = moment_of(call.body.get("communication_disabled_until"))
    if until is not None and until - call.platform.clock.now() > LONGEST_TIME_OUT:
        raise invalid_form(
            "communication_disabled_until",
            "DATE_TIME_MAX",
            "Communication disabled until must be within 28 days of now",
        )
    mine = guild.members[call.bot.user_id]
    if not guild_permissions(guild, mine) & MODERATE_MEMBERS or not above(guild, mine, member):
        raise RefusedError("missing_permissions")
    member.silent_until = until
    members.changed(call.platform, guild, member)
    return 200, wire.member_json(world, member)


def moment_of(text: object) -> float | None:
    """A moment as the API takes it (ISO 8601), in Unix seconds; None for null."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except ValueError:
        raise invalid_form(
            "communication_disabled_until", "DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601."
        ) from None


def above(guild: Guild, mine: Member, member: Member) -> bool:
    """Whether one may be timed out by the other: no owner, no administrator, and nobody with a role as high."""
    if member.user_id == guild.owner_id or guild_permissions(guild, member) & ADMINISTRATOR:
        return False
    rank = {role: place for place, role in enumerate(guild.roles)}
    highest = max((rank[role] for role in mine.roles), default=0)
    return highest > max((rank[role] for role in member.roles), default=0)


_GUILD = "/guilds/{guild_id}"
ROUTES = (
    Route("GET", _GUILD, _guild),
    Route("GET", _GUILD + "/roles", _roles),
    Route("GET", _GUILD + "/channels", _channels),
    Route("GET", _GUILD + "/members", _members),
    Route("GET", _GUILD + "/members/search", _search),
    Route("GET", _GUILD + "/members/{user_id}", _member),
    Route("PATCH", _GUILD + "/members/{user_id}", _change_member),
)
