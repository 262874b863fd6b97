"""Teams and partners on Discord: what `check --online` says of their channels, and which of them are heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.config.models import Team
from handlers.discord import connect
from handlers.discord.lens import Lens, Sight
from tests.servers.discord import permissions

if TYPE_CHECKING:
    from bot.config import Config
    from bot.ports import Trouble
    from tests.handlers.discord.conftest import World


def with_team(world: World, channel: object, **more: Any) -> Config:
    """A team in that channel."""
    place = {"channel": str(channel), "role": "77"} if not more.get("partner") else {"channel": str(channel)}
    return world.config().model_copy(
        update={"teams": (Team.model_validate({"name": "Netwerk", "discord": place, **more}),)}
    )


async def check(config: Config) -> list[Trouble]:
    platform = connect(config, {})
    try:
        return await platform.check_online()
    finally:
        await platform.stop()


async def test_a_team_in_a_channel_that_everybody_sees_is_an_error_and_a_partner_is_not(world: World) -> None:
    (trouble,) = await check(with_team(world, world.elsewhere.id))
    assert (trouble.path, trouble.level) == ("teams.0.discord.channel", "error")
    assert "can be seen by everybody" in trouble.message
    assert await check(with_team(world, world.elsewhere.id, partner=True)) == []


async def test_rights_that_the_bot_lacks_with_a_partner_are_named(world: World) -> None:
    world.server.overwrite(world.elsewhere, world.bot, deny=permissions.SEND_MESSAGES)
    (trouble,) = await check(with_team(world, world.elsewhere.id, partner=True))
    assert "Send Messages" in trouble.message


def test_a_teams_role_counts_as_staff_and_its_channel_is_heard(world: World) -> None:
    lens = Lens.of(with_team(world, 55))
    assert lens.is_staff("1", ["77"])
    assert "55" in lens.ours


def test_a_partners_channel_is_not_heard_and_its_server_not_left(world: World) -> None:
    sight = Sight(Lens.of(with_team(world, 55, partner=True)))
    assert "55" not in sight.lens.ours
    assert sight.is_a_partners({"id": "9", "channels": [{"id": "55"}]})
    assert not sight.is_a_partners({"id": "9", "channels": [{"id": "56"}]})
