"""The same words twice are two posts: after an interruption the first is not taken for the second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story import lives
from tests.story.everywhere import HARD, scene
from tests.story.lives import Kill, Life

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.parametrize("platform", ["sandbox", "discord"]),
    pytest.mark.thorough,
    pytest.mark.one_life,
]
GRACE = 30
UNHEARD = Life("killed before the platform heard of it", frozenset({Kill.MARKED}))


async def test_what_staff_say_twice_reaches_the_customer_twice(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        with lives.living(UNHEARD):
            for _ in range(2):
                await on.writes("noor", "Ik ben ermee bezig.", message)
                await on.wait(60)
        assert [said.reply_to for said in on.public() if "Ik ben ermee bezig." in said.text] == [message, message]
