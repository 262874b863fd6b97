"""The clocks of a case in its card and thread: colour, reminder, a call when time is over, a pause while the customer is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story import lives
from tests.story.everywhere import HARD, PLATFORMS, scene

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.parametrize("platform", PLATFORMS)
GRACE = 30
MINUTE = 60
HOUR = 3600


async def test_the_thread_is_reminded_and_called_and_the_card_turns_amber_and_red(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        assert "🟢" in await on.card(message)
        await on.wait(25 * MINUTE)
        assert any(post.startswith("Let op: het eerste antwoord") for post in await on.thread(message))
        assert "🟢" not in await on.card(message)
        await on.wait(10 * MINUTE)
        late = [post for post in await on.thread(message) if "Te laat: het eerste antwoord" in post]
        # Telegram cannot tell a killed program whether a line to staff arrived: it may stand twice, word for word.
        assert len(set(late) if lives.current().kills else late) == 1
        await on.wait(3 * HOUR)
        assert [post for post in await on.thread(message) if "Te laat: het eerste antwoord" in post] == late
        assert [post for post in await on.thread(message) if "Te laat" in post] == late, "two notices for one lateness"


async def test_an_answer_in_time_stops_the_clock_of_the_first_answer(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(10 * MINUTE)
        await on.writes("noor", "Ik kijk ernaar.", message)
        await on.restart()
        await on.wait(2 * HOUR)
        assert not [post for post in await on.thread(message) if "eerste antwoord" in post]


async def test_the_clocks_stand_still_while_the_customer_is_waited_for(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(10 * MINUTE)
        told = await on.writes("noor", "Wat staat er op je modem?", message)
        await on.wait(1)
        assert told
        assert "staan stil" in await on.press("noor", message, "wait")
        await on.wait(1)
        assert "wacht op klant" in await on.card(message)
        await on.wait(72 * HOUR)
        assert not [post for post in await on.thread(message) if "de oplossing" in post]


async def test_a_case_that_ended_calls_nobody(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(10 * MINUTE)
        await on.press("noor", message, "solve")
        said = len(await on.thread(message))
        await on.wait(30 * HOUR)
        assert not [post for post in (await on.thread(message))[said:] if "Te laat" in post or "Let op" in post]


async def test_who_waits_for_the_customer_is_not_called_late_also_before_anybody_claimed(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("daan", message, "wait")
        await on.wait(30 * HOUR)
        assert not [post for post in await on.thread(message) if "Te laat" in post]
        await on.says("mo", "Het lampje is rood.", message)
        await on.restart()
        await on.wait(63 * HOUR)
        assert [post for post in await on.thread(message) if "Te laat: het eerste antwoord" in post]


async def test_who_released_a_case_that_waits_for_the_customer_is_not_called_late(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.writes("noor", "Wat staat er op je modem?", message)
        await on.wait(1)
        await on.press("noor", message, "wait")
        await on.wait(1)
        await on.press("noor", message, "release")
        await on.wait(30 * HOUR)
        assert not [post for post in await on.thread(message) if "Te laat" in post]


async def test_nobody_is_called_in_the_night_for_what_ran_out_while_the_bot_was_away(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = await on.thread(message)
        # Both the clock and the time told to the customer run out in the afternoon; the bot is back at midnight.
        await on.wait(10 * HOUR)
        assert await on.thread(message) == said
        await on.wait(9 * HOUR + 60)
        late = [post for post in await on.thread(message) if "Te laat" in post]
        assert len(set(late) if lives.current().kills else late) == 1
        await on.wait(3 * HOUR)
        assert [post for post in await on.thread(message) if "Te laat" in post and "oplossing" not in post] == late


async def test_the_suggestion_is_an_answer_once_it_has_left(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "answer")
        await on.wait(12)
        assert "^NB" in on.public()[-1].text
        await on.restart()
        for _ in range(8):
            await on.wait(15 * MINUTE)
        assert not [post for post in await on.thread(message) if "eerste antwoord" in post]


async def test_a_suggestion_that_was_taken_back_in_time_is_no_answer(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "answer")
        await on.press_last("noor", message, "undo")
        for _ in range(4):
            await on.wait(15 * MINUTE)
        assert [post for post in await on.thread(message) if "Te laat: het eerste antwoord" in post]


async def test_words_that_never_arrived_are_no_answer(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.erases(message)
        await on.writes("noor", "Ik kijk ernaar.", message)
        await on.wait(1)
        assert any("Niet bezorgd" in post for post in await on.thread(message))
        await on.restart()
        for _ in range(5):
            await on.wait(15 * MINUTE)
        assert [post for post in await on.thread(message) if "Te laat: het volgende antwoord" in post]
