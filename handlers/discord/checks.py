"""What is wrong at the platform: channels that are not there, rights that are missing, roles nobody has, a privileged intent that is off.

A bot that hears nothing looks exactly like one to whom nobody speaks, so this is asked at every start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.config.source import read_source
from bot.ports import ChatError, Gone, Refused, Revoked, Trouble
from handlers.discord import rights
from handlers.discord.lens import NAME
from handlers.discord.people import roles_of
from handlers.discord.shapes import Json, is_id, listed, maybe_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.config import Config
    from handlers.discord.door import Door
    from handlers.discord.lens import Sight

Spot = tuple[str | int, ...]

_TEXT, _NEWS, _FORUM = 0, 5, 15
_WATCHABLE = frozenset({_TEXT, _NEWS, _FORUM, 2, 13, 16})
_PORTAL = "discord.com/developers/applications, your application, Bot, Privileged Gateway Intents: switch on Message Content Intent"


class Checks:
    """Asks Discord about every channel in the configuration, and draws the map of their servers on the way."""

    def __init__(self, door: Door, config: Config, sight: Sight) -> None:
        """`sight` after the login."""
        self.troubles: list[Trouble] = []
        self.newest: dict[str, str] = {}
        """Channel of ours → the newest message in it or its threads, "0" where there is none yet."""
        self._door, self._config, self._sight = door, config, sight
        self.moderating: list[Trouble] = []
        """Rights that are missing for house rules alone: the bot works without them."""
        self._guilds: dict[str, Json | None] = {}
        source = read_source(config.file) if config.file.is_file() else None
        self._line = source.line if source is not None else lambda _: 0

    async def all(self, *, may_read_content: bool) -> list[Trouble]:
        """Every channel.

        Raises:
            Revoked: the token is not accepted.
        """
        if not may_read_content:
            text = "the Message Content Intent is switched off, so Discord does not let the bot in"
            self._wrong(("platforms", NAME), "error", text, _PORTAL)
        for index, channel in enumerate(self._config.channels):
            if channel.platform == NAME:
                needed = rights.HEARING if channel.answer == "off" else rights.SPEAKING
                spot: Spot = ("channels", index, "id")
                seen = await self._channel(spot, channel.id, needed)
                if seen is not None and self._config.house_rules:
                    self._moderation(spot, *seen)
                if seen is not None and channel.answer != "off":
                    self._talks(spot, *seen)
        if NAME in self._config.staff:
            await self._staff()
        await self._teams()
        return self.troubles

    def _moderation(self, spot: Spot, channel: Json, guild: Json) -> None:
        """What staff need for the verbs that remove a message and mute a customer."""
        bits = rights.rights_in(guild, channel, self._sight.lens.bot_id, guild["mine"])
        lacking = rights.missing(bits, rights.MODERATING)
        if lacking:
            called = channel.get("name") or channel.get("id")
            text = f'staff cannot remove messages or mute people in "{called}": the bot lacks {", ".join(lacking)}'
            fix = "give them to the bot's role, or leave that to moderators; warnings work without"
            path = ".".join(str(step) for step in spot)
            self.moderating.append(Trouble(str(self._config.file), self._line(spot), path, "warning", text, fix))

    def _talks(self, spot: Spot, channel: Json, guild: Json) -> None:
        """Private talks in private threads need rights of their own; without them, and in a forum, they go by direct messages."""
        settings = self._config.platforms.get(NAME)
        if settings is None or settings.private != "thread" or channel.get("type") != _TEXT:
            return
        bits = rights.rights_in(guild, channel, self._sight.lens.bot_id, guild["mine"])
        lacking = rights.missing(bits, rights.TALKING)
        if lacking:
            text = f'private talks from "{channel.get("name") or channel["id"]}" go by direct messages, because the bot lacks rights there: '
            fix = "give them to the bot's role, or set platforms.discord.private to dm"
            self._wrong(spot, "warning", f"{text}{', '.join(lacking)}", fix)

    async def _teams(self) -> None:
        """Teams' own channels are as private as the staff channel; in a partner's the bot needs only to speak, and hears nothing."""
        for index, team in enumerate(self._config.teams):
            place = team.discord
            if place is None or not place.own:
                continue
            spot: Spot = ("teams", index, NAME, "channel" if place.channel else "id")
            needed = rights.SPEAKING if team.partner else rights.WORKING
            seen = await self._channel(spot, place.own, needed)
            if team.partner:
                self.newest.pop(place.own, None)
            elif seen is not None and rights.rights_in(seen[1], seen[0], "", ()) & rights.VIEW:
                text = f'the channel of team "{team.name}" can be seen by everybody in the server: they can read customers\' cases'
                self._wrong(spot, "error", text, "make the channel private and add the team's role and the bot")

    async def _channel(self, spot: Spot, channel: str, needed: Iterable[int]) -> tuple[Json, Json] | None:
        """A channel and its server, or None with what is wrong noted."""
        if not is_id(channel):
            fix = "developer mode on, right-click the channel, Copy Channel ID; put it in quotes"
            self._wrong(spot, "error", f'"{channel}" is no id of a channel', fix)
            return None
        found = await self._ask(spot, channel, "/channels/{channel_id}", {"channel_id": channel})
        guild = await self._guild(spot, channel, maybe_id(found, "guild_id")) if found is not None else None
        if found is None or guild is None:
            return None
        self._sight.learn_channel(found)
        called = found.get("name") or channel
        if found.get("type") not in _WATCHABLE:
            self._wrong(
                spot, "error", f'"{called}" is no channel in which people talk', "name a text channel or a forum"
            )
        bits = rights.rights_in(guild, found, self._sight.lens.bot_id, guild["mine"])
        lacking = rights.missing(bits, needed)
        if lacking:
            text = f'the bot lacks rights in "{called}": {", ".join(lacking)}'
            self._wrong(
                spot, "error", text, "give them to the bot's role, in the server or in this channel's permissions"
            )
        await self._mark(channel, found, maybe_id(guild, "id"))
        return found, guild

    async def _mark(self, channel: str, found: Json, guild: str) -> None:
        """The newest message of the channel and of its threads, before anything is heard."""
        newest = int(maybe_id(found, "last_message_id") or 0)
        try:
            active = await self._door.call("GET", "/guilds/{guild_id}/threads/active", {"guild_id": guild}, twice=True)
        except Revoked:
            raise
        except ChatError:
            active = None
        for thread in listed(active, "threads") if isinstance(active, dict) else []:
            self._sight.learn_channel(thread)
            if thread.get("parent_id") == channel:
                newest = max(newest, int(maybe_id(thread, "last_message_id") or 0))
        self.newest[channel] = str(newest)

    async def _guild(self, spot: Spot, channel: str, guild: str) -> Json | None:
        """A server with its roles and the bot's own."""
        if not guild:
            self._wrong(
                spot,
                "error",
                f"{channel} is a private chat and no channel of a server",
                "name a channel of your server",
            )
            return None
        if guild not in self._guilds:
            found = await self._ask(spot, channel, "/guilds/{guild_id}", {"guild_id": guild})
            path = {"guild_id": guild, "user_id": self._sight.lens.bot_id}
            me = (
                await self._ask(spot, channel, "/guilds/{guild_id}/members/{user_id}", path)
                if found is not None
                else None
            )
            self._guilds[guild] = {**found, "mine": roles_of(me)} if found is not None and me is not None else None
        return self._guilds[guild]

    async def _staff(self) -> None:
        spot: Spot = ("staff", NAME, "id")
        staff = self._config.staff[NAME]
        if not staff.roles and not staff.users:
            text = "nobody counts as staff, so nobody may press the buttons"
            self._wrong(("staff", NAME, "roles"), "error", text, "name the id of a role that your staff have")
        seen = await self._channel(spot, staff.id, rights.WORKING)
        if seen is None:
            return
        channel, guild = seen
        if channel.get("type") != _TEXT:
            self._wrong(spot, "error", "the staff channel is no text channel", "make a private text channel for staff")
        known = {maybe_id(role, "id") for role in listed(guild, "roles")}
        for index, role in enumerate(staff.roles):
            if role not in known:
                text = f"there is no role {role} in the server of the staff channel"
                self._wrong(
                    ("staff", NAME, "roles", index),
                    "error",
                    text,
                    "Server Settings, Roles, right-click the role, Copy Role ID",
                )
        if rights.rights_in(guild, channel, "", ()) & rights.VIEW:
            text = "the staff channel can be seen by everybody in the server: they can read customers' cases"
            self._wrong(spot, "error", text, "make the channel private and add the staff's role and the bot")

    async def _ask(self, spot: Spot, channel: str, path: str, ids: dict[str, str]) -> Json | None:
        try:
            found: Any = await self._door.call("GET", path, ids, twice=True)
        except Revoked:
            raise
        except (Gone, Refused):
            text = f"the bot cannot see the channel {channel}: there is none, or it is not in that server, or may not view it"
            self._wrong(spot, "error", text, "invite the bot to the server, give it View Channel, or correct the id")
            return None
        except ChatError as error:
            self._wrong(spot, "warning", f"the channel {channel} could not be checked: {error}", "try again")
            return None
        return found if isinstance(found, dict) else None

    def _wrong(self, spot: Spot, level: str, message: str, fix: str) -> None:
        path = ".".join(str(step) for step in spot)
        self.troubles.append(Trouble(str(self._config.file), self._line(spot), path, level, message, fix))
