"""Slash commands on Discord, and what only Discord reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.discord.stage import GRACE, stage
from tests.story.everywhere import HARD, OnDiscord

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.discord.state import Channel, User
    from tests.story.discord.stage import DiscordStage

pytestmark = pytest.mark.thorough


async def slash(on: DiscordStage, who: User, room: Channel, name: str, argument: str = "") -> str:
    """Somebody uses a slash command; what only he sees."""
    options = [{"type": 3, "name": "x", "value": argument}] if argument else []
    before = len(on.server.shown_to(who))
    await on.heard_press(on.server.command(who, on.bot, room, name, options))
    await on.settle()
    return on.server.shown_to(who)[before].content


async def test_a_slash_command_makes_a_case_of_a_link(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.piet, "hmm de wifi is traag vandaag")
        link = f"https://discord.com/channels/{on.group.guild_id}/{on.group.id}/{message.id}"
        assert "gemaakt" in await slash(on, on.noor, on.desk, "zaak", link)
        assert (await on.case(message)).state == State.HANDED_OVER
        assert "al een zaak" in await slash(on, on.noor, on.desk, "zaak", link)


async def test_a_slash_command_in_the_thread_is_about_its_case(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        thread = await on.thread(message)
        assert "jouw naam" in await slash(on, on.noor, thread, "pak")
        assert (await on.case(message)).owner_name == "Noor Bos"
        assert "rusten" in await slash(on, on.noor, thread, "later", "morgen")
        assert "/opgelost" in await slash(on, on.noor, thread, "hulp")


async def test_a_slash_command_elsewhere_or_by_a_customer_does_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        thread = await on.thread(message)
        assert "medewerkers" in await slash(on, on.piet, thread, "opgelost")
        assert "medewerkers" in await slash(on, on.noor, on.group, "opgelost")
        assert "thread" in await slash(on, on.noor, on.desk, "opgelost")
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_words_that_staff_delete_are_taken_back_from_the_customer(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        place = OnDiscord(on)
        message = await place.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        written = await place.writes("noor", "Er komt morgen iemand.", message)
        assert len(on.public()) == said + 1
        await place.deletes(message, written)
        await on.wait(1)
        assert len(on.public()) == said
        assert "Teruggehaald" in (await place.thread(message))[-1]


async def test_the_menu_behind_more_is_seen_by_the_presser_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        await on.press(on.noor, await on.card(message), "why")
        assert on.server.shown_to(on.daan) == []
        menu = on.server.shown_to(on.noor)[0]
        assert len([c for row in menu.components for c in row["components"]]) >= 10
