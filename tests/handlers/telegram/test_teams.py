"""Teams and partners on Telegram: what `check --online` says of their groups, and which of them are heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.config.models import Team

if TYPE_CHECKING:
    from bot.config import Config
    from tests.handlers.telegram.conftest import Scene


def with_team(scene: Scene, channel: int, **more: Any) -> Config:
    """A team in that group."""
    team = Team.model_validate({"name": "Netwerk", "telegram": {"id": str(channel)}, **more})
    return scene.config().model_copy(update={"teams": (team,)})


async def test_a_sound_team_and_a_sound_partner_have_no_troubles(scene: Scene) -> None:
    own = scene.server.add_forum("Netwerk", admins=[scene.ab, scene.account])
    shop = scene.server.add_supergroup("Winkel", members=[scene.sanne], admins=[scene.account])
    assert await scene.platform(with_team(scene, own.id)).check_online() == []
    assert await scene.platform(with_team(scene, shop.id, partner=True)).check_online() == []


async def test_a_group_that_the_bot_is_not_in_is_told_with_its_place_in_the_file(scene: Scene) -> None:
    (own,) = await scene.platform(with_team(scene, -100999)).check_online()
    assert (own.path, own.level) == ("teams.0.telegram.id", "error")
    (shop,) = await scene.platform(with_team(scene, -100999, partner=True)).check_online()
    assert shop.path == "teams.0.telegram.id"
    assert "add @polderlink_bot" in shop.fix


async def test_a_teams_group_is_heard_and_a_partners_is_not(scene: Scene) -> None:
    assert scene.platform(with_team(scene, -5)).sight.lens.ours("-5")
    assert not scene.platform(with_team(scene, -5, partner=True)).sight.lens.ours("-5")
