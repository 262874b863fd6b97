"""Reading back: what back-fill stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from tests.servers.discord.tests.conftest import Listener, Polderlink, Rest


async def test_history_after_a_cursor_gives_exactly_the_later_messages(
    polderlink: Polderlink, client: Listener
) -> None:
    server, channel = polderlink.server, polderlink.channel
    said = [server.say(channel, polderlink.sanne, f"bericht {number}") for number in range(250)]
    found = client.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    cursor = discord.Object(said[20].id)
    assert [m.id async for m in found.history(after=cursor, limit=None)] == [m.id for m in said[21:]]


async def test_history_before_and_around(polderlink: Polderlink, client: Listener) -> None:
    server, channel = polderlink.server, polderlink.channel
    said = [server.say(channel, polderlink.sanne, f"bericht {number}") for number in range(20)]
    found = client.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    before = [m.id async for m in found.history(before=discord.Object(said[10].id), limit=3)]
    assert before == [said[9].id, said[8].id, said[7].id]
    around = {m.id async for m in found.history(around=discord.Object(said[10].id), limit=5)}
    assert around == {m.id for m in said[8:13]}


async def test_without_read_history_the_list_is_empty(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.server.say(polderlink.channel, polderlink.sanne, "hoi")
    polderlink.server.overwrite(polderlink.channel, polderlink.bot, deny=1 << 16)
    assert await rest("GET", f"/channels/{polderlink.channel.id}/messages") == (200, [])


async def test_a_fetched_reply_carries_what_it_answers(polderlink: Polderlink, client: Listener) -> None:
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "Wifi weg")
    answer = polderlink.server.say(polderlink.channel, polderlink.ayse, "Ik kijk mee", reply_to=said)
    found = client.get_channel(polderlink.channel.id)
    assert isinstance(found, discord.TextChannel)
    message = await found.fetch_message(answer.id)
    assert message.reference is not None
    assert isinstance(message.reference.resolved, discord.Message)
    assert message.reference.resolved.content == "Wifi weg"
