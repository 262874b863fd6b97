"""Questions to staff and their budget: what nobody was asked is listed, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.cases import State
from tests.story.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

MILD = "@polderlink mijn bestelling is niet bezorgd"
ANOTHER = "@polderlink de app van jullie doet het niet"
GRAVE = "@polderlink mijn wifi valt elke avond weg, echt waardeloos!! Al drie weken storing, ik ben er KLAAR mee!"


async def test_within_the_budget_staff_are_asked(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="ask") as on:
        message = await on.says("sanne", MILD)
        assert (await on.case(message)).state == State.ASKED
        assert "bestelling" in on.card(message).text


async def test_without_budget_the_mild_ones_are_listed_once_after_their_hour_and_the_grave_one_is_asked(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, channel__answer="ask", ask_budget=0) as on:
        await on.says("sanne", MILD)
        await on.wait(600)
        await on.says("piet", ANOTHER)
        assert on.staff() == []
        grave = await on.says("mo", GRAVE)
        assert (await on.case(grave)).state == State.ASKED
        await on.wait(3600)
        (listed,) = [post for post in on.staff() if "geen vraag meer over" in post.text]
        assert "bestelling" in listed.text
        assert "app van jullie" in listed.text
        assert listed.text.count("in deze dienst is al genoeg aan medewerkers gevraagd") == 2
        assert "waardeloos" not in listed.text
        await on.wait(7200)
        assert len([post for post in on.staff() if "geen vraag meer over" in post.text]) == 1


async def test_the_budget_is_for_each_person_at_the_desk(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="ask", ask_budget=1) as on:
        assert len(on.config.staff["sandbox"].users) == 2
        asked = [await on.says(who, MILD) for who in ("sanne", "mo", "kim")]
        assert [on.world.card_about(message) is not None for message in asked] == [True, True, False]


async def test_mild_questions_of_one_channel_and_hour_stand_under_one_card(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="ask") as on:
        first = await on.says("sanne", MILD)
        second = await on.says("mo", ANOTHER)
        card = on.card(first)
        (line,) = [post for post in on.staff() if post.thread == card.thread and "app van jullie" in post.text]
        assert "Ook een klacht?" in line.text
        assert [post.text for post in on.staff() if post.id not in (card.id, line.id) and "app van" in post.text] == []
        await on.press("noor", line, "not_complaint")
        assert (await on.case(second)).state == State.DISMISSED
        assert (await on.case(first)).state == State.ASKED
        await on.wait(3601)
        third = await on.says("kim", MILD)
        assert on.card(third).thread != card.thread


async def test_a_hard_complaint_does_not_wait_behind_a_doubt_about_earlier_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        doubt = await on.says("mo", "You can, I do. Switch the box to bridge mode in the settings and restart both.")
        await on.wait(30)
        assert (await on.case(doubt)).state == State.ASKED
        fire = await on.says("mo", "Iemand daar? Polderlink mijn modem ruikt verbrand en er komt rook uit! Wat nu?")
        await on.wait(30)
        case = await on.case(fire)
        assert case.state == State.HANDED_OVER
        assert case.deadline is not None
        assert "rook uit" in on.card(fire).text.splitlines()[1]
        (said,) = on.public()
        assert said.reply_to == fire
        assert (await on.case(doubt)).state == State.ASKED
