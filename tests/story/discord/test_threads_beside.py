"""A thread that people begin on a complaint: what they say in it is an answer, and what the bot says stands where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.discord.stage import DiscordStage, stage
from tests.story.everywhere import HARD, WIFI

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.discord.state import Channel as Room
    from tests.servers.discord.state import Message

pytestmark = pytest.mark.thorough

HELP = "Zet je modem even op een andere plek, dat hielp hier."


async def begun(at: DiscordStage, text: str) -> tuple[Message, Room]:
    """Mo complains and Sanne begins a thread on it."""
    message = await at.says(at.mo, text)
    return message, at.server.start_thread(at.group, at.sanne, "wifi", message=message)


def said_in(at: DiscordStage, room: Room) -> list[Message]:
    """What the bot says in a thread."""
    return [m for m in at.server.messages(room) if m.author_id == at.bot.user_id]


async def test_a_member_who_answers_in_the_thread_silences_the_bot(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        message, room = await begun(at, WIFI)
        await at.says(at.sanne, HELP, room)
        await at.wait(60)
        assert at.public() == []
        assert (await at.case(message)).state == State.ANSWERED


async def test_staff_who_answer_in_the_thread_have_the_case(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        message, room = await begun(at, HARD)
        await at.says(at.noor, "Dag Mo, ik bel je zo.", room)
        await at.wait(60)
        assert at.public() == []
        case = await at.case(message)
        assert (case.state, case.owner_name) == (State.CLAIMED, "Noor Bos")


async def test_ordinary_words_in_another_thread_change_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        message = await at.says(at.mo, WIFI)
        other = await at.says(at.sanne, "wie gaat er mee naar het park?")
        room = at.server.start_thread(at.group, at.sanne, "park", message=other)
        await at.says(at.piet, "Ik wel!", room)
        await at.wait(60)
        assert len(at.public()) == 1
        assert (await at.case(message)).state == State.ANSWERED


async def test_words_of_staff_reach_a_customer_who_went_on_in_the_thread(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        message, room = await begun(at, HARD)
        await at.wait(60)
        await at.says(at.mo, "@polderlink hallo, het is nog steeds stuk, waardeloos! Storing!", room)
        await at.wait(1)
        thread = await at.thread(message)
        await at.says(at.noor, "Dag Mo, ik bel je zo.", thread)
        await at.wait(1)
        assert at.public()[-1].content.endswith("ik bel je zo.")
        assert at.public()[-1].reply_to == message.id


async def test_an_answer_in_the_thread_is_taken_back_there(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        message, room = await begun(at, WIFI)
        await at.wait(60)
        await at.says(at.mo, "mens", room)
        await at.wait(60)
        assert len(said_in(at, room)) == 1
        await at.press(at.noor, await at.card(message), "not_complaint")
        await at.wait(1)
        assert said_in(at, room) == []
        assert at.public() == []
