"""Routes of the bot itself: who am I, which application, where is the gateway, private messages, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.discord import wire
from tests.servers.discord.forms import snowflake
from tests.servers.discord.members import depart
from tests.servers.discord.refusals import RefusedError, invalid_form
from tests.servers.discord.rest import NO_CONTENT, Answer, Call, Route

if TYPE_CHECKING:
    from tests.servers.discord.state import Json


def _me(call: Call) -> Answer:
    found = wire.user_json(call.platform.world.users[call.bot.user_id])
    return 200, found | {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None, "flags": 0}


def _user(call: Call) -> Answer:
    user = call.platform.world.users.get(call.id("user_id"))
    if user is None:
        raise RefusedError("unknown_user")
    return 200, wire.user_json(user)


def _application(call: Call) -> Answer:
    return 200, wire.application_json(call.platform.world, call.bot)


def _my_guilds(call: Call) -> Answer:
    own = call.bot.user_id
    mine = [guild for guild in call.platform.world.guilds.values() if own in guild.members]
    return 200, [
        {"id": str(g.id), "name": g.name, "icon": None, "owner": g.owner_id == own, "permissions": "0", "features": []}
        for g in mine
    ]


def _leave_guild(call: Call) -> Answer:
    guild = call.platform.world.guilds.get(call.id("guild_id"))
    if guild is None or call.bot.user_id not in guild.members:
        raise RefusedError("unknown_guild")
    depart(call.platform, guild, call.bot.user_id)
    return NO_CONTENT


def _open_direct(call: Call) -> Answer:
    recipient = call.body.get("recipient_id")
    if recipient is None:
        raise invalid_form("recipient_id", "BASE_TYPE_REQUIRED", "This field is required")
    other = snowflake(recipient, "recipient_id")
    if other not in call.platform.world.users:
        raise RefusedError("unknown_user")
    if other == call.bot.user_id:
        raise RefusedError("dms_closed")
    channel = call.platform.direct(call.bot.user_id, other)
    call.written.channel_id = channel.id
    return 200, wire.channel_json(call.platform.world, channel, call.bot.user_id)


def _gateway(call: Call) -> Answer:
    return 200, {"url": call.platform.gateway_url}


def _gateway_bot(call: Call) -> Answer:
    starts: Json = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return 200, {"url": call.platform.gateway_url, "shards": 1, "session_start_limit": starts}


ROUTES = (
    Route("GET", "/users/@me", _me),
    Route("GET", "/users/@me/guilds", _my_guilds),
    Route("DELETE", "/users/@me/guilds/{guild_id}", _leave_guild),
    Route("POST", "/users/@me/channels", _open_direct),
    Route("GET", "/users/{user_id}", _user),
    Route("GET", "/applications/@me", _application),
    Route("GET", "/oauth2/applications/@me", _application),
    Route("GET", "/gateway", _gateway, free=True),
    Route("GET", "/gateway/bot", _gateway_bot),
)
