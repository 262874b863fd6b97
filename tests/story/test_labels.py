"""What staff do with cards is what the bot learns from: each press leaves one label, in the words of the case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.messages import Author, Message, Place
from bot.learning import Night, model_of, result_of, roll_back
from tests.learning.brand import vaartbuur
from tests.story.stage import PUBLIC, stage

if TYPE_CHECKING:
    from pathlib import Path

    from bot.learning import Task
    from bot.ports import Label
    from tests.story.stage import Stage

pytestmark = pytest.mark.thorough

HARD = "@polderlink derde keer dat de monteur niet komt. Waardeloze club! Ik schakel nu mijn advocaat in."


async def labels(on: Stage) -> list[Label]:
    return await on.store.read(lambda ledger: ledger.labels(99))


@pytest.mark.parametrize(("verb", "complaint"), [("not_complaint", False), ("solve", True)])
async def test_a_press_leaves_a_label_with_the_words_of_the_case(tmp_path: Path, verb: str, *, complaint: bool) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        await on.press("noor", on.card(message), verb)
        case = await on.case(message)
        (label,) = await labels(on)
        assert (label.case, label.customer, label.text) == (case.id, case.customer, case.masked)
        assert (label.complaint, label.source, label.language) == (complaint, "staff", "nl")
        assert label.who not in {"noor", "Noor Bos", ""}


async def test_answering_what_staff_were_asked_about_says_that_it_is_one(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="ask") as on:
        message = await on.says(
            "mo", "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
        )
        await on.wait(60)
        assert (await on.case(message)).state == "asked"
        assert await labels(on) == []
        await on.press("noor", on.card(message), "answer")
        (label,) = await labels(on)
        assert label.complaint


async def test_the_author_s_own_word_that_it_is_none_is_a_label_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.says("sanne", "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!")
        await on.wait(60)
        (answer,) = on.public()
        await on.says("sanne", "geen klacht", reply_to=answer.id)
        (label,) = await labels(on)
        assert (label.complaint, label.source) == (False, "customer")


async def test_a_night_changes_how_the_running_bot_judges_and_tells_staff_once(tmp_path: Path) -> None:
    async def here(task: Task) -> dict[str, Any]:
        return result_of(task.do())

    async with stage(tmp_path) as on:
        now = on.clock.now()
        await on.store.write(lambda ledger: ledger.keep_labels([replace(one, at=now) for one in vaartbuur(250)]))
        message = Message(
            Place("sandbox", PUBLIC), "1", Author("mo", "Mo"), "de bolder zit weer los bij steiger negen", now
        )
        before = on.house.detect(message).probability
        night = Night(
            on.config,
            on.store,
            on.clock,
            model_of(on.library.shelf.lexicons),
            on.webcare.door.tell,
            lambda adjustment: setattr(on.house, "adjustment", adjustment),
            teach=here,
        )
        assert await night.try_once(now)
        assert on.house.detect(message).probability > before
        await on.webcare.door.tell("Bijgeleerd", "learned:1")
        await on.settle()
        assert [post.text.startswith("Bijgeleerd van 250") for post in on.staff()] == [True]
        await on.store.write(lambda ledger: roll_back(ledger, now))
        await night.follow()
        assert on.house.detect(message).probability == before
