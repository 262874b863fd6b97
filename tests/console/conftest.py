"""A running demo, and a page in a real browser that may reach nothing but that demo."""

from __future__ import annotations

from signal import SIGKILL
from typing import TYPE_CHECKING, Any

import pytest

from tests.console.running import Demo
from tests.needs import CHROMIUM_FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 20_000
"""Milliseconds; what is waited for comes within one on an idle machine."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One that runs, for all tests that leave it running; each speaks as somebody else."""
    made = Demo(tmp_path_factory.mktemp("demo"))
    made.start()
    yield made
    made.stop(SIGKILL)


@pytest.fixture
def own_demo(tmp_path: Path) -> Iterator[Demo]:
    """One to start, kill and start again."""
    made = Demo(tmp_path)
    yield made
    made.stop(SIGKILL)


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    # Not for the session: while playwright is open its loop runs in this thread, and asyncio tests of other files cannot.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open the demo's page; afterwards there was no error in its console and no request to anywhere else."""
    wrong: list[str] = []
    expected: list[str] = []
    opened: list[BrowserContext] = []

    def open_page(demo: Demo, *, offline: bool = False, **options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1440, "height": 900}, **options})
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        home = demo.address
        page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(home) else None)
        if offline:
            expected.append("ERR_CONNECTION_REFUSED")
        page.goto(demo.address)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert [text for text in wrong if not any(part in text for part in expected)] == []
