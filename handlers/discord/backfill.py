"""What nobody handed over is fetched from the history: after every new or resumed line, through the same inbox keys.

Each page is on disk before the next is asked for. What cannot be fetched: private chats that began while the bot was away (Discord
gives bots no list of them), deletions, and presses.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.ports import ChatError, Gone, Refused
from handlers.discord.cursors import CHANNEL, PRIVATE, SINCE, TALK
from handlers.discord.lens import NAME
from handlers.discord.refusals import NO_ACCESS, NO_PERMISSION, ByCode
from handlers.discord.shapes import Json, id_at, is_id, maybe_id, version_of
from handlers.discord.sieve import Heard, rows_of

if TYPE_CHECKING:
    from bot.ports import Clock, Inbox, RawRow
    from handlers.discord.cursors import Cursors
    from handlers.discord.door import Door
    from handlers.discord.lens import Sight
    from handlers.discord.members import Members

PAGE = 100
EDITS = 50
"""How many of the newest messages of a channel are looked at for edits that nobody heard of."""
PRIVATE_FOR = timedelta(days=30)
"""A private chat that was silent for longer is not asked for."""
_MESSAGES = "/channels/{channel_id}/messages"

log = logging.getLogger(__name__)


class Backfill:
    """Repairs what was missed."""

    def __init__(self, door: Door, sight: Sight, members: Members, cursors: Cursors, clock: Clock) -> None:
        """`cursors` say where to begin."""
        self._door, self._sight, self._members, self._cursors, self._clock = door, sight, members, cursors, clock

    async def run(self, inbox: Inbox) -> None:
        """Fetch everything since the cursors.

        Raises:
            ChatError: Discord does not answer, or the token is revoked; what was fetched by then is on disk.
        """
        self._members.forget()
        fetched: set[str] = set()
        for channel in sorted(self._sight.lens.ours):
            try:
                await self._channel(inbox, channel, fetched)
            except (Gone, Refused) as error:
                await self._tell(inbox, channel, error)
        oldest = id_at(self._clock.now() - PRIVATE_FOR)
        for kind in (PRIVATE, TALK):
            for channel, after in self._cursors.of_kind(kind).items():
                if after >= oldest:
                    try:
                        await self._private(inbox, kind, channel, after, fetched)
                    except (Gone, Refused) as error:
                        log.info("Discord: a private chat cannot be read any more: %s", error)

    async def _private(self, inbox: Inbox, kind: str, channel: str, after: int, fetched: set[str]) -> None:
        """A private chat; of a thread it must be known that it is one before anything in it is read."""
        if kind == TALK and channel not in self._sight.talks:
            thread = await self._get("/channels/{channel_id}", {"channel_id": channel})
            self._sight.learn_channel(thread if isinstance(thread, dict) else {})
            if channel not in self._sight.talks:
                return
        await self._pages(inbox, kind, channel, channel, after, fetched)

    async def _tell(self, inbox: Inbox, channel: str, error: ChatError) -> None:
        name = self._sight.names.get(channel, channel)
        text = f'The messages in "{name}" cannot be read: {error}'
        await inbox.alarm(NAME, text, f"unreadable:{channel}:{self._clock.now():%Y-%m-%d}")

    async def _channel(self, inbox: Inbox, channel: str, fetched: set[str]) -> None:
        """One channel of ours, its threads, and the edits of its newest messages."""
        after = self._cursors.at(CHANNEL, channel)
        if after is None:
            # Never seen before, and not visible at the start: it begins with the first message that is heard.
            return
        since = self._cursors.at(SINCE, channel)
        since = after if since is None else since
        await self._unless_threads_only(self._pages(inbox, CHANNEL, channel, channel, after, fetched))
        for thread in await self._threads(channel):
            thread_id, last = maybe_id(thread, "id"), maybe_id(thread, "last_message_id")
            home, talk = self._sight.home(thread_id), thread_id in self._sight.talks
            if not home:
                continue
            kind = TALK if talk else CHANNEL
            begin = self._cursors.at(kind, thread_id)
            if begin is None:
                # All of a private talk is for the bot, from its first word on.
                begin = int(thread_id or 0) if talk else since
            if thread_id and last and int(last) > begin:
                await self._pages(inbox, kind, thread_id, home, begin, fetched)
        await self._unless_threads_only(self._edits(inbox, channel, since, fetched))

    async def _unless_threads_only(self, work: Any) -> None:
        """A forum has threads and no messages of its own."""
        try:
            await work
        except ByCode as refused:
            if refused.code in {NO_ACCESS, NO_PERMISSION}:
                raise

    async def _threads(self, channel: str) -> list[Json]:
        """The active threads of a channel, and those that were archived since."""
        found: list[Json] = []
        guild = self._sight.guild_of(channel)
        if guild:
            found += _threads_in(await self._get("/guilds/{guild_id}/threads/active", {"guild_id": guild}), channel)
        try:
            archived = await self._get(
                "/channels/{channel_id}/threads/archived/public", {"channel_id": channel}, {"limit": str(PAGE)}
            )
        except (Gone, Refused):
            archived = None
        found += _threads_in(archived, channel)
        for thread in found:
            self._sight.learn_channel(thread)
        return found

    async def _pages(self, inbox: Inbox, kind: str, channel: str, home: str, after: int, fetched: set[str]) -> None:
        """Everything after a message, oldest first, page by page."""
        while True:
            found = await self._get(_MESSAGES, {"channel_id": channel}, {"after": str(after), "limit": str(PAGE)})
            messages = sorted((one for one in _objects(found) if is_id(one.get("id"))), key=lambda one: int(one["id"]))
            rows: list[RawRow] = []
            for message in messages:
                fetched.add(message["id"])
                # As it stands now, and new to us: the first version, whatever was edited before.
                rows += await self._rows({**message, "edited_timestamp": None}, home, "MESSAGE_CREATE")
            if messages:
                after = int(messages[-1]["id"])
                self._cursors.move(kind, channel, after)
                await inbox.put(rows, self._cursors.take())
            if len(messages) < PAGE:
                return

    async def _edits(self, inbox: Inbox, channel: str, since: int, fetched: set[str]) -> None:
        newest = _objects(await self._get(_MESSAGES, {"channel_id": channel}, {"limit": str(EDITS)}))
        rows: list[RawRow] = []
        for message in newest:
            if (
                is_id(message.get("id"))
                and message["id"] not in fetched
                and int(message["id"]) > since
                and version_of(message)
            ):
                rows += await self._rows(message, channel, "MESSAGE_UPDATE")
        if rows:
            await inbox.put(rows)

    async def _rows(self, message: Json, home: str, event: str) -> list[RawRow]:
        whole = await self._members.complete(message, self._sight.guild_of(home))
        return rows_of(Heard(event, whole, 0), home, self._sight)

    async def _get(self, path: str, ids: dict[str, str], query: dict[str, str] | None = None) -> Any:
        return await self._door.call("GET", path, ids, query, twice=True)


def _objects(found: object) -> list[Json]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _threads_in(found: object, channel: str) -> list[Json]:
    threads = found.get("threads") if isinstance(found, dict) else None
    return [thread for thread in _objects(threads) if thread.get("parent_id") == channel]
