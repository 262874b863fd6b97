"""Who is called when time runs out, level by level: each once, in business hours, never again after an answer or a restart."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tests.story.everywhere import HARD
from tests.story.stage import STAFF, Stage, stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.thorough

GRACE, MINUTE = 30, 60
LEADER, MANAGER = "@teamleider", "@manager"


@asynccontextmanager
async def with_levels(folder: Path) -> AsyncIterator[Stage]:
    """A brand that calls its team leader, and then its manager."""
    async with stage(folder) as on:
        clocks = on.config.clocks.model_copy(update={"ping": {"sandbox": (LEADER, MANAGER)}})
        on.config = on.config.model_copy(update={"clocks": clocks})
        on.restart()
        await on.webcare.start()
        yield on


async def passes(on: Stage, minutes: int) -> None:
    """Time passes as it does, a few minutes at a time."""
    for _ in range(minutes // 5):
        await on.wait(5 * MINUTE)


async def test_a_reminder_then_the_first_people_then_the_next_each_once(tmp_path: Path) -> None:
    async with with_levels(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        thread = on.card(message).thread
        before = len(on.world.listing(STAFF, thread))
        await passes(on, 25)
        assert [post.text[:6] for post in on.world.listing(STAFF, thread)[before:]] == ["Let op"]
        await on.webcare.start()
        await passes(on, 10)
        await passes(on, 20)
        calls = [post.text for post in on.world.listing(STAFF, thread)[before:]]
        assert [LEADER in text for text in calls] == [False, True, False]
        assert [MANAGER in text for text in calls] == [False, False, True]
        on.restart()
        await on.webcare.start()
        await passes(on, 90)
        assert [post.text for post in on.world.listing(STAFF, thread)[before:]] == calls


async def test_after_an_answer_in_the_channel_itself_the_next_people_are_not_called(tmp_path: Path) -> None:
    async with with_levels(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        thread = on.card(message).thread
        await passes(on, 35)
        assert [post for post in on.world.listing(STAFF, thread) if LEADER in post.text]
        await on.says("noor", "We hebben je lijn nu hersteld.", message)
        await passes(on, 120)
        assert not [post for post in on.world.listing(STAFF, thread) if MANAGER in post.text]


async def test_a_broken_promise_calls_the_first_people_where_no_role_is_set_for_escalation(tmp_path: Path) -> None:
    async with with_levels(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        thread = on.card(message).thread
        await on.writes("noor", "!beloof vandaag om 16:00", on.card(message))
        await passes(on, 125)
        broken = [post.text for post in on.world.listing(STAFF, thread) if "Niet nagekomen" in post.text]
        assert len(broken) == 1
        assert LEADER in broken[0]
