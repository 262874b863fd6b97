"""Whole conversations on Telegram: staff, in a group with topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.telegram.stage import GRACE, HARD, WIFI, stage

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough


async def test_a_hard_case_becomes_a_topic_with_a_card_and_buttons(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        card = await on.card(message)
        assert card["is_topic_message"]
        assert "Mo" in on.desk.topics[card["message_thread_id"]].name
        assert "advocaat" in card["text"]
        assert len([b for row in card["reply_markup"]["inline_keyboard"] for b in row]) == 5
        assert any(entity.get("url", "").endswith(f"/{message}") for entity in card["entities"])
        assert on.staff(0) == []
        (said,) = on.public()
        assert said["reply_to_message"]["message_id"] == message
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_only_staff_may_press_and_a_stranger_is_told_so_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        assert "medewerkers" in await on.press(on.piet, await on.card(message), "answer")
        assert (await on.case(message)).state == State.HANDED_OVER
        assert "Opgelost" in await on.press(on.daan, await on.card(message), "solve")
        assert (await on.case(message)).state == State.SOLVED
        (row,) = (await on.card(message))["reply_markup"]["inline_keyboard"]
        assert [button["text"] for button in row] == ["Meer"]


async def test_who_becomes_an_administrator_may_press_from_then_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        on.server.promote(on.desk, on.piet, on.noor)
        assert "medewerkers" not in await on.press(on.piet, await on.card(message), "write")
        on.server.demote(on.desk, on.piet, on.noor)
        assert "medewerkers" in await on.press(on.piet, await on.card(message), "answer")


async def test_answer_with_this_shows_the_text_can_be_undone_and_is_sent_after_ten_seconds(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        said = len(on.public())
        card = await on.card(message)
        assert "10 seconden" in await on.press(on.noor, card, "answer")
        offer = on.staff(card["message_thread_id"])[-1]
        assert "Noor Bos" in offer["text"]
        assert "Teruggenomen" in await on.press(on.noor, offer, "undo")
        await on.wait(60)
        assert len(on.public()) == said
        await on.press(on.noor, await on.card(message), "answer")
        await on.wait(11)
        assert len(on.public()) == said + 1
        assert on.public()[-1]["reply_to_message"]["message_id"] == message
        late = [post for post in on.staff(card["message_thread_id"]) if ":undo:" in str(post.get("reply_markup"))][-1]
        assert "teruggehaald" in await on.press(on.noor, late, "undo")
        await on.wait(1)
        assert len(on.public()) == said


async def test_two_presses_at_once_have_one_winner_and_the_other_is_told_who(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        card = await on.card(message)
        data = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        for who in (on.noor, on.daan):
            on.server.press(who, on.desk, card["message_id"], data)
        await on.settle()
        told = [str(call.params["text"]) for call in on.server.judge.calls("answerCallbackQuery")]
        assert "seconden" in told[0]
        assert "Noor Bos" in told[1]
        await on.wait(11)
        assert on.server.judge.counts()[on.group.id, message] == 2


async def test_what_staff_write_in_the_topic_reaches_the_customer_and_what_he_says_comes_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        card = await on.card(message)
        await on.writes(on.noor, "Sorry Mo, morgen om 10:00 staat er iemand.", card)
        relayed = on.public()[-1]
        assert relayed["reply_to_message"]["message_id"] == message
        assert relayed["text"] == "Medewerker van Polderlink ^NB: Sorry Mo, morgen om 10:00 staat er iemand."
        await on.says(on.mo, "ok, dan hou ik jullie daaraan", reply_to=relayed)
        assert "dan hou ik jullie daaraan" in on.staff(card["message_thread_id"])[-1]["text"]
        assert (await on.case(message)).state == State.CLAIMED


async def test_what_a_person_who_is_no_staff_writes_in_the_topic_goes_nowhere_and_that_is_said(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        said = len(on.public())
        card = await on.card(message)
        await on.writes(on.piet, "Ik zeg ook wat", card)
        assert len(on.public()) == said
        assert "medewerkers" in on.staff(card["message_thread_id"])[-1]["text"]


async def test_two_cases_never_mix(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        first, second = await on.says(on.mo, HARD), await on.says(on.piet, HARD)
        await on.wait(GRACE)
        await on.writes(on.noor, "Dag Piet, wij bellen.", await on.card(second))
        await on.writes(on.daan, "Dag Mo, wij komen.", await on.card(first))
        answers = {post["text"][-15:]: post["reply_to_message"]["message_id"] for post in on.public()[-2:]}
        assert answers == {"iet, wij bellen."[-15:]: second, "g Mo, wij komen."[-15:]: first}


async def test_staff_text_of_one_unit_too_many_arrives_whole_in_two_pieces(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.writes(on.noor, "woord " * 682 + "eind", await on.card(message))
        pieces = [post["text"] for post in on.public()[said:]]
        assert len(pieces) == 2
        assert " ".join(pieces).count("woord") == 682
        assert pieces[1].endswith("eind")


async def test_a_group_without_topics_works_by_replies_to_the_card(tmp_path: Path) -> None:
    async with stage(tmp_path, desk="supergroup") as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        card = await on.card(message)
        assert "message_thread_id" not in card
        await on.writes(on.noor, "Sorry Mo, morgen om 10:00 staat er iemand.", card)
        relayed = on.public()[-1]
        assert relayed["reply_to_message"]["message_id"] == message
        await on.says(on.mo, "ok, dan hou ik jullie daaraan", reply_to=relayed)
        back = on.staff()[-1]
        assert "dan hou ik jullie daaraan" in back["text"]
        assert back["reply_to_message"]["message_id"] == card["message_id"]
        await on.says(on.noor, "Tot morgen!", on.desk, reply_to=back)
        assert on.public()[-1]["text"].endswith("Tot morgen!")


async def test_words_outside_a_chain_in_a_group_without_topics_go_to_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path, desk="supergroup") as on:
        await on.says(on.mo, HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.says(on.noor, "wie heeft er vandaag dienst?", on.desk)
        await on.wait(60)
        assert len(on.public()) == said


async def test_a_deleted_topic_is_said_and_the_words_stand_in_a_new_one_never_in_general(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        old = (await on.card(message))["message_thread_id"]
        on.server.delete_topic(on.desk, old)
        await on.says(on.mo, "@polderlink hallo? reageert er nog iemand, wat een waardeloze storing")
        await on.wait(30)
        new = (await on.card(message))["message_thread_id"]
        assert new != old
        assert any("hallo?" in post["text"] for post in on.staff(new))
        assert [post["text"] for post in on.staff(0) if "hallo?" in post["text"] or "advocaat" in post["text"]] == []
        assert any("is weg" in post["text"] for post in on.staff(0))


async def test_staff_are_told_when_the_complaint_they_answer_is_gone(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        card = await on.card(message)
        on.server.erase(on.group, message)
        said = len(on.public())
        await on.writes(on.noor, "Sorry Mo, morgen om 10:00 staat er iemand.", card)
        assert len(on.public()) == said
        assert "Niet bezorgd" in on.staff(card["message_thread_id"])[-1]["text"]


async def test_the_reminder_comes_in_the_topic_when_nobody_acts(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        await on.wait(2 * 3600)
        thread = (await on.card(message))["message_thread_id"]
        assert "Te laat" in on.staff(thread)[-1]["text"]


async def test_solved_is_said_in_public_without_data(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.press(on.noor, await on.card(message), "solve")
        await on.wait(1)
        assert len(on.public()) == said
        await on.press(on.noor, [post for post in on.staff() if "reply_markup" in post][-1], "post_note")
        await on.wait(11)
        assert len(on.public()) == said + 1


async def test_not_a_complaint_takes_the_bots_words_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        await on.press(on.noor, await on.card(message), "not_complaint")
        await on.wait(1)
        assert on.public() == []
        assert (await on.case(message)).state == State.DISMISSED


async def test_the_word_mens_makes_a_topic(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.sanne, WIFI)
        await on.wait(GRACE)
        await on.says(on.sanne, "mens", reply_to=on.public()[0])
        await on.wait(1)
        assert (await on.card(message))["is_topic_message"]


async def test_a_wrong_answer_that_is_too_old_to_be_deleted_loses_its_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.sanne, WIFI)
        await on.wait(GRACE)
        await on.says(on.sanne, "mens", reply_to=message)
        await on.wait(3 * 86_400)
        await on.press(on.noor, await on.card(message), "not_complaint")
        await on.wait(1)
        assert {post["text"] for post in on.public()} <= {"Dit bericht is ingetrokken."}
        assert (await on.case(message)).answer == ""
