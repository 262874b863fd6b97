"""The bot does not speak where a person does: answers of people in ways that are easily passed over, and answers that still wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from handlers.sandbox import Person
from tests.story.everywhere import HARD, WIFI
from tests.story.stage import PUBLIC, STAFF, stage

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough

HELP = "Zet je modem even op een andere plek, dat hielp hier."


async def test_a_members_reply_to_the_customers_further_words_is_an_answer(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("sanne", WIFI)
        more = await on.says("sanne", "Iemand een idee?", reply_to=message)
        await on.says("piet", HELP, reply_to=more)
        await on.wait(600)
        assert on.public() == []
        assert (await on.case(message)).state == State.ANSWERED


@pytest.mark.one_life
async def test_all_of_it_in_one_batch_is_an_answer_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = on.world.say("sanne", WIFI, PUBLIC, on.clock.now())
        more = on.world.say("sanne", "Iemand een idee?", PUBLIC, on.clock.now(), reply_to=message)
        on.world.say("piet", HELP, PUBLIC, on.clock.now(), reply_to=more)
        await on.settle()
        await on.wait(600)
        assert on.public() == []


async def test_a_suggestion_that_waits_is_dropped_when_a_colleague_answers_in_public(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        said = len(on.public())
        await on.press("daan", on.card(message), "answer")
        await on.says("noor", "Dag Mo, ik bel je zo.", reply_to=message)
        await on.wait(60)
        assert len(on.public()) == said
        card = on.card(message)
        assert any(
            "Daan" in post.text and "niet verstuurd" in post.text for post in on.world.listing(STAFF, card.thread)
        )


async def test_a_complaint_that_is_edited_into_something_else_in_the_grace_time_is_not_answered(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("sanne", WIFI)
        on.clock.advance(2)
        on.world.edit(message, "Laat maar, ik had de stekker er niet in.", on.clock.now())
        await on.wait(600)
        assert on.public() == []
        assert (await on.case(message)).ended


async def test_danger_that_is_edited_in_during_the_grace_time_reaches_staff(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("sanne", WIFI)
        on.clock.advance(2)
        on.world.edit(message, f"{WIFI} Het kastje staat in brand en mijn dochter is gewond!", on.clock.now())
        await on.wait(600)
        assert (await on.case(message)).state == State.HANDED_OVER
        assert on.public() == []


async def test_a_spelling_mistake_that_is_mended_in_the_grace_time_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("sanne", WIFI)
        on.clock.advance(2)
        on.world.edit(message, WIFI.replace("echt", "ECHT"), on.clock.now())
        await on.wait(600)
        assert len(on.public()) == 1


@pytest.mark.one_life
async def test_an_answer_waits_for_what_staff_said_at_their_desk(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(1)
        card = on.card(message)
        assert on.public() == []
        on.clock.advance(600)
        on.world.say("noor", "Dag Mo, ik bel je zo.", STAFF, on.clock.now(), thread=card.thread)
        await on.platform.pull(on.webcare.door)
        assert await on.webcare._claim(16) == []
        await on.webcare.settle()
        assert [post.text.partition(": ")[2] for post in on.public()] == ["Dag Mo, ik bel je zo."]


async def test_nothing_is_said_in_public_while_a_person_has_the_case(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        await on.press("noor", on.card(message), "more")
        await on.press("noor", on.card(message), "claim")
        said = len(on.public())
        for text in (
            "mijn iban is NL91ABNA0417164300, storing",
            "het ruikt hier naar gas bij het kastje",
            "de meterkast rookt een beetje",
            "mijn klantnummer is 12345678 en ik woon op Dorpsstraat 12",
        ):
            await on.says("mo", text)
            await on.wait(60)
        assert len(on.public()) == said


async def test_uit_of_an_administrator_who_is_staff_counts_in_somebody_elses_group(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="guest") as on:
        await on.says("mo", WIFI)
        await on.says("noor", "/uit")
        await on.says("kim", WIFI)
        await on.wait(600)
        assert on.public() == []
        assert on.world.left == [PUBLIC]


async def test_words_of_staff_do_not_go_to_a_group_that_sent_the_bot_away(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="guest") as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        card, said = on.card(message), len(on.public())
        await on.says("piet", "/uit")
        await on.writes("noor", "Dag Mo, ik bel je zo.", card)
        await on.press("noor", on.card(message), "solve")
        await on.wait(60)
        assert len(on.public()) == said
        assert any("Niet bezorgd" in post.text for post in on.world.listing(STAFF, card.thread))


async def test_somebody_who_answers_as_a_channel_of_his_is_a_person(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.world.join(Person("blog", "Wifi voor Utrecht", "channel"))
        message = await on.says("sanne", WIFI)
        await on.says("blog", HELP, reply_to=message)
        await on.wait(600)
        assert on.public() == []
        assert (await on.case(message)).state == State.ANSWERED


async def test_what_somebody_complains_about_as_a_channel_is_never_answered(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.world.join(Person("blog", "Wifi voor Utrecht", "channel"))
        await on.says("blog", WIFI)
        await on.wait(600)
        assert on.public() == []
        assert on.staff() == []


async def test_who_answers_a_colleague_of_ours_is_not_answered_by_the_bot(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        asked = await on.says("sanne", "Weet iemand of polderlink ook glasvezel heeft in de Dorpsstraat?")
        helped = await on.says("noor", "Ja Sanne, sinds maart.", reply_to=asked)
        message = await on.says("sanne", WIFI, reply_to=helped)
        await on.wait(600)
        assert on.public() == []
        assert "wifi" in on.card(message).text


async def test_nobody_is_asked_whether_it_helped_while_a_person_talks_with_him_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        first = await on.says("mo", HARD)
        await on.wait(60)
        on.world.say("mo", "kan het ook hier?", "private:mo", on.clock.now())
        await on.settle()
        await on.press("noor", on.card(first), "solve")
        shown = [p for p in on.world.listing(STAFF, on.card(first).thread) if p.buttons][-1]
        await on.press("noor", shown, "no_note")
        second = await on.says(
            "mo", "@polderlink jullie hebben dubbel afgeschreven, waardeloos! Ik schakel een advocaat in."
        )
        await on.wait(60)
        on.world.say("mo", "ook hier graag", "private:mo", on.clock.now())
        await on.settle()
        await on.writes("noor", "Dag Mo, ik kijk naar de rekening.", on.card(second))
        said = len(on.world.listing("private:mo"))
        await on.wait(86_460)
        assert len(on.world.listing("private:mo")) == said


async def test_who_was_left_to_people_reads_nothing_in_public_when_he_writes_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", WIFI)
        await on.wait(60)
        await on.says("mo", "Rot op achterlijke kankerlijers, ik weet jullie te vinden", reply_to=on.public()[-1].id)
        await on.wait(60)
        assert (await on.case(message)).withdrawn
        said = len(on.public())
        on.world.say("mo", "hallo?", "private:mo", on.clock.now())
        await on.wait(60)
        assert (await on.case(message)).private
        assert len(on.public()) == said


@pytest.mark.one_life
async def test_a_group_that_moved_stays_left_alone_after_a_restart(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="guest") as on:
        await on.store.write(lambda ledger: ledger.move_channel("sandbox", PUBLIC, "verhuisd"))
        on.house.remember_move("sandbox", PUBLIC, "verhuisd")
        on.world.say("piet", "/uit", "verhuisd", on.clock.now())
        await on.settle()
        on.restart()
        await on.webcare.start()
        on.world.say("kim", WIFI, "verhuisd", on.clock.now())
        await on.wait(1)
        await on.wait(600)
        assert not any(post.who == on.world.BOT for post in on.world.listing("verhuisd"))
