"""One Chromium for all stories of a run, driven from a thread of its own: playwright's loop cannot run beside a story's."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from tests.needs import CHROMIUM_FLAGS, find_chromium

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from playwright.sync_api import Page, Playwright

T = TypeVar("T")
PATIENCE = 15_000
"""Milliseconds; what is waited for comes within one second on an idle machine."""


_NOWHERE = "about:blank"


class Chromium:
    """Starts with the first story that needs it."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "chromium")
        self._play: Playwright | None = None
        self._page: Page | None = None
        self._home, self._wrong = _NOWHERE, list[str]()

    async def do(self, work: Callable[[], T]) -> T:
        """Run this where the browser is, while the story's own loop goes on serving the page."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _start(self) -> Page:
        from playwright.sync_api import sync_playwright

        self._play = sync_playwright().start()
        browser = self._play.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        page = browser.new_context(locale="nl-NL", viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: self._wrong.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self._wrong.append(str(error)))
        page.on("request", lambda asked: self._asked(asked.url))
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((self._home, _NOWHERE)):
            self._wrong.append(url)

    def _goto(self, address: str) -> Page:
        if self._page is None:
            self._page = self._start()
        self._page.context.clear_cookies()
        self._page.goto(_NOWHERE)
        self._home, self._wrong = address, []
        self._page.goto(address)
        return self._page

    @asynccontextmanager
    async def visit(self, address: str) -> AsyncIterator[Page]:
        """A new visitor at this address. Afterwards his console holds no error, and nothing else was asked of the network."""
        page = await self.do(lambda: self._goto(address))
        try:
            yield page
        finally:
            wrong = list(self._wrong)
            await self.do(lambda: page.goto(_NOWHERE))
        # A form whose answer is a mistake in words is an error to the console, and is meant.
        assert [text for text in wrong if "422" not in text] == []

    def close(self) -> None:
        """The run is over."""
        if self._page is not None and self._page.context.browser is not None:
            self._thread.submit(self._page.context.browser.close).result()
        if self._play is not None:
            self._thread.submit(self._play.stop).result()
        self._thread.shutdown()


CHROMIUM = Chromium()
