"""The third contact about one thing goes to staff, also when a person made two of them at the same moment on accounts that he linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.everywhere import WIFI
from tests.story.stage import PUBLIC, stage

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Ledger
    from tests.story.stage import Stage

pytestmark = [pytest.mark.thorough, pytest.mark.one_life]
GRACE, LONG = 30, 3 * 86_400


async def _link(on: Stage, *people: str) -> None:
    """These accounts are one person from now on. A code works between platforms alone, and the sandbox is one."""

    def work(ledger: Ledger) -> None:
        first, *others = (ledger.customer("sandbox", who, who.title()).id for who in people)
        for other in others:
            ledger.link(first, other, on.clock.now())

    await on.store.write(work)


@pytest.mark.parametrize("linked", [True, False])
async def test_two_complaints_that_arrive_together_count_on_every_linked_account(linked: bool, tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await _link(on, *(("sanne", "kim", "piet") if linked else ("sanne", "kim")))
        await on.says("sanne", WIFI)
        await on.wait(GRACE)
        await on.wait(LONG)
        second = on.world.say("kim", WIFI, PUBLIC, on.clock.now())
        third = on.world.say("piet", WIFI, PUBLIC, on.clock.now())
        await on.settle()
        await on.wait(GRACE)
        assert (await on.case(second)).state != State.HANDED_OVER
        assert ((await on.case(third)).state == State.HANDED_OVER) is linked
