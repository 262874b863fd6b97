"""The demo's page over a story's own stage: served from the story's loop, and read as a visitor sees it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import uvicorn

from bot.console import demo_app
from bot.core.messages import Place
from bot.demo.keeping import Folder
from bot.demo.stage import DemoStage
from bot.demo.time import Timekeeper
from handlers.sandbox.player import Player
from handlers.sandbox.script import Script
from tests.story.stage import PUBLIC, STAFF

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.story.stage import Stage

_LOOK = """async () => {
  await asking;
  await look();
  const words = (one, without) => {
    if (!one) return "";
    const copy = one.cloneNode(true);
    for (const part of copy.querySelectorAll(without)) part.remove();
    return copy.textContent;
  };
  const all = (within, what) => [...within.querySelectorAll(what)];
  const last = (path) => path.split("/").pop();
  const keys = (form) => form ? all(form, "button").map((b) => ({ label: b.textContent, data: b.value })) : [];
  const post = (one) => ({
    id: last(one.id), own: one.classList.contains("bot"), text: words(one.querySelector(".text"), ".media"),
    keys: keys(one.querySelector("form.keys")),
  });
  const card = (one) => ({
    id: last(one.id), thread: one.dataset.thread, ended: Boolean(one.closest("#ended")),
    tone: [...one.classList].find((name) => name.startsWith("tone-")).slice(5),
    haste: ["late", "soon"].find((name) => one.querySelector(`h3 .due.${name}`)) ?? "",
    head: [words(one.querySelector("h3 .due"), "none"), words(one.querySelector("h3 .state"), "none"),
      words(one.querySelector("h3 .more"), "none"), words(one.querySelector("h3 .number"), "none")],
    quote: words(one.querySelector("p.words"), "none"),
    rows: all(one, ":scope > dl.rows > div").map((row) => [words(row.querySelector("dt"), "none"), words(row.querySelector("dd"), "none")]),
    before: all(one, ":scope > details.before p").map((line) => line.textContent),
    keys: keys(one.querySelector(":scope > form.keys")), posts: all(one, ":scope > ol.thread > li").map(post),
  });
  return {
    posts: all(document, "#part-public li.post").map((one) => ({
      ...post(one), gone: one.classList.contains("gone"), reply: last(one.querySelector("a.quote")?.getAttribute("href") ?? ""),
      who: one.dataset.who, muted: Boolean(one.querySelector(".badge.muted")), link: one.querySelector("a.when-said").href,
      ways: all(one, "a.way").map((way) => new URL(way.href).searchParams.get("way")),
    })),
    cases: all(document, "#part-staff article.case").map(card),
    notices: all(document, "#part-staff .notice:not(.of-staff) > .text").map((one) => words(one, "time").trim()),
    talks: Object.fromEntries(all(document, "#part-talks .talk:not(#talk-new)").map((one) => [
      one.id.slice(5), all(one, "ol.thread > li").map(post),
    ])),
    secrets: all(document, ".secret").map((one) => [Number(one.dataset.number), words(one.querySelector("span"), "none")])
      .sort((one, other) => one[0] - other[0]),
  };
}"""
"""What a visitor sees, after the page has brought itself up to date; a look that was under way saw what was before."""


@dataclass
class Shown:
    """The page at one moment."""

    posts: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    talks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    secrets: list[tuple[int, str]] = field(default_factory=list)
    """What single people were told a moment ago, numbered."""


def seen_by(page: Page) -> Shown:
    """Bring the page up to date and read it."""
    return Shown(**page.evaluate(_LOOK))


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Front:
    """bot.console.stage.Stage that goes on when the program behind it is started anew."""

    def __init__(self, on: Stage, folder: Path) -> None:
        self.on = on
        self.folder = Folder(on.config.model_copy(update={"file": folder / "config.yaml"}))
        self._made: tuple[object, DemoStage] | None = None

    def __getattr__(self, name: str) -> Any:
        """Of the demo's stage over the program that lives now."""
        return getattr(self._stage(), name)

    def _stage(self) -> DemoStage:
        on = self.on
        if self._made is None or self._made[0] is not on.house:
            places = Place("sandbox", PUBLIC), Place("sandbox", STAFF)
            player = Player(on.world, Script("", (), ()), on.clock, on.store, *places)
            time = Timekeeper(on.clock, self.folder, 1.0, waits=False)
            self._made = (on.house, DemoStage(on.house, on.store, on.platform, player, time))
        return self._made[1]


@asynccontextmanager
async def served(on: Stage, folder: Path) -> AsyncIterator[str]:
    """The page of this stage; its address."""
    front = Front(on, folder)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(demo_app(front), log_level="warning", access_log=False, lifespan="off")
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = server.force_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await serving
        listener.close()
        front.folder.close()
