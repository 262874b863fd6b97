"""What the platform's things look like on the wire (API v10).

Source: Discord documentation, the object tables of User, Guild, Channel, Message; discord.py's parsers read these keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.discord import intents
from tests.servers.discord.clock import iso
from tests.servers.discord.permissions import permissions_in

if TYPE_CHECKING:
    from tests.servers.discord.state import Attachment, Bot, Channel, Guild, Json, Member, Message, Role, User, World

HAS_THREAD = 1 << 5
EPHEMERAL = 1 << 6


def user_json(user: User) -> Json:
    """A user object."""
    return {
        "id": str(user.id),
        "username": user.name.lower().replace(" ", "_"),
        "global_name": user.name,
        "discriminator": "0",
        "avatar": None,
        "bot": user.bot,
        "public_flags": 0,
    }


def member_json(world: World, member: Member, *, with_user: bool = True) -> Json:
    """A guild member object; without its user inside a message."""
    found: Json = {
        "nick": member.nick,
        "avatar": None,
        "roles": [str(role) for role in sorted(member.roles)],
        "joined_at": iso(member.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": iso(member.silent_until) if member.silent_until is not None else None,
    }
    if with_user:
        found["user"] = user_json(world.users[member.user_id])
    return found


def role_json(role: Role, position: int) -> Json:
    """A role object."""
    return {
        "id": str(role.id),
        "name": role.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": position,
        "permissions": str(role.permissions),
        "managed": False,
        "mentionable": role.mentionable,
        "flags": 0,
    }


def roles_json(guild: Guild) -> list[Json]:
    """All roles of a server, @everyone first."""
    return [role_json(role, position) for position, role in enumerate(guild.roles.values())]


def channel_json(world: World, channel: Channel, viewer_id: int | None = None) -> Json:
    """A channel, thread or direct message object; for a thread, `viewer_id` adds that user's membership."""
    if channel.kind == world.DM:
        others = [world.users[user] for user in channel.recipients if user != viewer_id]
        return {
            "id": str(channel.id),
            "type": channel.kind,
            "flags": 0,
            "last_message_id": _text_or_none(channel.last_message_id),
            "recipients": [user_json(user) for user in others],
        }
    if channel.thread is not None:
        return thread_json(channel, viewer_id)
    found: Json = {
        "id": str(channel.id),
        "type": channel.kind,
        "guild_id": str(channel.guild_id),
        "name": channel.name,
        "topic": channel.topic,
        "position": channel.position,
        "parent_id": _text_or_none(channel.parent_id),
        "permission_overwrites": [
            {"id": str(o.id), "type": o.kind, "allow": str(o.allow), "deny": str(o.deny)}
            for o in channel.overwrites.values()
        ],
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": _text_or_none(channel.last_message_id),
        "flags": 0,
    }
    if channel.kind == world.FORUM:
        found |= {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
        found |= {"default_forum_layout": 0}
    return found


def thread_json(channel: Channel, viewer_id: int | None = None) -> Json:
    """A thread object."""
    thread = channel.thread
    assert thread is not None
    counted = sum(1 for message in channel.messages.values() if message.kind == 0)
    found: Json = {
        "id": str(channel.id),
        "type": channel.kind,
        "guild_id": str(channel.guild_id),
        "parent_id": str(channel.parent_id),
        "owner_id": str(thread.owner_id),
        "name": channel.name,
        "last_message_id": _text_or_none(channel.last_message_id),
        "message_count": counted,
        "total_message_sent": thread.total_sent,
        # "it stops counting at 50" (Threads, Thread Fields)
        "member_count": min(len(thread.members), 50),
        "rate_limit_per_user": 0,
        "flags": 0,
        "applied_tags": [str(tag) for tag in thread.applied_tags],
        "thread_metadata": {
            "archived": thread.archived,
            "auto_archive_duration": thread.auto_archive,
            "archive_timestamp": iso(thread.archived_at),
            "locked": thread.locked,
            "invitable": thread.invitable,
            "create_timestamp": iso(thread.created_at),
        },
    }
    if viewer_id is not None and viewer_id in thread.members:
        found["member"] = thread_member_json(channel, viewer_id)
    return found


def thread_member_json(channel: Channel, user_id: int) -> Json:
    """A thread member object."""
    assert channel.thread is not None
    joined = iso(channel.thread.members[user_id])
    return {"id": str(channel.id), "user_id": str(user_id), "join_timestamp": joined, "flags": 1}


def guild_json(world: World, guild: Guild) -> Json:
    """A guild object as REST gives it."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "description": None,
        "owner_id": str(guild.owner_id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": roles_json(guild),
        "approximate_member_count": len(guild.members),
        "region": "",
        "max_members": 500000,
        "vanity_url_code": None,
        "application_id": None,
        "banner": None,
        "icon_hash": None,
        "owner": world.users[guild.owner_id].name,
    }


def guild_create_json(world: World, guild: Guild, bot: Bot) -> Json:
    """What GUILD_CREATE tells this bot: channels, the active threads it may see, itself among the members."""
    threads = [
        channel_json(world, thread, bot.user_id)
        for thread in world.threads_of(guild.id)
        if thread.thread is not None and not thread.thread.archived and permissions_in(world, bot.user_id, thread)
    ]
    own = guild.members[bot.user_id]
    return guild_json(world, guild) | {
        "joined_at": iso(own.joined_at),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [member_json(world, own)],
        "channels": [channel_json(world, channel) for channel in world.channels_of(guild.id)],
        "threads": threads,
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message_json(world: World, message: Message, files_at: str, *, on_gateway: bool = False, depth: int = 0) -> Json:
    """A message object; on the gateway it also says its server and its author's place there."""
    channel = world.channels[message.channel_id]
    guild = world.guilds.get(channel.guild_id or 0)
    author = world.users[message.author_id]
    named = message.mentions
    rung = dict.fromkeys([*named.users, *([named.replied_user] if named.replied_user else [])])
    found: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel_id),
        "type": message.kind,
        "author": user_json(author),
        "content": message.content,
        "timestamp": iso(message.at),
        "edited_timestamp": iso(message.edited_at) if message.edited_at is not None else None,
        "tts": False,
        "mention_everyone": named.everyone,
        "mentions": [_mentioned(world, guild, user, on_gateway=on_gateway) for user in rung],
        "mention_roles": [str(role) for role in named.roles],
        "attachments": [attachment_json(message, attachment, files_at) for attachment in message.attachments],
        "embeds": message.embeds,
        "components": message.components,
        "pinned": False,
        "flags": message.flags,
    }
    if message.nonce is not None:
        found["nonce"] = message.nonce
    if message.reactions:
        found["reactions"] = [_reaction(emoji, users) for emoji, users in message.reactions.items()]
    if message.application_id is not None:
        found |= {"application_id": str(message.application_id), "webhook_id": str(message.application_id)}
    if message.interaction is not None:
        found["interaction_metadata"] = message.interaction
    if message.thread_id is not None and message.thread_id in world.channels:
        found["thread"] = thread_json(world.channels[message.thread_id])
    if message.reference is not None:
        found["message_reference"] = message.reference
        if depth == 0:
            found["referenced_message"] = _referenced(world, message, files_at, on_gateway=on_gateway)
    if on_gateway and guild is not None:
        found["guild_id"] = str(guild.id)
        member = guild.members.get(message.author_id)
        if member is not None and message.application_id is None:
            found["member"] = member_json(world, member, with_user=False)
    return found


