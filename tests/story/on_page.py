"""The sandbox's page in Chromium as a place for stories: what people do is done on the page, and what stands there is read from it.

Three things are done beside it, as they are nobody's on the page: time passes, the program ends and begins again, and somebody's role
on the platform changes. Which card belongs to a message is looked up in the store.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.story.chromium import CHROMIUM
from tests.story.everywhere import OnSandbox, Said
from tests.story.page import Shown, seen_by, served
from tests.story.stage import stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

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

    async def _sent(self, path: str, deed: Callable[[], None]) -> None:
        """Do something that sends a form."""

        def send() -> None:
            with self.page.expect_response(lambda answer: answer.url.endswith(path)) as answered:
                deed()
            assert answered.value.ok, answered.value.text()

        await CHROMIUM.do(send)

    async def _follows(self) -> list[str]:
        """The program does what follows, and the page shows it; what those who pressed are told alone, in order."""
        before = max((number for number, _ in self.shown.secrets), default=0)
        await self.on.settle()
        await self.look()
        return [text for number, text in self.shown.secrets if number > before]

    async def _done(self, path: str, deed: Callable[[], None]) -> list[str]:
        await self._sent(path, deed)
        return await self._follows()

    def _unfold(self, what: Locator) -> None:
        """Open the folds in which something stands."""
        for fold in what.locator("xpath=ancestor::details[not(@open)]/summary").all():
            fold.click()

    # in public ----------------------------------------------------------------------------------------------------------------
    async def says(self, who: str, text: str, reply_to: str = "") -> str:
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

    async def edits(self, message: str, text: str) -> None:
        await self._changed("#say-who", message, text)

    async def erases(self, message: str) -> None:
        world = self.on.world
        if world.posts[message].who == world.BOT:
            # Somebody who moderates took it away; there is nobody like that on the page.
            await super().erases(message)
            return
        await self._changed("#say-who", message, "")

    async def _changed(self, persona: str, message: str, text: str) -> None:
        """The author of a message changes it; without a text he takes it away."""
        self.on.clock.advance(1)
        fold = self.page.locator(f"#own-{message}")

        def change() -> None:
            if persona:
                self.page.locator(persona).select_option(fold.get_attribute("data-who"))
            self._unfold(fold)
            fold.locator("summary").click()
            if text:
                fold.locator("textarea").fill(text)
            fold.locator(f'button[value="{"change" if text else "remove"}"]').click()

        await self._done("/change", change)

    def _key_in_public(self, who: str, post: str, data: str) -> None:
        self.page.locator("#say-who").select_option(who)
        self.page.locator(f'.post[data-message="{post}"] form.keys button[value="{data}"]').click()

    async def presses_in_public(self, who: str, post: str, *buttons: str) -> list[str]:
        """Somebody presses buttons below a public post before anything is done about either; what he alone is told."""
        for data in buttons:
            await self._sent("/press", partial(self._key_in_public, who, post, data))
        return await self._follows()

    def buttons_below(self, post: str) -> list[str]:
        """What the buttons below a public post carry."""
        return [key["data"] for shown in self.shown.posts if shown["id"] == post for key in shown["keys"]]

    # among staff --------------------------------------------------------------------------------------------------------------
    async def writes(self, who: str, text: str, about: str) -> str:
        shown = await self._case(about)
        before = {post["id"] for post in shown["posts"]}
        form = self.page.locator(f'article.case[data-thread="{shown["thread"]}"] form.say-thread')

        def write() -> None:
            self._unfold(form)
            form.locator("select").select_option(who)
            form.locator("textarea").fill(text)
            form.locator("button").click()

        await self._done("/thread", write)
        (written,) = [p["id"] for p in (await self._case(about))["posts"] if p["id"] not in before and not p["own"]]
        return str(written)

    async def rewrites(self, about: str, written: str, text: str) -> None:
        del about
        await self._changed("#clerk", written, text)

    async def orders(self, who: str, text: str) -> None:
        def order() -> None:
            self.page.locator("#clerk").select_option(who)
            self.page.locator("#order-text").fill(text)
            self.page.locator("#order button").click()

        await self._done("/thread", order)

    async def press(self, who: str, about: str, verb: str, extra: str = "") -> str:
        if _key(await self._case(about), verb) is None:
            await self._pressed(who, await self._case(about), "more")
        if extra and _key(await self._case(about), verb, extra) is None:
            await self._pressed(who, await self._case(about), verb)
        return await self._pressed(who, await self._case(about), verb, extra)

    async def press_last(self, who: str, about: str, verb: str) -> str:
        return await self._pressed(who, await self._last(about, verb), verb)

    async def press_last_at_once(self, people: tuple[str, ...], about: str, verb: str) -> list[str]:
        """Several people press the same button below the latest post in a thread; what each is told."""
        shown = await self._last(about, verb)
        for who in people:
            await self._sent("/press", partial(self._key, who, shown, verb))
        return await self._follows()

    async def _last(self, about: str, verb: str) -> dict[str, Any]:
        """The latest post with this button in a case's thread."""
        posts = (await self._case(about))["posts"]
        shown: dict[str, Any] = [post for post in posts if _key(post, verb) is not None][-1]
        return shown

    def _key(self, who: str, shown: dict[str, Any], verb: str, extra: str = "") -> None:
        data = _key(shown, verb, extra)
        assert data is not None, f"no button to {verb} {extra}: {shown['keys']}"
        form = self.page.locator(f'#part-staff form.keys:has(input[name="message"][value="{shown["id"]}"])')
        self.page.locator("#clerk").select_option(who)
        self._unfold(form)
        form.locator(f'button[value="{data}"]').click()

    async def _pressed(self, who: str, shown: dict[str, Any], verb: str, extra: str = "") -> str:
        """Press a button that the page shows; what the page shows to the presser alone."""
        return (await self._done("/press", lambda: self._key(who, shown, verb, extra)))[0]

    # in private ---------------------------------------------------------------------------------------------------------------
    async def enters(self, who: str, way: str) -> None:
        """A customer follows a way into a private talk: by its link, or by the address where the link is gone."""
        link = self.page.locator(f'#part-public a.way[href*="way={way}#"]')

        def enter() -> None:
            if link.count():
                link.last.click()
            else:
                self.page.goto(f"{self.address}?way={way}#way")
            self.page.locator("#way select").select_option(who)
            self.page.locator("#way button").click()

        await self._done("/enter", enter)

    async def tells(self, who: str, text: str) -> None:
        """He speaks in his private talk, or begins one."""
        begun = who in self.shown.talks
        talk = self.page.locator(f"#talk-{who if begun else 'new'}")

        def tell() -> None:
            self._unfold(talk.locator("form.say-thread"))
            if not begun:
                talk.locator("select").select_option(who)
            talk.locator("form.say-thread textarea").fill(text)
            talk.locator("form.say-thread button").click()

        await self._done("/private", tell)

    async def retells(self, who: str, text: str) -> None:
        """He changes what he said last in his private talk."""
        said = [post["id"] for post in self.shown.talks[who] if not post["own"]]
        await self._changed("", said[-1], text)

    async def presses(self, who: str, post: str, data: str) -> str:
        """He presses a button in his private talk; what he alone is told."""
        form = self.page.locator(f'#talk-{who} form.keys:has(input[value="{post}"])')

        def press() -> None:
            self._unfold(form)
            form.locator(f'button[value="{data}"]').click()

        return (await self._done("/press", press))[0]

    # nobody's on the page -----------------------------------------------------------------------------------------------------
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

    def post(self, message: str) -> dict[str, Any]:
        """A public post as the page shows it."""
        return next(shown for shown in self.shown.posts if shown["id"] == message)

    def link(self, message: str) -> str:
        return str(self.post(message)["link"])

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
