"""The sandbox's page in Chromium as a place for stories: what people do there is done on the page, and what it shows is read from it.

Four things have no control on the page, because they are the chat platform's own: changing and deleting a message, writing in the staff
channel outside all threads, pressing a button that one may not press, and the customer's own buttons below public posts. These are done
on the sandbox itself, as on any other client of it; what comes of them is read from the page.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tests.story.chromium import CHROMIUM
from tests.story.everywhere import OnSandbox, Said
from tests.story.page import Shown, seen_by, served
from tests.story.stage import stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.story.stage import Stage

DOTS = {"calm": "⚪", "ask": "❔", "said": "🔵", "new": "🔴", "claimed": "🟠", "solved": "🟢"}
"""The sign with which a card's post begins, by the tone in which the page lays it out."""
CLOCKS = {"": "🟢", "soon": "🟠", "late": "🔴"}
"""The sign of a card's clock, by how the page colours it."""


class OnPage(OnSandbox):
    """The page."""

    def __init__(self, on: Stage, page: Page, address: str) -> None:
        super().__init__(on)
        self.page, self.address = page, address
        self.shown = Shown()

    async def look(self) -> None:
        """Read the page as it is now."""
        self.shown = await CHROMIUM.do(lambda: seen_by(self.page))

    async def _done(self, path: str, deed: Callable[[], None]) -> None:
        """Do something that sends a form; the program does what follows from it, and the page shows it."""

        def send() -> None:
            with self.page.expect_response(lambda answer: answer.url.endswith(path)) as answered:
                deed()
            assert answered.value.ok, answered.value.text()

        await CHROMIUM.do(send)
        await self.on.settle()
        await self.look()

    # people -------------------------------------------------------------------------------------------------------------------
    async def says(self, who: str, text: str, reply_to: str = "") -> str:
        offered = await CHROMIUM.do(lambda: self.page.locator(f'#say-who option[value="{who}"]').count())
        if not offered:
            # The page has no way for staff to speak in public by themselves.
            said = await super().says(who, text, reply_to)
            await self.look()
            return said
        before = {post["id"] for post in self.shown.posts}

        def speak() -> None:
            if reply_to:
                self.page.locator(f'.post[data-message="{reply_to}"] a.reply').click()
            self.page.locator("#say-who").select_option(who)
            self.page.locator("#say-text").fill(text)
            self.page.locator("#say button.primary").click()

        await self._done("/say", speak)
        (said,) = [p["id"] for p in self.shown.posts if p["id"] not in before and not p["own"]]
        return str(said)

    async def writes(self, who: str, text: str, about: str) -> str:
        shown = await self._case(about)
        if shown["ended"]:
            written = await super().writes(who, text, about)
            await self.look()
            return written
        before = {post["id"] for post in shown["posts"]}
        form = self.page.locator(f'article.case[data-thread="{shown["thread"]}"] form.say-thread')

        def write() -> None:
            form.locator("select").select_option(who)
            form.locator("textarea").fill(text)
            form.locator("button").click()

        await self._done("/thread", write)
        (written,) = [p["id"] for p in (await self._case(about))["posts"] if p["id"] not in before and not p["own"]]
        return str(written)

    async def press(self, who: str, about: str, verb: str, extra: str = "") -> str:
        shown = await self._case(about)
        steps = ["more", verb] if _key(shown, verb) is None else [verb]
        for step in [(name, "") for name in steps[:-1]]:
            await self._pressed(who, await self._case(about), *step)
        if extra and _key(await self._case(about), verb, extra) is None:
            await self._pressed(who, await self._case(about), verb)
        return await self._pressed(who, await self._case(about), verb, extra)

    async def press_last(self, who: str, about: str, verb: str) -> str:
        posts = [p for p in (await self._case(about))["posts"] if _key(p, verb) is not None]
        return await self._pressed(who, posts[-1], verb)

    async def _pressed(self, who: str, shown: dict[str, Any], verb: str, extra: str = "") -> str:
        """Press a button that the page shows; what the page shows to the presser alone."""
        data = _key(shown, verb, extra)
        assert data is not None, f"no button to {verb} {extra}: {shown['keys']}"
        if self.on.world.people[who].role != "staff":
            told = await self.on.press(who, self.on.world.posts[shown["id"]], verb, extra)
            await self.look()
            return told

        def press() -> None:
            self.page.locator("#clerk").select_option(who)
            ended = self.page.locator("#ended:not([open]) > summary")
            button = self.page.locator(
                f'form.keys:has(input[name="message"][value="{shown["id"]}"]) button[value="{data}"]'
            )
            if ended.count() and not button.is_visible():
                ended.click()
            button.click()

        await self._done("/press", press)
        return self.shown.secret

    async def enters(self, who: str, way: str) -> None:
        """A customer follows a way into a private talk."""

        def enter() -> None:
            self.page.goto(f"{self.address}?way={way}#way")
            self.page.locator("#way select").select_option(who)
            self.page.locator("#way button").click()

        await self._done("/enter", enter)

    async def tells(self, who: str, text: str) -> bool:
        """He speaks in his private talk; False where the page shows none to speak in."""
        if who not in self.shown.talks:
            return False
        form = self.page.locator(f"#talk-{who} form.say-thread")

        def tell() -> None:
            form.locator("textarea").fill(text)
            form.locator("button").click()

        await self._done("/private", tell)
        return True

    async def presses(self, who: str, post: str, data: str) -> str:
        """He presses a button in his private talk; what he alone is told."""
        before = len(self.on.world.whispers)
        button = self.page.locator(f'#talk-{who} form.keys:has(input[value="{post}"]) button[value="{data}"]')
        await self._done("/private-press", button.click)
        assert self.shown.secret == self.on.world.whispers[before].text.strip()
        return self.shown.secret

    # what has no control on the page ------------------------------------------------------------------------------------------
    async def edits(self, message: str, text: str) -> None:
        await super().edits(message, text)
        await self.look()

    async def erases(self, message: str) -> None:
        await super().erases(message)
        await self.look()

    async def orders(self, who: str, text: str) -> None:
        await super().orders(who, text)
        await self.look()

    async def wait(self, seconds: float) -> None:
        await super().wait(seconds)
        await self.look()

    async def restart(self) -> None:
        await super().restart()
        await self.look()

    # what it shows ------------------------------------------------------------------------------------------------------------
    async def _case(self, about: str) -> dict[str, Any]:
        case = await self.case(about)
        return next(one for one in self.shown.cases if one["id"] == case.card)

    def public(self) -> list[Said]:
        return [Said(p["id"], p["text"], p["reply"]) for p in self.shown.posts if p["own"] and not p["gone"]]

    async def card(self, about: str) -> str:
        shown = await self._case(about)
        head = " · ".join(part.strip() for part in shown["head"] if part.strip())
        rows = [f"{label}: {text}" if label else text for label, text in shown["rows"]]
        clock = f"{CLOCKS[shown['haste']]} " if shown["head"][0].strip() else ""
        return "\n".join([f"{DOTS[shown['tone']]} {clock}{head}", shown["quote"], *rows, *shown["before"]])

    async def verbs(self, about: str) -> list[str]:
        return [key["data"].split(":")[1] for key in (await self._case(about))["keys"]]

    async def thread(self, about: str) -> list[str]:
        return [post["text"] for post in (await self._case(about))["posts"] if post["own"]]

    async def desk(self) -> list[str]:
        return list(self.shown.notices)


def _key(shown: dict[str, Any], verb: str, extra: str = "") -> str | None:
    for key in shown["keys"]:
        parts = key["data"].split(":")
        if parts[1] == verb and (not extra or parts[3:] == [extra]):
            return str(key["data"])
    return None


@asynccontextmanager
async def page_scene(folder: Path) -> AsyncIterator[OnPage]:
    """The page, at work."""
    async with stage(folder) as on, served(on, folder) as address, CHROMIUM.visit(address) as page:
        scene = OnPage(on, page, address)
        await scene.look()
        yield scene
