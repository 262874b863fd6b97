"""Who speaks on Telegram in ways that are easily missed: as a channel, in another topic, with the words of somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.servers.telegram.methods_topics import open_topic
from tests.story.telegram.stage import HARD, WIFI, stage

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough

HELP = "Zet je modem even op een andere plek, dat hielp hier."
GRACE = 60


async def test_who_answers_as_a_channel_of_his_silences_the_bot(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        channel = on.server.add_channel("Wifi voor Utrecht")
        message = await on.says(on.mo, WIFI)
        on.server.say(on.group, None, HELP, sender_chat=channel, reply_to=message)
        await on.settle()
        await on.wait(GRACE)
        assert on.public() == []
        assert (await on.case(message)).state == State.ANSWERED


async def test_a_complaint_of_somebody_else_that_is_forwarded_is_not_answered(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, WIFI, forward_from=on.piet)
        await on.wait(GRACE)
        assert on.public() == []
        assert (await on.case(message)).state == State.ASKED


async def test_words_of_staff_hang_under_the_complaint_though_he_went_on_in_another_topic(tmp_path: Path) -> None:
    async with stage(tmp_path, kind="forum") as on:
        first, second = (open_topic(on.server.world, on.group, on.noor, name) for name in ("wifi", "overig"))
        message = await on.says(on.mo, HARD, thread=first.id)
        await on.wait(GRACE)
        await on.says(on.mo, "@polderlink_bot hallo, het is nog steeds stuk, waardeloos! Storing!", thread=second.id)
        await on.wait(1)
        await on.writes(on.noor, "Dag Mo, ik bel je zo.", await on.card(message))
        await on.wait(1)
        post = on.public()[-1]
        assert post["text"].endswith("ik bel je zo.")
        assert (post["message_thread_id"], post["reply_to_message"]["message_id"]) == (first.id, message)
