"""Presses of buttons: on disk first, then "thinking" for the presser within three seconds, then the service's own words.

A press that is not on disk is not answered: Discord then shows that it failed, and the person presses again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from bot.ports import ChatError
from handlers.discord.shapes import maybe_id

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.ports import Inbox, RawRow
    from handlers.discord.door import Door
    from handlers.discord.shapes import Json

CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
"""The library's names for what belongs together in a bucket; the first is the interaction's id."""
DEFERRED, MODAL, EPHEMERAL = 5, 9, 64
WAIT_SECONDS = 5.0
_REMEMBERED = 1000
_ANSWER_SECONDS = 3.0

log = logging.getLogger(__name__)


class Presses:
    """Knows which presses are still to be answered with "thinking", so that no other answer overtakes it."""

    def __init__(self, door: Door) -> None:
        """`door` says "thinking"."""
        self._door = door
        self._open: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, inbox: Inbox, press: Json, rows: list[RawRow]) -> None:
        """Write the press down, and then answer it without waiting for that."""
        interaction, token = maybe_id(press, "id"), press.get("token")
        known = isinstance(token, str) and bool(token) and bool(interaction)
        if known:
            self._open[str(token)] = asyncio.Event()
            while len(self._open) > _REMEMBERED:
                self._open.pop(next(iter(self._open))).set()
        await inbox.put(rows)
        if known:
            self._go_on(self._defer(interaction, str(token)))

    def show(self, press: Json, form: Json) -> None:
        """Open a form for the presser, as the first and only answer to his press; what he sends is a press of its own.

        Nothing is written down: where this fails Discord says so, and he presses again.
        """
        interaction, token = maybe_id(press, "id"), press.get("token")
        if interaction and isinstance(token, str) and token:
            self._go_on(self._answer(interaction, token, {"type": MODAL, "data": form}))

    def _go_on(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, interaction: str, token: str, body: Json) -> None:
        try:
            ids = {"webhook_id": interaction, "webhook_token": token}
            await self._door.call("POST", CALLBACK, ids, body, twice=True, seconds=_ANSWER_SECONDS)
        except ChatError as error:
            log.info("Discord: a press could not be answered in time: %s", error)

    async def _defer(self, interaction: str, token: str) -> None:
        try:
            await self._answer(interaction, token, {"type": DEFERRED, "data": {"flags": EPHEMERAL}})
        finally:
            if token in self._open:
                self._open.pop(token).set()

    async def settled(self, token: str) -> None:
        """Wait until "thinking" was said, at most five seconds; at once for a press of an earlier run."""
        event = self._open.get(token)
        if event is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), WAIT_SECONDS)

    async def stop(self) -> None:
        """Let go of what is under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
