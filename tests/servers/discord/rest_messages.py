"""Routes of messages and reactions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain, islice
from typing import TYPE_CHECKING

from tests.servers.discord import forms, intents, posting, wire
from tests.servers.discord import permissions as may
from tests.servers.discord.forms import between, snowflake
from tests.servers.discord.permissions import permissions_in
from tests.servers.discord.posting import channel_seen_by, message_in
from tests.servers.discord.refusals import RefusedError, invalid_form
from tests.servers.discord.rest import NO_CONTENT, Answer, Call, Route

if TYPE_CHECKING:
    from tests.servers.discord.state import Channel, Json, Message


def shown(call: Call, message: Message) -> Json:
    """The message as the asking bot may read it over REST."""
    found = wire.message_json(call.platform.world, message, call.platform.files_at)
    direct = call.platform.world.channels[message.channel_id].guild_id is None
    has_content = bool(call.bot.intents_enabled & intents.MESSAGE_CONTENT)
    return wire.readable(found, call.bot, has_content=has_content, direct=direct)


def _list(call: Call) -> Answer:
    channel = channel_seen_by(call.platform, call.id("channel_id"), call.bot.user_id)
    limit = between(call.query.get("limit"), "limit", low=1, high=100, default=50)
    if not permissions_in(call.platform.world, call.bot.user_id, channel) & may.READ_MESSAGE_HISTORY:
        # "then no messages will be returned" (Message, Get Channel Messages)
        return 200, []
    return 200, [shown(call, message) for message in _page(call, channel, limit)]


def _page(call: Call, channel: Channel, limit: int) -> list[Message]:
    """At most `limit` messages, newest first, next to the one id that the query names."""
    ids = list(channel.messages)
    named = [key for key in ("around", "before", "after") if key in call.query]
    if not named:
        chosen = ids[-limit:]
    else:
        at = snowflake(call.query[named[0]], named[0])
        older, newer = ids[: bisect_left(ids, at)], ids[bisect_right(ids, at) :]
        if named[0] == "before":
            chosen = older[-limit:]
        elif named[0] == "after":
            chosen = newer[:limit]
        else:
            half = limit // 2
            itself = [at] if at in channel.messages else []
            chosen = list(islice(chain(older[-half:] if half else [], itself, newer[: limit - half - 1]), limit))
    return [channel.messages[message] for message in reversed(chosen)]


def _one(call: Call) -> Answer:
    channel = channel_seen_by(call.platform, call.id("channel_id"), call.bot.user_id)
    if not permissions_in(call.platform.world, call.bot.user_id, channel) & may.READ_MESSAGE_HISTORY:
        raise RefusedError("missing_permissions")
    return 200, shown(call, message_in(channel, call.id("message_id")))


def _send(call: Call) -> Answer:
    platform, author = call.platform, call.bot.user_id
    channel = channel_seen_by(platform, call.id("channel_id"), author)
    draft = forms.read_message(call.body, call.files)
    draft.flags &= forms.SETTABLE
    posting.may_post(platform, channel, author, draft)
    call.written.channel_id, call.written.nonce = channel.id, draft.nonce
    first = _sent_before(call, channel, draft)
    if first is not None:
        call.written.repeated = True
    message = first or posting.post(platform, channel, author, draft)
    call.written.message_id, call.written.reply_to = message.id, message.reply_to
    if first is None and draft.nonce is not None:
        platform.nonces[channel.id, author, str(draft.nonce)] = (message.id, platform.clock.now())
    return 200, shown(call, message)


def _sent_before(call: Call, channel: Channel, draft: forms.Draft) -> Message | None:
    """With `enforce_nonce`: the message this bot sent here with the same nonce in the past few minutes."""
    if not draft.enforce_nonce or draft.nonce is None:
        return None
    known = call.platform.nonces.get((channel.id, call.bot.user_id, str(draft.nonce)))
    if known is None or call.platform.clock.now() - known[1] > call.platform.nonce_window:
        return None
    return channel.messages.get(known[0])


def _edit(call: Call) -> Answer:
    platform, author = call.platform, call.bot.user_id
    channel = channel_seen_by(platform, call.id("channel_id"), author)
    message = message_in(channel, call.id("message_id"))
    if message.kind in posting.SYSTEM:
        raise RefusedError("system_message")
    if message.author_id != author:
        raise RefusedError("not_your_message")
    _not_archived(channel)
    posting.edit(platform, message, call.body)
    call.written.channel_id, call.written.message_id = channel.id, message.id
    call.written.reply_to = message.reply_to
    return 200, shown(call, message)


def _delete(call: Call) -> Answer:
    platform, author = call.platform, call.bot.user_id
    channel = channel_seen_by(platform, call.id("channel_id"), author)
    message = message_in(channel, call.id("message_id"))
    if message.kind in posting.SYSTEM:
        raise RefusedError("system_message")
    if message.author_id != author:
        if channel.guild_id is None:
            raise RefusedError("not_in_a_dm")
        if not permissions_in(platform.world, author, channel) & may.MANAGE_MESSAGES:
            raise RefusedError("missing_permissions")
    posting.delete(platform, message)
    call.written.channel_id, call.written.message_id = channel.id, message.id
    return NO_CONTENT


def _react(call: Call) -> Answer:
    platform, author = call.platform, call.bot.user_id
    channel = channel_seen_by(platform, call.id("channel_id"), author)
    message = message_in(channel, call.id("message_id"))
    emoji = call.path["emoji"]
    if emoji.isascii():
        raise RefusedError("unknown_emoji")
    bits = permissions_in(platform.world, author, channel)
    first = emoji not in message.reactions
    if not bits & may.READ_MESSAGE_HISTORY or (first and not bits & may.ADD_REACTIONS):
        raise RefusedError("missing_permissions")
    _not_archived(channel)
    call.written.channel_id, call.written.message_id = channel.id, message.id
    if author not in message.reactions.setdefault(emoji, []):
        message.reactions[emoji].append(author)
        _tell_reaction(call, channel, message, "MESSAGE_REACTION_ADD")
    return NO_CONTENT


def _unreact(call: Call) -> Answer:
    platform, author = call.platform, call.bot.user_id
    channel = channel_seen_by(platform, call.id("channel_id"), author)
    message = message_in(channel, call.id("message_id"))
    _not_archived(channel)
    call.written.channel_id, call.written.message_id = channel.id, message.id
    users = message.reactions.get(call.path["emoji"], [])
    if author in users:
        users.remove(author)
        if not users:
            del message.reactions[call.path["emoji"]]
        _tell_reaction(call, channel, message, "MESSAGE_REACTION_REMOVE")
    return NO_CONTENT


def _tell_reaction(call: Call, channel: Channel, message: Message, event: str) -> None:
    told: Json = {
        "user_id": str(call.bot.user_id),
        "channel_id": str(channel.id),
        "message_id": str(message.id),
        "message_author_id": str(message.author_id),
        "emoji": {"id": None, "name": call.path["emoji"]},
        "burst": False,
        "type": 0,
    }
    needs = intents.DIRECT_MESSAGE_REACTIONS
    if channel.guild_id is not None:
        told["guild_id"] = str(channel.guild_id)
        needs = intents.GUILD_MESSAGE_REACTIONS
    call.platform.hub.in_channel(channel, event, told, needs=needs)


def _typing(call: Call) -> Answer:
    channel_seen_by(call.platform, call.id("channel_id"), call.bot.user_id)
    return NO_CONTENT


def _bulk_delete(call: Call) -> Answer:
    channel = channel_seen_by(call.platform, call.id("channel_id"), call.bot.user_id)
    if not permissions_in(call.platform.world, call.bot.user_id, channel) & may.MANAGE_MESSAGES:
        raise RefusedError("missing_permissions")
    wanted = call.body.get("messages") or []
    if not 2 <= len(wanted) <= 100:
        raise invalid_form("messages", "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 100 in length.")
    for message_id in wanted:
        message = channel.messages.get(snowflake(message_id, "messages"))
        if message is not None:
            posting.delete(call.platform, message)
    call.written.channel_id = channel.id
    return NO_CONTENT


def _not_archived(channel: Channel) -> None:
    if channel.thread is not None and channel.thread.archived:
        raise RefusedError("thread_archived")


_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = _MESSAGES + "/{message_id}"
ROUTES = (
    Route("GET", _MESSAGES, _list),
    Route("POST", _MESSAGES, _send),
    Route("POST", _MESSAGES + "/bulk-delete", _bulk_delete),
    Route("GET", _MESSAGE, _one),
    Route("PATCH", _MESSAGE, _edit),
    Route("DELETE", _MESSAGE, _delete),
    Route("PUT", _MESSAGE + "/reactions/{emoji}/@me", _react),
    Route("DELETE", _MESSAGE + "/reactions/{emoji}/@me", _unreact),
    Route("POST", "/channels/{channel_id}/typing", _typing),
)
