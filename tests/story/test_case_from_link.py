"""`/zaak <link>`: a case of whatever staff paste, where it belongs, and never of their own rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.both import town
from tests.story.everywhere import HARD, OnDiscord, OnTelegram, scene

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.everywhere import Scene

pytestmark = pytest.mark.one_life
GRACE = 30
on_real_platforms = pytest.mark.parametrize("platform", ["telegram", "discord"])


def link_elsewhere(on: Scene) -> str:
    """The address of a message on the same platform, in a channel that the bot does not read."""
    if isinstance(on, OnTelegram):
        return "https://t.me/c/1555000111/42"
    assert isinstance(on, OnDiscord)
    other = on.on.server.add_channel(on.on.server.world.guilds[on.on.group.guild_id or 0], "vragen")
    message = on.on.server.say(other, on.on.piet, "Ik wacht al een week op antwoord.")
    return f"https://discord.com/channels/{other.guild_id}/{other.id}/{message.id}"


def link_in_the_desk(on: Scene, post: str) -> str:
    """The address of something that staff said in their own channel."""
    if isinstance(on, OnTelegram):
        return f"https://t.me/c/{-on.on.desk.id - 10**12}/{post}"
    assert isinstance(on, OnDiscord)
    return f"https://discord.com/channels/{on.on.desk.guild_id}/{on.on.desk.id}/{post}"


@on_real_platforms
async def test_a_message_in_a_channel_that_the_bot_does_not_read_is_kept_in_view(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        link = link_elsewhere(on)
        await on.orders("noor", f"/zaak {link} wacht op antwoord")
        (case,) = await on.store.read(lambda ledger: ledger.open_cases(9))
        assert case.outside == link
        assert case.card
        await on.orders("daan", f"/zaak {link}")
        assert any("al een zaak" in text for text in await on.desk())
        assert on.public() == []


@on_real_platforms
async def test_no_case_is_made_of_what_staff_say_among_themselves(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        case = await on.case(message)
        await on.orders("noor", f"/zaak {link_in_the_desk(on, case.card)}")
        assert await on.store.read(lambda ledger: ledger.open_cases(9)) == [case]
        assert any("eigen overleg" in text for text in await on.desk())


async def test_a_link_of_another_platform_makes_the_case_where_the_bot_can_answer(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        here, there = at.on["telegram"], at.on["discord"]
        message = await there.says("piet", "hmm de wifi is traag vandaag")
        await at.wait(GRACE)
        await here.orders("noor", f"/zaak {there.link(message)}")
        await at.wait(1)
        case = await there.case(message)
        assert not case.outside
        assert "de wifi is traag vandaag" in await there.card(message)
        assert any("Discord" in text for text in await here.desk())
        await there.writes("noor", "Dag Piet, zullen we even meekijken?", message)
        await at.wait(1)
        assert there.public()[-1].reply_to == message
        assert here.public() == []
