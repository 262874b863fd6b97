"""Presses, modals and commands: an interaction from its press to its last followup.

Source: Discord documentation, "Interactions" (Receiving and Responding).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.servers.discord import components, forms, posting, wire
from tests.servers.discord.permissions import permissions_in
from tests.servers.discord.posting import Origin
from tests.servers.discord.refusals import RefusedError, invalid_form

if TYPE_CHECKING:
    from tests.servers.discord.core import Platform
    from tests.servers.discord.state import Attachment, Bot, Json, Message

APPLICATION_COMMAND, MESSAGE_COMPONENT, MODAL_SUBMIT = 2, 3, 5
REPLY, DEFER_REPLY, DEFER_UPDATE, UPDATE, MODAL = 4, 5, 6, 7, 9
_NEEDS_MESSAGE = {DEFER_UPDATE, UPDATE}
_KNOWN = {REPLY, DEFER_REPLY, DEFER_UPDATE, UPDATE, MODAL}


@dataclass
class Interaction:
    """One press, submitted modal or command, seen from the platform; `answered_with` is the callback type."""

    id: int
    token: str
    kind: int
    bot: Bot
    user_id: int
    channel_id: int
    at: float
    data: Json
    message_id: int | None = None
    answered_with: int | None = None
    modal: Json | None = None
    original_id: int | None = None
    hidden: bool = False
    followups: list[int] = field(default_factory=list)
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def answered(self) -> int:
        """Wait for the first response; its callback type."""
        await self._answered.wait()
        assert self.answered_with is not None
        return self.answered_with

    def acknowledge(self, callback: int) -> None:
        """Note the first response."""
        self.answered_with = callback
        self._answered.set()


def payload(platform: Platform, interaction: Interaction) -> Json:
    """What INTERACTION_CREATE tells the bot."""
    world = platform.world
    channel = world.channels[interaction.channel_id]
    bits = permissions_in(world, interaction.user_id, channel)
    found: Json = {
        "id": str(interaction.id),
        "application_id": str(interaction.bot.application_id),
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": wire.channel_json(world, channel, interaction.bot.user_id) | {"permissions": str(bits)},
        "app_permissions": str(permissions_in(world, interaction.bot.user_id, channel)),
        "locale": "nl",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(channel.guild_id or 0)},
        "context": 0 if channel.guild_id else 1,
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    if channel.guild_id is not None:
        guild = world.guilds[channel.guild_id]
        found["guild_id"] = str(guild.id)
        found["guild"] = {"id": str(guild.id), "locale": "en-US", "features": []}
        found["guild_locale"] = "en-US"
        member = guild.members[interaction.user_id]
        found["member"] = wire.member_json(world, member) | {"permissions": str(bits)}
    else:
        found["user"] = wire.user_json(world.users[interaction.user_id])
    message = _message_of(platform, interaction)
    if message is not None:
        found["message"] = wire.message_json(world, message, platform.files_at)
    return found


def find(platform: Platform, interaction_id: int, token: str) -> Interaction:
    """The interaction that may still be answered for the first time; else 10062 or 40060."""
    found = platform.interactions.get(token)
    if found is None or found.id != interaction_id:
        raise RefusedError("unknown_interaction")
    if found.answered_with is not None:
        raise RefusedError("already_acknowledged")
    if platform.clock.now() - found.at > platform.first_response_within:
        raise RefusedError("unknown_interaction")
    return found


def respond(platform: Platform, interaction: Interaction, body: Json, files: list[Attachment]) -> Message | None:
    """The first response, of types 4, 5, 6, 7 or 9; the message it made or changed."""
    callback = body.get("type")
    data = body.get("data") or {}
    if callback not in _KNOWN:
        raise invalid_form("type", "BASE_TYPE_CHOICES", "Value must be one of {4, 5, 6, 7, 9}.")
    attached = _message_of(platform, interaction)
    if callback in _NEEDS_MESSAGE and attached is None:
        raise invalid_form("type", "INTERACTION_RESPONSE_TYPE", "Only valid for component-based interactions.")
    if callback == MODAL:
        if interaction.kind == MODAL_SUBMIT:
            raise invalid_form("type", "INTERACTION_RESPONSE_TYPE", "A modal cannot answer a modal.")
        components.check_modal(data)
        interaction.modal = data
    message: Message | None = None
    if callback == REPLY:
        interaction.hidden = bool(int(data.get("flags") or 0) & forms.EPHEMERAL)
        message = _say(platform, interaction, forms.read_message(data, files))
        interaction.original_id = message.id
    elif callback == DEFER_REPLY:
        interaction.hidden = bool(int(data.get("flags") or 0) & forms.EPHEMERAL)
    elif callback in _NEEDS_MESSAGE and attached is not None:
        interaction.original_id = attached.id
        if callback == UPDATE:
            posting.edit(platform, attached, data)
            message = attached
    interaction.acknowledge(int(callback or 0))
    return message


def by_webhook(platform: Platform, application_id: int, token: str) -> Interaction:
    """The interaction behind a followup address; else 10015 (unknown, or not answered yet) or 50027 (expired)."""
    found = platform.interactions.get(token)
    if found is None or found.bot.application_id != application_id or found.answered_with is None:
        raise RefusedError("unknown_webhook")
    if platform.clock.now() - found.at > platform.token_lives:
        raise RefusedError("invalid_webhook_token")
    return found


def follow_up(platform: Platform, interaction: Interaction, body: Json, files: list[Attachment]) -> Message:
    """A further message; the first one after a deferral *is* the deferred response and keeps its visibility."""
    draft = forms.read_message(body, files)
    if interaction.answered_with == DEFER_REPLY and interaction.original_id is None:
        message = _say(platform, interaction, draft)
        interaction.original_id = message.id
        return message
    interaction.hidden = bool(draft.flags & forms.EPHEMERAL)
    message = _say(platform, interaction, draft)
    interaction.followups.append(message.id)
    return message


def response(platform: Platform, interaction: Interaction, which: str) -> Message:
    """The original response (`@original`) or one followup; else 10008."""
    wanted = interaction.original_id if which == "@original" else forms.snowflake(which, "message_id")
    if wanted is not None:
        if wanted in platform.world.ephemeral:
            return platform.world.ephemeral[wanted]
        channel = platform.world.channels.get(interaction.channel_id)
        found = channel.messages.get(wanted) if channel is not None else None
        if found is not None and found.author_id == interaction.bot.user_id:
            return found
    raise RefusedError("unknown_message")


def edit_response(
    platform: Platform, interaction: Interaction, which: str, body: Json, files: list[Attachment]
) -> Message:
    """Change a response; on a deferral that shows "thinking", this fills it in."""
    if which == "@original" and interaction.answered_with == DEFER_REPLY and interaction.original_id is None:
        return follow_up(platform, interaction, body, files)
    message = response(platform, interaction, which)
    posting.edit(platform, message, body)
    return message


def _say(platform: Platform, interaction: Interaction, draft: forms.Draft) -> Message:
    world = platform.world
    channel = world.channels.get(interaction.channel_id)
    if channel is None:
        raise RefusedError("unknown_channel")
    if channel.thread is not None and channel.thread.archived and channel.thread.locked:
        raise RefusedError("thread_archived")
    draft.flags &= forms.SETTABLE
    if interaction.hidden:
        draft.flags |= forms.EPHEMERAL
    about: Json = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "user": wire.user_json(world.users[interaction.user_id]),
        "authorizing_integration_owners": {"0": str(channel.guild_id or 0)},
    }
    if interaction.kind == MESSAGE_COMPONENT:
        about["interacted_message_id"] = str(interaction.message_id)
    elif interaction.kind == MODAL_SUBMIT:
        about["triggering_interaction_metadata"] = about | {
            "type": 3,
            "interacted_message_id": str(interaction.message_id),
        }
    origin = Origin(
        kind=posting.COMMAND if interaction.kind == APPLICATION_COMMAND else None,
        application_id=interaction.bot.application_id,
        interaction=about,
        ephemeral_for=interaction.user_id if interaction.hidden else None,
    )
    return posting.post(platform, channel, interaction.bot.user_id, draft, origin)


def _message_of(platform: Platform, interaction: Interaction) -> Message | None:
    if interaction.message_id is None:
        return None
    world = platform.world
    channel = world.channels.get(interaction.channel_id)
    held = channel.messages.get(interaction.message_id) if channel is not None else None
    return held or world.ephemeral.get(interaction.message_id)