def attachment_json(message: Message, attachment: Attachment, files_at: str) -> Json:
    """An attachment object whose address this server really answers on."""
    url = f"{files_at}/{message.channel_id}/{attachment.id}/{attachment.filename}"
    return {
        "id": str(attachment.id),
        "filename": attachment.filename,
        "size": len(attachment.data),
        "url": url,
        "proxy_url": url,
        "content_type": attachment.content_type,
    }


def readable(found: Json, viewer: Bot, *, has_content: bool, direct: bool) -> Json:
    """The message object as this bot may read it: without the MESSAGE_CONTENT intent the written parts are empty.

    Exceptions: its own messages, direct messages, messages that mention it (Gateway, Message Content Intent).
    """
    own = str(viewer.user_id)
    nested = found.get("referenced_message")
    if has_content or direct:
        return found
    if nested:
        found = found | {"referenced_message": readable(nested, viewer, has_content=False, direct=False)}
    if found["author"]["id"] == own or any(user["id"] == own for user in found["mentions"]):
        return found
    return found | {"content": "", "embeds": [], "attachments": [], "components": []}


def application_json(world: World, bot: Bot) -> Json:
    """The application object of a bot."""
    user = world.users[bot.user_id]
    return {
        "id": str(bot.application_id),
        "name": user.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": intents.application_flags(bot.intents_enabled),
        "owner": user_json(user),
        "team": None,
        "bot": user_json(user),
        "interactions_endpoint_url": None,
        "redirect_uris": [],
    }


def _mentioned(world: World, guild: Guild | None, user_id: int, *, on_gateway: bool) -> Json:
    found = user_json(world.users[user_id])
    member = guild.members.get(user_id) if guild is not None else None
    if on_gateway and member is not None:
        found["member"] = member_json(world, member, with_user=False)
    return found


def _reaction(emoji: str, users: list[int]) -> Json:
    counted = {"burst": 0, "normal": len(users)}
    return {
        "count": len(users),
        "me": False,
        "me_burst": False,
        "emoji": {"id": None, "name": emoji},
        "burst_colors": [],
        "count_details": counted,
    }


def _referenced(world: World, message: Message, files_at: str, *, on_gateway: bool) -> Json | None:
    assert message.reference is not None
    source = world.channels.get(int(message.reference["channel_id"]))
    original = source.messages.get(int(message.reference["message_id"])) if source is not None else None
    if original is None:
        return None
    return message_json(world, original, files_at, on_gateway=on_gateway, depth=1)


def _text_or_none(number: int | None) -> str | None:
    return None if number is None else str(number)
