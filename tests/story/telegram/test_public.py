"""Whole conversations on Telegram: what is said in the customers' group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.cases import State
from tests.story.telegram.stage import GRACE, HARD, WIFI, stage

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_complaint_is_answered_once_as_a_reply_with_a_link_behind_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.sanne, WIFI)
        assert on.public() == []
        await on.wait(GRACE)
        (answer,) = on.public()
        assert answer["reply_to_message"]["message_id"] == message
        assert "Sanne" in answer["text"]
        assert "bot van Polderlink" in answer["text"]
        links = [entity["url"] for entity in answer["entities"] if entity["type"] == "text_link"]
        assert [link.startswith("https://community.polderlink.example/") for link in links] == [True]
        assert "http" not in answer["text"]
        await on.wait(3600)
        assert on.server.judge.counts()[on.group.id, message] == 1
        assert (await on.case(message)).state == State.ANSWERED


async def test_ordinary_chat_is_left_alone_and_its_raw_text_is_not_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.says(on.piet, "lekker weer vandaag, wie gaat er mee naar het park?")
        await on.wait(600)
        assert on.public() == on.staff() == []
        assert (await on.figures())["unread"] == 0


async def test_an_edit_is_not_answered_again_and_an_edit_that_begins_to_complain_is(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.sanne, WIFI)
        await on.wait(GRACE)
        on.clock.advance(5)
        on.server.edit(on.group, message, WIFI + " Nog steeds!")
        await on.wait(600)
        assert len(on.public()) == 1
        calm = await on.says(on.mo, "even kijken hoor")
        on.clock.advance(5)
        on.server.edit(
            on.group,
            calm,
            "@polderlink er is dubbel afgeschreven en de rekening klopt weer niet. Wat een waardeloze club!",
        )
        await on.settle()
        await on.wait(GRACE)
        assert on.server.judge.counts()[on.group.id, calm] == 1


async def test_staff_read_an_edit_of_a_case_they_have(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        on.clock.advance(5)
        on.server.edit(on.group, message, HARD + " Sinds maandag al.")
        await on.settle()
        thread = (await on.card(message))["message_thread_id"]
        assert any("Sinds maandag al" in post["text"] for post in on.staff(thread))


async def test_a_photo_without_words_that_speaks_to_the_bot_goes_to_staff_with_a_link(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.says(on.sanne, WIFI)
        await on.wait(GRACE)
        (answer,) = on.public()
        photo = await on.says(on.piet, "", photo=b"jpeg", reply_to=answer)
        await on.wait(GRACE)
        card = await on.card(photo)
        assert "een foto" in card["text"]
        assert any(entity.get("url", "").endswith(f"/{photo}") for entity in card["entities"])


async def test_a_photo_without_words_that_speaks_to_nobody_is_left(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.says(on.piet, "", photo=b"jpeg")
        await on.wait(600)
        assert on.public() == on.staff() == []


async def test_a_word_of_an_administrator_in_the_group_silences_the_bot(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.sanne, WIFI)
        await on.says(on.noor, "Goedemiddag, we kijken ernaar.")
        await on.wait(600)
        assert on.public() == []
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_an_answer_under_a_complaint_that_was_deleted_is_not_posted(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.sanne, WIFI)
        on.server.erase(on.group, message)
        await on.wait(600)
        assert on.public() == []
        assert (await on.case(message)).state == State.CLOSED


async def test_an_answer_whose_receipt_was_lost_is_shown_to_staff_and_never_repeated(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.sanne, WIFI)
        on.server.misbehave("drop", method="sendMessage", chat_id=on.group.id)
        await on.wait(GRACE)
        await on.wait(3600)
        assert on.server.judge.counts()[on.group.id, message] == 1
        assert any("Onzeker" in post["text"] for post in on.staff(0))


async def test_a_group_that_is_asked_to_wait_gets_its_answer_later(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.sanne, WIFI)
        on.server.misbehave("429", method="sendMessage", chat_id=on.group.id, seconds=30)
        await on.wait(GRACE)
        assert on.public() == []
        await on.wait(31)
        assert on.server.judge.counts()[on.group.id, message] == 1
