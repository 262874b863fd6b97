"""Promises: proposed from words of staff, made by a press alone, reminded of, kept or broken; the same on every platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.promises.keeping import PromiseState, kept_by_month
from tests.story.acts import UNDO
from tests.story.everywhere import HARD, PLATFORMS, scene

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.promises.keeping import GivenPromise
    from tests.story.everywhere import Scene

pytestmark = pytest.mark.parametrize("platform", PLATFORMS)
GRACE = 30
HOUR = 3600
TOMORROW_AT_NOON = "Ik bel je morgen voor 12:00 terug."
"""Said on Thursday 19 November 2026 at two in the afternoon."""


async def promises(on: Scene, about: str) -> list[GivenPromise]:
    case = await on.case(about)
    return await on.store.read(lambda ledger: ledger.promises_of(case.id))


async def states(on: Scene, about: str) -> list[str]:
    return [promise.state for promise in await promises(on, about)]


async def handed_over(on: Scene) -> str:
    message = await on.says("mo", HARD)
    await on.wait(GRACE)
    return message


async def test_words_of_staff_are_proposed_and_nothing_is_promised_without_a_press(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.writes("noor", TOMORROW_AT_NOON, message)
        await on.wait(1)
        assert "20-11 12:00" in (await on.thread(message))[-1]
        assert await states(on, message) == [PromiseState.PROPOSED]
        assert "Toegezegd" not in await on.card(message)
        await on.wait(48 * HOUR)
        assert await states(on, message) == [PromiseState.PROPOSED]
        assert not [post for post in await on.thread(message) if "nagekomen" in post]


async def test_a_press_makes_the_promise_and_the_card_shows_it(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.writes("noor", TOMORROW_AT_NOON, message)
        await on.wait(1)
        assert "Vastgelegd" in await on.press_last("noor", message, "promise")
        await on.wait(1)
        assert await states(on, message) == [PromiseState.OPEN]
        assert "Toegezegd: 20-11 12:00" in await on.card(message)
        assert "niet meer open" in await on.press_last("daan", message, "promise")


async def test_a_promise_is_reminded_of_and_broken_when_nobody_answers(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.writes("noor", TOMORROW_AT_NOON, message)
        await on.wait(1)
        await on.press_last("noor", message, "promise")
        await on.restart()
        await on.wait(21 * HOUR)
        assert [post for post in await on.thread(message) if post.startswith("Bijna")]
        assert await states(on, message) == [PromiseState.OPEN]
        await on.wait(HOUR)
        assert [post for post in await on.thread(message) if "Niet nagekomen" in post]
        assert await states(on, message) == [PromiseState.BROKEN]
        assert "Toegezegd" not in await on.card(message)


@pytest.mark.parametrize("how", ["answer", "solve"])
async def test_an_answer_or_a_solution_in_time_keeps_the_promise(platform: str, how: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.writes("noor", TOMORROW_AT_NOON, message)
        await on.wait(1)
        await on.press_last("noor", message, "promise")
        await on.wait(19 * HOUR)
        if how == "answer":
            await on.writes("noor", "Je factuur klopt nu.", message)
        else:
            await on.press("noor", message, "solve")
        await on.wait(6 * HOUR)
        assert await states(on, message) == [PromiseState.KEPT]
        assert not [post for post in await on.thread(message) if "nagekomen" in post]
        kept = kept_by_month(await promises(on, message), (await promises(on, message))[0].due.tzinfo)  # type: ignore[arg-type]
        assert [(month.month, month.kept, month.broken, month.rate) for month in kept] == [("2026-11", 1, 0, 1.0)]


async def test_a_promise_can_be_declined(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.writes("noor", TOMORROW_AT_NOON, message)
        await on.wait(1)
        assert "Niet vastgelegd" in await on.press_last("noor", message, "nopromise")
        assert await states(on, message) == [PromiseState.VOID]


async def test_a_promise_can_be_made_by_command(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.writes("noor", "!beloof vrijdag om half drie", message)
        await on.wait(1)
        assert await states(on, message) == [PromiseState.OPEN]
        assert "Toegezegd: 20-11 14:30" in await on.card(message)


async def test_words_that_change_are_read_again(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        written = await on.writes("noor", TOMORROW_AT_NOON, message)
        await on.wait(1)
        await on.rewrites(message, written, "Ik bel je morgen voor 15:00 terug.")
        await on.wait(1)
        assert await states(on, message) == [PromiseState.VOID, PromiseState.PROPOSED]
        assert "20-11 15:00" in (await on.thread(message))[-1]


async def test_when_it_was_no_complaint_nobody_waits_for_the_promise(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.writes("noor", TOMORROW_AT_NOON, message)
        await on.wait(1)
        await on.press_last("noor", message, "promise")
        await on.wait(1)
        await on.press("noor", message, "not_complaint")
        assert await states(on, message) == [PromiseState.VOID]
        await on.wait(30 * HOUR)
        assert not [post for post in await on.thread(message) if "nagekomen" in post]


async def test_a_time_in_the_suggestion_is_proposed_once_it_has_left(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.press("noor", message, "answer")
        await on.wait(1)
        assert await promises(on, message) == []
        await on.wait(UNDO)
        said = on.public()[-1].text.partition("vóór ")[2][:5]
        assert await states(on, message) == [PromiseState.PROPOSED]
        assert f"Beloof je dit, {said}" in (await on.thread(message))[-1]
        assert "Vastgelegd" in await on.press_last("noor", message, "promise")


async def test_what_staff_promise_in_the_channel_itself_is_proposed_as_well(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.says("noor", TOMORROW_AT_NOON, message)
        await on.wait(1)
        assert "20-11 12:00" in (await on.thread(message))[-1]
        assert await states(on, message) == [PromiseState.PROPOSED]
        assert "Vastgelegd" in await on.press_last("noor", message, "promise")
        await on.wait(23 * HOUR)
        assert [post for post in await on.thread(message) if "Niet nagekomen" in post]


async def test_what_was_read_from_words_that_were_taken_back_cannot_be_promised_any_more(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.writes("noor", TOMORROW_AT_NOON, message)
        await on.wait(1)
        await on.writes("noor", "!terug", message)
        await on.wait(1)
        assert "niet meer open" in await on.press_last("noor", message, "promise")
        assert await states(on, message) == [PromiseState.VOID]


@pytest.mark.parametrize("how", ["by words", "by command"])
async def test_a_promise_that_was_moved_counts_neither_as_kept_nor_as_broken(
    platform: str, how: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await handed_over(on)
        await on.writes("noor", "!beloof vandaag om 16:00", message)
        await on.wait(HOUR)
        if how == "by words":
            await on.writes("noor", f"Dat lukt vandaag niet. {TOMORROW_AT_NOON}", message)
            await on.wait(1)
            await on.press_last("noor", message, "promise")
        else:
            await on.writes("noor", "!beloof morgen om 12:00", message)
        await on.wait(1)
        assert await states(on, message) == [PromiseState.KEPT if how == "by words" else "open", PromiseState.OPEN]
        assert "verschoven" in await on.press_last("daan", message, "nopromise")
        await on.wait(1)
        assert await states(on, message) == [PromiseState.VOID, PromiseState.OPEN]
        assert "Toegezegd: 20-11 12:00" in await on.card(message)
        assert "niet meer open" in await on.press_last("noor", message, "nopromise")
        await on.wait(3 * HOUR)
        assert not [post for post in await on.thread(message) if "nagekomen" in post]
        await on.wait(20 * HOUR)
        assert len([post for post in await on.thread(message) if "Niet nagekomen" in post]) == 1
