"""A private talk begins once, whatever is cut off: the greeting is not said twice, and there is one thread for one way in."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Literal

import pytest

from tests.servers.discord.misbehaviour import Fault
from tests.servers.discord.state import World
from tests.story.discord.stage import stage
from tests.story.doors import enters, talk, way
from tests.story.everywhere import HARD, OnDiscord

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough

GREETING = "pincode, wachtwoord of betaling"
POST = "POST /channels/{channel_id}/messages"
MAKE = "POST /channels/{channel_id}/threads"
ADD = "PUT /channels/{channel_id}/thread-members/{user_id}"
LONG = 3600.0
"""Longer than Discord remembers a nonce."""

both_ways = pytest.mark.parametrize("private", ["dm", "thread"])


async def invited(on: OnDiscord) -> str:
    """Mo complains and is invited; his message."""
    message = await on.says("mo", HARD)
    await on.wait(30)
    await on.press("noor", message, "private")
    await on.wait(1)
    return message


async def until_done(on: OnDiscord, route: str) -> None:
    """Wait until the platform met the fault on this route."""
    async with asyncio.timeout(15):
        while all(done != route for _, done in on.on.server.misbehaviour.done):  # noqa: ASYNC110 - the platform calls nobody
            await asyncio.sleep(0)


async def killed_at(on: OnDiscord, route: str, away: float) -> None:
    """Mo presses; the bot ends after the platform took a call on this route and before it answered; it begins again later."""
    on.on.server.misbehave(Fault("delay_answer", route, seconds=30.0))
    pressed = on.on.server.press(on.on.mo, on.on.public()[-1], way(on))
    await on.on.heard_press(pressed)
    working = asyncio.create_task(on.on.settle())
    await until_done(on, route)
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    await on.on.stop()
    on.on.clock.advance(away)
    await on.on.start()
    await on.wait(1)


def greetings(on: OnDiscord) -> int:
    """How often the greeting stands anywhere."""
    rooms = on.on.server.world.channels.values()
    private = [room for room in rooms if room.kind in {World.PRIVATE_THREAD, World.DM}]
    return sum("privégesprek" in m.content and GREETING in m.content for r in private for m in r.messages.values())


def threads(on: OnDiscord) -> int:
    """How many private threads there are."""
    return sum(room.kind == World.PRIVATE_THREAD for room in on.on.server.world.channels.values())


@both_ways
@pytest.mark.parametrize("away", [5.0, LONG], ids=["soon", "later"])
async def test_a_kill_between_the_greeting_and_its_receipt_says_it_once(
    tmp_path: Path, private: Literal["thread", "dm"], away: float
) -> None:
    async with stage(tmp_path, private) as at:
        on = OnDiscord(at)
        message = await invited(on)
        await killed_at(on, POST, away)
        assert greetings(on) == 1
        assert threads(on) == (private == "thread")
        assert (await on.case(message)).private
        assert GREETING in talk(on, "mo")[0]


@pytest.mark.parametrize("route", [MAKE, ADD])
async def test_a_kill_while_the_thread_is_made_leaves_one_thread(tmp_path: Path, route: str) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        message = await invited(on)
        await killed_at(on, route, LONG)
        assert (greetings(on), threads(on)) == (1, 1)
        assert (await on.case(message)).private
        assert at.talk_of(at.mo).kind == World.PRIVATE_THREAD


@both_ways
async def test_an_answer_that_is_lost_after_the_greeting_was_taken_says_it_once(
    tmp_path: Path, private: Literal["thread", "dm"]
) -> None:
    async with stage(tmp_path, private) as at:
        on = OnDiscord(at)
        message = await invited(on)
        at.server.misbehave(Fault("drop_after", POST, times=1))
        await enters(on, "mo")
        await on.wait(1)
        assert ("drop_after", POST) in at.server.misbehaviour.done
        assert greetings(on) == 1
        assert (await on.case(message)).private


async def test_words_said_before_the_entry_is_on_record_are_his_own(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        message = await invited(on)
        at.server.misbehave(Fault("delay_answer", ADD, seconds=30.0))
        await at.heard_press(at.server.press(at.mo, at.public()[-1], way(on)))
        working = asyncio.create_task(at.settle())
        await until_done(on, ADD)
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        await at.stop()
        room = at.talk_of(at.mo)
        at.server.say(room, at.mo, "mijn klantnummer is kanarie-4711")
        await at.start()
        await on.wait(1)
        await on.wait(60)
        case = await on.case(message)
        assert (case.private, case.private_channel) == (True, str(room.id))
        assert sum("kanarie-4711" in text for text in await on.thread(message)) == 1
        assert (greetings(on), threads(on)) == (1, 1)
        assert all("kanarie" not in post.text for post in on.public())
