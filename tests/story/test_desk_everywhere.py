"""The staff desk: the same stories on the sandbox, on Telegram and on Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.everywhere import HARD, PLATFORMS, WIFI, scene

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.parametrize("platform", PLATFORMS)
GRACE = 30


async def test_the_card_has_five_buttons_and_the_rest_stands_behind_more(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        assert await on.verbs(message) == ["answer", "write", "private", "not_complaint", "more"]
        await on.press("noor", message, "claim")
        assert (await on.case(message)).owner_name == "Noor Bos"
        assert await on.verbs(message) == ["answer", "write", "private", "not_complaint", "more"]


async def test_the_suggestion_speaks_as_the_member_of_staff_and_not_as_the_bot_again(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "answer")
        await on.wait(11)
        said = on.public()[-1]
        assert said.text.startswith("Medewerker van Polderlink ^NB: Dag Mo")
        assert "bot" not in said.text
        assert said.reply_to == message


async def test_undo_stops_an_answer_that_waits_and_takes_back_one_that_was_sent(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.press("noor", message, "answer")
        assert "Teruggenomen" in await on.press_last("noor", message, "undo")
        await on.wait(60)
        assert len(on.public()) == said
        await on.press("noor", message, "answer")
        await on.wait(11)
        assert len(on.public()) == said + 1
        assert "teruggehaald" in await on.press_last("noor", message, "undo")
        await on.wait(1)
        assert len(on.public()) == said
        assert "Teruggehaald" in (await on.thread(message))[-1]
        assert "niets meer" in await on.press_last("noor", message, "undo")


async def test_what_staff_change_in_the_thread_changes_for_the_customer(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        written = await on.writes("noor", "Er komt morgen om 10:00 iemand.", message)
        told = on.public()[-1]
        await on.rewrites(message, written, "Er komt morgen om 11:00 iemand.")
        await on.wait(1)
        assert on.public()[-1].id == told.id
        assert on.public()[-1].text.endswith("Er komt morgen om 11:00 iemand.")
        await on.rewrites(message, written, "// toch niet")
        await on.wait(1)
        assert told.id not in [post.id for post in on.public()]


async def test_a_note_that_loses_its_mark_stays_inside(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        written = await on.writes("noor", "// lastige klant", message)
        await on.rewrites(message, written, "lastige klant")
        await on.wait(1)
        assert len(on.public()) == said
        assert "niet naar de klant" in (await on.thread(message))[-1]
        case = await on.case(message)
        assert await on.store.read(lambda ledger: [note.masked for note in ledger.notes(case.id)]) == ["lastige klant"]


async def test_what_the_customer_changes_comes_back(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.edits(message, HARD + " En de tv doet het ook niet.")
        await on.wait(1)
        assert "de tv doet het ook niet" in (await on.thread(message))[-1]
        assert "de tv doet het ook niet" in await on.card(message)


async def test_release_gives_the_case_back_with_a_new_deadline(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "claim")
        await on.wait(3600)
        await on.press("noor", message, "release")
        case = await on.case(message)
        assert (case.state, case.owner_name) == (State.HANDED_OVER, "")
        await on.wait(4 * 3600)
        assert any("Te laat" in text for text in await on.thread(message))


async def test_a_colleague_gets_the_case(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("daan", message, "why")
        await on.writes("noor", "/geef Daan", message)
        case = await on.case(message)
        assert (case.state, case.owner_name) == (State.CLAIMED, "Daan Vos")
        assert "Daan Vos" in await on.press("noor", message, "write")


async def test_a_case_rests_and_comes_back_by_itself(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        assert "rusten" in await on.press("noor", message, "snooze", "tomorrow")
        case = await on.case(message)
        assert case.snoozed is not None
        assert "rust tot 20-11 09:00" in await on.card(message)
        await on.wait(4 * 3600)
        assert not any("Te laat" in text for text in await on.thread(message))
        await on.wait(15 * 3600)
        assert (await on.case(message)).snoozed is None
        assert any("rust is voorbij" in text for text in await on.thread(message))


async def test_a_word_of_the_customer_wakes_a_case_that_rests(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "snooze", "monday")
        await on.says("mo", "hallo, komt er nog iets van?", on.public()[-1].id)
        assert (await on.case(message)).snoozed is None


async def test_a_corrected_topic_stands_on_the_card_and_is_a_label(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "topic", "billing")
        case = await on.case(message)
        assert case.topic == "billing"
        assert "rekening" in await on.card(message)


async def test_escalating_calls_whom_the_settings_name(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        told = await on.press("noor", message, "escalate")
        if platform == "sandbox":
            assert "staff.escalate" in told
            return
        called = (await on.thread(message))[-1]
        assert "Noor Bos" in called
        assert called.startswith(("@teamleider ", "<@&"))


async def test_two_cases_of_one_customer_become_one_and_of_two_customers_never(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        first = await on.says("mo", HARD)
        await on.wait(GRACE)
        other = await on.says("piet", HARD)
        await on.wait(GRACE)
        case, foreign = await on.case(first), await on.case(other)
        await on.writes("noor", f"/samen {foreign.number}", first)
        assert "andere klant" in (await on.thread(first))[-1]
        assert not (await on.case(first)).ended
        assert not (await on.case(other)).ended
        await on.writes("noor", f"/samen {case.number}", first)
        assert "geen andere zaak" in (await on.thread(first))[-1]


async def test_solve_and_reopen_and_the_new_deadline_has_a_timer(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "solve")
        await on.wait(1)
        assert (await on.case(message)).state == State.SOLVED
        assert await on.verbs(message) == ["more"]
        before = (await on.case(message)).deadline
        await on.wait(3600)
        await on.press("daan", message, "reopen")
        case = await on.case(message)
        assert case.state == State.HANDED_OVER
        assert case.deadline is not None
        assert before is not None
        assert case.deadline > before
        await on.wait(2 * 3600 - 60)
        assert any("Te laat" in text for text in await on.thread(message))


async def test_why_shows_the_scores_and_history_the_earlier_cases(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        why = await on.press("noor", message, "why")
        shown = why if "%" in why else (await on.thread(message))[-1]
        assert "Kans op een klacht" in shown
        assert "+" in shown
        told = await on.press("noor", message, "history")
        assert "geen eerdere zaken" in told


async def test_unmask_shows_the_message_to_staff_and_is_recorded(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        said = "@polderlink dubbel afgeschreven, waardeloos! Mijn rekening is NL91ABNA0417164300, ik bel mijn advocaat"
        message = await on.says("mo", said)
        await on.wait(GRACE)
        assert "0417164300" not in await on.card(message)
        told = await on.press("noor", message, "unmask")
        shown = [told, *await on.thread(message)]
        assert any("NL91ABNA0417164300" in text for text in shown)
        assert not any("NL91ABNA0417164300" in post.text for post in on.public())
        name = (await on.case(message)).id
        assert "unmask" in [line.what for line in await on.store.read(lambda ledger: ledger.life_of(name))]


async def test_not_a_complaint_takes_back_everything_the_bot_said_by_itself(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("sanne", WIFI)
        await on.wait(GRACE)
        await on.says("sanne", "mens", on.public()[0].id)
        await on.wait(1)
        assert len(on.public()) == 2
        await on.press("noor", message, "not_complaint")
        await on.wait(1)
        assert on.public() == []
        assert (await on.case(message)).state == State.DISMISSED


async def test_private_is_said_in_public_and_warns_of_impostors(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "private")
        await on.wait(1)
        said = on.public()[-1]
        assert said.reply_to == message
        assert "pincode, wachtwoord of betaling" in said.text
        assert (await on.case(message)).owner_name == "Noor Bos"


async def test_a_case_is_made_of_any_message_and_never_twice(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("piet", "hmm de wifi is traag vandaag")
        await on.wait(GRACE)
        await on.orders("noor", f"/zaak {on.link(message)}")
        case = await on.case(message)
        assert case.state == State.HANDED_OVER
        assert "de wifi is traag vandaag" in await on.card(message)
        await on.writes("noor", "Dag Piet, zullen we even meekijken?", message)
        assert on.public()[-1].reply_to == message
        await on.orders("daan", f"/zaak {on.link(message)}")
        assert any("al een zaak" in text for text in await on.desk())


async def test_a_case_from_elsewhere_is_never_relayed_and_says_so(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        await on.orders("noor", "/zaak https://forum.example/t/77 klant klaagt over zijn rekening")
        (case,) = await on.store.read(lambda ledger: ledger.open_cases(9))
        assert case.outside == "https://forum.example/t/77"
        assert case.card
        assert on.public() == []


async def test_a_mistyped_command_never_goes_to_the_customer(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.writes("noor", "/oplost", message)
        await on.wait(1)
        assert len(on.public()) == said
        assert "niet bekend" in (await on.thread(message))[-1]


async def test_help_is_made_from_the_table(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.writes("noor", "/hulp", message)
        assert "/opgelost" in (await on.thread(message))[-1]


async def test_who_is_no_staff_is_told_so_for_every_button(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        for verb in ("answer", "more", "not_complaint"):
            assert "medewerkers" in await on.press("piet", message, verb)
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_buttons_and_menus_work_after_a_restart(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.restart()
        await on.press("noor", message, "claim")
        await on.restart()
        assert "Noor Bos" in await on.press("daan", message, "answer")
        await on.restart()
        await on.writes("noor", "We kijken ernaar.", message)
        assert on.public()[-1].text.endswith("We kijken ernaar.")


async def test_three_retractions_in_a_day_put_the_channel_on_ask_only_and_that_is_said_at_once(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        for who in ("sanne", "mo", "piet"):
            message = await on.says(who, WIFI)
            await on.wait(GRACE)
            await on.says(who, "mens", on.public()[-1].id)
            await on.wait(1)
            assert not any("te veel antwoorden" in told for told in await on.desk())
            await on.press("noor", message, "not_complaint")
            await on.wait(1900)
        assert any("te veel antwoorden" in told for told in await on.desk())


async def test_what_cannot_be_delivered_is_said_at_once_with_what_can_be_done(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.erases(message)
        await on.writes("noor", "Er komt morgen iemand.", message)
        await on.wait(1)
        assert len(on.public()) == said
        last = (await on.thread(message))[-1]
        assert "Niet bezorgd" in last
        assert "Privé" in last
        assert "Je tekst staat hier nog" in last


async def test_long_words_that_staff_shorten_leave_nothing_behind(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        count = 660 if platform != "discord" else 330
        written = await on.writes("noor", "woord " * count + "eind", message)
        pieces = len(on.public()) - said
        await on.rewrites(message, written, "Kort antwoord.")
        await on.wait(1)
        assert len(on.public()) == said + 1
        assert on.public()[-1].text.endswith("Kort antwoord.")
        await on.rewrites(message, written, "woord " * count + "eind")
        await on.wait(1)
        assert len(on.public()) == said + pieces
