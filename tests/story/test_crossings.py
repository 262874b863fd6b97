"""Where two parts of the desk meet: merging and private talks, endings and new words, floods and commands, on every platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from bot.core.house_rules import Appeal
from tests.story.acts import solved_with_note
from tests.story.doors import enters, talk, tells
from tests.story.everywhere import HARD, PLATFORMS, scene

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.everywhere import Scene

pytestmark = [pytest.mark.parametrize("platform", PLATFORMS), pytest.mark.thorough]
GRACE, DAY = 30, 86_400
CANARY = "kanarie-4711"
BILL = "@polderlink jullie hebben dubbel afgeschreven, waardeloos! Derde keer, ik schakel een advocaat in."


def shown_in_public(on: Scene) -> str:
    """Everything that the bot says in public."""
    return "\n".join(post.text for post in on.public())


async def two_cases(on: Scene) -> tuple[str, str]:
    """Mo complains, his case is solved and opened again after he complained of something else: two open cases of his."""
    first = await on.says("mo", HARD)
    await on.wait(GRACE)
    await on.press("noor", first, "solve")
    second = await on.says("mo", BILL)
    await on.wait(GRACE)
    await on.press("noor", first, "reopen")
    await on.wait(1)
    assert (await on.case(first)).id != (await on.case(second)).id
    return first, second


async def gone_private(on: Scene, message: str) -> None:
    """Staff invite the customer, and he comes in."""
    await on.press("noor", message, "private")
    await on.wait(1)
    await enters(on, "mo")
    await on.wait(1)
    assert (await on.case(message)).private


async def test_internal_words_behind_a_mistyped_command_stay_inside(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        for text in (f"/notitie: klant is {CANARY}", f"/notitie, {CANARY}", f"/note-{CANARY}", f"!note: {CANARY}"):
            await on.writes("noor", text, message)
            await on.wait(1)
        assert len(on.public()) == said
        assert CANARY not in shown_in_public(on)


async def test_a_private_case_that_is_merged_takes_the_other_with_it(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        first, second = await two_cases(on)
        await gone_private(on, second)
        await tells(on, "mo", f"mijn geheim is {CANARY}")
        await on.writes("noor", f"/samen {(await on.case(first)).number}", second)
        await on.wait(1)
        await on.writes("noor", f"Over {CANARY}: het geld is onderweg.", first)
        await on.wait(1)
        assert CANARY not in shown_in_public(on)
        assert talk(on, "mo")[-1].endswith("het geld is onderweg.")


async def test_words_in_the_thread_of_a_merged_case_go_nowhere_and_staff_are_told(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        first, second = await two_cases(on)
        await gone_private(on, first)
        await on.writes("noor", f"/samen {(await on.case(first)).number}", second)
        await on.wait(1)
        await on.writes("noor", f"Je nieuwe wachtwoord is {CANARY}.", second)
        await on.wait(1)
        assert CANARY not in shown_in_public(on)
        assert f"#{(await on.case(first)).number:04d}" in (await on.thread(second))[-1]


async def test_a_change_to_words_in_public_is_not_brought_there_once_the_case_is_private(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        written = await on.writes("noor", "Dag Mo, ik zoek het uit.", message)
        await on.wait(1)
        await gone_private(on, message)
        await on.rewrites(message, written, f"Dag Mo, je code is {CANARY}.")
        await on.wait(1)
        assert CANARY not in shown_in_public(on)
        assert "openbaar" in (await on.thread(message))[-1]


async def test_staff_who_answered_by_themselves_are_not_called_silent(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.says("noor", "Dag Mo, ik bel je vanmiddag.", message)
        await on.wait(1)
        said = len(on.public())
        await on.wait(15 * DAY)
        await on.wait(15 * DAY)
        assert len(on.public()) == said


async def test_nobody_is_asked_whether_it_helped_while_he_says_that_it_did_not(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        note = await solved_with_note(on, message)
        again = await on.says("mo", "@polderlink het werkt nog steeds niet, weer storing! Waardeloos.", note.id)
        await on.wait(GRACE)
        assert (await on.case(again)).follows == (await on.case(message)).id
        await on.wait(DAY + 60)
        assert not any("geholpen" in post.text for post in on.public())


async def test_a_note_is_not_posted_over_a_new_complaint_of_the_same_customer(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "solve")
        again = await on.says("mo", "@polderlink het werkt nog steeds niet, weer storing! Waardeloos.", message)
        await on.wait(GRACE)
        new = await on.case(again)
        assert new.follows == (await on.case(message)).id
        said = [post.text for post in on.public()]
        told = await on.press_last("noor", message, "post_note")
        await on.wait(1)
        assert f"{new.number:04d}" in told
        assert [post.text for post in on.public()] == said


async def test_no_in_words_opens_the_case_again(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await gone_private(on, message)
        await on.press("noor", message, "solve")
        await on.press_last("noor", message, "no_note")
        await on.wait(DAY + 60)
        await tells(on, "mo", "Nee, helaas niet.")
        await on.wait(1)
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_an_objection_in_private_needs_no_reply(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await gone_private(on, message)
        await on.writes("noor", "/waarschuw 1 prive", message)
        await on.wait(1)
        assert "bezwaar" in talk(on, "mo")[-1]
        await tells(on, "mo", "Bezwaar, dit klopt niet.")
        await on.wait(1)
        await on.press_last("daan", message, "grant")
        await on.wait(1)
        assert "waarschuwing" in talk(on, "mo")[-1]
        case = await on.case(message)
        warned = await on.store.read(lambda ledger: ledger.warnings_of(case.customer))
        assert [one.appeal for one in warned] == [Appeal.GRANTED]


async def test_stop_in_private_ends_the_questions_and_then_all_that_the_bot_says(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await gone_private(on, message)
        await tells(on, "mo", "stop")
        assert "geen vragen meer" in talk(on, "mo")[-1]
        await tells(on, "mo", "stop")
        await on.wait(1)
        assert "niets gezegd" in await on.press("noor", message, "solve")
        before = talk(on, "mo")
        await on.wait(2 * DAY)
        assert talk(on, "mo") == before


async def test_thanks_in_private_after_the_end_make_no_new_case(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await gone_private(on, message)
        await on.press("noor", message, "solve")
        await on.press_last("noor", message, "no_note")
        await tells(on, "mo", "Super, dank je wel!")
        await on.wait(1)
        assert await on.store.read(lambda ledger: ledger.open_cases(9)) == []
        assert any("dank je wel" in text for text in await on.thread(message))
        await tells(on, "mo", "Toch nog iets: wanneer komt de monteur?")
        (new,) = await on.store.read(lambda ledger: ledger.open_cases(9))
        assert new.follows == (await on.case(message)).id
