"""A closing note that was posted too soon: it waits a moment, can be taken back afterwards, and what it changed is put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.acts import UNDO, press_two, solved_with_note
from tests.story.everywhere import HARD, PLATFORMS, WIFI, Scene, scene

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.parametrize("platform", PLATFORMS), pytest.mark.thorough]
GRACE, DAY = 30, 86_400


async def solvable(on: Scene) -> tuple[str, list[str]]:
    """A case that the bot answered and staff have; what stands in public."""
    message = await on.says("sanne", WIFI)
    await on.wait(GRACE)
    await on.says("sanne", "mens", on.public()[0].id)
    await on.wait(GRACE)
    return message, [post.text for post in on.public()]


async def test_the_note_waits_and_undo_stops_it(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message, before = await solvable(on)
        await on.press("noor", message, "solve")
        assert "seconden" in await on.press_last("noor", message, "post_note")
        await on.wait(5)
        assert [post.text for post in on.public()] == before
        await on.restart()
        assert "niets verstuurd" in await on.press_last("daan", message, "undo")
        await on.wait(UNDO)
        assert [post.text for post in on.public()] == before
        case = await on.case(message)
        assert case.state == State.SOLVED
        assert case.closing_by == ""
        await on.press_last("noor", message, "post_note")
        await on.wait(UNDO)
        assert len(on.public()) == len(before) + 1


async def test_taken_back_afterwards_the_first_answer_says_again_what_it_said(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message, before = await solvable(on)
        note = await solved_with_note(on, message)
        answer = (await on.case(message)).answer
        changed = next(post.text for post in on.public() if post.id == answer)
        assert changed not in before
        await on.restart()
        await on.press_last("daan", message, "undo")
        await on.wait(1)
        await on.wait(1)
        assert note.id not in [post.id for post in on.public()]
        assert [post.text for post in on.public()] == before
        assert any("Plaats dit" in text for text in (await on.thread(message))[-3:])
        assert (await on.case(message)).state == State.SOLVED
        await on.wait(DAY + 60)
        assert [post.text for post in on.public()] == before, "nobody is asked below a note that is gone"


async def test_a_typed_command_takes_the_note_back_as_well(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message, before = await solvable(on)
        await solved_with_note(on, message)
        await on.writes("noor", "/terug", message)
        await on.wait(1)
        await on.wait(1)
        assert [post.text for post in on.public()] == before


async def test_two_who_undo_at_once_take_it_back_once(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message, before = await solvable(on)
        await on.press("noor", message, "solve")
        await on.press_last("noor", message, "post_note")
        first, second = await press_two(on, ("noor", "daan"), message, "undo")
        assert "niets verstuurd" in first
        assert "niets meer" in second
        await on.wait(UNDO)
        assert [post.text for post in on.public()] == before


async def test_a_case_that_opens_again_before_the_note_leaves_says_no_end(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        before = len(on.public())
        await on.press("noor", message, "solve")
        await on.press_last("noor", message, "post_note")
        await on.writes("daan", "/heropen", message)
        await on.wait(UNDO)
        assert len(on.public()) == before
        assert (await on.case(message)).state == State.HANDED_OVER
