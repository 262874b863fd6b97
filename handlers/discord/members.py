"""The roles of people in a server: messages of the gateway carry them, those of the history do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ports import Gone
from handlers.discord.people import roles_of
from handlers.discord.shapes import Json, maybe, maybe_id

if TYPE_CHECKING:
    from handlers.discord.door import Door
    from handlers.discord.lens import Sight

_REMEMBERED = 5000


class Members:
    """Asks once for somebody's place in a server, and remembers what live messages tell."""

    def __init__(self, door: Door, sight: Sight) -> None:
        """`sight` says whether roles matter at all."""
        self._door, self._sight = door, sight
        self._known: dict[tuple[str, str], Json] = {}

    def saw(self, message: Json) -> None:
        """A live message or press tells its author's roles."""
        author, member = maybe(message, "author"), maybe(message, "member")
        guild = maybe_id(message, "guild_id")
        if author is not None and member is not None and guild:
            self._remember(guild, maybe_id(author, "id"), member)

    def forget(self) -> None:
        """Roles may have changed while nobody listened."""
        self._known.clear()

    async def complete(self, message: Json, guild: str) -> Json:
        """A message of the history with the server, and with its author's place in it where that matters.

        Raises:
            ChatError: Discord does not answer.
        """
        if not guild:
            return message
        whole = {**message, "guild_id": guild}
        author = maybe(message, "author")
        user = maybe_id(author, "id") if author is not None else ""
        asks = (
            self._sight.lens.roles
            and user
            and author is not None
            and not author.get("bot")
            and not message.get("webhook_id")
        )
        if asks and "member" not in message:
            whole["member"] = await self._look(guild, user)
        return whole

    async def _look(self, guild: str, user: str) -> Json:
        known = self._known.get((guild, user))
        if known is not None:
            return known
        try:
            ids = {"guild_id": guild, "user_id": user}
            member = await self._door.call("GET", "/guilds/{guild_id}/members/{user_id}", ids, twice=True)
        except Gone:
            member = {}
        return self._remember(guild, user, member if isinstance(member, dict) else {})

    def _remember(self, guild: str, user: str, member: Json) -> Json:
        kept: Json = {"nick": member.get("nick"), "roles": roles_of(member)}
        self._known[guild, user] = kept
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return kept
