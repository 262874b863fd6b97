"""What the bot says in its log, as a test can wait for it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 20.0


class Lines(logging.Handler):
    """Keeps every line of WARNING and above; whoever waits for one is woken."""

    def __init__(self) -> None:
        """Hear nothing yet; see `listening`."""
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line; also from another thread."""
        self.said.append(record.getMessage())
        self._loop.call_soon_threadsafe(self._news.set)

    def about(self, words: str) -> list[str]:
        """The lines that hold these words."""
        return [line for line in self.said if words in line]

    async def until(self, words: str) -> str:
        """Wait until a line holds these words; TimeoutError when none ever does."""
        async with asyncio.timeout(SECONDS):
            while not self.about(words):
                self._news.clear()
                await self._news.wait()
        return self.about(words)[0]


@contextmanager
def listening() -> Iterator[Lines]:
    """Hear the log while the block lasts."""
    lines = Lines()
    logging.getLogger().addHandler(lines)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(lines)
