"""Whole conversations on Discord: direct messages that a customer has closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.doors import enters, talk
from tests.story.everywhere import HARD, OnDiscord, scene

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough


async def test_closed_messages_are_told_to_both_and_the_button_works_once_they_are_open(tmp_path: Path) -> None:
    async with scene("discord", tmp_path) as on:
        assert isinstance(on, OnDiscord)
        message = await on.says("mo", HARD)
        await on.wait(30)
        await on.press("noor", message, "private")
        await on.wait(1)
        on.on.mo.dms_open = False
        assert "komt niet aan" in await enters(on, "mo")
        await on.wait(1)
        assert not (await on.case(message)).private
        assert any("neemt geen privéberichten" in text for text in await on.thread(message))
        on.on.mo.dms_open = True
        assert "privébericht klaar" in await enters(on, "mo")
        assert (await on.case(message)).private
        assert "pincode, wachtwoord of betaling" in talk(on, "mo")[0]
