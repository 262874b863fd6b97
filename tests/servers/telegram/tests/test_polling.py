"""getUpdates: offsets, long polls, filters, age, and a second poller."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from telegram.error import Conflict

if TYPE_CHECKING:
    from tests.servers.telegram.tests.conftest import Scene


async def test_an_update_comes_again_until_an_offset_confirms_it(scene: Scene) -> None:
    scene.server.say(scene.group, scene.customer, "Mijn wifi valt weg")
    first = await scene.updates()
    assert await scene.updates() == first
    assert scene.server.judge.confirmed == []
    assert await scene.updates(offset=first[0]["update_id"] + 1) == []
    (confirmed,) = scene.server.judge.confirmed
    assert (confirmed.update_id, confirmed.message_id) == (first[0]["update_id"], 1)


async def test_a_long_poll_ends_when_something_is_said(scene: Scene) -> None:
    poll = asyncio.create_task(scene.library.get_updates(timeout=20))
    await scene.server.until(lambda: scene.account.queue.poll is not None)
    scene.server.say(scene.group, scene.customer, "Hallo?")
    (update,) = await poll
    assert update.message is not None
    assert update.message.text == "Hallo?"


async def test_an_older_poll_is_told_of_the_conflict(scene: Scene) -> None:
    older = asyncio.create_task(scene.library.get_updates(timeout=20))
    await scene.server.until(lambda: scene.account.queue.poll is not None)
    assert await scene.updates() == []
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await older


async def test_a_poller_that_died_leaves_no_trace_but_its_updates(scene: Scene) -> None:
    address = f"{scene.server.base_url}{scene.account.token}/getUpdates"
    line = aiohttp.ClientSession()
    dead = asyncio.create_task(line.post(address, data={"timeout": 20}))
    await scene.server.until(lambda: scene.account.queue.poll is not None)
    dead.cancel()
    await asyncio.gather(dead, return_exceptions=True)
    await line.close()
    await scene.updates()
    scene.server.say(scene.group, scene.customer, "Hallo?")
    assert [one["message"]["text"] for one in await scene.updates()] == ["Hallo?"]
    assert scene.server.judge.refused == []


async def test_limit_takes_the_oldest_and_a_negative_offset_the_newest(scene: Scene) -> None:
    scene.server.say_many(scene.group, scene.customer, [f"bericht {number}" for number in range(120)])
    assert len(await scene.updates()) == 100
    assert [one["message"]["text"] for one in await scene.updates(limit=2)] == ["bericht 0", "bericht 1"]
    assert [one["message"]["text"] for one in await scene.updates(offset=-1)] == ["bericht 119"]
    assert scene.server.backlog() == 1


async def test_updates_older_than_a_day_are_gone(scene: Scene) -> None:
    scene.server.say(scene.group, scene.customer, "gisteren")
    scene.server.advance(24 * 60 * 60 + 1)
    scene.server.say(scene.group, scene.customer, "vandaag")
    assert [one["message"]["text"] for one in await scene.updates()] == ["vandaag"]
    assert scene.account.queue.expired == 1


async def test_reactions_come_only_to_an_administrator_that_names_them(scene: Scene) -> None:
    message = scene.server.say(scene.group, scene.customer, "Dank!")
    scene.server.react(scene.customer, scene.group, message["message_id"])
    await scene.updates(allowed_updates=["message", "message_reaction"])
    scene.server.react(scene.customer, scene.group, message["message_id"])
    assert [list(one)[1] for one in await scene.updates()] == ["message"]
    scene.server.promote(scene.group, scene.account, scene.customer)
    scene.server.react(scene.customer, scene.group, message["message_id"], "🔥")
    kinds = [list(one)[1] for one in await scene.updates()]
    assert kinds == ["message", "message_reaction"]


async def test_without_my_chat_member_in_the_filter_a_kick_is_not_told(scene: Scene) -> None:
    await scene.updates(allowed_updates=["message"])
    scene.server.kick(scene.group, scene.account, scene.customer)
    assert await scene.updates() == []


async def test_a_raw_update_arrives_as_it_is(scene: Scene) -> None:
    scene.server.raw_update({"update_id": 900_000_000, "hologram": {"from": None}})
    scene.server.say(scene.group, scene.customer, "daarna")
    first, second = await scene.updates()
    assert first == {"update_id": 900_000_000, "hologram": {"from": None}}
    assert second["update_id"] == 900_000_001


async def test_waiting_updates_can_be_dropped(scene: Scene) -> None:
    scene.server.say(scene.group, scene.customer, "weg")
    assert (await scene.library.get_webhook_info()).pending_update_count == 1
    await scene.library.delete_webhook(drop_pending_updates=True)
    assert scene.server.backlog() == 0
    assert scene.server.judge.confirmed == []
