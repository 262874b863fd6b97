"""Lateness is said once, whichever comes first: the time that was told to the customer, or the clock of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.everywhere import HARD, OnSandbox
from tests.story.stage import Stage, stage

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough

MINUTE, HOUR = 60, 3600


async def lateness(on: Stage, message: str) -> list[str]:
    """What the thread says about lateness."""
    return [post for post in await OnSandbox(on).thread(message) if "Te laat" in post]


async def test_a_promised_time_before_the_clock_calls_staff_and_the_clock_does_not_call_again(tmp_path: Path) -> None:
    async with stage(tmp_path, answer_within=600) as on:
        message = await on.says("mo", HARD)
        await on.wait(25 * MINUTE)
        (first,) = await lateness(on, message)
        assert "zaak #" in first
        on.restart()
        await on.wait(3 * HOUR)
        assert await lateness(on, message) == [first]


async def test_the_clock_before_a_promised_time_is_the_only_one_that_calls(tmp_path: Path) -> None:
    async with stage(tmp_path, answer_within=2 * HOUR) as on:
        message = await on.says("mo", HARD)
        await on.wait(2 * HOUR - MINUTE)
        (first,) = await lateness(on, message)
        assert "het eerste antwoord" in first
        await on.wait(HOUR)
        assert await lateness(on, message) == [first]


async def test_both_at_the_same_moment_are_one_notice(tmp_path: Path) -> None:
    async with stage(tmp_path, answer_within=30 * MINUTE) as on:
        message = await on.says("mo", HARD)
        await on.wait(2 * HOUR)
        assert len(await lateness(on, message)) == 1


async def test_a_case_that_was_claimed_and_not_answered_is_called_for_by_its_clock(tmp_path: Path) -> None:
    async with stage(tmp_path, answer_within=600) as on:
        message = await on.says("mo", HARD)
        await on.wait(MINUTE)
        await on.press("noor", on.card(message), "write")
        await on.wait(2 * HOUR)
        (only,) = await lateness(on, message)
        assert "het eerste antwoord" in only
