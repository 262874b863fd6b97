"""Intake questions on Discord: answers in words by a form, choices by buttons, and typing as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.servers.discord.components import LABEL, TEXT_INPUT, walk
from tests.story.discord.stage import buttons, stage
from tests.story.doors import enters, presses, talk, tells
from tests.story.everywhere import WIFI, OnDiscord
from tests.story.kept import Books

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.discord.state import Message

pytestmark = pytest.mark.thorough

both_ways = pytest.mark.parametrize("private", ["dm", "thread"])


async def asked(on: OnDiscord) -> str:
    """Mo complains about his wifi, goes private and is asked the first question; his message."""
    message = await on.says("mo", WIFI)
    await on.wait(30)
    await on.says("mo", "mens", message)
    await on.press("noor", message, "private")
    await on.wait(1)
    await enters(on, "mo")
    await on.wait(1)
    return message


def question(on: OnDiscord) -> Message:
    """The open question in Mo's talk."""
    return [m for m in on.on.server.messages(on.on.talk_of(on.on.mo)) if m.components][-1]


async def fills_in(on: OnDiscord, text: str, who: str = "mo") -> str:
    """Somebody answers the open question by its form; what he alone is told."""
    post = question(on)
    told = await on.on.fills_in(getattr(on.on, who), post, buttons(post)[0], text)
    await on.wait(1)
    return told


@both_ways
async def test_questions_are_answered_by_forms_and_buttons_and_stand_on_the_card(
    tmp_path: Path, private: Literal["thread", "dm"]
) -> None:
    async with stage(tmp_path, private) as at:
        on = OnDiscord(at)
        message = await asked(on)
        assert "Genoteerd" in await fills_in(on, "Nee, dit is\nde eerste keer")
        assert "herken ik niet" in await fills_in(on, "een poos")
        assert "Die vorm herken ik niet" in question(on).content
        assert "Genoteerd" in await fills_in(on, "gisteren")
        assert "Genoteerd" in await presses(on, "mo", "Wifi")
        await on.wait(1)
        card = await on.card(message)
        assert "Eerder contact: Nee, dit is" in card
        assert "Sinds: gisteren" in card
        assert "Verbinding: Wifi" in card
        assert "Dank, dat helpt" in talk(on, "mo")[-1]


async def test_the_form_shows_the_question_and_takes_what_is_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        on = OnDiscord(at)
        await asked(on)
        post = question(on)
        opened = at.server.press(at.mo, post, buttons(post)[0])
        await opened.answered()
        assert opened.modal is not None
        assert opened.modal["title"] == "Geef antwoord"
        assert opened.modal["components"][0]["content"] == post.content
        (field,) = [part for _, part in walk(opened.modal["components"]) if part.get("type") == TEXT_INPUT]
        assert (field["style"], field["max_length"]) == (2, 300)
        assert [part["type"] for part in opened.modal["components"]][-1] == LABEL


async def test_a_form_that_comes_too_late_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        on = OnDiscord(at)
        message = await asked(on)
        post = question(on)
        opened = at.server.press(at.mo, post, buttons(post)[0])
        await opened.answered()
        await presses(on, "mo", "Sla over")
        before = len(at.server.shown_to(at.mo))
        await at.heard_press(at.server.submit_modal(at.mo, opened, {"said": "kanarie-4711"}))
        await at.settle()
        assert "niet meer open" in at.server.shown_to(at.mo)[before].content
        assert "kanarie" not in await on.card(message)


async def test_a_moderator_in_the_thread_answers_for_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        at.role.permissions |= 1 << 34
        message = await asked(on)
        assert "voor iemand anders" in await fills_in(on, "kanarie-4711", "noor")
        assert "voor iemand anders" in await presses(on, "mo", "Sla over", by="noor")
        assert "kanarie" not in await on.card(message)
        assert "Genoteerd" in await fills_in(on, "Nee")


async def test_typing_and_forms_answer_in_turn_after_a_restart(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        message = await asked(on)
        await tells(on, "mo", "Ja, aan de telefoon")
        await on.restart()
        assert "Genoteerd" in await fills_in(on, "3 november")
        card = await on.card(message)
        assert "Eerder contact: Ja, aan de telefoon" in card
        assert "Sinds: 3 november" in card


async def test_what_is_personal_in_a_form_is_covered_and_kept_nowhere(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        on = OnDiscord(at)
        message = await asked(on)
        await fills_in(on, "Ja, via mijn nummer 06-12345678")
        assert "12345678" not in await on.card(message)
        books = Books(tmp_path / "story.db")
        assert books.rows("SELECT raw FROM inbox WHERE raw LIKE '%12345678%'") == []
        assert books.rows("SELECT said FROM intake_answers WHERE said LIKE '%12345678%'") == []
