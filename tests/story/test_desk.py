"""Whole conversations on the sandbox: the staff desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.cases import State
from tests.story.stage import PUBLIC, STAFF, stage

if TYPE_CHECKING:
    from pathlib import Path

HARD = "@polderlink derde keer dat de monteur niet komt. Waardeloze club! Ik schakel nu mijn advocaat in."


async def test_a_hard_case_lands_as_a_card_and_the_customer_hears_that_a_person_looks(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        card = on.card(message)
        assert (
            card.text.index("nieuw")
            < card.text.index("advocaat")
            < card.text.index("Waarom")
            < card.text.index("Voorstel")
        )
        (said,) = on.public()
        assert "Mo" in said.text
        assert said.reply_to == message
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_answer_with_this_waits_ten_seconds_can_be_undone_and_claims_by_itself(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        said = len(on.public())
        await on.press("noor", on.card(message), "answer")
        assert (await on.case(message)).owner_name == "Noor Bos"
        offer = on.staff()[-1]
        assert offer.buttons
        await on.wait(5)
        assert "Teruggenomen" in await on.press("noor", offer, "undo")
        await on.wait(60)
        assert len(on.public()) == said
        await on.press("noor", on.card(message), "answer")
        await on.wait(11)
        assert len(on.public()) == said + 1
        assert on.public()[-1].reply_to == message


async def test_two_presses_at_once_have_one_winner_and_the_other_is_told_who(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        card = on.card(message)
        data = card.buttons[0]["data"]
        on.world.press("noor", card.id, data, on.clock.now())
        on.world.press("daan", card.id, data, on.clock.now())
        await on.settle()
        first, second = (w.text for w in on.world.whispers)
        assert "seconden" in first
        assert "Noor Bos" in second


async def test_only_staff_may_press(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        assert "medewerkers" in await on.press("piet", on.card(message), "answer")
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_what_staff_write_reaches_the_customer_and_what_he_says_comes_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        card = on.card(message)
        await on.writes("noor", "Sorry Mo, morgen om 10:00 staat er iemand.", card)
        relayed = on.public()[-1]
        assert relayed.reply_to == message
        assert relayed.text.startswith("Medewerker van Polderlink ^NB")
        await on.says("mo", "ok, dan hou ik jullie daaraan", reply_to=relayed.id)
        assert any("dan hou ik jullie daaraan" in post.text for post in on.staff() if post.thread == card.thread)
        assert (await on.case(message)).state == State.CLAIMED


async def test_a_line_with_the_note_mark_stays_inside(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        said = len(on.public())
        await on.writes("noor", "// lastige klant", on.card(message))
        await on.wait(60)
        assert len(on.public()) == said


async def test_not_a_complaint_takes_back_what_the_bot_said_and_becomes_a_label(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        await on.press("noor", on.card(message), "not_complaint")
        await on.wait(1)
        assert on.public() == []
        assert (await on.case(message)).state == State.DISMISSED


async def test_solve_is_said_in_public_and_an_old_card_answers_clearly(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        card = on.card(message)
        buttons = list(card.buttons)
        said = len(on.public())
        await on.press("noor", card, "solve")
        preview = [post for post in on.staff() if post.buttons][-1]
        await on.press("noor", preview, "post_note")
        await on.wait(11)
        assert len(on.public()) == said + 1
        assert (await on.case(message)).state == State.SOLVED
        card.buttons = buttons
        assert "opgelost" in await on.press("daan", card, "answer")


async def test_when_the_thread_is_gone_nothing_goes_to_a_wrong_place_and_a_new_card_comes(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        old = on.card(message)
        on.world.drop_thread(old.thread, on.clock.now())
        await on.says("mo", "@polderlink hallo? de monteur is er nog steeds niet, wat een waardeloze service")
        await on.wait(30)
        new = on.card(message)
        assert new.thread != old.thread
        assert any("hallo?" in post.text for post in on.world.listing(STAFF, new.thread))
        assert all("hallo?" not in post.text for post in on.world.listing(STAFF))
        assert all(post.channel in {PUBLIC, STAFF} for post in on.world.posts.values())


async def test_an_answer_under_a_removed_complaint_is_not_posted(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(
            "sanne", "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
        )
        on.world.remove(message, on.clock.now())
        await on.wait(600)
        assert on.public() == []
        assert (await on.case(message)).state == State.CLOSED
