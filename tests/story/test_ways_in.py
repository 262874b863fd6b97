"""An invitation into a private talk that nobody can see is none: staff can always invite again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.everywhere import HARD, OnTelegram, scene
from tests.story.stage import PUBLIC, stage

if TYPE_CHECKING:
    from pathlib import Path

IBAN = "@polderlink dubbel afgeschreven van NL91ABNA0417164300! Waardeloos."


@pytest.mark.one_life
async def test_an_invitation_that_could_not_be_posted_does_not_stand_in_the_way_of_another(tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        assert isinstance(on, OnTelegram)
        message = await on.says("mo", HARD)
        await on.wait(30)
        said = len(on.public())
        on.on.server.restrict(on.on.group, on.on.account, on.on.noor, can_send_messages=False)
        await on.press("noor", message, "private")
        await on.wait(1)
        assert len(on.public()) == said
        on.on.server.restrict(on.on.group, on.on.account, on.on.noor, can_send_messages=True)
        assert "al uitgenodigd" not in await on.press("noor", message, "private")
        await on.wait(1)
        assert on.public()[-1].reply_to == message
        assert "al uitgenodigd" in await on.press("noor", message, "private")


async def test_a_way_in_whose_answer_was_cancelled_does_not_stand_in_the_way_either(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = on.world.say("mo", IBAN, PUBLIC, on.clock.now())
        on.clock.advance(1)
        on.world.say("noor", "Goedemiddag allemaal", PUBLIC, on.clock.now())
        await on.settle()
        assert on.public() == []
        await on.wait(900)
        assert "al uitgenodigd" not in await on.press("noor", on.card(message), "private")
        await on.wait(1)
        assert on.public()[-1].reply_to == message


async def test_the_way_in_of_the_bots_own_answer_counts_until_its_words_are_replaced(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", IBAN)
        await on.wait(900)
        card = on.card(message)
        assert "al uitgenodigd" in await on.press("noor", card, "private")
        await on.press("noor", card, "solve")
        preview = [p for p in on.world.listing("staf", card.thread) if p.buttons][-1]
        await on.press("noor", preview, "post_note")
        await on.wait(11)
        await on.press("noor", card, "reopen")
        await on.wait(900)
        assert "al uitgenodigd" not in await on.press("noor", card, "private")
