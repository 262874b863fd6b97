"""What comes between the questions of an intake: dates that are none, a complaint in public, a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.doors import enters, presses, talk, tells
from tests.story.everywhere import PLATFORMS, WIFI, scene
from tests.story.test_private_route import invited

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.parametrize("platform", PLATFORMS), pytest.mark.thorough]


async def test_a_date_that_does_not_exist_is_asked_again_and_one_that_does_is_dated(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on, WIFI)
        await enters(on, "mo")
        await on.wait(1)
        await tells(on, "mo", "Nog niet")
        await tells(on, "mo", "sinds 31 september")
        assert "bijvoorbeeld 3 november" in talk(on, "mo")[-1]
        await tells(on, "mo", "sinds eergisteren")
        assert "wifi" in talk(on, "mo")[-1]
        assert "Sinds: sinds eergisteren = 17-11-2026" in await on.card(message)


async def test_a_second_complaint_in_public_leaves_the_questions_as_they_are(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on, WIFI)
        await enters(on, "mo")
        await on.wait(1)
        await tells(on, "mo", "Nog niet")
        asked, said = talk(on, "mo")[-1], len(on.public())
        assert "Sinds wanneer" in asked
        second = await on.says("mo", "@polderlink en nu is ook nog mijn rekening dubbel afgeschreven, schandalig!")
        await on.wait(60)
        assert talk(on, "mo")[-1] == asked
        assert len(on.public()) == said, "he talks with staff in private: the bot says nothing beside that"
        shown = [*await on.thread(message), await on.card(second)]
        assert any("dubbel afgeschreven" in text for text in shown)
        await tells(on, "mo", "3 november")
        assert "Sinds: 3 november = 03-11-2026" in await on.card(message)
        assert "wifi" in talk(on, "mo")[-1]


async def test_the_customer_goes_a_question_back_and_answers_it_anew(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await invited(on, WIFI)
        await enters(on, "mo")
        await on.wait(1)
        await tells(on, "mo", "terug")
        assert "Sinds wanneer" in talk(on, "mo")[-1], "before the first question there is none: it is an answer as any"
        await tells(on, "mo", "3 november")
        assert "wifi" in talk(on, "mo")[-1]
        assert await presses(on, "mo", "← Vorige vraag") == "Genoteerd."
        assert "Sinds wanneer" in talk(on, "mo")[-1]
        await on.restart()
        await tells(on, "mo", "terug")
        assert "eerder contact" in talk(on, "mo")[-1]
        await tells(on, "mo", "Ja, vorige week gebeld")
        await tells(on, "mo", "4 november")
        card = await on.card(message)
        assert "Eerder contact: Ja, vorige week gebeld" in card
        assert "Sinds: 4 november = 04-11-2026" in card
        assert "3 november" not in card
        await presses(on, "mo", "Kabel")
        assert "Een medewerker leest dit" in talk(on, "mo")[-1]
