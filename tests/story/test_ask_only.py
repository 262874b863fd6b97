"""Too many answers taken back in a day: the bot asks first there, staff read so, and can put it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story import lives
from tests.story.everywhere import PLATFORMS, WIFI, OnTelegram, scene

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.everywhere import Scene

pytestmark = [pytest.mark.parametrize("platform", PLATFORMS), pytest.mark.thorough]
GRACE, LATER = 30, 1900


async def taken_back(on: Scene, who: str) -> None:
    """The bot answers somebody, and staff say that it was no complaint."""
    message = await on.says(who, WIFI)
    await on.wait(GRACE)
    await on.says(who, "mens", on.public()[-1].id)
    await on.wait(1)
    await on.press("noor", message, "not_complaint")
    await on.wait(LATER)


async def answered(on: Scene, who: str) -> bool:
    """Whether the bot itself answers what this person says."""
    message = await on.says(who, WIFI)
    await on.wait(GRACE)
    return any(post.reply_to == message for post in on.public())


async def told(on: Scene, words: str) -> int:
    """How often staff read this in their channel; where a line may stand twice, whether they do."""
    many = sum(words in text for text in await on.desk())
    return min(many, 1) if may_stand_twice(on) else many


def may_stand_twice(on: Scene) -> bool:
    """Telegram cannot tell a killed program whether a line to staff arrived."""
    return isinstance(on, OnTelegram) and bool(lives.current().kills)


async def test_staff_put_it_back_and_the_bot_answers_again(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        for who in ("sanne", "mo", "piet"):
            await taken_back(on, who)
        assert await told(on, "te veel antwoorden") == 1
        assert await told(on, "/hervat") == 1
        assert not await answered(on, "sanne")
        await on.orders("noor", "/hervat onzin")
        assert await told(on, "niet op vragen") == 1
        await on.orders("noor", "/hervat")
        await on.wait(LATER)
        assert await told(on, "antwoordt de bot weer zelf") == 1
        assert await answered(on, "mo")
        await on.orders("noor", "/hervat")
        assert await told(on, "nergens op vragen") == 1


async def test_after_it_was_put_back_it_takes_as_many_again_and_is_said_again(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        for who in ("sanne", "mo", "piet"):
            await taken_back(on, who)
        await on.restart()
        await on.orders("noor", "/hervat")
        await on.wait(LATER)
        await taken_back(on, "sanne")
        await taken_back(on, "mo")
        assert await told(on, "te veel antwoorden") == 1
        await taken_back(on, "piet")
        assert await told(on, "te veel antwoorden") == (1 if may_stand_twice(on) else 2)


async def test_only_staff_put_it_back(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        for who in ("sanne", "mo", "piet"):
            await taken_back(on, who)
        await on.says("sanne", "/hervat")
        assert await told(on, "antwoordt de bot weer zelf") == 0
        assert not await answered(on, "mo")
