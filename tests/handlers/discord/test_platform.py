"""Starting, checking and stopping: what is wrong is said, each in one clear line."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.config.models import Channel, Staff
from bot.ports import Revoked
from handlers.discord import connect
from tests.handlers.discord.conftest import Memory, running
from tests.servers.discord import permissions
from tests.servers.discord.intents import MESSAGE_CONTENT
from tests.servers.discord.state import World as Kinds

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


async def test_a_sound_configuration_has_no_troubles(world: World) -> None:
    assert await _check(world.config()) == []


async def test_a_channel_that_is_not_there_is_told_with_its_place_in_the_file(world: World) -> None:
    channels = [
        Channel(platform="telegram", id="-1"),
        Channel(platform="discord", id="17"),
        Channel(platform="discord", id="hulp"),
    ]
    missing, no_id = await _check(world.config(channels=channels))
    assert (missing.path, missing.level) == ("channels.1.id", "error")
    assert "cannot see the channel 17" in missing.message
    assert "no id of a channel" in no_id.message


async def test_missing_rights_are_named(world: World) -> None:
    world.server.overwrite(world.channel, world.bot, deny=permissions.SEND_MESSAGES | permissions.READ_MESSAGE_HISTORY)
    world.server.overwrite(world.desk, world.guild, deny=permissions.CREATE_PUBLIC_THREADS | permissions.VIEW_CHANNEL)
    watched, staff = await _check(world.config())
    assert watched.message == 'the bot lacks rights in "klantenservice": Read Message History, Send Messages'
    assert "Create Public Threads" in staff.message
    assert staff.path == "staff.discord.id"


async def test_a_channel_the_bot_may_not_view_is_told(world: World) -> None:
    world.server.overwrite(world.channel, world.bot, deny=permissions.VIEW_CHANNEL)
    (trouble,) = await _check(world.config())
    assert "View Channel" in f"{trouble.message} {trouble.fix}"


async def test_a_staff_channel_that_everybody_sees_is_an_error(world: World) -> None:
    (trouble,) = await _check(world.config(staff=Staff(id=str(world.elsewhere.id), users=("5",))))
    assert "can be seen by everybody" in trouble.message


async def test_nobody_on_staff_and_unknown_roles_are_told(world: World) -> None:
    (nobody,) = await _check(world.config(staff=Staff(id=str(world.desk.id))))
    assert "nobody may press" in nobody.message
    (role,) = await _check(world.config(staff=Staff(id=str(world.desk.id), roles=("17",))))
    assert (role.path, "no role 17" in role.message) == ("staff.discord.roles.0", True)


async def test_a_category_is_no_channel_to_listen_in(world: World) -> None:
    category = world.server.add_channel(world.guild, "Groep", kind=4)
    (trouble,) = await _check(world.config(channels=[Channel(platform="discord", id=str(category.id))]))
    assert "no channel in which people talk" in trouble.message


async def test_a_forum_can_be_watched(world: World) -> None:
    forum = world.server.add_channel(world.guild, "vragen", kind=Kinds.FORUM)
    config = world.config(channels=[Channel(platform="discord", id=str(forum.id))])
    inbox = Memory()
    async with running(world, inbox, config=config) as run:
        assert run.troubles == []
        thread = world.server.start_thread(forum, world.sanne, "Mijn wifi")
        world.server.say(thread, world.sanne, "valt weg")
        await run.heard(1)
    world.server.say(thread, world.sanne, "nog steeds")
    async with running(world, inbox, config=config) as run:
        await run.heard(2)
        assert run.texts() == ["valt weg", "nog steeds"]
        assert inbox.alarms == {}


@pytest.mark.parametrize("token", ["a-wrong-token", "", "met\nregel", "één"])
async def test_a_token_that_is_none_is_revoked(world: World, token: str) -> None:
    platform = connect(world.config(token=token), {})
    with pytest.raises(Revoked):
        await platform.start()
    (trouble,) = await platform.check_online()
    assert "WEGWIJZER_DISCORD_TOKEN" in trouble.fix
    assert not token or token not in trouble.message
    await platform.stop()


async def test_a_switched_off_intent_is_told_and_healed_by_switching_it_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.bot.intents_enabled = 0
    (trouble,) = await _check(world.config())
    assert "Message Content Intent" in trouble.fix
    clock = Patient()
    async with running(world, clock=clock, settled=False) as run:
        assert any("Message Content Intent" in text for text in run.troubles)
        await run.inbox.until(lambda: bool(run.inbox.alarms))
        assert "Developer Portal" in caplog.text
        world.bot.intents_enabled = MESSAGE_CONTENT
        clock.over.set()
        await asyncio.wait_for(run.platform.caught_up.wait(), 10)
        world.server.say(world.channel, world.sanne, "hoort u mij?")
        await run.heard(1)
        assert run.texts() == ["hoort u mij?"]


class Patient:
    """A clock on which waiting lasts until the test says that it is over."""

    def __init__(self) -> None:
        self.over = asyncio.Event()

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        del seconds
        await self.over.wait()
        await asyncio.sleep(0)


async def test_a_platform_that_is_down_at_the_start_is_told_and_found_later(world: World) -> None:
    config, port = world.config(), int(world.server.root.rpartition(":")[2])
    await world.server.stop()
    (trouble,) = await _check(config)
    assert "could not be asked" in trouble.message
    clock = Patient()
    async with running(world, config=config, clock=clock, settled=False) as run:
        assert any("cannot be reached" in text for text in run.troubles)
        assert run.platform.bot_id == ""
        assert run.platform.chat.private_link("c") == ""
        assert port
        await world.server.start()
        clock.over.set()
        await asyncio.wait_for(run.platform.caught_up.wait(), 10)
        world.server.say(world.channel, world.sanne, "daar zijn we weer")
        await run.heard(1)


async def test_a_gateway_that_is_down_is_knocked_at_until_it_opens(world: World) -> None:
    clock = Patient()
    clock.over.set()
    async with running(world, clock=clock) as run:
        world.server.gateway_down()
        world.server.say(world.channel, world.sanne, "tijdens de storing")
        world.server.close_gateway(4000)
        world.server.gateway_down(down=False)
        await run.heard(1)
        assert run.texts() == ["tijdens de storing"]


async def test_a_close_code_that_ends_the_library_is_survived(world: World) -> None:
    clock = Patient()
    clock.over.set()
    async with running(world, clock=clock) as run:
        world.server.close_gateway(4010)
        world.server.say(world.channel, world.sanne, "na 4010")
        await run.heard(1)
        assert run.texts() == ["na 4010"]


async def test_channels_never_move(world: World) -> None:
    platform = connect(world.config(), {"1": "2"})
    platform.moved("1", "2")
    assert platform.sight.lens.watched == {str(world.channel.id)}
    await platform.stop()
