"""Somebody whom a group's own administrators restricted already stays as they left him: the bot mutes nobody over that, nor lifts it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.house_rules import Stage
from tests.servers.telegram.state import Member
from tests.story.everywhere import PLATFORMS, OnDiscord, OnSandbox, OnTelegram, scene
from tests.story.stage import PUBLIC
from tests.story.test_moderating import DAY, HOUR, allow, does, hard_case, muted, warned_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.everywhere import Scene

pytestmark = [pytest.mark.thorough, pytest.mark.parametrize("platform", PLATFORMS)]


def restrict(on: Scene, who: str, seconds: float, **rights: bool) -> None:
    """An administrator restricts somebody for so long (0: for ever, where the platform has that), by himself."""
    if isinstance(on, OnSandbox):
        on.on.world.mute(PUBLIC, who, on.on.clock.now() + timedelta(seconds=seconds or 365 * DAY))
    elif isinstance(on, OnTelegram):
        until = int(on.on.clock.now().timestamp() + seconds) if seconds else 0
        on.on.group.members[getattr(on.on, who).id] = Member("restricted", rights, until=until)
    elif isinstance(on, OnDiscord):
        guild = on.on.server.world.guilds[on.on.group.guild_id or 0]
        guild.members[getattr(on.on, who).id].silent_until = on.on.server.clock.now() + (seconds or 20 * DAY)


def standing(on: Scene, who: str) -> object:
    """What the platform itself says of him now."""
    if isinstance(on, OnSandbox):
        return on.on.world.muted.get((PUBLIC, who))
    if isinstance(on, OnTelegram):
        return on.on.group.member(getattr(on.on, who).id)
    assert isinstance(on, OnDiscord)
    return on.on.server.world.guilds[on.on.group.guild_id or 0].members[getattr(on.on, who).id].silent_until


@pytest.mark.parametrize("theirs", [HOUR, 2 * DAY, 0], ids=["shorter", "longer", "without an end"])
async def test_a_restriction_of_others_is_neither_made_shorter_nor_longer(
    platform: str, theirs: float, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        restrict(on, "mo", theirs)
        before, said = standing(on, "mo"), len(on.public())
        await does(on, "noor", "/demp 1 1d openbaar", message)
        assert standing(on, "mo") == before
        told = (await on.thread(message))[-1]
        assert "niet gedempt" in told
        assert "al beperkt" in told
        if theirs == HOUR:
            assert "tot 15:" in told or "tot 14:" in told
        assert len(on.public()) == said
        assert [one.stage for one in await warned_in(on, message)] == [Stage.FAILED]
        assert "gedempt" not in await on.card(message)


async def test_a_restriction_that_leaves_some_rights_stays_as_it_is(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        if not isinstance(on, OnTelegram):
            pytest.skip("only Telegram restricts in part")
        allow(on)
        message = await hard_case(on)
        restrict(on, "mo", 0, can_send_messages=True)
        before = standing(on, "mo")
        await does(on, "noor", "/demp 1 1d openbaar", message)
        assert standing(on, "mo") == before
        assert "al beperkt" in (await on.thread(message))[-1]


async def test_what_others_put_in_place_of_the_bots_mute_is_not_lifted(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        await does(on, "noor", "/demp 1 1d openbaar", message)
        assert muted(on, "mo")
        restrict(on, "mo", 3 * DAY)
        before, said = standing(on, "mo"), len(on.public())
        await does(on, "daan", "/ontdemp", message)
        assert standing(on, "mo") == before
        assert len(on.public()) == said, "he may not write again, so nobody tells him so"
        assert any("al beperkt" in text for text in await on.thread(message))
        await does(on, "daan", "/ontdemp", message)
        assert "niet gedempt" in (await on.thread(message))[-1]
        assert "Gewaarschuwd (1)" in await on.card(message)


async def test_a_mute_that_others_lifted_already_is_simply_over(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        await does(on, "noor", "/demp 1 1d openbaar", message)
        if isinstance(on, OnSandbox):
            on.on.world.mute(PUBLIC, "mo", None)
        elif isinstance(on, OnTelegram):
            on.on.group.members[on.on.mo.id] = Member()
        elif isinstance(on, OnDiscord):
            on.on.server.world.guilds[on.on.group.guild_id or 0].members[on.on.mo.id].silent_until = None
        await does(on, "daan", "/ontdemp", message)
        assert not muted(on, "mo")
        assert any("Het dempen is opgeheven" in text for text in await on.thread(message))
