"""Routes of channels themselves: read, change, delete."""

from __future__ import annotations

from tests.servers.discord import forms, threads, wire
from tests.servers.discord import permissions as may
from tests.servers.discord.permissions import permissions_in
from tests.servers.discord.posting import channel_seen_by
from tests.servers.discord.refusals import RefusedError
from tests.servers.discord.rest import Answer, Call, Route
from tests.servers.discord.state import Channel, ThreadState, World


def _read(call: Call) -> Answer:
    channel = channel_seen_by(call.platform, call.id("channel_id"), call.bot.user_id)
    return 200, wire.channel_json(call.platform.world, channel, call.bot.user_id)


def _change(call: Call) -> Answer:
    platform, asker = call.platform, call.bot.user_id
    channel = channel_seen_by(platform, call.id("channel_id"), asker)
    if channel.kind == World.DM:
        raise RefusedError("not_in_a_dm")
    if "name" in call.body:
        forms.thread_name(call.body)
    forms.archive_after(call.body)
    if channel.thread is not None:
        _may_change_thread(call, channel, channel.thread)
        threads.change(platform, channel, call.body)
    else:
        if not permissions_in(platform.world, asker, channel) & may.MANAGE_CHANNELS:
            raise RefusedError("missing_permissions")
        channel.name = call.body.get("name", channel.name)
        channel.topic = call.body.get("topic", channel.topic)
        platform.hub.in_channel(channel, "CHANNEL_UPDATE", wire.channel_json(platform.world, channel))
    call.written.channel_id = channel.id
    return 200, wire.channel_json(platform.world, channel, asker)


def _may_change_thread(call: Call, channel: Channel, thread: ThreadState) -> None:
    """Who may change what in a thread (Threads, Editing & Deleting Threads)."""
    asker = call.bot.user_id
    manages = bool(permissions_in(call.platform.world, asker, channel) & may.MANAGE_THREADS)
    owns = thread.owner_id == asker
    body = call.body
    if thread.archived and body.get("archived", True):
        raise RefusedError("thread_archived")
    only_reopens = set(body) == {"archived"} and body["archived"] is False
    if only_reopens and not thread.locked and asker in thread.members:
        return
    if thread.locked and not manages and not (owns and only_reopens):
        raise RefusedError("thread_locked")
    if "locked" in body and bool(body["locked"]) != thread.locked and not manages:
        raise RefusedError("missing_permissions")
    if not manages and not owns:
        raise RefusedError("missing_permissions")


def _delete(call: Call) -> Answer:
    platform, asker = call.platform, call.bot.user_id
    channel = channel_seen_by(platform, call.id("channel_id"), asker)
    found = wire.channel_json(platform.world, channel, asker)
    call.written.channel_id = channel.id
    if channel.kind == World.DM:
        return 200, found
    needed = may.MANAGE_THREADS if channel.thread is not None else may.MANAGE_CHANNELS
    if not permissions_in(platform.world, asker, channel) & needed:
        raise RefusedError("missing_permissions")
    if channel.thread is not None:
        threads.delete(platform, channel)
    else:
        remove_channel(call, channel)
    return 200, found


def remove_channel(call: Call, channel: Channel) -> None:
    """Take a channel and its threads away."""
    world = call.platform.world
    for thread in world.threads_of(channel.guild_id or 0, parent_id=channel.id):
        del world.channels[thread.id]
    call.platform.hub.in_channel(channel, "CHANNEL_DELETE", wire.channel_json(world, channel))
    del world.channels[channel.id]


_CHANNEL = "/channels/{channel_id}"
ROUTES = (
    Route("GET", _CHANNEL, _read),
    Route("PATCH", _CHANNEL, _change),
    Route("DELETE", _CHANNEL, _delete),
)
