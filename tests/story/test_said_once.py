"""Nothing is said twice, and nothing that is over is said at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.everywhere import HARD
from tests.story.stage import STAFF, stage

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough


async def test_a_suggestion_is_sent_once_however_late_the_second_press(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        said, card = len(on.public()), on.card(message)
        data = next(b["data"] for b in card.buttons if b["data"].split(":")[1] == "answer")
        for _ in range(2):
            on.world.press("noor", card.id, data, on.clock.now())
            await on.settle()
            await on.wait(60)
        assert len(on.public()) == said + 1


async def test_a_note_does_not_leave_over_a_complaint_of_its_undo_time(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        await on.press("noor", on.card(message), "solve")
        shown = [p for p in on.world.listing(STAFF, on.card(message).thread) if p.buttons][-1]
        await on.press("noor", shown, "post_note")
        again = await on.says(
            "mo", "@polderlink het werkt nog steeds niet, weer storing! Waardeloos.", reply_to=message
        )
        await on.wait(11)
        assert (await on.case(again)).follows == (await on.case(message)).id
        assert not any("opgelost" in post.text for post in on.public())
