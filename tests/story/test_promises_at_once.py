"""Promises when several things happen at one moment, or the case goes on in another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from bot.core.promises.keeping import PromiseState
from tests.story.everywhere import HARD
from tests.story.kept import Books
from tests.story.kept_cases import every_open_promise_has_a_live_timer
from tests.story.stage import PUBLIC, STAFF, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.stage import Stage

pytestmark = pytest.mark.thorough

GRACE = 30
HOUR = 3600


async def states(on: Stage, message: str) -> list[str]:
    case = await on.case(message)
    return [promise.state for promise in await on.store.read(lambda ledger: ledger.promises_of(case.id))]


async def test_a_promise_made_at_the_moment_of_the_end_does_not_outlive_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        card = on.card(message)
        on.world.say("noor", "/beloof morgen voor 12:00", STAFF, on.clock.now(), thread=card.thread)
        on.world.say("noor", "/opgelost", STAFF, on.clock.now(), thread=card.thread)
        await on.settle()
        assert (await on.case(message)).state == State.SOLVED
        assert await states(on, message) == [PromiseState.KEPT]
        await on.wait(30 * HOUR)
        assert not [post for post in on.staff() if "nagekomen" in post.text]


async def test_what_staff_answered_before_the_promise_was_made_does_not_keep_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        card = on.card(message)
        on.world.say("noor", "We zoeken het uit.", STAFF, on.clock.now(), thread=card.thread)
        on.world.say("noor", "/beloof morgen voor 12:00", STAFF, on.clock.now(), thread=card.thread)
        await on.settle()
        assert await states(on, message) == [PromiseState.OPEN]


async def test_a_promise_that_goes_on_in_another_case_is_still_reminded_of(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        first = await on.says("mo", HARD)
        await on.wait(GRACE)
        other = await on.says("mo", "hmm de wifi is traag vandaag")
        on.world.say("noor", f"/zaak #message/{PUBLIC}/{other}", STAFF, on.clock.now())
        await on.settle()
        target = await on.case(other)
        await on.writes("noor", "/beloof morgen voor 12:00", on.card(first))
        await on.writes("noor", f"/samen {target.number}", on.card(first))
        assert (await on.case(first)).state == State.CLOSED
        assert on.disk is not None
        every_open_promise_has_a_live_timer(Books(on.disk.folder / "story.db"), on.clock.now(), on.house.hours)
        assert await states(on, other) == [PromiseState.OPEN]
        await on.wait(21 * HOUR)
        assert [post for post in on.staff() if post.text.startswith("Bijna")]
