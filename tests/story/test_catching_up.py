"""After a stop: nothing is said in public before the bot has heard what was said meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.sandbox import SandboxPlatform
from tests.story.stage import stage

if TYPE_CHECKING:
    from pathlib import Path


class FarBehind(SandboxPlatform):
    """A platform that has not told everything yet."""

    behind = True

    def is_caught_up(self) -> bool:
        """Not before the test says so."""
        return not self.behind


async def test_a_waiting_answer_is_not_sent_while_the_platform_has_not_told_everything(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(
            "sanne", "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
        )
        on.restart(FarBehind)
        await on.webcare.start()
        on.clock.advance(60)
        await on.webcare.settle()
        assert on.public() == []
        on.world.say(
            "piet",
            "Zet hem even op een ander kanaal, dat hielp hier",
            "klantgroep-utrecht",
            on.clock.now(),
            reply_to=message,
        )
        on.platform.behind = False  # type: ignore[attr-defined]
        await on.settle()
        await on.wait(600)
        assert on.public() == []
