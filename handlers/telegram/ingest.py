"""From Telegram to the inbox: poll, sift, commit, and only then ask for what comes after.

The offset of a poll is what tells Telegram "received", so it is sent once, after the inbox has the batch on disk. A poll that
succeeded has confirmed it, and later ones go without: Telegram chooses a new number for the next update when none came for a week
(core.telegram.org/bots/api#update), and a stale offset would throw such an update away.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.ports import Busy, ChatError, Cursor, RawRow, Revoked
from handlers.outage import Outage
from handlers.telegram.door import Taken
from handlers.telegram.reading import MOVED
from handlers.telegram.shapes import is_number
from handlers.telegram.sieve import ALLOWED, move_of, sifted, staff_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import Clock, Inbox
    from handlers.telegram.door import Door
    from handlers.telegram.lens import Sight

POLL_SECONDS = 25
"""How long Telegram may hold a poll open when nothing happens."""
ANSWER_SECONDS = 10
"""On top of that, for the answer itself."""
BATCH = 100
KEPT = timedelta(hours=24)
"""How long Telegram keeps updates (core.telegram.org/bots/api#getting-updates)."""
OFFSET_HOLDS = timedelta(days=6)
"""A stored offset is used within this time; after a week numbers may start anywhere, and nothing old is left to confirm."""
MARK_EVERY = timedelta(minutes=10)

OFFSET, POLLED = "updates", "polled"
"""Sources of our cursors: the next offset, and the time of the last successful poll. `moved:<old id>` holds a new id."""

log = logging.getLogger(__name__)


class Ingest:
    """The one poller of a bot."""

    def __init__(self, door: Door, sight: Sight, clock: Clock, *, poll_seconds: int = POLL_SECONDS) -> None:
        """`door` is for polls alone, so that they never wait for sends."""
        self.last_poll: datetime | None = None
        """When Telegram last answered a poll: how alive this is."""
        self.caught_up = False
        """Whether everything that Telegram held for us is in the inbox; false at first and while it cannot be reached."""
        self._door = door
        self._sight = sight
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._outage = Outage(clock, "Telegram", "nothing is lost within 24 hours")
        self._offset = 0
        self._marked: datetime | None = None

    async def run(self, inbox: Inbox) -> None:
        """Hand everything over until cancelled.

        Raises:
            Revoked: the token is not valid any more.
        """
        await self._take_up(inbox)
        while True:
            updates = await self._poll(inbox)
            if updates:
                await self._keep(inbox, updates)
                self.caught_up = len(updates) < BATCH
            elif self._marked is None or self._clock.now() - self._marked >= MARK_EVERY:
                await inbox.put((), [self._mark()])

    async def _take_up(self, inbox: Inbox) -> None:
        """Go on where the last run of this bot ended."""
        bot_id = self._sight.lens.bot_id
        cursors = await inbox.cursors("telegram", bot_id)
        for source, value in cursors.items():
            if source.startswith(f"{MOVED}:"):
                self._sight.lens = self._sight.lens.moved(source.partition(":")[2], value)
        self.last_poll = _time(cursors.get(POLLED, ""))
        await self._tell_gap(inbox)
        young = self.last_poll is None or self._clock.now() - self.last_poll < OFFSET_HOLDS
        stored = cursors.get(OFFSET, "")
        self._offset = int(stored) if young and stored.isdecimal() else 0
        await self._put_found_moves(inbox)

    async def _put_found_moves(self, inbox: Inbox) -> None:
        """Moves that the platform told us in an answer: the inbox hears of them as of any other."""
        found, bot_id = self._sight.found_moves, self._sight.lens.bot_id
        if found:
            rows = [
                RawRow("telegram", bot_id, old, f"{MOVED}:{new}", 0, f'{{"{MOVED}":{{"old":"{old}","new":"{new}"}}}}')
                for old, new in found
            ]
            await inbox.put(rows, [self._moved(old, new) for old, new in found])
            self._sight.found_moves = []

    async def _poll(self, inbox: Inbox) -> list[Any]:
        """One answer of Telegram, however long that takes."""
        wanted = {"limit": BATCH, "allowed_updates": list(ALLOWED)}
        while True:
            # Who does not know yet what was said meanwhile asks for it and does not wait for more.
            values = {**wanted, "timeout": self._poll_seconds if self.caught_up else 0, "offset": self._offset or None}
            try:
                updates = await self._door.call(
                    "getUpdates", values, twice=True, seconds=self._poll_seconds + ANSWER_SECONDS
                )
            except Revoked:
                raise
            except Busy as busy:
                self.caught_up = False
                await self._clock.sleep(max(busy.retry_after or 0.0, self._outage.failed("polls too often")))
            except Taken as taken:
                self.caught_up = False
                await self._clock.sleep(await self._contested(inbox, str(taken)))
            except ChatError as error:
                self.caught_up = False
                await self._clock.sleep(self._outage.failed(str(error)))
            else:
                if updates == []:
                    self.caught_up = True
                if isinstance(updates, list):
                    await self._heard_back(inbox, empty=not updates)
                    return updates
                await self._clock.sleep(self._outage.failed("the answer to a poll is no list"))

    async def _contested(self, inbox: Inbox, words: str) -> float:
        """409: tell staff once a day."""
        text = "Another program reads the bot's messages with the same token, or a webhook is set. Stop it, or messages go missing"
        await inbox.alarm("telegram", f"{text} ({words}).", f"taken:{self._clock.now():%Y-%m-%d}")
        return self._outage.failed(f"another program polls with this token, or a webhook is set ({words})")

    async def _heard_back(self, inbox: Inbox, *, empty: bool) -> None:
        self._outage.over()
        await self._tell_gap(inbox)
        self.last_poll = self._clock.now()
        if empty:
            # The offset, if one was sent, is confirmed now.
            self._offset = 0

    async def _tell_gap(self, inbox: Inbox) -> None:
        """After more than a day without a poll Telegram has thrown messages away; there is no way to ask for them."""
        last, now = self.last_poll, self._clock.now()
        if last is None or now - last <= KEPT:
            return
        text = (
            f"The bot was not connected to Telegram from {last:%Y-%m-%d %H:%M} UTC on. Telegram keeps messages for 24 hours: what was "
            f"said before {now - KEPT:%Y-%m-%d %H:%M} UTC is not known to the bot. Please look in the groups themselves."
        )
        log.warning("Telegram: gap. %s", text)
        await inbox.alarm("telegram", text, f"gap:{last:%Y-%m-%dT%H:%M:%S}")

    async def _keep(self, inbox: Inbox, updates: Sequence[Any]) -> None:
        """Commit one batch; only when that is done the next poll may confirm it."""
        now = self._clock.now()
        rows: list[RawRow] = []
        cursors: list[Cursor] = []
        for update in updates:
            row = sifted(update, self._sight.lens, int(now.timestamp()))
            if row is not None:
                rows.append(row)
            cursors += self._learn(update)
        numbers = [
            update["update_id"] for update in updates if isinstance(update, dict) and is_number(update.get("update_id"))
        ]
        offset = max(numbers) + 1 if numbers else self._offset
        await inbox.put(rows, [*cursors, self._cursor(OFFSET, str(offset)), self._mark()])
        self._offset = offset
        if not numbers:
            await self._clock.sleep(self._outage.failed("updates arrive without a number and cannot be confirmed"))

    def _learn(self, update: object) -> list[Cursor]:
        """What an update changes for those behind it: a group's id, who is staff."""
        change = staff_change(update, self._sight.lens)
        if change is not None:
            self._sight.lens = self._sight.lens.with_member(change[0], leads=change[1])
        move = move_of(update, self._sight.lens)
        if move is None:
            return []
        self._sight.lens = self._sight.lens.moved(*move)
        return [self._moved(*move)]

    def _mark(self) -> Cursor:
        self._marked = self._clock.now()
        return self._cursor(POLLED, self._marked.isoformat())

    def _moved(self, old: str, new: str) -> Cursor:
        return self._cursor(f"{MOVED}:{old}", new)

    def _cursor(self, source: str, value: str) -> Cursor:
        return Cursor("telegram", self._sight.lens.bot_id, source, value)


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except ValueError:
        return None
