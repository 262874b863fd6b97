"""The server in a process of its own, worked through its side door."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
import pytest

from tests.servers.discord import wired
from tests.servers.discord.side import Side, SideDoorError, running_server
from tests.servers.discord.side_door import VERBS
from tests.servers.discord.tests.conftest import PATIENCE, TOKEN, Listener, intents

if TYPE_CHECKING:
    from collections.abc import Iterator

SEND = "POST /channels/{channel_id}/messages"


@pytest.fixture(scope="module")
def side() -> Iterator[Side]:
    with running_server() as found:
        yield found


@pytest.fixture(autouse=True)
def afresh(side: Side) -> None:
    side.reset(world=True)


async def test_a_whole_conversation_with_a_server_in_another_process(side: Side) -> None:
    world = side.polderlink(TOKEN)
    client = Listener(intents("message_content"))
    with wired(side):
        running = asyncio.ensure_future(client.start(TOKEN))
        await client.next("ready")
        said = side.say(world.channel, world.customers[0], "Mijn wifi valt weg")
        heard = await client.next("message")
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Mens", custom_id="human"))
        answer = await heard.reply("Hoi Sanne", view=view, nonce="job-1")
        pressed = side.press(world.channel, answer.id, world.customers[0], "human")
        here = await client.next("interaction")
        await here.response.send_message("Een collega kijkt mee.", ephemeral=True)
        assert side.interaction(pressed["id"])["answered_with"] == 4
        side.gateway("cut")
        side.say(world.channel, world.customers[1], "Bij mij ook")
        assert (await client.next("message")).content == "Hoi Sanne"
        assert (await client.next("message")).content == "Bij mij ook"
        assert side.status()["resumed"] == 1
        await client.close()
        await asyncio.wait({running}, timeout=PATIENCE)
    assert side.replies(world.channel) == {(world.channel, said): 1}
    assert [row["nonce"] for row in side.accepted() if row["route"] == SEND] == ["job-1"]
    assert [m["text"] for m in side.messages(world.channel)] == ["Mijn wifi valt weg", "Hoi Sanne", "Bij mij ook"]


def test_many_messages_at_once(side: Side) -> None:
    world = side.polderlink(TOKEN)
    ids = side.say_many(world.channel, [(world.customers[0], f"bericht {number}") for number in range(400)])
    assert len(set(ids)) == 400
    side.edit(world.channel, ids[0], "anders")
    side.delete(world.channel, ids[1])
    texts = [message["text"] for message in side.messages(world.channel)]
    assert (len(texts), texts[0]) == (399, "anders")


def test_mistakes_are_told_in_words(side: Side) -> None:
    with pytest.raises(SideDoorError, match="no such verb"):
        side.ask("dance")
    with pytest.raises(SideDoorError, match="unknown route"):
        side.misbehave("error", route="POST /nowhere")
    with pytest.raises(SideDoorError, match="KeyError"):
        side.say(1, 2, "in het niets")


def test_every_verb_is_known_by_name(side: Side) -> None:
    with pytest.raises(SideDoorError) as told:
        side.ask("help")
    assert all(verb in str(told.value) for verb in VERBS)
