"""What the bot does to others' messages and to members of a server, by word of staff; and what it means when Discord refuses.

discord.com/developers/docs/resources/message#delete-message: others' messages with Manage Messages.
discord.com/developers/docs/resources/guild#modify-guild-member: communication_disabled_until, at most 28 days ahead, with Moderate
Members; not for the owner, for administrators, or for whoever has a role above the bot's own.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from bot.ports import Barred, ChatError, Gone
from handlers.discord import refusals, rights
from handlers.discord.people import roles_of
from handlers.discord.refusals import ByCode

if TYPE_CHECKING:
    from collections.abc import Iterator

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


class Member:
    """Somebody in the server of a channel."""

    def __init__(self, door: Door, sight: Sight, channel: str, user: str) -> None:
        """Raises Gone where the bot is in no such server."""
        self.door, self.bot = door, sight.lens.bot_id
        self.guild = sight.guild_of(channel)
        if not self.guild:
            raise Gone("The server is not there any more, or the bot is not in it", "channel")
        self.ids = {"guild_id": self.guild, "user_id": user}


async def time_out(member: Member, until: datetime, now: datetime) -> None:
    """Let a member say nothing in the server until then. Raises Gone, or Barred: a time-out of others stays as it is."""
    if not await _standing(member, until, now):
        await _set(member, until.isoformat())


async def end_time_out(member: Member, until: datetime, now: datetime) -> None:
    """End the time-out that the bot set until then; harmless where there is none. Raises as `time_out`."""
    if await _standing(member, until, now):
        await _set(member, None)


async def _standing(member: Member, until: datetime, now: datetime) -> bool:
    """Whether the time-out until then stands. Raises Barred where another one does: setting one replaces whatever stands."""
    found = await member.door.call("GET", _MEMBER, member.ids, twice=True)
    text = found.get("communication_disabled_until") if isinstance(found, dict) else None
    try:
        ends = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        ends = None
    if ends is None or ends <= now:
        return False
    if int(ends.timestamp()) == int(until.timestamp()):
        return True
    raise Barred("Others timed this member out already", "standing", ends)


async def _set(member: Member, until: str | None) -> None:
    try:
        await member.door.call("PATCH", _MEMBER, member.ids, {"communication_disabled_until": until}, twice=True)
    except ByCode as refused:
        if refused.code not in _NO_RIGHT:
            raise
        # Discord says the same of a missing right and of somebody who stands above the bot.
        why = "rank" if await _may_moderate(member.door, member.guild, member.bot) else "right"
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
