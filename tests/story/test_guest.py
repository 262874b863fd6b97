"""In somebody else's group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.story.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

TROUBLE = "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"


async def test_a_guest_speaks_only_when_addressed(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="guest") as on:
        await on.says("sanne", "mijn wifi van polderlink valt elke avond weg, waardeloos. Al drie weken storing!")
        await on.wait(60)
        assert on.public() == []
        assert on.staff() == []
        await on.says("mo", TROUBLE)
        await on.wait(60)
        assert len(on.public()) == 1


async def test_uit_silences_a_guest_at_once_also_after_a_restart(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="guest") as on:
        await on.says("mo", TROUBLE)
        await on.says("piet", "/uit")
        await on.wait(600)
        assert on.public() == []
        assert on.world.left == ["klantgroep-utrecht"]
        assert any("/uit" in post.text for post in on.staff())
        on.restart()
        await on.webcare.start()
        await on.says("kim", TROUBLE)
        await on.wait(600)
        assert on.public() == []


async def test_three_retractions_in_a_day_put_the_channel_on_ask_only_and_staff_are_told(tmp_path: Path) -> None:
    async with stage(tmp_path, topic_pause=0.0) as on:
        for who in ("sanne", "mo", "kim"):
            await on.says(who, TROUBLE)
            await on.wait(60)
            await on.says(who, "dit was geen klacht", reply_to=on.public()[-1].id)
            await on.wait(60)
        assert on.public() == []
        await on.says("piet", TROUBLE)
        await on.wait(60)
        assert on.public() == []
        assert any("vraagt het eerst aan jullie" in post.text for post in on.staff())


async def test_private_words_of_a_customer_reach_his_case_and_the_answer_goes_only_to_him(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(
            "mo", "@polderlink derde keer dat de monteur niet komt. Waardeloos! Ik schakel mijn advocaat in."
        )
        await on.wait(60)
        card = on.card(message)
        on.world.say("mo", "mijn klantnummer is 1234567", "private:mo", on.clock.now())
        await on.settle()
        assert any("1234567" in post.text for post in on.world.listing("staf", card.thread))
        await on.writes("noor", "Dank je, ik zoek 1234567 op.", card)
        assert any("1234567 op" in post.text for post in on.world.listing("private:mo"))
        assert all("1234567" not in post.text for post in on.public())
