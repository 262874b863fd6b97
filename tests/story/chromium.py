"""One Chromium for all stories of a run, driven from a thread of its own: playwright's loop cannot run beside a story's."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from tests.needs import CHROMIUM_FLAGS, find_chromium

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from playwright.sync_api import Browser, Page, Playwright

T = TypeVar("T")
PATIENCE = 15_000
"""Milliseconds; what is waited for comes within one second on an idle machine."""


class Chromium:
    """Starts with the first story that needs it."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "chromium")
        self._play: Playwright | None = None
        self._browser: Browser | None = None

    async def do(self, work: Callable[[], T]) -> T:
        """Run this where the browser is, while the story's own loop goes on serving the page."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _open(self, address: str, wrong: list[str]) -> Page:
        if self._browser is None:
            from playwright.sync_api import sync_playwright

            self._play = sync_playwright().start()
            self._browser = self._play.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        context = self._browser.new_context(locale="nl-NL", viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(address) else None)
        page.goto(address)
        return page

    @asynccontextmanager
    async def visit(self, address: str) -> AsyncIterator[Page]:
        """A visitor of his own at this address. Afterwards his console holds no error and nothing else was asked of the network."""
        wrong: list[str] = []
        page = await self.do(lambda: self._open(address, wrong))
        try:
            yield page
        finally:
            await self.do(page.context.close)
        # A form whose answer is a mistake in words is an error to the console, and is meant.
        assert [text for text in wrong if "422" not in text] == []

    def close(self) -> None:
        """The run is over."""
        if self._browser is not None:
            self._thread.submit(self._browser.close).result()
        if self._play is not None:
            self._thread.submit(self._play.stop).result()
        self._thread.shutdown()


CHROMIUM = Chromium()
