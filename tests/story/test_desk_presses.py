"""Presses that meet: one winner each, and clear answers to what comes too late, on an old card, or from nobody we know."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from bot.core.messages import Place
from bot.core.verbs import BY_NAME, PREFIX
from bot.core.words import Words
from bot.service.relay import bound_relay
from tests.core.test_cards import CASE
from tests.story.everywhere import HARD
from tests.story.stage import PUBLIC, STAFF, stage

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.cases import Case
    from bot.ports import Ledger
    from tests.story.stage import Stage

pytestmark = pytest.mark.thorough

PAIRS = 500


async def many_cases(on: Stage, count: int) -> list[str]:
    """Handed-over cases, each of another customer and with a card; their ids."""

    def make(ledger: Ledger) -> list[str]:
        made = []
        for number in range(count):
            customer = ledger.customer("sandbox", f"c{number}", f"Klant {number}").id
            case = replace(
                CASE,
                id=f"{number:016x}",
                customer=customer,
                place=Place("sandbox", PUBLIC),
                message=f"m{number}",
                last_message=f"m{number}",
                number=0,
                card=f"card{number}",
                thread=Place("sandbox", STAFF, f"t{number}"),
                opened=on.clock.now(),
                updated=on.clock.now(),
            )
            made.append(ledger.save_case(case).id)
        return made

    return await on.store.write(make)


async def test_five_hundred_double_presses_have_one_winner_each(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        cases = await many_cases(on, PAIRS)
        some_post = on.world.say("noor", "goedemorgen", STAFF, on.clock.now())
        for number, case in enumerate(cases):
            first, second = ("noor", "daan") if number % 2 else ("daan", "noor")
            for who, after in ((first, 0), (second, 9)):
                at = on.clock.now() + timedelta(milliseconds=after)
                on.world.press(who, some_post, f"{PREFIX}:write:{case}", at)
        await on.platform.pull(on.webcare.door)
        while await on.webcare.judge_once():
            pass
        names = {"noor": "Noor Bos", "daan": "Daan Vos"}
        found = await on.store.read(lambda ledger: ledger.cases(cases))
        for number, case_id in enumerate(cases):
            winner = "noor" if number % 2 else "daan"
            assert found[case_id].state == State.CLAIMED
            assert found[case_id].owner_name == names[winner]
        on.clock.advance(1)
        told = await _whispers(on, 2 * PAIRS)
        assert sum("jouw naam" in text for text in told) == PAIRS
        lost = [text for text in told if "was je voor" in text]
        assert len(lost) == PAIRS
        assert sum("Noor Bos" in text for text in lost) == PAIRS / 2


async def _whispers(on: Stage, count: int) -> list[str]:
    """What pressers are told, from the jobs that wait."""
    jobs = await on.store.write(lambda ledger: ledger.claim(on.clock.now(), 10 * count, 60))
    return [str(job.new.payload["text"]) for job in jobs if job.new.kind == "whisper"]


@pytest.mark.parametrize("verb", ["answer", "write", "private"])
async def test_who_comes_second_is_told_who_has_it(tmp_path: Path, verb: str) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        card = on.card(message)
        for who in ("noor", "daan"):
            data = next(b["data"] for b in card.buttons if f":{verb}:" in b["data"])
            on.world.press(who, card.id, data, on.clock.now())
        await on.settle()
        assert "Noor Bos was je voor" in on.world.whispers[-1].text
        assert (await on.case(message)).owner_name == "Noor Bos"


async def test_a_button_of_an_old_card_still_means_its_case_and_says_what_cannot_be(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        old = on.card(message)
        buttons = list(old.buttons)
        on.world.drop_thread(old.thread, on.clock.now())
        await on.wait(5)
        on.world.posts[old.id].buttons = buttons
        assert "jouw naam" in await on.press("noor", on.world.posts[old.id], "write")
        on.world.posts[old.id].buttons = [
            {"label": "x", "data": "w:reopen:" + (await on.case(message)).id, "style": ""}
        ]
        assert "Dat kan nu niet" in await on.press("noor", on.world.posts[old.id], "reopen")


@pytest.mark.parametrize("data", ["", "w", "w:", "w:answer", "w:answer:nobody", "w:fly:abc", "x:answer:abc", "💥"])
async def test_a_button_that_nobody_knows_gets_a_clear_answer(tmp_path: Path, data: str) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        on.world.press("noor", on.card(message).id, data, on.clock.now())
        await on.settle()
        assert "niet meer in het archief" in on.world.whispers[-1].text
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_a_case_of_another_platform_cannot_be_reached_with_its_button(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await many_cases(on, 1)

        def move(ledger: Ledger) -> Case:
            case = ledger.case(f"{0:016x}")
            assert case is not None
            return ledger.save_case(replace(case, place=Place("telegram", "-1001")))

        case = await on.store.write(move)
        message = await on.says("mo", HARD)
        await on.wait(60)
        on.world.press("noor", on.card(message).id, f"w:solve:{case.id}", on.clock.now())
        await on.settle()
        assert "niet meer in het archief" in on.world.whispers[-1].text


async def test_words_planned_by_another_account_of_the_bot_do_not_leave(tmp_path: Path) -> None:
    """The token was swapped while an answer waited for its undo time."""
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        said = len(on.public())
        await on.press("noor", on.card(message), "answer")
        case = await on.case(message)

        def swap(ledger: Ledger) -> None:
            from bot.service.draft import Draft
            from bot.service.plans import job

            draft = Draft(on.house, ledger, on.clock.now())
            relay = bound_relay(draft, case, Words.of("Dag Mo"), "s1")
            assert relay is not None
            draft.memory.jobs.append(job(replace(relay, bot="another"), "relay:other", draft.now, case))
            draft.memory.jobs.append(
                job(replace(relay, place=Place("sandbox", "elders")), "relay:wrong", draft.now, case)
            )
            draft.memory.jobs.append(job(replace(relay, user="piet"), "relay:piet", draft.now, case))
            draft.save()

        await on.store.write(swap)
        await on.wait(30)
        assert len(on.public()) == said + 1, "only the answer itself left"
        thread = [p.text for p in on.world.listing(STAFF, on.card(message).thread)]
        for reason in ("ander bot-account", "hoort niet (meer) bij deze klant", "niet meer in het archief"):
            assert any("Niet bezorgd" in text and reason in text for text in thread), reason


async def test_a_merged_case_goes_on_in_the_other(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        first = await on.says("mo", HARD)
        await on.wait(60)
        second = await on.says("mo", "hmm de wifi is traag vandaag")
        on.world.say("noor", f"/zaak #message/{PUBLIC}/{second}", STAFF, on.clock.now())
        await on.settle()
        target, merged = await on.case(first), await on.case(second)
        assert merged.id != target.id
        await on.press("noor", on.card(second), "merge", str(target.number))
        merged = await on.case(second)
        assert (merged.state, merged.merged) == (State.CLOSED, target.id)
        assert any("traag" in p.text for p in on.world.listing(STAFF, on.card(first).thread))


async def test_words_of_staff_on_their_way_arrive_although_the_case_is_merged(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        first = await on.says("mo", HARD)
        await on.wait(60)
        second = await on.says("mo", "hmm de wifi is traag vandaag")
        on.world.say("noor", f"/zaak #message/{PUBLIC}/{second}", STAFF, on.clock.now())
        await on.settle()
        thread, target = on.card(second).thread, await on.case(first)
        on.world.say("noor", "Dag Mo, de lijn wordt gemeten.", STAFF, on.clock.now(), thread=thread)
        on.clock.advance(1)
        on.world.say("noor", f"/samen {target.number}", STAFF, on.clock.now(), thread=thread)
        await on.settle()
        assert (await on.case(second)).merged == target.id
        assert "de lijn wordt gemeten" in on.public()[-1].text


async def test_cases_of_people_unknown_are_not_put_together(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        for link in ("https://elders.example/1", "https://elders.example/2"):
            on.world.say("noor", f"/zaak {link}", STAFF, on.clock.now())
            await on.settle()
        one, other = await on.store.read(lambda ledger: ledger.open_cases(9))
        assert one.thread is not None
        on.world.say("noor", f"/samen {other.number}", STAFF, on.clock.now(), thread=one.thread.thread)
        on.world.say("noor", "/eerder", STAFF, on.clock.now(), thread=one.thread.thread)
        await on.settle()
        assert all(not c.ended for c in await on.store.read(lambda ledger: ledger.open_cases(9)))
        assert len(await on.store.read(lambda ledger: ledger.open_cases(9))) == 2
        assert f"#{other.number:04d}" not in on.world.listing(STAFF, one.thread.thread)[-1].text


async def test_a_note_that_has_not_left_when_the_case_opens_again_is_not_posted(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        await on.press("noor", on.card(message), "solve")
        said = [post.text for post in on.public()]
        preview = [p for p in on.world.listing(STAFF, on.card(message).thread) if p.buttons][-1]
        data = next(b["data"] for b in preview.buttons if b["data"].startswith("w:post_note:"))
        on.world.press("noor", preview.id, data, on.clock.now())
        on.clock.advance(1)
        on.world.say("mo", "mens", PUBLIC, on.clock.now(), reply_to=message)
        await on.settle()
        assert (await on.case(message)).state == State.HANDED_OVER
        assert not any("opgelost" in post.text or "afgerond" in post.text for post in on.public()[len(said) :])


async def test_staff_are_told_that_a_picture_of_theirs_stays_behind(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        thread = on.card(message).thread
        on.world.say("noor", "Zo zet je de router uit.", STAFF, on.clock.now(), thread=thread, media="photo")
        await on.settle()
        assert on.public()[-1].text.endswith("Zo zet je de router uit.")
        assert any("een foto" in post.text and "niet mee" in post.text for post in on.world.listing(STAFF, thread))


async def test_when_a_colleague_writes_the_suggestion_that_waits_is_not_sent_as_well(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        said = len(on.public())
        await on.press("noor", on.card(message), "answer")
        await on.writes("daan", "Dag Mo, ik bel je zo.", on.card(message))
        await on.wait(30)
        assert [post.text[-22:] for post in on.public()[said:]] == [": Dag Mo, ik bel je zo."[-22:]]
        thread = [post.text for post in on.world.listing(STAFF, on.card(message).thread)]
        assert any("niet verstuurd" in text and "Daan Vos" in text for text in thread)
        assert (await on.case(message)).pending == ""


def test_every_button_verb_is_of_the_table() -> None:
    assert {"answer", "more", "undo"} <= set(BY_NAME)


async def test_a_private_case_says_so_in_public_once_and_nothing_private_with_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        said = len(on.public())
        for text in ("mijn klantnummer is 4711", "en mijn adres is Dorpsstraat 5"):
            on.world.say("mo", text, "private:mo", on.clock.now())
            await on.wait(1)
        assert len(on.public()) == said + 1
        note = on.public()[-1]
        assert note.reply_to == message
        assert "4711" not in note.text
        assert (await on.case(message)).private


async def test_somebody_who_said_stop_hears_no_closing_note(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        await on.says("mo", "stop", on.public()[-1].id)
        await on.wait(1)
        said = len(on.public())
        assert "niets gezegd" in await on.press("noor", on.card(message), "solve")
        await on.wait(60)
        assert len(on.public()) == said


async def test_a_question_that_nobody_answers_closes_with_notice(tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="ask") as on:
        message = await on.says(
            "mo", "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
        )
        await on.wait(1)
        assert (await on.case(message)).state == State.ASKED
        await on.wait(49 * 3600)
        assert (await on.case(message)).state == State.CLOSED
        assert any("Niemand zei" in p.text for p in on.world.listing(STAFF, on.card(message).thread))


async def test_a_case_that_is_opened_again_by_mens_has_a_new_deadline_with_a_timer(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        await on.press("noor", on.card(message), "solve")
        await on.wait(60)
        before = (await on.case(message)).deadline
        await on.wait(3600)
        await on.says("mo", "mens", on.public()[-1].id)
        case = await on.case(message)
        assert case.state == State.HANDED_OVER
        assert case.deadline is not None
        assert before is not None
        assert case.deadline > before
        await on.wait(20 * 3600)
        assert any("Te laat" in p.text for p in on.world.listing(STAFF, on.card(message).thread))


async def test_two_edits_of_a_card_at_one_instant_both_count(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        card = on.card(message)
        await on.press("noor", card, "write")
        await on.press("noor", card, "release")
        assert "bij Noor Bos" not in on.card(message).text
        await on.press("daan", card, "write")
        assert "bij Daan Vos" in on.card(message).text


async def test_a_bare_start_is_greeted_and_makes_no_case(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.world.say("piet", "/start", "private:piet", on.clock.now())
        await on.wait(1)
        (greeting,) = [p for p in on.world.listing("private:piet") if p.who == on.world.BOT]
        assert "bot van Polderlink" in greeting.text
        assert await on.store.read(lambda ledger: ledger.open_cases(9)) == []


async def test_a_flood_is_one_card_and_each_case_can_get_its_own(tmp_path: Path) -> None:
    async with stage(tmp_path, flood=2, ask_budget=100, channel__answer="ask") as on:
        text = "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
        messages = [await on.says(who, text) for who in ("sanne", "mo", "kim", "piet")]
        await on.wait(5)
        assert len(on.world.threads) == 2
        lead = on.card(messages[0])
        assert "#0003 Kim" in lead.text
        assert "#0004 Piet" in lead.text
        joined = [p for p in on.world.listing(STAFF, lead.thread) if p.buttons and p.id != lead.id]
        assert len(joined) == 2
        said = len(on.public())
        on.world.say(
            "noor", "Dag Kim, we kijken mee.", STAFF, on.clock.now(), thread=lead.thread, reply_to=joined[0].id
        )
        await on.settle()
        assert len(on.public()) == said, "what is meant for one of the flood never goes to another"
        assert "eigen kaart" in await on.press("noor", joined[0], "own")
        assert len(on.world.threads) == 3
        await on.writes("noor", "Dag Kim, we kijken mee.", on.card(messages[2]))
        assert on.public()[-1].reply_to == messages[2]
        await on.press("noor", lead, "solve")
        await on.wait(5)
        assert len(on.world.threads) == 4, "the last of the flood has a card of its own now"
        assert (await on.case(messages[3])).grouped == ""
