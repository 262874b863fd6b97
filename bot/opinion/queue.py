"""A blocking judge behind a bounded queue: one thread, a limit on what waits, and a time-out; whoever gets no place gets no view."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.second import Second
    from bot.ports import Opinion

log = logging.getLogger("wegwijzer.opinion")

MOST_WAITING = 128
"""So many texts may wait or be in work; on one core that is some ten seconds' work."""
PATIENCE = 4.0
"""Seconds that one question may take, whatever its number of texts; the judge waits as long at most."""
REMEMBERED = 2048
"""So many views are kept, by a digest of their text, so that a batch that is judged again is judged alike."""


class Unloadable(Exception):
    """What judges cannot be loaded, now or ever; the text says why."""


class Blocking(Protocol):
    """Who is asked, in a thread."""

    @property
    def band(self) -> tuple[float, float]:
        """The band of doubt."""
        ...

    @property
    def tells_topics(self) -> bool:
        """Whether its views say what a complaint is about."""
        ...

    def opine(self, texts: Sequence[str]) -> list[Second]:
        """A view on each text. Raises Unloadable."""
        ...


class Queue:
    """ports.Opinion over somebody who blocks."""

    measured = True

    def __init__(self, judge: Blocking, most: int = MOST_WAITING, patience: float = PATIENCE) -> None:
        """`most` texts wait at once; `patience`: seconds for one question."""
        self._blocking, self._most, self._patience = judge, most, patience
        self._thread = ThreadPoolExecutor(1, "second-opinion")
        self._waiting = 0
        self._known: OrderedDict[bytes, Second] = OrderedDict()
        self._broken = False

    @property
    def band(self) -> tuple[float, float]:
        """The band of whoever is asked."""
        return self._blocking.band

    @property
    def topical(self) -> Opinion | None:
        """Itself, where whoever is asked tells topics."""
        return self if self._blocking.tells_topics else None

    async def judge(self, texts: Sequence[str]) -> list[Second | None]:
        """A view on each text; None where the queue was full, the time was up or the judge failed."""
        found: list[Second | None] = [self._recall(text) for text in texts]
        left = [place for place, view in enumerate(found) if view is None]
        taken = left[: max(0, self._most - self._waiting)] if not self._broken else []
        asked = {place: self._ask(texts[place]) for place in taken}
        try:
            if asked:
                await asyncio.wait([landed for _, landed in asked.values()], timeout=self._patience)
        finally:
            # What has not begun is taken out of the queue at once; what is in work ends by itself.
            for work, _ in asked.values():
                work.cancel()
        why = "the queue is full" if len(taken) < len(left) else f"it took longer than {self._patience:g} s"
        for place, (work, _) in asked.items():
            if work.cancelled() or not work.done():
                continue
            if error := work.exception():
                why = self._failed(error)
            else:
                found[place] = self._remember(texts[place], work.result())
        if None in found and not self._broken:
            log.warning("second opinion: none on %d of %d messages in doubt (%s)", found.count(None), len(texts), why)
        return found

    async def close(self) -> None:
        """What waits is dropped; what is in work ends by itself."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _ask(self, text: str) -> tuple[Future[Second], asyncio.Future[None]]:
        """One text in the queue: its work, and what lands when that is done or dropped. Its place is free again then.

        What lands bears neither result nor error: an error that nobody fetches would be logged with the customer's words in it.
        """
        loop = asyncio.get_running_loop()
        self._waiting += 1
        work = self._thread.submit(self._one, text)
        landed: asyncio.Future[None] = loop.create_future()

        def done(_: Future[Second]) -> None:
            # The thread may end its work after the loop was closed; then nobody waits or counts any more.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._land, landed)

        work.add_done_callback(done)
        return work, landed

    def _one(self, text: str) -> Second:
        return self._blocking.opine([text])[0]

    def _land(self, landed: asyncio.Future[None]) -> None:
        self._waiting -= 1
        if not landed.done():
            landed.set_result(None)

    def _failed(self, error: BaseException) -> str:
        """Why, in words. Encoders that cannot be loaded never can: said once, and nobody asks again."""
        if isinstance(error, Unloadable) and not self._broken:
            self._broken = True
            log.error("second opinion: %s; messages in doubt go to staff", error)
        return type(error).__name__

    @staticmethod
    def _key(text: str) -> bytes:
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def _recall(self, text: str) -> Second | None:
        return self._known.get(self._key(text))

    def _remember(self, text: str, view: Second) -> Second:
        self._known[self._key(text)] = view
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return view
