"""Private talks on Discord: a private thread beside the channel, or direct messages; and who would read what is said there.

A private thread is visible to its members and to those with Manage Threads (docs.discord.com, "Threads"). The bot makes it, greets in
it and only then adds the customer; nobody but moderators can add anybody else, and before each word it is looked at again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.core.messages import Place
from bot.core.words import Words
from bot.ports import Gone, Kind, NotPrivate, Refused, Talk, Unreachable, Unsure
from handlers.discord import refusals, rights
from handlers.discord.lens import NAME, PRIVATE_THREAD, is_talk
from handlers.discord.people import roles_of
from handlers.discord.refusals import ByCode
from handlers.discord.shapes import Json, clean, is_id, listed, maybe, maybe_id, number

if TYPE_CHECKING:
    from bot.ports import Opening
    from handlers.discord.chat import DiscordChat
    from handlers.discord.door import Door
    from handlers.discord.lens import Sight

TEXT_CHANNEL, DIRECT = 0, 1
LONGEST_TITLE = 100
ARCHIVE_MINUTES = 10080
BOTH = 2
"""Members of a private talk: the customer and the bot."""
_REMEMBERED = 5000
_CHANNEL = "/channels/{channel_id}"
_MEMBER = "/channels/{channel_id}/thread-members/{user_id}"

log = logging.getLogger(__name__)


class NoThreadError(Exception):
    """A private thread cannot be made here; the text says why, for the log."""


class Talks:
    """Opens private talks, and looks at them before something is said there."""

    def __init__(self, door: Door, sight: Sight, *, threads: bool) -> None:
        """`threads`: a private thread where one can be made; else direct messages only."""
        self._door, self._sight, self._threads = door, sight, threads
        self.may_list_members = False
        """Whether the Server Members intent is switched on: then a thread's members are known by name, else by number."""
        self._direct: dict[str, str] = {}
        """Direct messages → whose they are; that never changes."""

    async def open(self, user: str, opening: Opening, chat: DiscordChat) -> Talk:
        """Begin and greet.

        Raises:
            ChatError: Gone where he takes no messages; Unsure or Unreachable where it should be done again, which repeats nothing.
        """
        kind = Kind.CHAT
        if self._threads and opening.title:
            try:
                return await self._in_thread(user, opening, chat)
            except NoThreadError as error:
                kind = Kind.INSTEAD
                log.warning("Discord: a private talk goes by direct messages: %s", error)
        body = {"recipient_id": _id(user)}
        found = await self._door.call("POST", "/users/@me/channels", body=body, twice=True)
        if not isinstance(found, dict) or not is_id(found.get("id")):
            raise Unreachable("Discord did not name the direct messages")
        place = Place(NAME, str(found["id"]))
        self._remember(place.channel, found)
        return Talk(place, await self._greet(place, opening.words, opening, chat), kind)

    async def _in_thread(self, user: str, opening: Opening, chat: DiscordChat) -> Talk:
        channel = opening.place.channel
        if opening.place.thread:
            raise NoThreadError("a thread has no threads of its own")
        guild = await self._allowed(channel)
        title = clean(opening.title).strip()[:LONGEST_TITLE]
        thread = await self._made(guild, channel, title) or await self._make(channel, title)
        self._sight.learn_channel(thread)
        place = Place(NAME, maybe_id(thread, "id"))
        words = Words((*opening.words.parts, f" {opening.aside}")) if opening.aside else opening.words
        greeting = await self._greet(place, words, opening, chat)
        ids = {"channel_id": place.channel, "user_id": _id(user)}
        await self._door.call("PUT", _MEMBER, ids, twice=True)
        return Talk(place, greeting, Kind.THREAD)

    async def _greet(self, place: Place, words: Words, opening: Opening, chat: DiscordChat) -> str:
        """Said once: an earlier try is found by its nonce while Discord remembers it, and by what stands there after that."""
        found = await chat.find_reply(place, "", opening.since, words) if opening.again else None
        return found or await chat.post(place, words, key=opening.key)

    async def _allowed(self, channel: str) -> str:
        """The server of a channel in which the bot may make private threads and let somebody in; NoThreadError for any other."""
        try:
            found = await self._get(_CHANNEL, channel_id=channel)
            guild_id = maybe_id(found, "guild_id")
            if number(found, "type") != TEXT_CHANNEL or not guild_id:
                raise NoThreadError("in a channel of this kind there are no private threads")
            guild = await self._get("/guilds/{guild_id}", guild_id=guild_id)
            me = await self._get("/guilds/{guild_id}/members/{user_id}", guild_id=guild_id, user_id=self._me)
        except (Gone, Refused) as error:
            raise NoThreadError(str(error)) from None
        lacking = rights.missing(rights.rights_in(guild, found, self._me, roles_of(me)), rights.TALKING)
        if lacking:
            raise NoThreadError(f"the bot lacks rights: {', '.join(lacking)}")
        return guild_id

    async def _made(self, guild: str, channel: str, title: str) -> Json | None:
        """The thread that an earlier press of the same way made; the first of them. Its title is the way's own."""
        active = await self._get("/guilds/{guild_id}/threads/active", guild_id=guild)
        mine = [
            thread
            for thread in listed(active, "threads")
            if is_talk(thread, self._sight.lens) and thread.get("parent_id") == channel and thread.get("name") == title
        ]
        return min(mine, key=lambda thread: int(maybe_id(thread, "id") or 0), default=None)

    async def _make(self, channel: str, title: str) -> Json:
        body = {"name": title, "type": PRIVATE_THREAD, "invitable": False, "auto_archive_duration": ARCHIVE_MINUTES}
        try:
            made = await self._door.call("POST", f"{_CHANNEL}/threads", {"channel_id": channel}, body)
        except ByCode as refused:
            if refused.code in {refusals.NO_PERMISSION, refusals.NO_ACCESS, refusals.TOO_MANY_THREADS}:
                raise NoThreadError(str(refused)) from None
            raise
        if not isinstance(made, dict) or not is_id(made.get("id")):
            raise Unsure("Discord made the thread but did not name it")
        return made

    async def check(self, place: Place, user: str) -> None:
        """As ports.Chat.check_private. What a moderator sees without being in the thread is not told to bots."""
        if place.thread:
            raise NotPrivate("This is no private place", "others")
        if self._direct.get(place.channel) == user:
            return
        try:
            found = await self._get(_CHANNEL, channel_id=place.channel)
        except Gone:
            raise NotPrivate("The private thread is not there any more", "gone") from None
        except ByCode as refused:
            if refused.code != refusals.NO_ACCESS:
                raise
            raise NotPrivate("The bot was put out of the private thread", "gone") from None
        if number(found, "type") == DIRECT:
            self._remember(place.channel, found)
            if self._direct.get(place.channel) != user:
                raise NotPrivate("These are somebody else's direct messages", "others")
            return
        self._sight.learn_channel(found)
        if not is_talk(found, self._sight.lens):
            raise NotPrivate("This is no private place", "others")
        if (maybe(found, "thread_metadata") or {}).get("locked") is not False:
            raise NotPrivate("The private thread is locked", "locked")
        await self._check_members(place.channel, user, number(found, "member_count"))

    async def _check_members(self, thread: str, user: str, count: int) -> None:
        """Exactly the customer and the bot. Without the list, Discord's own count says whether there is anybody else."""
        if self.may_list_members:
            listing = await self._door.call("GET", f"{_CHANNEL}/thread-members", {"channel_id": thread}, twice=True)
            members = listing if isinstance(listing, list) else []
            inside = {maybe_id(one, "user_id") for one in members if isinstance(one, dict)}
        else:
            inside = {one for one in (user, self._me) if await self._is_in(thread, one)}
            inside |= {"somebody"} if count > BOTH else set()
        if user not in inside:
            raise NotPrivate("The customer is not in the private thread", "left")
        if inside != {user, self._me}:
            raise NotPrivate("Somebody else is in the private thread, or the bot is not", "others")

    async def _is_in(self, thread: str, user: str) -> bool:
        try:
            await self._door.call("GET", _MEMBER, {"channel_id": thread, "user_id": _id(user)}, twice=True)
        except Gone as gone:
            if gone.what == "channel":
                raise NotPrivate("The private thread is not there any more", "gone") from None
            return False
        return True

    def _remember(self, channel: str, found: Json) -> None:
        """Whose direct messages these are; a group of several is nobody's."""
        people = [maybe_id(one, "id") for one in listed(found, "recipients")]
        if number(found, "type") == DIRECT and len(people) == 1:
            if len(self._direct) >= _REMEMBERED:
                del self._direct[next(iter(self._direct))]
            self._direct[channel] = people[0]

    @property
    def _me(self) -> str:
        return self._sight.lens.bot_id

    async def _get(self, path: str, **ids: str) -> Json:
        found: Any = await self._door.call("GET", path, ids, twice=True)
        return found if isinstance(found, dict) else {}


def _id(user: str) -> str:
    if not is_id(user):
        raise Gone("There is no such person on Discord", "user")
    return user
