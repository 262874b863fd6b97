"""Several cases under one card: what is private, and what is ordered about one of them, never lands with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.core.cases import State
from tests.story.everywhere import WIFI
from tests.story.stage import STAFF, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.stage import Stage

pytestmark = pytest.mark.thorough

CANARY = "kanarie-4711"
FLOOD: dict[str, Any] = {"flood": 2, "ask_budget": 100, "channel__answer": "ask"}


async def flooded(on: Stage) -> list[str]:
    """Four complaints, of which the last two, Kim's and Piet's, stand under the card of the first."""
    messages = [await on.says(who, WIFI) for who in ("sanne", "mo", "kim", "piet")]
    await on.wait(5)
    assert (await on.case(messages[2])).grouped == (await on.case(messages[0])).id
    return messages


async def test_a_case_of_a_flood_that_goes_private_gets_a_thread_of_its_own(tmp_path: Path) -> None:
    async with stage(tmp_path, **FLOOD) as on:
        messages = await flooded(on)
        on.world.say("kim", f"mijn geheim is {CANARY}", "private:kim", on.clock.now())
        await on.wait(1)
        case = await on.case(messages[2])
        assert (case.private, case.grouped) == (True, "")
        lead = on.card(messages[0])
        assert not any(CANARY in post.text for post in on.world.listing(STAFF, lead.thread))
        assert "Kim" not in lead.text
        assert case.thread is not None
        assert any(CANARY in post.text for post in on.world.listing(STAFF, case.thread.thread))


async def test_a_command_about_one_of_a_flood_is_not_done_to_another(tmp_path: Path) -> None:
    async with stage(tmp_path, **FLOOD) as on:
        messages = await flooded(on)
        lead = on.card(messages[0])
        joined = [p for p in on.world.listing(STAFF, lead.thread) if p.buttons and p.id != lead.id]
        on.world.say("noor", "/opgelost", STAFF, on.clock.now(), thread=lead.thread, reply_to=joined[0].id)
        await on.settle()
        assert (await on.case(messages[0])).state is not State.SOLVED
        assert "eigen kaart" in on.world.listing(STAFF, lead.thread)[-1].text
