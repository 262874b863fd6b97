"""Words that cannot hang where they were meant to: they hang elsewhere in the same case, or the thread says why and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.doors import enters
from tests.story.everywhere import HARD, PLATFORMS, scene

if TYPE_CHECKING:
    from pathlib import Path

GRACE, HOUR = 30, 3600
on_every_platform = pytest.mark.parametrize("platform", PLATFORMS)


@on_every_platform
async def test_words_hang_under_the_complaint_when_a_later_message_of_the_customer_is_gone(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        later = await on.says("mo", "En jullie bellen ook nooit terug, schandalig.", on.public()[-1].id)
        await on.erases(later)
        await on.wait(1)
        said = len(on.public())
        await on.writes("noor", "De monteur komt vandaag.", message)
        await on.wait(1)
        (words,) = on.public()[said:]
        assert "De monteur komt vandaag." in words.text
        assert words.reply_to == message
        assert not any("Niet bezorgd" in text for text in await on.thread(message))
        assert any("onder de klacht" in text or "later bericht verwijderd" in text for text in await on.thread(message))
        await on.writes("noor", "Rond vier uur.", message)
        await on.wait(1)
        assert on.public()[-1].reply_to == message


@on_every_platform
async def test_who_deleted_his_complaint_can_still_be_invited_into_private(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        answer = on.public()[-1]
        await on.erases(message)
        await on.writes("noor", "De monteur komt vandaag.", message)
        await on.wait(1)
        assert "kies Privé" in (await on.thread(message))[-1]
        assert on.public() == [answer]
        await on.press("noor", message, "private")
        await on.wait(1)
        (invitation,) = on.public()[1:]
        assert invitation.reply_to == answer.id
        assert any("De uitnodiging staat" in text for text in await on.thread(message))
        await enters(on, "mo")
        await on.wait(1)
        await on.writes("noor", "De monteur komt vandaag.", message)
        await on.wait(1)
        assert len(on.public()) == 2
        assert sum("Niet bezorgd" in text for text in await on.thread(message)) == 1


@on_every_platform
async def test_an_invitation_stands_alone_where_nothing_is_left_to_hang_it_under(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.erases(message)
        await on.erases(on.public()[-1].id)
        await on.wait(1)
        await on.press("noor", message, "private")
        await on.wait(1)
        (invitation,) = on.public()
        assert invitation.reply_to == ""
        assert any("De uitnodiging staat" in text for text in await on.thread(message))
