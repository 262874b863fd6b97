"""The end of a case, as the customer and the public see it: the same stories on the sandbox, on Telegram and on Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.acts import UNDO, answer_below, buttons_below, press_both, press_two, solved_with_note
from tests.story.everywhere import HARD, PLATFORMS, WIFI, scene

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.parametrize("platform", PLATFORMS)
GRACE, DAY = 30, 86_400


async def test_solving_shows_the_note_to_staff_and_nothing_leaves_before_a_press(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        before = [post.text for post in on.public()]
        await on.press("noor", message, "solve")
        await on.restart()
        await on.wait(60)
        assert [post.text for post in on.public()] == before
        preview = (await on.thread(message))[-1]
        assert "Plaats dit" in preview
        note = preview.partition("\n")[2]
        assert "bot van Polderlink" in note
        await on.press_last("noor", message, "post_note")
        await on.wait(UNDO)
        assert [post.text for post in on.public() if post.text == note]
        assert on.public()[-1].reply_to == message


async def test_the_bots_first_answer_says_solved_from_then_on(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        first = on.public()[0]
        await solved_with_note(on, message)
        assert on.public()[0].id == first.id
        assert on.public()[0].text != first.text
        assert "opgelost" in on.public()[0].text


async def test_staff_change_the_note_by_writing_and_names_and_data_are_refused(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.says("piet", "Bij mij hielp opnieuw opstarten.", message)
        await on.wait(1)
        said = len(on.public())
        await on.press("daan", message, "solve")
        for text, why in (
            ("Mo kan weer internetten.", "de klant bij naam"),
            ("Met dank aan Piet, die meedacht.", "iemand uit het gesprek"),
            ("De kabel in de Kerkstraat is vervangen.", "persoonlijke gegevens"),
            ("Bestelling 48213 is alsnog bezorgd.", "persoonlijke gegevens"),
            ("Lees verder op https://polderlink.example.evil.example/x", "buiten brand.domains"),
            ("Dank @piet, het werkt weer.", "iemand uit het gesprek"),
            ("De kabel is vervangen. ^DV", "medewerker bij naam"),
            ("Opgelost, bel 06 12345678 voor de rest.", "persoonlijke gegevens"),
            ("Daan heeft de kabel vervangen.", "medewerker bij naam"),
        ):
            await on.writes("daan", text, message)
            await on.wait(1)
            assert why in (await on.thread(message))[-1]
        await on.writes("noor", "De kabel in de straat is vervangen.", message)
        await on.wait(1)
        assert len(on.public()) == said
        await on.press_last("noor", message, "post_note")
        await on.wait(UNDO)
        assert on.public()[-1].text == "Medewerker van Polderlink: De kabel in de straat is vervangen."


async def test_without_a_note_nothing_is_said(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        before = [post.text for post in on.public()]
        await on.press("noor", message, "solve")
        assert "niets gezegd" in await on.press_last("noor", message, "no_note")
        assert "Noor Bos sloot af zonder slotbericht" in (await on.thread(message))[-1]
        await on.wait(2 * DAY)
        assert [post.text for post in on.public()] == before


async def test_of_two_presses_one_posts_the_note_and_the_other_is_told_who(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.press("noor", message, "solve")
        first, second = await press_two(on, ("noor", "daan"), message, "post_note")
        assert "seconden" in first
        assert "Noor Bos" in second
        await on.restart()
        await on.wait(UNDO)
        assert len(on.public()) == said + 1


async def test_who_said_stop_hears_no_end_and_no_question(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.says("mo", "stop", on.public()[0].id)
        await on.wait(1)
        before = [post.text for post in on.public()]
        assert "niets gezegd" in await on.press("noor", message, "solve")
        await on.wait(2 * DAY)
        assert [post.text for post in on.public()] == before


async def test_after_a_day_the_note_asks_whether_it_helped_and_yes_closes(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        note = await solved_with_note(on, message)
        said = len(on.public())
        await on.wait(DAY + 60)
        assert len(on.public()) == said
        assert "geholpen" in on.public()[-1].text
        assert on.public()[-1].text.startswith(note.text)
        assert "degene die het meldde" in await answer_below(on, "piet", note.id, "yes")
        await on.restart()
        assert "Dank" in await answer_below(on, "mo", note.id, "yes")
        case = await on.case(message)
        assert (case.state, case.helped) == (State.CLOSED, "yes")
        await on.wait(1)
        assert on.public()[-1].text == note.text
        assert buttons_below(on, note.id) == []


async def test_no_opens_the_case_again_with_a_deadline_and_says_so(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        note = await solved_with_note(on, message)
        await on.wait(DAY + 60)
        await on.restart()
        assert "weer open" in await answer_below(on, "mo", note.id, "no")
        await on.restart()
        await on.wait(1)
        case = await on.case(message)
        assert (case.state, case.owner_name, case.helped) == (State.HANDED_OVER, "", "no")
        assert case.deadline is not None
        assert any("niet hielp" in text for text in await on.thread(message))
        assert "weer open" in on.public()[-1].text or "nog niet opgelost" in on.public()[-1].text
        assert buttons_below(on, note.id) == []
        await on.wait(2 * 3600)
        assert any("Te laat" in text for text in await on.thread(message))


async def test_of_two_answers_the_first_counts(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        note = await solved_with_note(on, message)
        await on.wait(DAY + 60)
        told = await press_both(on, "mo", note.id, *buttons_below(on, note.id))
        assert len(told) == 2
        assert sum("al beantwoord" in text for text in told) == 1
        assert (await on.case(message)).helped == "yes"


async def test_without_an_answer_the_case_closes_quietly_and_the_buttons_go(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        note = await solved_with_note(on, message)
        await on.wait(DAY + 60)
        await on.restart()
        said = len(on.public())
        await on.wait(2 * DAY + 60)
        assert (await on.case(message)).state == State.CLOSED
        assert len(on.public()) == said
        assert on.public()[-1].text == note.text
        assert buttons_below(on, note.id) == []


async def test_mens_opens_a_solved_case_again_at_any_time(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        note = await solved_with_note(on, message)
        await on.says("mo", "mens", note.id)
        await on.wait(1)
        case = await on.case(message)
        assert case.state == State.HANDED_OVER
        assert case.closing == ()
        await on.wait(DAY + 60)
        assert not any("geholpen" in post.text for post in on.public())


async def test_one_remark_after_the_end_reaches_staff_and_opens_nothing(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        note = await solved_with_note(on, message)
        await on.wait(DAY + 60)
        await answer_below(on, "mo", note.id, "yes")
        await on.says("mo", "netjes geregeld, dank", note.id)
        await on.wait(1)
        case = await on.case(message)
        assert (case.state, case.comment) == (State.CLOSED, "netjes geregeld, dank")
        assert "netjes geregeld" in (await on.thread(message))[-1]
        assert len(await on.store.read(lambda ledger: ledger.open_cases(9))) == 0


async def test_a_question_after_the_end_makes_a_new_case_that_follows_the_old_one(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        note = await solved_with_note(on, message)
        await on.wait(3 * DAY)
        again = await on.says("mo", "Wanneer komt de factuur van de monteur dan?", note.id)
        await on.wait(1)
        old, new = await on.case(message), await on.case(again)
        assert old.ended
        assert (new.state, new.follows) == (State.HANDED_OVER, old.id)
        assert f"Volgt op #{old.number:04d}" in await on.card(again)


async def test_a_case_that_nobody_answers_closes_with_a_notice_and_mens_opens_it(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.wait(7 * DAY)
        await on.restart()
        assert len(on.public()) == said
        await on.wait(7 * DAY + 60)
        await on.wait(DAY)
        assert (await on.case(message)).state == State.CLOSED
        assert len(on.public()) == said + 1
        assert on.public()[-1].reply_to == message
        assert "mens" in on.public()[-1].text
        assert any("Niemand antwoordde op tijd" in text for text in await on.thread(message))
        await on.says("mo", "mens", on.public()[-1].id)
        await on.wait(1)
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_a_note_that_nobody_decides_about_is_brought_up_again(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("sanne", WIFI)
        await on.wait(GRACE)
        await on.says("sanne", "mens", on.public()[0].id)
        await on.wait(1)
        await on.press("noor", message, "solve")
        await on.wait(DAY + 60)
        assert "nog niet in het kanaal" in (await on.thread(message))[-1]


async def test_a_case_in_which_the_customer_never_answers_closes_with_a_notice_and_mens_opens_it(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.writes("noor", "Welk lampje brandt er op je modem?", message)
        await on.wait(DAY)
        await on.press("noor", message, "wait")
        said = len(on.public())
        await on.wait(14 * DAY - 60)
        await on.restart()
        assert (await on.case(message)).state == State.CLAIMED
        assert len(on.public()) == said
        await on.wait(120)
        assert (await on.case(message)).state == State.CLOSED
        assert len(on.public()) == said + 1
        assert "bot van Polderlink" in on.public()[-1].text
        assert "mens" in on.public()[-1].text
        assert any("De klant antwoordde niet" in text for text in await on.thread(message))
        await on.says("mo", "mens", on.public()[-1].id)
        await on.wait(1)
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_a_customer_who_answers_in_the_end_keeps_the_case_open(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.writes("noor", "Welk lampje brandt er op je modem?", message)
        await on.wait(1)
        await on.press("noor", message, "wait")
        await on.wait(10 * DAY)
        await on.says("mo", "Het rode.", on.public()[-1].id)
        await on.wait(1)
        said = len(on.public())
        await on.wait(20 * DAY)
        assert (await on.case(message)).state == State.CLAIMED
        assert len(on.public()) == said
