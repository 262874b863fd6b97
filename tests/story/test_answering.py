"""Whole conversations on the sandbox: what the bot says in public, and what it does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.cases import State
from tests.story.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

WIFI = "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
MONTEUR = "@polderlink derde keer dat de monteur niet is gekomen. Waardeloze club, ik ben er helemaal klaar mee!"


async def test_a_complaint_is_answered_once_after_the_grace_period(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("sanne", WIFI)
        assert on.public() == []
        await on.wait(60)
        (answer,) = on.public()
        assert answer.reply_to == message
        assert "Sanne" in answer.text
        assert "bot van Polderlink" in answer.text
        assert (await on.case(message)).state == State.ANSWERED
        await on.wait(3600)
        assert len(on.public()) == 1


async def test_ordinary_chat_is_left_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        for text in ("lekker weer vandaag", "wie gaat er mee naar het park?", "haha goeie", "geen klachten hier hoor"):
            await on.says("piet", text)
        await on.wait(600)
        assert on.public() == []
        assert on.staff() == []


async def test_a_members_answer_within_the_grace_period_silences_the_bot(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("sanne", WIFI)
        await on.says("piet", "Zet je modem even op een andere plek, dat hielp hier.", reply_to=message)
        await on.wait(600)
        assert on.public() == []
        assert (await on.case(message)).state == State.ANSWERED


async def test_any_word_of_staff_in_the_place_silences_the_bot_and_the_case_reaches_staff(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("sanne", WIFI)
        await on.says("noor", "Goedemiddag allemaal, we kijken ernaar.")
        await on.wait(600)
        assert on.public() == []
        assert (await on.case(message)).state == State.HANDED_OVER
        assert "wifi" in on.card(message).text


async def test_a_second_complaint_of_the_same_customer_goes_to_staff_not_to_the_bot(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        first = await on.says("sanne", WIFI)
        await on.wait(60)
        await on.says(
            "sanne", "@polderlink het is nog steeds kapot, de wifi valt weer weg. Wat een waardeloze storing!"
        )
        await on.wait(60)
        assert (await on.case(first)).state == State.HANDED_OVER
        assert sum("Test eerst" in post.text for post in on.public()) <= 1


async def test_one_answer_per_topic_and_channel_in_half_an_hour(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.says("sanne", WIFI)
        await on.wait(60)
        await on.says("piet", "wifi valt hier ook weer weg, wat een waardeloze storing. Elke avond hetzelfde!")
        await on.wait(600)
        assert len(on.public()) == 1


async def test_the_word_mens_always_makes_a_case(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        first = await on.says("sanne", WIFI)
        await on.wait(60)
        (answer,) = on.public()
        await on.says("sanne", "mens", reply_to=answer.id)
        await on.wait(1)
        assert (await on.case(first)).state == State.HANDED_OVER
        assert on.card(first).buttons
        assert len(on.public()) == 2


async def test_the_author_may_say_that_it_was_no_complaint_and_the_bot_takes_its_answer_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("sanne", WIFI)
        await on.wait(60)
        (answer,) = on.public()
        await on.says("sanne", "dit was geen klacht", reply_to=answer.id)
        await on.wait(1)
        assert on.public() == []
        assert (await on.case(message)).state == State.DISMISSED


async def test_stop_is_permanent(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.says("sanne", WIFI)
        await on.wait(60)
        (answer,) = on.public()
        await on.says("sanne", "stop", reply_to=answer.id)
        await on.wait(60)
        said = len(on.public())
        await on.wait(90_000)
        await on.says("sanne", "@polderlink de rekening klopt weer niet, dubbel afgeschreven. Waardeloos!")
        await on.wait(600)
        assert len(on.public()) == said


async def test_other_bots_are_never_answered(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.says("weerbot", WIFI)
        await on.wait(600)
        assert on.public() == []
        assert on.staff() == []


async def test_quiet_hours_hold_the_answer_and_in_the_morning_staff_see_what_is_too_old(tmp_path: Path) -> None:
    from datetime import UTC, datetime, time

    from bot.config import Quiet

    async with stage(tmp_path, quiet=Quiet(start=time(22), end=time(8))) as on:
        on.clock.set(datetime(2026, 11, 19, 22, 30, tzinfo=UTC))
        message = await on.says("sanne", WIFI)
        await on.wait(3600)
        assert on.public() == []
        await on.wait(9 * 3600)
        assert on.public() == []
        assert (await on.case(message)).state == State.HANDED_OVER
        assert on.card(message).buttons


async def test_customer_text_that_looks_like_a_template_comes_out_literally(tmp_path: Path) -> None:
    from handlers.sandbox import Person

    async with stage(tmp_path) as on:
        on.world.join(Person("eve", "{{7*7}}"))
        message = await on.says("eve", MONTEUR + " {{7*7}} @everyone")
        await on.wait(60)
        assert "49" not in on.card(message).text
        assert all("49" not in post.text for post in on.public())
