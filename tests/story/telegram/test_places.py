"""Whole conversations on Telegram: groups that move, that are nobody's, that put the bot out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from bot.core.messages import Place
from tests.story.telegram.stage import GRACE, HARD, WIFI, stage

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough


async def test_a_group_that_moves_while_an_answer_waits_gets_it_under_no_wrong_message(tmp_path: Path) -> None:
    async with stage(tmp_path, kind="group") as on:
        await on.says(on.sanne, WIFI)
        new = on.server.migrate(on.group, on.noor)
        await on.wait(GRACE)
        assert on.posts(on.group) == []
        (answer,) = on.posts(new)
        # What was message 1 there is another message here.
        assert "reply_to_message" not in answer
        assert "Sanne" in answer["text"]
        later = await on.says(on.mo, "@polderlink de app loopt vast, inloggen lukt al dagen niet. Waardeloos!", new)
        await on.wait(GRACE)
        assert on.server.judge.counts()[new.id, later] == 1
        assert any("verhuisd" in post["text"] for post in on.staff(0))


async def test_a_running_case_goes_on_after_its_group_moved(tmp_path: Path) -> None:
    async with stage(tmp_path, kind="group") as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        card = await on.card(message)
        new = on.server.migrate(on.group, on.noor)
        await on.writes(on.noor, "Morgen om 10:00.", card)
        assert on.posts(new)[-1]["text"].endswith("Morgen om 10:00.")
        said = await on.says(on.mo, "ok, dan hou ik jullie daaraan", new, reply_to=on.posts(new)[-1])
        assert "dan hou ik jullie daaraan" in on.staff(card["message_thread_id"])[-1]["text"]
        await on.writes(on.noor, "Doen we.", card)
        assert on.posts(new)[-1]["reply_to_message"]["message_id"] == said


async def test_after_a_move_words_in_private_hang_under_no_message_of_the_group(tmp_path: Path) -> None:
    async with stage(tmp_path, kind="group") as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        card = await on.card(message)
        new = on.server.migrate(on.group, on.noor)
        await on.writes(on.noor, "Morgen om 10:00.", card)
        await on.says(on.mo, "ok, dan hou ik jullie daaraan", new, reply_to=on.posts(new)[-1])
        await on.says(on.mo, "mijn klantnummer is 12345", on.mo)
        await on.writes(on.noor, "Dank, ik zoek het op.", card)
        (told,) = [post for post in on.posts(on.mo) if post["text"].endswith("Dank, ik zoek het op.")]
        assert "reply_to_message" not in told


async def test_a_move_that_shows_first_when_sending_loses_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path, kind="group") as on:
        await on.says(on.mo, HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.stop()
        new = on.server.migrate(on.group, on.noor)
        on.server.bot().queue.waiting.clear()  # the news of the move is lost: only the refusal tells
        await on.start()
        case = (await on.store.read(lambda ledger: ledger.open_cases(9)))[0]
        await on.writes(on.noor, "Wij bellen je.", on.desk.messages[int(case.card)])
        await on.wait(1)
        assert len(on.public()) == said
        moves = await on.store.read(lambda ledger: ledger.moves("telegram"))
        assert moves == {str(on.group.id): str(new.id)}
        later = await on.says(on.sanne, WIFI, new)
        await on.wait(GRACE)
        assert on.server.judge.counts()[new.id, later] == 1


async def test_the_staff_group_that_moves_in_the_middle_goes_on_in_its_new_number(tmp_path: Path) -> None:
    async with stage(tmp_path, desk="group") as on:
        await on.says(on.mo, HARD)
        await on.wait(GRACE)
        new = on.server.migrate(on.desk, on.noor)
        message = await on.says(on.piet, HARD)
        await on.wait(GRACE)
        assert any("advocaat" in post["text"] for post in on.posts(new))
        card = next(post for post in on.posts(new) if "Piet" in post["text"])
        await on.says(on.noor, "Dag Piet, wij bellen.", new, reply_to=card)
        assert on.public()[-1]["text"].endswith("Dag Piet, wij bellen.")
        assert on.public()[-1]["reply_to_message"]["message_id"] == message


async def test_an_unknown_group_is_left_without_a_post_and_nothing_said_there_is_stored(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        strange = on.server.add_supergroup("Vreemd", members=[on.piet])
        on.server.kick(strange, on.account, on.piet)
        await on.settle()
        on.server.join(strange, on.account, on.piet)
        on.server.say(strange, on.piet, "@polderlink_bot wat een waardeloze storing, zeg KANARIE")
        await on.settle()
        assert not strange.member(on.account.id).present
        assert on.posts(strange) == []
        stored = await on.store.read(lambda ledger: ledger.context(_place(strange.id), on.clock.now(), 9))
        assert stored == []
        kept = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]  # noqa: ASYNC240 - a look at what is on disk
        assert not any(b"KANARIE" in part for part in kept)


async def test_a_bot_that_was_put_out_says_so_to_staff_and_goes_on_elsewhere(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.says(on.sanne, WIFI)
        on.server.kick(on.group, on.account, on.noor)
        await on.wait(GRACE)
        await on.wait(1)
        assert any("gezet" in post["text"] for post in on.staff(0))
        later = await on.says(on.mo, WIFI, on.second)
        await on.wait(GRACE)
        assert on.server.judge.counts()[on.second.id, later] == 1


async def test_a_complaint_whose_group_put_the_bot_out_reaches_staff(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.sanne, WIFI)
        on.server.kick(on.group, on.account, on.noor)
        await on.wait(GRACE)
        await on.wait(1)
        assert (await on.case(message)).state == State.HANDED_OVER
        assert "wifi" in (await on.card(message))["text"]


def _place(chat: int) -> Place:
    return Place("telegram", str(chat))
