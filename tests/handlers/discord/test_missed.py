"""What was said while nobody listened is fetched from the history; nothing old is answered, nothing is lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.clock import WallClock
from bot.core.messages import Message, Place, Role
from bot.ports import Unreachable
from handlers.discord import DiscordPlatform, connect
from tests.handlers.discord.conftest import Memory, running
from tests.servers.discord.misbehaviour import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import Cursor, RawRow
    from tests.handlers.discord.conftest import Run, World

HISTORY = "GET /channels/{channel_id}/messages"


async def _listened_once(world: World) -> Memory:
    """An inbox that has heard one message."""
    inbox = Memory()
    async with running(world, inbox) as run:
        world.server.say(world.channel, world.sanne, "eerste")
        await run.heard(1)
    return inbox


async def test_nothing_old_is_read_at_the_first_start(world: World) -> None:
    world.server.say(world.channel, world.sanne, "van voor onze tijd")
    async with running(world) as run:
        world.server.say(world.channel, world.sanne, "van nu")
        await run.heard(1)
        assert run.texts() == ["van nu"]


async def test_what_was_said_while_away_is_fetched_in_pages_and_in_order(world: World) -> None:
    inbox = await _listened_once(world)
    said = [world.server.say(world.channel, world.sanne, f"bericht {number}") for number in range(250)]
    async with running(world, inbox) as run:
        await run.heard(251)
        assert run.texts() == ["eerste", *(message.content for message in said)]
        assert inbox.stored[f"channel:{world.channel.id}"] == str(said[-1].id)
        assert [size for size in inbox.puts if size > 1] == [100, 100, 50]


async def test_a_second_fetch_writes_nothing_twice(world: World) -> None:
    inbox = await _listened_once(world)
    world.server.say(world.channel, world.sanne, "tweede")
    for _ in range(3):
        async with running(world, inbox) as run:
            await run.heard(2)
    async with running(world, inbox) as run:
        world.server.say(world.channel, world.sanne, "derde")
        await run.heard(3)
        assert run.texts() == ["eerste", "tweede", "derde"]


class Killed(Memory):
    """Dies at the moment of its n-th commit of rows, before anything is written."""

    def __init__(self, before: Memory, at: int) -> None:
        super().__init__()
        self.rows, self.stored, self._left = before.rows, before.stored, at
        self.dead = asyncio.Event()

    async def put(self, rows: Sequence[RawRow], cursors: Sequence[Cursor] = ()) -> None:
        if rows:
            self._left -= 1
            if self._left < 0:
                self.dead.set()
                await asyncio.Event().wait()
        await super().put(rows, cursors)


async def test_a_kill_between_hearing_and_the_commit_loses_nothing(world: World) -> None:
    inbox = await _listened_once(world)
    for round_, at in enumerate((0, 1, 2)):
        killed = Killed(inbox, at)
        async with running(world, killed, settled=False):
            for number in range(5):
                world.server.say(world.channel, world.sanne, f"ronde {round_} bericht {number}")
                await asyncio.sleep(0)
            if at < 2:  # the last one may live on: all five can come in two commits
                async with asyncio.timeout(10):
                    await killed.dead.wait()
        inbox.rows, inbox.stored = killed.rows, killed.stored
    async with running(world, inbox) as run:
        await run.heard(16)
        assert sorted(run.texts()) == sorted(m.content for m in world.server.messages(world.channel))


async def test_a_kill_at_the_very_first_start_loses_nothing(world: World) -> None:
    killed = Killed(Memory(), 0)
    async with running(world, killed, settled=False):
        world.server.say(world.channel, world.sanne, "meteen al")
        async with asyncio.timeout(10):
            await killed.dead.wait()
    inbox = Memory()
    inbox.stored = killed.stored
    async with running(world, inbox) as run:
        await run.heard(1)
        assert run.texts() == ["meteen al"]


async def test_an_edit_while_away_is_a_new_version(world: World) -> None:
    inbox = Memory()
    async with running(world, inbox) as run:
        old = world.server.say(world.channel, world.sanne, "wifi weg")
        await run.heard(1)
    world.server.edit(old, "wifi weer terug")
    async with running(world, inbox) as run:
        await run.heard(2)
        again = run.read()[-1]
        assert isinstance(again, Message)
        assert (again.id, again.text) == (str(old.id), "wifi weer terug")
        assert again.version > 0


async def test_a_message_first_seen_after_its_edit_counts_as_new_and_once(world: World) -> None:
    inbox = await _listened_once(world)
    world.server.edit(world.server.say(world.desk, world.ayse, "eerst dit"), "dan dat")
    async with running(world, inbox) as run:
        await run.heard(2)
        world.server.say(world.channel, world.sanne, "klaar")
        await run.inbox.until(lambda: "klaar" in run.texts())
        (message,) = [one for one in run.read() if isinstance(one, Message) and one.text == "dan dat"]
        assert message.version == 0
        assert message.author.role is Role.STAFF


async def test_threads_are_fetched_too_also_those_archived_meanwhile(world: World) -> None:
    inbox = Memory()
    case = world.server.start_thread(world.desk, world.ayse, "zaak 1")
    world.server.say(case, world.ayse, "van vroeger")
    async with running(world, inbox) as run:
        world.server.say(case, world.ayse, "gehoord")
        await run.heard(1)
    world.server.say(case, world.ayse, "antwoord aan de klant")
    world.server.archive_thread(case)
    fresh = world.server.start_thread(world.channel, world.sanne, "nieuw draadje")
    world.server.say(fresh, world.sanne, "hier dan")
    async with running(world, inbox) as run:
        await run.inbox.until(lambda: {"antwoord aan de klant", "hier dan"} <= set(run.texts()))
        assert "van vroeger" not in run.texts()
        placed = {one.text: one.place for one in run.read() if isinstance(one, Message)}
        assert placed["antwoord aan de klant"] == Place("discord", str(world.desk.id), str(case.id))
        assert placed["hier dan"] == Place("discord", str(world.channel.id), str(fresh.id))


async def test_a_known_private_chat_is_fetched(world: World) -> None:
    inbox = Memory()
    async with running(world, inbox) as run:
        world.server.direct_message(world.sanne, world.bot, "hallo")
        await run.heard(1)
    world.server.direct_message(world.sanne, world.bot, "ben je er nog?")
    async with running(world, inbox) as run:
        await run.heard(2)
        assert run.texts() == ["hallo", "ben je er nog?"]


async def test_a_cut_line_is_resumed_and_what_the_platform_forgot_is_fetched(world: World, run: Run) -> None:
    world.server.say(world.channel, world.sanne, "voor de knip")
    await run.heard(1)
    world.server.cut_gateway(lose_events=True)
    world.server.say(world.channel, world.sanne, "verzwegen")
    await run.inbox.until(lambda: "verzwegen" in run.texts())
    world.server.say(world.channel, world.sanne, "na de knip")
    await run.inbox.until(lambda: "na de knip" in run.texts())
    assert run.texts() == ["voor de knip", "verzwegen", "na de knip"]


async def test_a_session_that_ended_is_begun_anew_and_nothing_is_missing(world: World, run: Run) -> None:
    world.server.say(world.channel, world.sanne, "een")
    await run.heard(1)
    world.server.gateway_down()
    for session in list(world.server.hub.sessions.values()):
        world.server.gateway.forget(session)
    world.server.say(world.channel, world.sanne, "twee")
    world.server.gateway_down(down=False)
    await run.inbox.until(lambda: "twee" in run.texts())
    world.server.invalidate_session()
    world.server.say(world.channel, world.sanne, "drie")
    await run.inbox.until(lambda: "drie" in run.texts())
    world.server.send_reconnect()
    world.server.say(world.channel, world.sanne, "vier")
    await run.inbox.until(lambda: "vier" in run.texts())
    assert run.texts() == ["een", "twee", "drie", "vier"]


async def test_a_history_that_does_not_answer_is_asked_again_and_live_messages_do_not_leap_over_the_hole(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = await _listened_once(world)
    missed = world.server.say(world.channel, world.sanne, "gemist")
    world.server.misbehave(Fault("error", HISTORY, times=2, status=503))
    async with running(world, inbox, settled=False) as run:
        world.server.say(world.channel, world.sanne, "live")
        await run.heard(3)
        assert run.texts() == ["eerste", "gemist", "live"]
        assert int(inbox.stored[f"channel:{world.channel.id}"]) > missed.id
    assert caplog.text.count("the history cannot be fetched") == 1


async def test_a_channel_that_may_not_be_read_is_told_and_does_not_stop_the_others(world: World) -> None:
    inbox = await _listened_once(world)
    world.server.overwrite(world.channel, world.bot, deny=1 << 10)
    world.server.say(world.desk, world.ayse, "iemand thuis?")
    async with running(world, inbox) as run:
        await run.inbox.until(lambda: "iemand thuis?" in run.texts() and bool(inbox.alarms))
        assert any("cannot be read" in text for text in inbox.alarms.values())


async def test_the_token_is_never_in_a_log_line(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    async with running(world) as run:
        world.server.say(world.channel, world.sanne, "kanarie-woorden")
        await run.heard(1)
        world.server.cut_gateway()
        world.server.say(world.channel, world.sanne, "kanarie-twee")
        await run.heard(2)
    assert "an-invented-token" not in caplog.text
    assert "kanarie" not in caplog.text


async def test_before_the_login_nothing_can_be_sent(world: World) -> None:
    platform = connect(world.config(), {})
    with pytest.raises(Unreachable, match="no login"):
        await platform.chat.leave("1")


async def test_what_does_not_fit_in_memory_while_the_disk_is_full_is_fetched_later(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = await _listened_once(world)
    platform = DiscordPlatform(world.config(), WallClock(), longest_queue=5)
    async with running(world, inbox, platform=platform) as run:
        inbox.gate.clear()
        said = [world.server.say(world.channel, world.sanne, f"bericht {number}") for number in range(30)]
        await run.platform.check_online()  # the frames came in meanwhile: the answers to these calls came after them
        inbox.gate.set()
        await run.inbox.until(lambda: {m.content for m in said} <= set(run.texts()))
        assert len(run.texts()) == len(set(run.texts()))
    assert caplog.text.count("fetched from the history later") == 1


async def test_a_thread_that_nobody_told_of_is_looked_up_once(world: World, run: Run) -> None:
    thread = world.server.start_thread(world.channel, world.sanne, "draad")
    strange = world.server.start_thread(world.elsewhere, world.sanne, "elders")
    world.server.say(world.channel, world.sanne, "eerst")
    await run.inbox.until(lambda: "eerst" in run.texts())
    run.platform.sight.parents.clear()
    for place in (thread, strange):
        world.server.say(place, world.sanne, f"in {place.name}")
        world.server.say(place, world.sanne, f"weer in {place.name}")
    await run.inbox.until(lambda: "weer in draad" in run.texts())
    assert not any("elders" in text for text in run.texts())
    assert world.server.journal.calls["GET /channels/{channel_id}", 200] == 4


async def test_a_channel_that_could_not_be_asked_for_at_the_start_is_heard_all_the_same(world: World) -> None:
    inbox = Memory()
    world.server.misbehave(Fault("error", "GET /channels/{channel_id}", times=2, status=503))
    async with running(world, inbox) as run:
        assert all("could not be checked" in trouble for trouble in run.troubles)
        assert run.troubles
        world.server.say(world.channel, world.sanne, "gehoord")
        await run.heard(1)
    world.server.say(world.channel, world.sanne, "gemist")
    async with running(world, inbox) as run:
        await run.heard(2)
        assert run.texts() == ["gehoord", "gemist"]
