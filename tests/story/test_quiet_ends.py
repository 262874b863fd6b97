"""In quiet hours the bot says nothing by itself about the end of a case either; it waits for the morning."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from bot.config import Quiet
from bot.core.cases import State
from tests.story.everywhere import HARD
from tests.story.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

GRACE, HOUR, DAY = 30, 3600, 86_400
QUIET = Quiet(start=time(22), end=time(7))


@pytest.mark.parametrize("answered", [False, True])
async def test_the_notice_of_an_end_waits_for_the_morning(tmp_path: Path, *, answered: bool) -> None:
    async with stage(tmp_path, quiet=QUIET) as on:
        message = await on.says("mo", HARD)
        await on.wait(9 * HOUR)
        if answered:
            await on.writes("noor", "Welk lampje brandt er?", on.card(message))
            await on.press("noor", on.card(message), "wait")
        else:
            # Eleven at night.
            await on.says("mo", "Reageert er nog iemand?", message)
        said = len(on.public())
        await on.wait(14 * DAY + 60)
        assert len(on.public()) == said
        assert (await on.case(message)).state != State.CLOSED
        await on.wait(9 * HOUR)
        assert len(on.public()) == said + 1
        assert (await on.case(message)).state == State.CLOSED
