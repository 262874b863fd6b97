"""Posting, editing and deleting messages: the same road for bots and for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.servers.discord import components, forms, intents, mentions, permissions
from tests.servers.discord.forms import Draft
from tests.servers.discord.mentions import pinged_by
from tests.servers.discord.refusals import RefusedError, invalid_form
from tests.servers.discord.state import Message, World

if TYPE_CHECKING:
    from tests.servers.discord.core import Platform
    from tests.servers.discord.state import Channel, Json

DEFAULT, RECIPIENT_ADDED, THREAD_CREATED, REPLY, COMMAND, THREAD_STARTER = 0, 1, 18, 19, 20, 21
# Types a bot may not touch as if they were written by someone (Message, Message Types: not deletable or editable).
SYSTEM = {THREAD_STARTER, RECIPIENT_ADDED}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message comes from when it is no plain send: a system message or an interaction."""

    kind: int | None = None
    reference: Json | None = None
    application_id: int | None = None
    interaction: Json | None = None
    ephemeral_for: int | None = None


PLAIN = Origin()


def channel_seen_by(platform: Platform, channel_id: int, user_id: int) -> Channel:
    """The channel, when this user may see it; else 10003 or 50001."""
    channel = platform.world.channels.get(channel_id)
    if channel is None:
        raise RefusedError("unknown_channel")
    if not permissions.permissions_in(platform.world, user_id, channel) & permissions.VIEW_CHANNEL:
        raise RefusedError("missing_access")
    return channel


def message_in(channel: Channel, message_id: int) -> Message:
    """The message in this channel; else 10008."""
    message = channel.messages.get(message_id)
    if message is None:
        raise RefusedError("unknown_message")
    return message


def may_post(platform: Platform, channel: Channel, author_id: int, draft: Draft) -> None:
    """Refuse when this author may not post this here."""
    world = platform.world
    if channel.kind not in {World.TEXT, World.DM, World.PUBLIC_THREAD, World.PRIVATE_THREAD}:
        raise RefusedError("not_a_text_channel")
    if channel.kind == World.DM:
        _may_write_to(platform, channel, author_id)
        return
    if timed_out(platform, channel, author_id):
        raise RefusedError("missing_permissions")
    bits = permissions.permissions_in(world, author_id, channel)
    in_thread = channel.thread is not None
    if not bits & (permissions.SEND_MESSAGES_IN_THREADS if in_thread else permissions.SEND_MESSAGES):
        raise RefusedError("missing_permissions")
    if draft.attachments and not bits & permissions.ATTACH_FILES:
        raise RefusedError("missing_permissions")
    if draft.embeds and not bits & permissions.EMBED_LINKS:
        raise RefusedError("missing_permissions")
    if draft.reference and not bits & permissions.READ_MESSAGE_HISTORY:
        raise RefusedError("reply_needs_history")
    if channel.thread is not None and channel.thread.locked and not bits & permissions.MANAGE_THREADS:
        raise RefusedError("thread_locked")


def timed_out(platform: Platform, channel: Channel, user_id: int) -> bool:
    """Whether somebody is timed out in the server of this channel: he only sees and reads (Permissions, timed out members)."""
    member = platform.world.guilds[channel.guild_id].members.get(user_id) if channel.guild_id is not None else None
    until = member.silent_until if member is not None else None
    return until is not None and until > platform.clock.now()


def post(platform: Platform, channel: Channel, author_id: int, draft: Draft, origin: Origin = PLAIN) -> Message:
    """Put a message into a channel and tell everyone who listens."""
    replied = _replied_message(channel, draft)
    world = platform.world
    now = platform.clock.now()
    bits = permissions.permissions_in(world, author_id, channel)
    reference = origin.reference
    if replied is not None:
        reference = {"type": 0, "channel_id": str(channel.id), "message_id": str(replied.id)}
        if channel.guild_id is not None:
            reference["guild_id"] = str(channel.guild_id)
    rung = pinged_by(
        world,
        channel,
        draft.content,
        draft.allowed_mentions,
        bits=bits,
        replied_user=replied.author_id if replied is not None else None,
    )
    message = Message(
        id=platform.ids.next(),
        channel_id=channel.id,
        author_id=author_id,
        content=draft.content,
        at=now,
        kind=origin.kind if origin.kind is not None else (REPLY if replied is not None else DEFAULT),
        reply_to=replied.id if replied is not None else None,
        reference=reference,
        nonce=draft.nonce,
        embeds=draft.embeds,
        components=draft.components,
        attachments=draft.attachments,
        flags=draft.flags,
        pinged=rung,
        mentions=rung,
        application_id=origin.application_id,
        interaction=origin.interaction,
        ephemeral_for=origin.ephemeral_for,
    )
    if origin.ephemeral_for is not None:
        # Only that person sees it; no bot hears of it and no history holds it.
        world.ephemeral[message.id] = message
        return message
    _enter(platform, channel, message)
    platform.hub.message("MESSAGE_CREATE", message)
    return message


