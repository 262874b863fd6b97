"""Verbs of the side door that build the world, speak for people and misbehave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.discord.limits import Limit
from tests.servers.discord.misbehaviour import Fault
from tests.servers.discord.side_judge import interaction_json, message_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.discord.server import DiscordServer
    from tests.servers.discord.state import Bot, Channel, Json, Message, Role, User


def channel(server: DiscordServer, asked: Json) -> Channel:
    """The channel or thread an order names."""
    return server.world.channels[asked["channel"]]


def user(server: DiscordServer, asked: Json) -> User:
    """The person an order names."""
    return server.world.users[asked["user"]]


def message(server: DiscordServer, asked: Json) -> Message:
    """The message an order names, ephemeral ones too."""
    found = channel(server, asked).messages.get(asked["message"]) or server.world.ephemeral.get(asked["message"])
    if found is None:
        raise KeyError(f"message {asked['message']}")
    return found


def _bot(server: DiscordServer, asked: Json) -> Bot | None:
    return server.world.bots[asked["bot"]] if asked.get("bot") else None


def _one(server: DiscordServer, guild_id: int, one: int) -> Role | User:
    return server.world.guilds[guild_id].roles.get(one) or server.world.users[one]


def _add_user(server: DiscordServer, asked: Json) -> Json:
    return {"id": server.add_user(asked["name"], dms_open=asked.get("dms_open", True)).id}


def _add_bot(server: DiscordServer, asked: Json) -> Json:
    bot = server.add_bot(asked["token"], asked["name"], intents_enabled=asked["intents_enabled"])
    return {"id": bot.user_id, "application": bot.application_id}


def _add_guild(server: DiscordServer, asked: Json) -> Json:
    owner = server.world.users[asked["owner"]] if asked.get("owner") else None
    return {"id": server.add_guild(asked["name"], owner=owner).id}


def _add_role(server: DiscordServer, asked: Json) -> Json:
    guild = server.world.guilds[asked["guild"]]
    mentionable = asked.get("mentionable", False)
    return {"id": server.add_role(guild, asked["name"], may=asked.get("may", 0), mentionable=mentionable).id}


def _add_member(server: DiscordServer, asked: Json) -> Json:
    guild = server.world.guilds[asked["guild"]]
    roles = [guild.roles[role] for role in asked.get("roles", [])]
    server.add_member(guild, user(server, asked), roles)
    return {}


def _add_channel(server: DiscordServer, asked: Json) -> Json:
    guild = server.world.guilds[asked["guild"]]
    private = asked.get("private_to")
    chosen = None if private is None else [_one(server, guild.id, one) for one in private]
    return {"id": server.add_channel(guild, asked["name"], kind=asked.get("kind", 0), private_to=chosen).id}


def _set_user(server: DiscordServer, asked: Json) -> Json:
    user(server, asked).dms_open = bool(asked["dms_open"])
    return {}


def _kick(server: DiscordServer, asked: Json) -> Json:
    server.kick(server.world.guilds[asked["guild"]], user(server, asked))
    return {}


def _revoke(server: DiscordServer, asked: Json) -> Json:
    server.revoke_token(server.world.bots[asked["bot"]])
    return {}


def _clock(server: DiscordServer, asked: Json) -> Json:
    if "set" in asked:
        server.clock.set(asked["set"])
    server.clock.advance(asked.get("advance", 0))
    return {"now": server.clock.now()}


def _say(server: DiscordServer, asked: Json) -> Json:
    reply_to = message(server, asked | {"message": asked["reply_to"]}) if asked.get("reply_to") else None
    files = [(f["name"], f["type"], f["text"].encode()) for f in asked.get("attachments", [])]
    said = server.say(channel(server, asked), user(server, asked), asked["text"], reply_to=reply_to, attachments=files)
    return {"id": said.id}


def _say_many(server: DiscordServer, asked: Json) -> Json:
    return {"ids": [_say(server, one)["id"] for one in asked["messages"]]}


def _direct(server: DiscordServer, asked: Json) -> Json:
    said = server.direct_message(user(server, asked), server.world.bots[asked["bot"]], asked["text"])
    return {"id": said.id, "channel": said.channel_id}


def _edit(server: DiscordServer, asked: Json) -> Json:
    return message_json(server.edit(message(server, asked), asked["text"]))


def _delete(server: DiscordServer, asked: Json) -> Json:
    server.delete(message(server, asked))
    return {}


def _press(server: DiscordServer, asked: Json) -> Json:
    pressed = server.press(user(server, asked), message(server, asked), asked["custom_id"], values=asked.get("values"))
    return interaction_json(pressed)


def _submit(server: DiscordServer, asked: Json) -> Json:
    shown = next(i for i in server.interactions.values() if i.id == asked["interaction"])
    return interaction_json(server.submit_modal(user(server, asked), shown, asked["values"]))


def _thread(server: DiscordServer, asked: Json) -> Json:
    parent = channel(server, asked)
    on = message(server, asked) if asked.get("message") else None
    return {"id": server.start_thread(parent, user(server, asked), asked["name"], message=on).id}


def _change_thread(server: DiscordServer, asked: Json) -> Json:
    thread = channel(server, asked)
    if asked.get("delete"):
        server.delete_thread(thread)
        return {}
    if "locked" in asked:
        server.lock_thread(thread, locked=asked["locked"])
    if "archived" in asked:
        server.archive_thread(thread, archived=asked["archived"])
    return {}


def _misbehave(server: DiscordServer, asked: Json) -> Json:
    if "latency" in asked:
        server.misbehaviour.latency = float(asked["latency"])
    if "kind" in asked:
        server.misbehave(Fault(**{key: value for key, value in asked.items() if key != "latency"}))
    return {}


def _behave(server: DiscordServer, _: Json) -> Json:
    server.misbehaviour.clear()
    server.gateway_down(down=False)
    return {}


def _limit(server: DiscordServer, asked: Json) -> Json:
    limit = Limit(asked["requests"], asked["seconds"])
    if asked.get("route"):
        server.limit(asked["route"], limit)
    else:
        server.limits.overall = limit
    return {}


def _gateway(server: DiscordServer, asked: Json) -> Json:
    do, bot = asked["do"], _bot(server, asked)
    if do == "cut":
        return {"cut": server.cut_gateway(bot, lose_events=asked.get("lose_events", False))}
    if do in {"down", "up"}:
        server.gateway_down(down=do == "down")
    elif do == "reconnect":
        server.send_reconnect(bot)
    elif do == "invalidate":
        server.invalidate_session(bot, resumable=asked.get("resumable", False))
    elif do == "close":
        server.close_gateway(asked["code"], bot)
    elif do == "raw":
        server.raw_frame(asked["frame"], bot)
    else:
        raise ValueError(f"the gateway cannot {do!r}")
    return {}


WORLD_VERBS: dict[str, Callable[[DiscordServer, Json], Json]] = {
    "add_user": _add_user,
    "add_bot": _add_bot,
    "add_guild": _add_guild,
    "add_role": _add_role,
    "add_member": _add_member,
    "add_channel": _add_channel,
    "set_user": _set_user,
    "kick": _kick,
    "revoke_token": _revoke,
    "clock": _clock,
}
PEOPLE_VERBS: dict[str, Callable[[DiscordServer, Json], Json]] = {
    "say": _say,
    "say_many": _say_many,
    "direct": _direct,
    "edit": _edit,
    "delete": _delete,
    "press": _press,
    "submit_modal": _submit,
    "start_thread": _thread,
    "change_thread": _change_thread,
}
FAULT_VERBS: dict[str, Callable[[DiscordServer, Json], Json]] = {
    "misbehave": _misbehave,
    "behave": _behave,
    "limit": _limit,
    "gateway": _gateway,
}
