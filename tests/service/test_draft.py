"""The writes of one transaction: kept once, seen by later decisions, and saved together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.cases import State
from bot.service.draft import Draft, variant
from tests.core.judged import CASE, message
from tests.story.stage import PUBLIC, Stage, stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.core.cases import Case
    from bot.ports import Ledger

COMPLAINT = "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
HARD = "@polderlink derde keer dat de monteur niet komt. Waardeloze club! Ik schakel nu mijn advocaat in."


async def draft_on(on: Stage, work: Callable[[Draft], Any]) -> Any:
    """Do `work` with a draft in one transaction, then save it."""

    def inside(ledger: Ledger) -> Any:
        draft = Draft(on.house, ledger, on.clock.now())
        made = work(draft)
        draft.save()
        assert not draft.memory.jobs
        return made

    return await on.store.write(inside)


async def jobs(on: Stage, kind: str) -> int:
    """How many jobs of a kind wait; they are taken."""
    on.clock.advance(10 * 24 * 3600)
    return len(
        [j for j in await on.store.write(lambda ledger: ledger.claim(on.clock.now(), 100, 60)) if j.new.kind == kind]
    )


async def a_case(on: Stage, state: State = State.HANDED_OVER) -> Case:
    """A case of Sanne in the public channel."""
    made = replace(
        CASE,
        place=replace(CASE.place, channel=PUBLIC),
        state=state,
        opened=on.clock.now(),
        updated=on.clock.now(),
        number=0,
    )

    def save(ledger: Ledger) -> Case:
        return ledger.save_case(replace(made, customer=ledger.customer("sandbox", "sanne", "Sanne").id))

    return await on.store.write(save)


async def test_a_card_comes_with_a_suggestion_and_a_timer_that_notices_silence(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        case = replace(await a_case(on), deadline=on.clock.now())
        opened = await draft_on(on, lambda draft: draft.open_card(case, "Sanne"))
        assert opened.suggested
        assert opened.suggestion.startswith("nl/picked_up")
        figures = await on.figures()
        assert figures["job.queued"] == 2


async def test_edits_that_wait_are_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        case = await a_case(on)

        def edits(draft: Draft) -> None:
            draft.edit_card(case)
            draft.edit_card(case)

        await draft_on(on, edits)
        on.clock.advance(1)
        await draft_on(on, edits)
        assert await jobs(on, "card_edit") == 1


async def test_an_answer_planned_in_the_same_transaction_is_cancelled_with_the_others(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        case = await a_case(on, State.HEARD)

        def plan(draft: Draft) -> None:
            draft.answer(replace(message(), place=case.place), "nl", "outage", "outage", case, 20, moves=True)
            draft.cancel_public(case)

        await draft_on(on, plan)
        assert await jobs(on, "answer") == 0


async def test_one_message_has_one_answer_whatever_is_planned(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        case = await a_case(on, State.HEARD)
        said = replace(message(), place=case.place)

        def plan(draft: Draft) -> None:
            draft.answer(said, "nl", "outage", "outage", case, 0, moves=True)

        await draft_on(on, plan)
        on.clock.advance(5)
        await draft_on(on, plan)
        assert await jobs(on, "answer") == 1


def test_a_message_always_gets_the_same_variant_and_messages_differ() -> None:
    assert variant("12") == variant("12")
    assert {variant(str(number)) % 2 for number in range(10)} == {0, 1}


# sends under way when something else happens -----------------------------------------------------------------------------------
async def test_an_answer_that_was_under_way_when_staff_said_no_complaint_is_taken_back(tmp_path: Path) -> None:
    """The send had begun when the button was pressed: what arrives after all must not stay."""
    async with stage(tmp_path) as on:
        complaint = await on.says("mo", HARD)
        await on.wait(1)
        on.clock.advance(60)
        tasks = await on.webcare._claim(1)
        assert [task.job.new.kind for task in tasks] == ["answer"]
        on.world.press(
            "noor",
            on.card(complaint).id,
            next(b["data"] for b in on.card(complaint).buttons if "not_complaint" in b["data"]),
            on.clock.now(),
        )
        await on.platform.pull(on.webcare.door)
        await on.webcare.judge_once()
        await on.webcare.write_down([await on.webcare.perform(task) for task in tasks])
        await on.wait(5)
        assert (await on.case(complaint)).state == State.DISMISSED
        assert on.public() == []


async def test_undo_still_works_while_earlier_words_of_staff_go_out(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        complaint = await on.says("mo", HARD)
        await on.wait(60)
        card, said = on.card(complaint), len(on.public())
        on.world.say("noor", "Ik kijk even mee.", card.channel, on.clock.now(), thread=card.thread)
        await on.press("noor", card, "answer")
        offer = on.staff()[-1]
        assert len(on.public()) == said + 1
        assert "Teruggenomen" in await on.press("noor", offer, "undo")
        await on.wait(60)
        assert len(on.public()) == said + 1


async def test_an_answered_case_closes_after_silence_not_after_its_answer(tmp_path: Path) -> None:
    """`silence`: an answered case closes when nobody writes for this time."""
    async with stage(tmp_path) as on:
        complaint = await on.says("sanne", COMPLAINT)
        await on.wait(60)
        (answer,) = on.public()
        await on.wait(47 * 3600)
        await on.says("sanne", "ok ga ik proberen", reply_to=answer.id)
        await on.wait(2 * 3600)
        assert (await on.case(complaint)).state == State.ANSWERED
        await on.wait(47 * 3600)
        assert (await on.case(complaint)).state == State.CLOSED


async def test_stop_also_cancels_what_waits_in_another_case_of_the_same_customer(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__cooldown=0.0) as on:
        await on.says("sanne", COMPLAINT)
        await on.wait(60)
        (answer,) = on.public()
        await on.says(
            "sanne",
            "de rekening klopt weer niet, dubbel afgeschreven. Waardeloos, al drie keer gebeld en niemand helpt!",
        )
        await on.says("sanne", "stop", reply_to=answer.id)
        said = len(on.public())
        await on.wait(600)
        assert len(on.public()) == said, on.public()[-1].text
