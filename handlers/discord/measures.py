"""What the bot does to others' messages and to members of a server, by word of staff; and what it means when Discord refuses.

discord.com/developers/docs/resources/message#delete-message: others' messages with Manage Messages.
discord.com/developers/docs/resources/guild#modify-guild-member: communication_disabled_until, at most 28 days ahead, with Moderate
Members; not for the owner, for administrators, or for whoever has a role above the bot's own.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.ports import Barred, ChatError, Gone
from handlers.discord import refusals, rights
from handlers.discord.people import roles_of
from handlers.discord.refusals import ByCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from handlers.discord.door import Door
    from handlers.discord.lens import Sight

_MEMBER = "/guilds/{guild_id}/members/{user_id}"
_NO_RIGHT = frozenset({refusals.NO_ACCESS, refusals.NO_PERMISSION})


@contextmanager
def barring() -> Iterator[None]:
    """A missing right, by its name for staff."""
    try:
        yield
    except ByCode as refused:
        if refused.code not in _NO_RIGHT:
            raise
        raise Barred("The bot lacks Manage Messages here", "right") from None


async def time_out(door: Door, sight: Sight, channel: str, user: str, until: datetime | None) -> None:
    """Let a member say nothing in the server until then; None ends it. Raises Gone, or Barred with what stands in the way."""
    guild = sight.guild_of(channel)
    if not guild:
        raise Gone("The server is not there any more, or the bot is not in it", "channel")
    ids = {"guild_id": guild, "user_id": user}
    body = {"communication_disabled_until": until.isoformat() if until is not None else None}
    try:
        await door.call("PATCH", _MEMBER, ids, body, twice=True)
    except ByCode as refused:
        if refused.code not in _NO_RIGHT:
            raise
        # Discord says the same of a missing right and of somebody who stands above the bot.
        why = "rank" if await _may_moderate(door, guild, sight.lens.bot_id) else "right"
        raise Barred("The bot may not time this member out", why) from None


async def _may_moderate(door: Door, guild: str, bot: str) -> bool:
    """Whether the bot has Moderate Members in the server; False where that cannot be told."""
    try:
        server = await door.call("GET", "/guilds/{guild_id}", {"guild_id": guild}, twice=True)
        member = await door.call("GET", _MEMBER, {"guild_id": guild, "user_id": bot}, twice=True)
    except ChatError:
        return False
    if not isinstance(server, dict) or not isinstance(member, dict):
        return False
    return bool(rights.rights_in(server, {}, bot, roles_of(member)) & rights.MODERATE)
