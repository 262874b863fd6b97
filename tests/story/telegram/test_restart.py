"""Whole conversations on Telegram with a restart between any two steps: a new platform and a new service on the same store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.telegram.stage import GRACE, HARD, WIFI, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.telegram.stage import TelegramStage

pytestmark = [pytest.mark.thorough, pytest.mark.one_life]


async def _conversation(on: TelegramStage, restart_after: int) -> None:
    """From a complaint to its end in steps; after step `restart_after` the bot begins anew."""
    step = 0

    async def done() -> None:
        nonlocal step
        step += 1
        if step == restart_after:
            await on.start()
            await on.settle()

    message = int(on.server.say(on.group, on.mo, HARD)["message_id"])
    await done()  # 1: nobody has heard it
    await on.heard()
    await done()  # 2: it is in the inbox
    await on.webcare.judge_once()
    await done()  # 3: it is judged
    await on.settle()
    await done()  # 4: the card stands
    await on.wait(GRACE)
    await done()  # 5: the acknowledgement is posted
    await on.press(on.noor, await on.card(message), "answer")
    await done()  # 6: the answer waits for its undo
    await on.wait(11)
    await done()  # 7: it is sent
    await on.writes(on.noor, "Morgen om 10:00.", await on.card(message))
    await done()  # 8: staff wrote
    await on.says(on.mo, "ok, dan hou ik jullie daaraan", reply_to=on.public()[-1])
    await done()  # 9: he answered
    await on.press(on.noor, await on.card(message), "solve")
    await on.press(on.noor, [post for post in on.staff() if "reply_markup" in post][-1], "post_note")
    await on.wait(11)
    await done()  # 10: it is solved

    texts = [post["text"] for post in on.public()]
    assert len(texts) == len(set(texts)) == 4, texts
    assert texts[2].endswith("Morgen om 10:00.")
    thread = (await on.card(message))["message_thread_id"]
    assert sum("dan hou ik jullie daaraan" in post["text"] for post in on.staff(thread)) == 1
    assert len(on.server.judge.calls("createForumTopic")) == 1
    assert (await on.case(message)).state == State.SOLVED
    figures = await on.figures()
    assert (figures["unread"], figures["parked"], figures["job.uncertain"], figures["job.dead"]) == (0, 0, 0, 0)


@pytest.mark.parametrize("step", [1, 2, 6, *(pytest.param(n, marks=pytest.mark.slow) for n in (3, 4, 5, 7, 8, 9, 10))])
async def test_a_restart_in_the_middle_changes_nothing_of_what_people_see(tmp_path: Path, step: int) -> None:
    async with stage(tmp_path) as on:
        await _conversation(on, step)


async def test_what_was_said_while_the_bot_was_away_is_heard_and_answered_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.stop()
        message = int(on.server.say(on.group, on.sanne, WIFI)["message_id"])
        on.clock.advance(3600)
        await on.start()
        await on.settle()
        await on.wait(GRACE)
        await on.start()
        await on.wait(60)
        assert on.server.judge.counts()[on.group.id, message] == 1
