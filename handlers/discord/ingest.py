"""Frames of the gateway → the inbox, in their order. Nothing is acknowledged on Discord, so what is on disk is what counts.

`hear` runs inside the library's listener and never waits: it keeps the map of the servers, drops what is not ours and queues the
rest. One consumer writes messages and news of places, another one presses, which must be answered within three seconds and wait for
nobody. HELLO freezes the cursors, READY and RESUMED fetch what is missing and free them again, both at their place in the order.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING

from bot.ports import Busy, ChatError, Gone, Refused, Revoked
from handlers.discord import sieve
from handlers.discord.backfill import Backfill
from handlers.discord.cursors import CHANNEL, PRIVATE, SINCE, TALK, Cursors
from handlers.discord.forms import form_for
from handlers.discord.lens import NAME
from handlers.discord.members import Members
from handlers.discord.shapes import Json, is_id, listed, maybe_id
from handlers.discord.sieve import Heard
from handlers.outage import Outage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.ports import Clock, Inbox, RawRow
    from handlers.discord.door import Door
    from handlers.discord.lens import Sight
    from handlers.discord.presses import Presses

BATCH = 100
LONGEST_QUEUE = 20_000
"""More events than this are not held in memory while the disk is full: it is fetched from the history later."""
MUTE_IN_A_ROW = 3
HELLO_OP, DISPATCH_OP = 10, 0
HELLO, READY, RESUMED, OVERFLOW = "HELLO", "READY", "RESUMED", "OVERFLOW"
_LINES = frozenset({READY, RESUMED})
MUTE = (
    "Messages arrive without their text: the Message Content Intent is switched off for this bot. Switch it on in the Developer Portal "
    "(your application, Bot, Privileged Gateway Intents, Message Content Intent) and restart the bot; what is said until then is not heard."
)

log = logging.getLogger(__name__)


class Ingest:
    """The ears of one bot."""

    def __init__(
        self,
        door: Door,
        sight: Sight,
        presses: Presses,
        clock: Clock,
        well: Callable[[], None],
        *,
        longest_queue: int = LONGEST_QUEUE,
    ) -> None:
        """`well` is told when the gateway lets us in."""
        self._longest_queue = longest_queue
        self.ready = asyncio.Event()
        """Set by the first READY."""
        self.caught_up = asyncio.Event()
        """Set while nothing is known to be missing: cleared by a new line, set again when the history was fetched."""
        self._door, self._sight, self._presses, self._clock, self._well = door, sight, presses, clock, well
        self._queue: asyncio.Queue[Heard] = asyncio.Queue()
        self._pressed: asyncio.Queue[Heard] = asyncio.Queue()
        self._members = Members(door, sight)
        self._cursors = Cursors("")
        self._outage = Outage(clock, "Discord", "what is said meanwhile is fetched from the history")
        self._mute = 0
        self._overflown = False
        self._begun = False
        """A private talk began: that it is there is written down at once, for it may be archived before anything is said in it."""

    # in the library's listener ------------------------------------------------------------------------------------------------
    def hear(self, frame: str) -> None:
        """One frame as it came. One that cannot be read ends the line in the library, and what it held is fetched."""
        try:
            whole = json.loads(frame)
        except (ValueError, RecursionError):
            log.warning("Discord: a frame could not be read; the line is opened anew")
            return
        if not isinstance(whole, dict):
            return
        at = int(self._clock.now().timestamp() * 1000)
        if whole.get("op") == HELLO_OP:
            self._queue.put_nowait(Heard(HELLO, {}, at))
            return
        event, data = whole.get("t"), whole.get("d")
        if whole.get("op") != DISPATCH_OP or not isinstance(event, str):
            return
        if event in _LINES:
            self._well()
            self.ready.set()
            self._queue.put_nowait(Heard(event, {}, at))
        elif isinstance(data, dict):
            self._event(Heard(event, data, at))

    def _event(self, heard: Heard) -> None:
        self._map(heard)
        if not sieve.concerns_us(heard, self._sight):
            return
        if heard.event == sieve.PRESS:
            self._pressed.put_nowait(heard)
        elif self._queue.qsize() < self._longest_queue:
            self._queue.put_nowait(heard)
        elif not self._overflown:
            self._overflown = True
            log.warning(
                "Discord: more waits to be stored than is held in memory; the rest is fetched from the history later"
            )
            self._queue.put_nowait(Heard(OVERFLOW, {}, heard.at))

    def _map(self, heard: Heard) -> None:
        if heard.event in sieve.MAPS:
            self._sight.learn_channel(heard.data)
        elif heard.event == "GUILD_CREATE" and not heard.data.get("unavailable"):
            self._sight.learn_guild(heard.data)
        elif heard.event == "THREAD_LIST_SYNC":
            for thread in listed(heard.data, "threads"):
                self._sight.learn_channel(thread)

    # to the disk --------------------------------------------------------------------------------------------------------------
    async def run(self, inbox: Inbox, marks: Mapping[str, str]) -> None:
        """Write down what is heard until cancelled. `marks` are the newest messages of channels before the line was opened.

        Raises:
            Revoked: the token is not valid any more.
        """
        bot = self._sight.lens.bot_id
        self._cursors = Cursors(bot)
        self._cursors.load(await inbox.cursors(NAME, bot))
        await self._begin(inbox, marks)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._consume(inbox))
            group.create_task(self._consume_presses(inbox))

    async def _begin(self, inbox: Inbox, marks: Mapping[str, str]) -> None:
        """A channel that is watched for the first time begins at its newest message."""
        for channel, newest in marks.items():
            begun = self._cursors.at(CHANNEL, channel)
            if begun is None:
                self._cursors.move(CHANNEL, channel, int(newest))
            if self._cursors.at(SINCE, channel) is None:
                self._cursors.move(SINCE, channel, int(newest) if begun is None else begun)
        moved = self._cursors.take()
        if moved:
            await inbox.put((), moved)

    async def _consume(self, inbox: Inbox) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            rows: list[RawRow] = []
            for heard in batch:
                if heard.event in {HELLO, READY, RESUMED, OVERFLOW}:
                    await self._put(inbox, rows)
                    rows = []
                    await self._line(inbox, heard.event)
                else:
                    rows += await self._rows(inbox, heard)
            await self._put(inbox, rows)

    async def _put(self, inbox: Inbox, rows: list[RawRow]) -> None:
        if rows or self._begun:
            self._begun = False
            await inbox.put(rows, self._cursors.take())

    async def _line(self, inbox: Inbox, event: str) -> None:
        """News of the line: from HELLO on something may be missing, until it was fetched."""
        self._cursors.frozen = True
        self.caught_up.clear()
        if event == HELLO:
            return
        self._overflown = False
        backfill = Backfill(self._door, self._sight, self._members, self._cursors, self._clock)
        while True:
            try:
                await backfill.run(inbox)
            except Revoked:
                raise
            except ChatError as error:
                wait = self._outage.failed(f"the history cannot be fetched: {error}")
                await self._clock.sleep(max(wait, error.retry_after or 0.0) if isinstance(error, Busy) else wait)
            else:
                break
        self._outage.over()
        self._cursors.frozen = False
        self.caught_up.set()

    async def _rows(self, inbox: Inbox, heard: Heard) -> list[RawRow]:
        if heard.event in sieve.MESSAGES:
            return await self._message(inbox, heard)
        if heard.event == "GUILD_CREATE":
            return self._foreign(heard)
        if heard.event == "GUILD_DELETE":
            return self._put_out(heard)
        channel = maybe_id(heard.data, "id")
        if heard.event == "THREAD_DELETE":
            was_talk = channel in self._sight.talks
            self._sight.forget_channel(channel)
            if was_talk:
                return [sieve.talk_gone(heard, self._sight)]
            in_staff = maybe_id(heard.data, "parent_id") in self._sight.lens.staffed and channel
            return [sieve.thread_gone(heard, self._sight)] if in_staff else []
        name = self._sight.names.get(channel, channel)
        self._sight.forget_channel(channel)
        return self._lost({channel: name}, heard.at) if channel in self._sight.lens.ours else []

    async def _message(self, inbox: Inbox, heard: Heard) -> list[RawRow]:
        data = heard.data
        if not is_id(data.get("channel_id")):
            return [sieve.nameless(heard, self._sight)]
        channel = str(data["channel_id"])
        private = not data.get("guild_id")
        home = channel if private else await self._home(channel)
        if not home:
            return []
        kind = TALK if home in self._sight.talks else PRIVATE if private else CHANNEL
        private = kind != CHANNEL
        rows = sieve.rows_of(heard, home, self._sight)
        if heard.event == "MESSAGE_CREATE":
            self._members.saw(data)
            if is_id(data.get("id")):
                self._begun |= kind == TALK and self._cursors.at(TALK, channel) is None
                self._cursors.live(kind, channel, int(data["id"]))
            if rows and not private:
                await self._listen_for_silence(inbox, data)
        elif heard.event == "MESSAGE_UPDATE" and rows and not private and "member" not in data:
            whole = await self._members.complete(data, maybe_id(data, "guild_id"))
            rows = sieve.rows_of(Heard(heard.event, whole, heard.at), home, self._sight)
        return rows

    async def _home(self, channel: str) -> str:
        """The channel of ours that this belongs to; one that was never told of is asked for once."""
        home = self._sight.home(channel)
        if home is not None:
            return home
        try:
            found = await self._door.call("GET", "/channels/{channel_id}", {"channel_id": channel}, twice=True)
        except (Gone, Refused):
            found = None
        except Revoked:
            raise
        except ChatError as error:
            log.warning(
                "Discord: a channel cannot be looked up (%s); its messages are fetched with the next line", error
            )
            return ""
        self._sight.learn_channel(found if isinstance(found, dict) else {"id": channel})
        return self._sight.home(channel) or ""

    async def _listen_for_silence(self, inbox: Inbox, data: Json) -> None:
        """Without the Message Content intent everything arrives, and all of it is empty."""
        self._mute = self._mute + 1 if sieve.is_mute(data) else 0
        if self._mute == MUTE_IN_A_ROW:
            await inbox.alarm(NAME, MUTE, f"content:{self._sight.lens.bot_id}:{self._clock.now():%Y-%m-%d}")

    # places -------------------------------------------------------------------------------------------------------------------
    def _foreign(self, heard: Heard) -> list[RawRow]:
        """A server without a channel of ours is left; never while one of ours is missing, for then this may be its server."""
        guild = maybe_id(heard.data, "id")
        if heard.data.get("unavailable") or not guild or self._sight.has_guild(guild):
            return []
        if self._sight.is_a_partners(heard.data):
            return []
        if not self._sight.all_found():
            log.warning(
                "Discord: the bot is in a server without a channel of the settings; it stays until all of them are found"
            )
            return []
        return [sieve.joined(heard, self._sight)]

    def _put_out(self, heard: Heard) -> list[RawRow]:
        if heard.data.get("unavailable"):
            log.info("Discord: a server is out of order for now")
            return []
        lost = self._sight.forget_guild(maybe_id(heard.data, "id"))
        return self._lost({channel: self._sight.names.get(channel, channel) for channel in lost}, heard.at)

    def _lost(self, channels: Mapping[str, str], at: int) -> list[RawRow]:
        for channel, name in channels.items():
            kind = "staff channel" if channel in self._sight.lens.staffed else "channel"
            log.error('Discord: the %s "%s" is gone, or the bot was put out of its server', kind, name)
        return [sieve.gone(channel, name, at, self._sight) for channel, name in channels.items()]

    # presses ------------------------------------------------------------------------------------------------------------------
    async def _consume_presses(self, inbox: Inbox) -> None:
        while True:
            heard = await self._pressed.get()
            channel = heard.data.get("channel_id")
            if not is_id(channel):
                await inbox.put([sieve.nameless(heard, self._sight)])
                continue
            home = str(channel) if not heard.data.get("guild_id") else await self._home(str(channel))
            form = form_for(heard.data) if home else None
            if form is not None:
                self._presses.show(heard.data, form)
            elif home:
                await self._presses.take(inbox, heard.data, sieve.rows_of(heard, home, self._sight))
