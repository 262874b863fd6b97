"""The service with a second opinion: asked before the transaction, about the band alone, and never the reason that a message is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from bot.core.second import ENDPOINT
from tests.core.speaking import said
from tests.opinion.judges import Answering, about, sure
from tests.story.stage import stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.core.second import Second
    from tests.story.stage import Stage

CLEAR = "@polderlink derde keer dat de monteur niet is gekomen. Waardeloze club, ik ben er helemaal klaar mee!"
PRIVATE = "0612345678"


@pytest.fixture
async def on(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as found:
        yield found


def doubtful(on: Stage) -> str:
    """A text about which the word model is in doubt, with a phone number in it."""
    texts = (
        f"@polderlink ik wacht nog op een berichtje van jullie, bel maar op {PRIVATE}",
        f"@polderlink is het pakket al onderweg? mijn nummer is {PRIVATE}",
        f"@polderlink de factuur lijkt me wat hoog deze maand, {PRIVATE}",
        f"@polderlink heb nu twee keer gebeld over de factuur, nummer {PRIVATE}",
    )
    low, high = Answering.band
    return next(text for text in texts if low < on.house.detect(said(text)).probability < high)


def beyond_doubt(on: Stage) -> str:
    """A text that the word model is sure about."""
    texts = ("top geregeld, dank jullie wel", "fijne avond allemaal!", "haha goeie", "dank je, het is opgelost")
    return next(text for text in texts if on.house.detect(said(text)).probability < Answering.band[0])


def opinion(on: Stage, view: Second | None, error: Exception | None = None) -> Answering:
    answering = Answering(view, error)
    on.house.opinion = answering
    return answering


async def test_only_what_is_in_doubt_is_asked_and_with_its_personal_data_masked(on: Stage) -> None:
    asked = opinion(on, sure(-3.0)).asked
    for text in (beyond_doubt(on), doubtful(on)):
        await on.says("sanne", text)
    assert len(asked) == 1
    assert PRIVATE not in asked[0]


async def test_a_view_against_keeps_a_doubt_from_staff(on: Stage) -> None:
    text = doubtful(on).replace(PRIVATE, "hetzelfde")
    opinion(on, sure(-6.0))
    await on.says("sanne", text)
    await on.wait(600)
    assert on.public() == []
    assert on.staff() == []


async def test_no_endpoint_makes_the_bot_speak(on: Stage) -> None:
    text = doubtful(on).replace(PRIVATE, "hetzelfde")
    opinion(on, sure(8.0, ENDPOINT))
    message = await on.says("sanne", text)
    await on.wait(600)
    assert on.public() == []
    assert (await on.case(message)).state == State.ASKED


async def test_which_topic_a_sure_complaint_has_is_asked_of_who_can_tell_it_alone(on: Stage) -> None:
    answering = opinion(on, about("privacy"))
    message = await on.says("mo", CLEAR)
    assert (await on.case(message)).topic != "privacy"
    assert answering.asked == []
    answering.topical = answering
    message = await on.says("sanne", CLEAR)
    assert (await on.case(message)).topic == "privacy"
    assert len(answering.asked) == 1


async def test_a_judge_that_fails_or_says_nothing_loses_no_message(on: Stage) -> None:
    for error in (None, RuntimeError("geheim")):
        opinion(on, None, error)
        await on.says("sanne", doubtful(on))
    message = await on.says("mo", CLEAR)
    assert (await on.case(message)).message == message
