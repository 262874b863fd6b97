"""The life of a thread: begun, joined, archived, locked, deleted.

Source: Discord documentation, "Threads" and "Channel" (Start Thread …, Modify Channel).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.discord import permissions as may
from tests.servers.discord import wire
from tests.servers.discord.forms import Draft
from tests.servers.discord.intents import GUILD_MEMBERS
from tests.servers.discord.posting import RECIPIENT_ADDED, THREAD_CREATED, THREAD_STARTER, Origin, post
from tests.servers.discord.refusals import RefusedError
from tests.servers.discord.state import Channel, ThreadState, World

if TYPE_CHECKING:
    from tests.servers.discord.core import Platform
    from tests.servers.discord.state import Json, Message


def begin(
    platform: Platform,
    parent: Channel,
    owner_id: int,
    name: str,
    *,
    kind: int,
    archive_after: int,
    invitable: bool = True,
) -> Channel:
    """A new thread without a message; `invitable` is for private ones (Channel, Thread Metadata)."""
    return _begin(platform, parent, owner_id, name, kind, archive_after, platform.ids.next(), invitable=invitable)


def begin_from(
    platform: Platform, parent: Channel, message: Message, owner_id: int, name: str, minutes: int
) -> Channel:
    """A new public thread on a message; both share one id."""
    if message.thread_id is not None:
        raise RefusedError("thread_exists")
    newest = parent.last_message_id
    thread = _begin(platform, parent, owner_id, name, World.PUBLIC_THREAD, minutes, message.id)
    message.thread_id = thread.id
    message.flags |= wire.HAS_THREAD
    platform.hub.message("MESSAGE_UPDATE", message)
    guild = {"guild_id": str(parent.guild_id)}
    back = {"type": 0, "channel_id": str(parent.id), "message_id": str(message.id)} | guild
    post(platform, thread, message.author_id, Draft(), Origin(kind=THREAD_STARTER, reference=back))
    if newest != message.id:
        # The channel is told when the thread grows from an older message (Threads, New Message Types).
        forth = {"type": 0, "channel_id": str(thread.id), "message_id": str(thread.id)} | guild
        post(platform, parent, owner_id, Draft(content=name), Origin(kind=THREAD_CREATED, reference=forth))
    return thread


def change(platform: Platform, channel: Channel, body: Json) -> None:
    """Change what the form names (name, archived, locked, auto_archive_duration, invitable, applied_tags)."""
    thread = channel.thread
    assert thread is not None
    now = platform.clock.now()
    channel.name = body.get("name", channel.name)
    if "archived" in body and body["archived"] != thread.archived:
        if not body["archived"]:
            _room_for_one(platform, channel.guild_id)
        thread.archived, thread.archived_at = bool(body["archived"]), now
    if "auto_archive_duration" in body:
        thread.auto_archive, thread.archived_at = int(body["auto_archive_duration"]), now
    thread.locked = bool(body.get("locked", thread.locked))
    thread.invitable = bool(body.get("invitable", thread.invitable))
    thread.applied_tags = [int(tag) for tag in body.get("applied_tags", thread.applied_tags)]
    platform.hub.thread(channel, "THREAD_UPDATE")


def delete(platform: Platform, channel: Channel) -> None:
    """Take a thread and all in it away."""
    gone = {
        "id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "parent_id": str(channel.parent_id),
        "type": channel.kind,
    }
    platform.hub.in_channel(channel, "THREAD_DELETE", gone)
    del platform.world.channels[channel.id]


def add(platform: Platform, channel: Channel, asker_id: int, user_id: int) -> None:
    """Somebody adds someone, which the thread is told of; or joins himself.

    Adding asks for the right to send there; to a private thread that is not `invitable` only moderators add (Channel, Add Thread
    Member, and Thread Metadata: "whether non-moderators can add other non-moderators").
    """
    thread = channel.thread
    assert thread is not None
    if user_id != asker_id:
        bits = may.permissions_in(platform.world, asker_id, channel)
        closed = channel.kind == World.PRIVATE_THREAD and not thread.invitable
        if not bits & may.SEND_MESSAGES_IN_THREADS or (closed and not bits & may.MANAGE_THREADS):
            raise RefusedError("missing_permissions")
    new = user_id not in thread.members
    join(platform, channel, user_id)
    if new and user_id != asker_id:
        post(platform, channel, asker_id, Draft(content=f"<@{user_id}>"), Origin(kind=RECIPIENT_ADDED))


def join(platform: Platform, channel: Channel, user_id: int) -> None:
    """Someone is in a thread from now on; again changes nothing."""
    thread = channel.thread
    assert thread is not None
    if user_id in thread.members:
        return
    thread.members[user_id] = platform.clock.now()
    if user_id in platform.world.bots:
        found = wire.channel_json(platform.world, channel, user_id)
        platform.hub.to_bot(user_id, "THREAD_CREATE", found, guild_id=channel.guild_id)
    _tell_members(platform, channel, {"added_members": [wire.thread_member_json(channel, user_id)]}, user_id)


def leave(platform: Platform, channel: Channel, user_id: int) -> None:
    """Remove someone from a thread."""
    assert channel.thread is not None
    if channel.thread.members.pop(user_id, None) is not None:
        _tell_members(platform, channel, {"removed_member_ids": [str(user_id)]}, user_id)


def _tell_members(platform: Platform, channel: Channel, change_made: Json, user_id: int) -> None:
    assert channel.thread is not None
    told = {
        "id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "member_count": min(len(channel.thread.members), 50),
    } | change_made
    guild = platform.world.guilds[channel.guild_id or 0]
    platform.hub.in_guild(guild, "THREAD_MEMBERS_UPDATE", told, needs=GUILD_MEMBERS)
    for session in platform.hub.of_bot(user_id):
        # Without the GUILD_MEMBERS intent a bot hears of its own membership only.
        if not session.intents & GUILD_MEMBERS:
            session.push("THREAD_MEMBERS_UPDATE", told)


def _begin(
    platform: Platform,
    parent: Channel,
    owner_id: int,
    name: str,
    kind: int,
    archive_after: int,
    thread_id: int,
    *,
    invitable: bool = True,
) -> Channel:
    _room_for_one(platform, parent.guild_id)
    now = platform.clock.now()
    made = Channel(
        id=thread_id,
        kind=kind,
        guild_id=parent.guild_id,
        name=name,
        parent_id=parent.id,
        thread=ThreadState(
            owner_id,
            created_at=now,
            archived_at=now,
            auto_archive=archive_after,
            invitable=invitable,
            members={owner_id: now},
        ),
    )
    platform.world.channels[made.id] = made
    platform.hub.thread(made, "THREAD_CREATE", {"newly_created": True})
    return made


def _room_for_one(platform: Platform, guild_id: int | None) -> None:
    guild = platform.world.guilds[guild_id or 0]
    active = sum(1 for c in platform.world.threads_of(guild.id) if c.thread is not None and not c.thread.archived)
    if active >= guild.max_active_threads:
        raise RefusedError("too_many_threads")