def edit(platform: Platform, message: Message, body: Json) -> None:
    """Change what the form names, all of it or nothing, and tell everyone who listens."""
    changed = _changed(message, body)
    if not (changed.content.strip() or changed.embeds or changed.components or changed.attachments):
        raise RefusedError("empty_message")
    channel = platform.world.channels[message.channel_id]
    if "content" in body:
        bits = permissions.permissions_in(platform.world, message.author_id, channel)
        # An edit rings nobody; what its text mentions is shown all the same.
        allowed = body.get("allowed_mentions")
        message.mentions = pinged_by(platform.world, channel, changed.content, allowed, bits=bits)
    message.content, message.embeds, message.components = changed.content, changed.embeds, changed.components
    message.attachments, message.flags = changed.attachments, changed.flags
    message.edited_at = platform.clock.now()
    if message.ephemeral_for is None:
        platform.hub.message("MESSAGE_UPDATE", message)


def _changed(message: Message, body: Json) -> Draft:
    flags = message.flags
    if body.get("flags") is not None:
        flags = flags & ~forms.SETTABLE | int(body["flags"]) & forms.SETTABLE
    attachments = message.attachments
    if "attachments" in body:
        kept = {str(attachment.get("id")) for attachment in body["attachments"] or []}
        attachments = [attachment for attachment in attachments if str(attachment.id) in kept]
    new = body.get("components") or []
    if new:
        components.check_message(new, layout=bool(flags & forms.COMPONENTS_V2))
    mentions.check_allowed(body.get("allowed_mentions"))
    return Draft(
        content=forms.content_of(body) if "content" in body else message.content,
        embeds=forms.embeds_of(body) if "embeds" in body else message.embeds,
        components=components.numbered(new) if "components" in body else message.components,
        attachments=attachments,
        flags=flags,
    )


def delete(platform: Platform, message: Message) -> None:
    """Take a message away; a thread that grew from it stays."""
    if platform.world.ephemeral.pop(message.id, None) is not None:
        return
    channel = platform.world.channels[message.channel_id]
    del channel.messages[message.id]
    gone: Json = {"id": str(message.id), "channel_id": str(channel.id)}
    needs = intents.DIRECT_MESSAGES
    if channel.guild_id is not None:
        gone["guild_id"] = str(channel.guild_id)
        needs = intents.GUILD_MESSAGES
    platform.hub.in_channel(channel, "MESSAGE_DELETE", gone, needs=needs)


def _enter(platform: Platform, channel: Channel, message: Message) -> None:
    channel.messages[message.id] = message
    channel.last_message_id = message.id
    thread = channel.thread
    if thread is None:
        return
    if message.kind != THREAD_STARTER:
        thread.total_sent += 1
        thread.members.setdefault(message.author_id, message.at)
    if thread.archived:
        # "Sending a message will automatically unarchive the thread" (Threads, Active & Archived Threads).
        thread.archived, thread.archived_at = False, message.at
        platform.hub.thread(channel, "THREAD_UPDATE")


def _replied_message(channel: Channel, draft: Draft) -> Message | None:
    if not draft.reference:
        return None
    wanted = forms.snowflake(draft.reference.get("message_id"), "message_reference.message_id")
    asked_channel = draft.reference.get("channel_id")
    found = channel.messages.get(wanted) if asked_channel is None or int(asked_channel) == channel.id else None
    if found is None and draft.reference.get("fail_if_not_exists", True):
        raise invalid_form("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    if found is not None and found.kind in SYSTEM | {THREAD_CREATED}:
        system = "Cannot reply to a system message"
        raise invalid_form("message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", system)
    return found


def _may_write_to(platform: Platform, channel: Channel, author_id: int) -> None:
    world = platform.world
    for other in channel.recipients:
        if other == author_id:
            continue
        if not world.share_a_guild(author_id, other):
            raise RefusedError("no_mutual_guild")
        if not world.users[other].dms_open:
            raise RefusedError("dms_closed")
