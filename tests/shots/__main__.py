"""Play the demo to a moment with something to see, and photograph it: light and dark, desktop and phone."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.console.running import ROOT, Demo
from tests.needs import CHROMIUM_FLAGS, find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = ROOT / "docs" / "pictures"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "locale": "nl-NL"}
UNTIL, LOOK_AT = "m027", "m024"
"""The script is played up to the one message, and the other one's *why* is shown."""


def _play(browser: Browser, demo: Demo) -> None:
    """Up to the moment, with the bot's answers and the cards in place, and then stand still."""
    page = browser.new_context(**DESKTOP).new_page()
    page.goto(demo.address)
    page.locator(f".post[data-message={UNTIL}]").wait_for(timeout=60_000)
    page.locator("#do-16").click()
    page.locator(".post.bot", has_text="Kim").first.wait_for(timeout=60_000)
    page.locator(".case", has_text="Dubbel afgeschreven").wait_for(timeout=60_000)
    page.locator("#do-pause").click()
    page.locator("#do-play").wait_for()
    page.context.close()


def _why(page: Page) -> None:
    page.locator(f".post[data-message={LOOK_AT}] .text").click()
    page.locator(f"#why article[data-of={LOOK_AT}]").wait_for()


def _shoot(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")
    sys.stderr.write(f"docs/pictures/{name}.png\n")


def _all(browser: Browser, demo: Demo) -> None:
    for scheme in ("light", "dark"):
        page = browser.new_context(**DESKTOP, color_scheme=scheme).new_page()
        page.goto(demo.address)
        _why(page)
        page.locator(f".post[data-message={LOOK_AT}]").scroll_into_view_if_needed()
        _shoot(page, f"demo-{scheme}")
        page.context.close()
        page = browser.new_context(**PHONE, color_scheme=scheme).new_page()
        page.goto(demo.address)
        _shoot(page, f"phone-{scheme}")
        page.locator("button[name=intro]").click()
        page.locator("label[for=tab-staff]").click()
        _shoot(page, f"phone-staff-{scheme}")
        page.locator("label[for=tab-public]").click()
        _why(page)
        _shoot(page, f"phone-why-{scheme}")
        page.context.close()


def main() -> int:
    """Make every picture; the exit code is 1 where there is no Chromium."""
    chromium = find_chromium()
    if chromium is None:
        sys.stderr.write("no Chromium found on PATH: install chromium\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as play:
        demo = Demo(Path(folder))
        browser = play.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        try:
            demo.start(speed=60)
            _play(browser, demo)
            _all(browser, demo)
        finally:
            browser.close()
            demo.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
