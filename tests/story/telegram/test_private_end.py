"""The end of a case that went to a private chat: the public reads a note, the question whether it helped is asked in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.telegram.stage import stage
from tests.story.telegram.test_private import private_case

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.telegram.stage import Post, TelegramStage

pytestmark = pytest.mark.thorough

DAY = 86_400


def _data(post: Post, answer: str) -> str:
    buttons = [button for row in post["reply_markup"]["inline_keyboard"] for button in row]
    return next(str(b["callback_data"]) for b in buttons if b["callback_data"].startswith(f"f:{answer}:"))


async def _asked(on: TelegramStage) -> tuple[int, Post]:
    """A case in private, solved with a note; the complaint and the question a day later."""
    message, payload = await private_case(on, on.sanne)
    await on.says(on.sanne, f"/start {payload}", on.sanne)
    await on.says(on.sanne, "Mijn klantnummer is 778899", on.sanne)
    await on.press(on.noor, await on.card(message), "solve")
    await on.press(on.noor, [post for post in on.staff() if "reply_markup" in post][-1], "post_note")
    await on.wait(11)
    said = [post["text"] for post in on.public()]
    assert on.public()[-1]["reply_to_message"]["message_id"] == message
    await on.wait(DAY + 60)
    assert [post["text"] for post in on.public()] == said, "the question is asked in private alone"
    return message, on.posts(on.sanne)[-1]


async def test_the_question_is_asked_in_the_private_chat_and_no_opens_the_case(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message, question = await _asked(on)
        await on.stop()
        await on.start()
        on.server.press(on.sanne, on.sanne, question["message_id"], _data(question, "no"))
        await on.settle()
        case = await on.case(message)
        assert (case.state, case.helped) == (State.HANDED_OVER, "no")
        assert "reply_markup" not in on.posts(on.sanne)[-1]


async def test_a_word_of_thanks_in_private_is_a_remark_and_no_new_case(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message, question = await _asked(on)
        on.server.press(on.sanne, on.sanne, question["message_id"], _data(question, "yes"))
        await on.settle()
        await on.says(on.sanne, "netjes geregeld, dank", on.sanne)
        case = await on.case(message)
        assert (case.state, case.comment) == (State.CLOSED, "netjes geregeld, dank")
        assert await on.store.read(lambda ledger: ledger.open_cases(9)) == []
