"""What was under way, or had been shown, when a customer was forgotten goes as well."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.service.acting import load_tasks
from tests.story import lives
from tests.story.both import town
from tests.story.everywhere import HARD, scene
from tests.story.stage import STAFF, stage
from tests.story.test_accounts import CANARY, GRACE, MARKED, everything

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Ledger
    from bot.service.acting import Task
    from tests.story.lives import Life
    from tests.story.stage import Stage

pytestmark = pytest.mark.thorough


async def heard(on: Stage) -> None:
    """What was said is judged; nothing is sent yet."""
    await on.platform.pull(on.webcare.door)
    while await on.webcare.judge_once():
        pass


async def begun(on: Stage) -> list[Task]:
    """Sends that are under way."""
    now = on.clock.now()

    def work(ledger: Ledger) -> list[Task]:
        return load_tasks(ledger, ledger.claim(now, 16, 60.0))

    return await on.store.write(work)


async def test_words_that_were_under_way_are_taken_back_and_not_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        on.world.say("mo", "vergeet mij", "private:mo", on.clock.now())
        await on.settle()
        said = [post.text for post in on.public()]
        thread = on.card(message).thread
        on.world.say("noor", f"Dat gaat over {CANARY}.", STAFF, on.clock.now(), thread=thread)
        await heard(on)
        under_way = await begun(on)
        assert "relay" in {task.job.new.kind for task in under_way}
        on.clock.advance(1)
        on.world.say("mo", "ja, vergeet mij", "private:mo", on.clock.now())
        await heard(on)
        outcomes = await asyncio.gather(*(on.webcare.perform(task) for task in under_way))
        assert CANARY in on.public()[-1].text
        await on.webcare.write_down(list(outcomes))
        await on.wait(1)
        assert CANARY not in await everything(on.store)
        assert CANARY not in "\n".join(post.text for post in on.public())
        assert len(on.public()) <= len(said)
        assert any("liet alles over zich wissen" in p.text for p in on.world.listing(STAFF, thread))


@pytest.mark.one_life
async def test_a_message_that_was_shown_in_the_thread_goes_from_there(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        for platform in ("telegram", "discord"):
            on = at.on[platform]
            message = await on.says("mo", MARKED)
            await at.wait(GRACE)
            await on.writes("noor", "/toon", message)
            await at.wait(1)
            assert any(CANARY in text for text in await on.thread(message)), platform
            thread = (await on.case(message)).thread
            assert thread is not None
            await at.private(platform, "mo", "vergeet mij")
            await at.private(platform, "mo", "ja, vergeet mij")
            await at.wait(1)
            if platform == "telegram":
                left = [str(post.get("text", "")) for post in at.telegram.staff(int(thread.thread))]
            else:
                server = at.discord.server
                left = [m.content for m in server.messages(server.world.channels[int(thread.thread)])]
            assert not any(CANARY in text for text in left), platform


@pytest.mark.one_life
@pytest.mark.parametrize("told", [lives.WHOLE, lives.TOLD], ids=["whole", "killed"])
async def test_staff_read_that_a_message_may_be_shown_twice_after_an_interruption(told: Life, tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        message = await on.says("mo", MARKED)
        await on.wait(GRACE)
        with lives.living(told):
            await on.writes("noor", "/toon", message)
            await on.wait(1)
        said = any("misschien twee keer" in text for text in await on.thread(message))
        assert said == (told is not lives.WHOLE)
