"""The rights that house rules need on Discord are named by the check, and only where there are house rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config.models import HouseRule
from handlers.discord import connect
from tests.servers.discord import permissions

if TYPE_CHECKING:
    from bot.config import Config
    from bot.ports import Trouble
    from tests.handlers.discord.conftest import World


async def _check(config: Config) -> list[Trouble]:
    platform = connect(config, {})
    try:
        return await platform.check_online()
    finally:
        await platform.stop()


async def test_the_check_names_the_missing_rights(world: World) -> None:
    config = world.config()
    assert await _check(config) == []
    config = config.model_copy(update={"house_rules": (HouseRule(number=1, title={"nl": "Blijf respectvol"}),)})
    (trouble,) = await _check(config)
    assert trouble.level == "warning"
    assert "Manage Messages, Moderate Members" in trouble.message
    may = permissions.MANAGE_MESSAGES | permissions.MODERATE_MEMBERS
    world.server.add_member(world.guild, world.bot, [world.server.add_role(world.guild, "Toezicht", may=may)])
    assert await _check(config) == []
