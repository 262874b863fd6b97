"""Routes that begin, list, join and leave threads."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from tests.servers.discord import forms, posting, threads, wire
from tests.servers.discord import permissions as may
from tests.servers.discord.clock import iso
from tests.servers.discord.forms import between, snowflake
from tests.servers.discord.intents import GUILD_MEMBERS
from tests.servers.discord.permissions import permissions_in
from tests.servers.discord.posting import channel_seen_by, message_in
from tests.servers.discord.refusals import RefusedError, invalid_form
from tests.servers.discord.rest import NO_CONTENT, Answer, Call, Route
from tests.servers.discord.rest_messages import shown
from tests.servers.discord.state import World

if TYPE_CHECKING:
    from tests.servers.discord.state import Channel, Json, ThreadState


def _begin_from_message(call: Call) -> Answer:
    platform, asker = call.platform, call.bot.user_id
    parent = channel_seen_by(platform, call.id("channel_id"), asker)
    if parent.kind != World.TEXT:
        raise RefusedError("wrong_channel_type")
    message = message_in(parent, call.id("message_id"))
    name, minutes = forms.thread_name(call.body), forms.archive_after(call.body)
    if not permissions_in(platform.world, asker, parent) & may.CREATE_PUBLIC_THREADS:
        raise RefusedError("missing_permissions")
    made = threads.begin_from(platform, parent, message, asker, name, minutes)
    call.written.channel_id, call.written.message_id = parent.id, message.id
    return 201, wire.channel_json(platform.world, made, asker)


def _begin(call: Call) -> Answer:
    platform, asker = call.platform, call.bot.user_id
    parent = channel_seen_by(platform, call.id("channel_id"), asker)
    if parent.kind == World.FORUM:
        return _begin_in_forum(call, parent)
    if parent.kind != World.TEXT:
        raise RefusedError("wrong_channel_type")
    name, minutes = forms.thread_name(call.body), forms.archive_after(call.body)
    # The type "defaults to PRIVATE_THREAD" (Channel, Start Thread without Message).
    kind = call.body.get("type", World.PRIVATE_THREAD)
    if kind not in {World.PUBLIC_THREAD, World.PRIVATE_THREAD}:
        raise invalid_form("type", "BASE_TYPE_CHOICES", "Value must be one of {11, 12}.")
    needed = may.CREATE_PUBLIC_THREADS if kind == World.PUBLIC_THREAD else may.CREATE_PRIVATE_THREADS
    if not permissions_in(platform.world, asker, parent) & needed:
        raise RefusedError("missing_permissions")
    invitable = bool(call.body.get("invitable", True))
    made = threads.begin(platform, parent, asker, name, kind=kind, archive_after=minutes, invitable=invitable)
    call.written.channel_id, call.written.message_id = parent.id, made.id
    return 201, wire.channel_json(platform.world, made, asker)


def _begin_in_forum(call: Call, parent: Channel) -> Answer:
    platform, asker = call.platform, call.bot.user_id
    name, minutes = forms.thread_name(call.body), forms.archive_after(call.body)
    draft = forms.read_message(call.body.get("message") or {}, call.files)
    if not permissions_in(platform.world, asker, parent) & may.SEND_MESSAGES:
        raise RefusedError("missing_permissions")
    made = threads.begin(platform, parent, asker, name, kind=World.PUBLIC_THREAD, archive_after=minutes)
    first = posting.post(platform, made, asker, draft)
    call.written.channel_id, call.written.message_id = made.id, first.id
    return 201, wire.channel_json(platform.world, made, asker) | {"message": shown(call, first)}


def thread_of(call: Call) -> tuple[Channel, ThreadState]:
    """The thread in the path; a channel that is none is refused (50024)."""
    channel = channel_seen_by(call.platform, call.id("channel_id"), call.bot.user_id)
    if channel.thread is None:
        raise RefusedError("wrong_channel_type")
    return channel, channel.thread


def _member(call: Call) -> int:
    text = call.path["user_id"]
    user = call.bot.user_id if text == "@me" else snowflake(text, "user_id")
    if user not in call.platform.world.users:
        raise RefusedError("unknown_user")
    return user


def _join(call: Call) -> Answer:
    channel, thread = thread_of(call)
    user = _member(call)
    if thread.archived:
        raise RefusedError("thread_archived")
    guild = call.platform.world.guilds[channel.guild_id or 0]
    if user not in guild.members:
        raise RefusedError("unknown_member")
    threads.add(call.platform, channel, call.bot.user_id, user)
    call.written.channel_id = channel.id
    return NO_CONTENT


def _leave(call: Call) -> Answer:
    channel, thread = thread_of(call)
    user = _member(call)
    if thread.archived:
        raise RefusedError("thread_archived")
    bits = permissions_in(call.platform.world, call.bot.user_id, channel)
    owner = channel.kind == World.PRIVATE_THREAD and thread.owner_id == call.bot.user_id
    if user != call.bot.user_id and not owner and not bits & may.MANAGE_THREADS:
        raise RefusedError("missing_permissions")
    threads.leave(call.platform, channel, user)
    call.written.channel_id = channel.id
    return NO_CONTENT


def _members(call: Call) -> Answer:
    channel, thread = thread_of(call)
    if not call.bot.intents_enabled & GUILD_MEMBERS:
        raise RefusedError("missing_access")
    return 200, [wire.thread_member_json(channel, user) for user in thread.members]


def _one_member(call: Call) -> Answer:
    channel, thread = thread_of(call)
    user = _member(call)
    if user not in thread.members:
        raise RefusedError("unknown_member")
    return 200, wire.thread_member_json(channel, user)


def _active(call: Call) -> Answer:
    guild = call.platform.world.guilds.get(call.id("guild_id"))
    if guild is None or call.bot.user_id not in guild.members:
        raise RefusedError("unknown_guild")
    found = [c for c in call.platform.world.threads_of(guild.id) if c.thread is not None and not c.thread.archived]
    return 200, _listed(call, _visible(call, found), more=False)


def _archived(kind: int) -> Route:
    def answer(call: Call) -> Answer:
        parent = channel_seen_by(call.platform, call.id("channel_id"), call.bot.user_id)
        bits = permissions_in(call.platform.world, call.bot.user_id, parent)
        if not bits & may.READ_MESSAGE_HISTORY or (kind == World.PRIVATE_THREAD and not bits & may.MANAGE_THREADS):
            raise RefusedError("missing_permissions")
        limit = between(call.query.get("limit"), "limit", low=2, high=100, default=50)
        before = call.query.get("before")
        found = [
            c
            for c in call.platform.world.threads_of(parent.guild_id or 0, parent_id=parent.id)
            if c.thread is not None and c.thread.archived and c.kind == kind
            if before is None or iso(c.thread.archived_at) < before
        ]
        found.sort(key=attrgetter("thread.archived_at"), reverse=True)
        return 200, _listed(call, found[:limit], more=len(found) > limit)

    name = "private" if kind == World.PRIVATE_THREAD else "public"
    return Route("GET", f"/channels/{{channel_id}}/threads/archived/{name}", answer)


def _visible(call: Call, found: list[Channel]) -> list[Channel]:
    world = call.platform.world
    return [c for c in found if permissions_in(world, call.bot.user_id, c) & may.VIEW_CHANNEL]


def _listed(call: Call, found: list[Channel], *, more: bool) -> Json:
    own = call.bot.user_id
    joined = [wire.thread_member_json(c, own) for c in found if c.thread is not None and own in c.thread.members]
    listed = [wire.channel_json(call.platform.world, c, own) for c in found]
    return {"threads": listed, "members": joined, "has_more": more}


_MEMBER = "/channels/{channel_id}/thread-members/{user_id}"
ROUTES = (
    Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", _begin_from_message),
    Route("POST", "/channels/{channel_id}/threads", _begin),
    Route("GET", "/channels/{channel_id}/thread-members", _members),
    Route("GET", _MEMBER, _one_member),
    Route("PUT", _MEMBER, _join),
    Route("DELETE", _MEMBER, _leave),
    Route("GET", "/guilds/{guild_id}/threads/active", _active),
    _archived(World.PUBLIC_THREAD),
    _archived(World.PRIVATE_THREAD),
)
