"""What the demo's page shows of the desk: a closing note that waits for a decision, a removed message, a muted customer."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bot.console.stage import BadRequest
from bot.core.messages import Place
from bot.demo.keeping import Folder
from bot.demo.stage import DemoStage
from bot.demo.time import Timekeeper
from handlers.sandbox.player import Player
from handlers.sandbox.script import load_script
from tests.story.everywhere import HARD
from tests.story.stage import PUBLIC, STAFF, stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bot.console.stage import Bubble, Key, Thread
    from tests.story.stage import Stage

pytestmark = pytest.mark.thorough


@asynccontextmanager
async def page(folder: Path) -> AsyncIterator[tuple[DemoStage, Stage]]:
    """The demo's stage over a story's."""
    async with stage(folder) as on:
        config = on.config.model_copy(update={"file": folder / "config.yaml"})
        home = Folder(config)
        try:
            script = load_script(on.house.zone)
            public, staff = Place("sandbox", PUBLIC), Place("sandbox", STAFF)
            player = Player(on.world, script, on.clock, on.store, public, staff)
            time = Timekeeper(on.clock, home, 1.0, waits=False)
            yield DemoStage(on.house, on.store, on.platform, player, time), on
        finally:
            home.close()


async def thread_of(shown: DemoStage) -> Thread:
    """The only thread there is."""
    (thread,) = (await shown.scene()).threads
    return thread


def offers(thread: Thread, verb: str) -> list[Key]:
    """The buttons of that verb below the card."""
    return [key for post in thread.posts for key in post.keys if key.data.startswith(f"w:{verb}:")]


async def test_a_proposed_note_stands_among_the_open_cases_until_somebody_decides(tmp_path: Path) -> None:
    async with page(tmp_path) as (shown, on):
        message = await on.says("mo", HARD)
        await on.wait(30)
        await on.press("noor", on.card(message), "solve")
        thread = await thread_of(shown)
        assert not thread.ended
        (post,) = [post for post in thread.posts if any(key.data.startswith("w:post_note:") for key in post.keys)]
        shown.press("noor", post.id, offers(thread, "post_note")[0].data)
        await on.settle()
        thread = await thread_of(shown)
        assert thread.ended
        assert offers(thread, "post_note") == []
        assert offers(thread, "no_note") == []
        assert len(offers(thread, "undo")) == 1
        await on.wait(11)
        assert len(on.public()) > 0


async def test_ended_without_a_note_its_buttons_go_as_well(tmp_path: Path) -> None:
    async with page(tmp_path) as (shown, on):
        message = await on.says("mo", HARD)
        await on.wait(30)
        await on.press("noor", on.card(message), "solve")
        await on.writes("noor", "De monteur is geweest.", on.card(message))
        thread = await thread_of(shown)
        assert len(offers(thread, "post_note")) == 1, "an older proposal keeps no buttons"
        post = next(post for post in thread.posts if post.keys)
        await on.press("noor", on.world.posts[post.id], "no_note")
        thread = await thread_of(shown)
        assert thread.ended
        assert offers(thread, "post_note") == []


def bubble(posts: Sequence[Bubble], message: str) -> Bubble:
    """One post of the public channel."""
    return next(post for post in posts if post.id == message)


async def test_a_removed_message_shows_as_removed_also_where_it_was_quoted(tmp_path: Path) -> None:
    async with page(tmp_path) as (shown, on):
        message = await on.says("mo", HARD)
        await on.wait(30)
        await on.writes("noor", "/verwijder 1 openbaar", on.card(message))
        await on.wait(1)
        scene = await shown.scene()
        assert bubble(scene.public, message).gone
        assert not any(post.reply and "Waardeloze" in post.reply.text for post in scene.public)


async def test_a_muted_customer_is_marked_and_cannot_be_spoken_for(tmp_path: Path) -> None:
    async with page(tmp_path) as (shown, on):
        message = await on.says("mo", HARD)
        await on.wait(30)
        await on.writes("noor", "/demp 1 1u openbaar", on.card(message))
        await on.wait(1)
        assert bubble((await shown.scene()).public, message).muted
        with pytest.raises(BadRequest, match="error_muted"):
            shown.say("mo", "Toch nog iets.")
        await on.wait(3600)
        assert not bubble((await shown.scene()).public, message).muted
        assert shown.say("mo", "Nu weer wel.")
