"""The private route and its questions: the same stories on the sandbox, on Telegram and on Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.doors import enters, presses, talk, tells, way
from tests.story.everywhere import HARD, PLATFORMS, THREADS, WIFI, scene

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.everywhere import Scene

pytestmark = pytest.mark.parametrize("platform", [*PLATFORMS, THREADS])
GRACE = 30
CANARY = "kanarie-4711"
GREETING = "pincode, wachtwoord of betaling"


async def invited(on: Scene, text: str = HARD) -> str:
    """Mo complains and is invited into a private talk; his message."""
    message = await on.says("mo", text)
    await on.wait(GRACE)
    if text == WIFI:
        await on.says("mo", "mens", message)
    await on.press("noor", message, "private")
    await on.wait(1)
    return message


def shown_in_public(on: Scene) -> str:
    """Everything that the bot says in public."""
    return "\n".join(post.text for post in on.public())


async def test_the_way_in_is_said_in_public_once_and_its_customer_comes_in(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on)
        said = on.public()
        assert said[-1].reply_to == message
        assert "pincode" in said[-1].text
        assert talk(on, "mo") == []
        assert "uitgenodigd" in await on.press("noor", message, "private")
        await enters(on, "mo")
        await on.wait(1)
        assert len(on.public()) == len(said)
        assert (await on.case(message)).private
        assert GREETING in talk(on, "mo")[0]
        assert any("Mo is binnen" in text for text in await on.thread(message))


async def test_private_words_reach_the_thread_alone_and_staff_words_the_private_talk_alone(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on)
        await enters(on, "mo")
        await tells(on, "mo", f"mijn geheim is {CANARY}")
        assert any(CANARY in text and "(privé)" in text for text in await on.thread(message))
        await on.writes("noor", f"Dank voor {CANARY}, je krijgt 42 euro terug.", message)
        await on.wait(1)
        assert talk(on, "mo")[-1].endswith("je krijgt 42 euro terug.")
        assert CANARY not in shown_in_public(on)
        assert not any(CANARY in text for text in await on.desk())


async def test_somebody_else_with_the_way_in_is_turned_away_and_staff_are_told(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on)
        told = await enters(on, "piet")
        assert "voor iemand anders" in told
        assert "monteur" not in told
        assert not (await on.case(message)).private
        assert [text for text in await on.thread(message) if "Iemand anders dan de klant (Piet)" in text] != []
        await enters(on, "mo")
        assert (await on.case(message)).private
        assert all("monteur" not in text for text in talk(on, "piet"))


async def test_a_way_that_expired_leads_nowhere_and_a_new_invitation_does(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on)
        old = way(on)
        await on.wait(49 * 3600)
        assert "verlopen" in await enters(on, "mo", old)
        assert not (await on.case(message)).private
        assert any("verlopen" in text for text in await on.thread(message))
        await on.press("noor", message, "private")
        await on.wait(1)
        assert way(on) != old
        await enters(on, "mo")
        assert (await on.case(message)).private


async def test_a_way_is_taken_once(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        await invited(on)
        await enters(on, "mo")
        said = len(talk(on, "mo"))
        assert "loopt al" in await enters(on, "mo")
        assert [text for text in talk(on, "mo")[said:] if GREETING in text] == []


async def test_questions_are_asked_one_at_a_time_and_stand_on_the_card(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on, WIFI)
        assert (await on.case(message)).topic == "outage"
        await enters(on, "mo")
        await on.wait(1)
        assert "al eerder contact" in talk(on, "mo")[-1]
        await tells(on, "mo", "Ja, vorige week gebeld")
        assert "Sinds wanneer" in talk(on, "mo")[-1]
        await tells(on, "mo", "pas heel even")
        assert "3 november" in talk(on, "mo")[-1]
        await tells(on, "mo", "weet ik echt niet")
        assert "wifi" in talk(on, "mo")[-1]
        assert await presses(on, "mo", "Kabel") == "Genoteerd."
        assert "Een medewerker leest dit" in talk(on, "mo")[-1]
        await on.wait(1)
        card = await on.card(message)
        assert "Eerder contact: Ja, vorige week gebeld" in card
        assert "Sinds: weet ik echt niet (niet in de gevraagde vorm)" in card
        assert "Verbinding: Kabel" in card
        assert "vorige week" not in shown_in_public(on)


async def test_questions_can_be_skipped_and_stopped(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on, WIFI)
        await enters(on, "mo")
        await on.wait(1)
        await presses(on, "mo", "Sla over")
        assert "Sinds wanneer" in talk(on, "mo")[-1]
        assert "niet meer open" in await presses(on, "mo", "Sla over", before=2)
        await presses(on, "mo", "Stop met vragen")
        assert "geen vragen meer" in talk(on, "mo")[-1]
        said = len(talk(on, "mo"))
        await tells(on, "mo", "Het is nu trouwens beter")
        assert len(talk(on, "mo")) == said
        assert any("trouwens beter" in text for text in await on.thread(message))
        case = await on.case(message)
        assert await on.store.read(lambda ledger: ledger.intake_answers(case.id)) == []


async def test_the_bot_asks_no_more_once_a_person_speaks_until_staff_ask(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on, WIFI)
        await enters(on, "mo")
        await on.writes("noor", "Dag Mo, ik kijk met je mee.", message)
        await on.wait(1)
        said = len(talk(on, "mo"))
        await tells(on, "mo", "Fijn, dank je")
        assert len(talk(on, "mo")) == said
        await on.press("noor", message, "ask", "connection")
        await on.wait(1)
        assert "wifi" in talk(on, "mo")[-1]
        await tells(on, "mo", "allebei")
        await on.wait(1)
        assert "Verbinding: Allebei" in await on.card(message)


async def test_a_question_of_staff_waits_until_the_customer_is_in(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "ask", "order_number")
        await on.wait(1)
        assert talk(on, "mo") == []
        await enters(on, "mo")
        await on.wait(1)
        assert "bestelnummer" in talk(on, "mo")[-1]
        await tells(on, "mo", "PL-123456")
        await on.wait(1)
        assert "Bestelnummer: PL-123456" in await on.card(message)


async def test_every_step_survives_a_restart(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", WIFI)
        await on.wait(GRACE)
        await on.says("mo", "mens", message)
        await on.restart()
        await on.press("noor", message, "private")
        await on.wait(1)
        await on.restart()
        await enters(on, "mo")
        await on.wait(1)
        await on.restart()
        await tells(on, "mo", "Nee, dit is de eerste keer")
        await on.restart()
        await tells(on, "mo", "geen idee")
        await on.restart()
        await tells(on, "mo", "gisteren")
        await on.restart()
        await presses(on, "mo", "Wifi")
        await on.restart()
        await on.wait(1)
        card = await on.card(message)
        assert "Eerder contact: Nee, dit is de eerste keer" in card
        assert "Sinds: gisteren" in card
        assert "Verbinding: Wifi" in card
        asked = [text for text in talk(on, "mo") if "(vraag" in text]
        assert len(asked) == len(set(asked)) == 3


async def test_an_answer_is_covered_where_it_holds_personal_data(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on, WIFI)
        await enters(on, "mo")
        await tells(on, "mo", "Ja, via mijn nummer 06-12345678")
        await on.wait(1)
        card = await on.card(message)
        assert "Eerder contact:" in card
        assert "12345678" not in card + shown_in_public(on)
