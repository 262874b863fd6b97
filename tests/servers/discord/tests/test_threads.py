"""Threads in the hands of the real client, and in the hands of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest

from tests.servers.discord import permissions

if TYPE_CHECKING:
    from tests.servers.discord.tests.conftest import Listener, Polderlink, Rest


async def begun(polderlink: Polderlink, client: Listener) -> discord.Thread:
    """A card in the staff channel with its thread."""
    channel = client.get_channel(polderlink.desk.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send("Een zaak")
    return await message.create_thread(name="Zaak 17", auto_archive_duration=1440)


async def test_a_thread_on_a_message_shares_its_id(polderlink: Polderlink, client: Listener) -> None:
    thread = await begun(polderlink, client)
    card = polderlink.server.messages(polderlink.desk)[0]
    assert (thread.id, card.thread_id) == (card.id, card.id)
    await thread.send("Wat we weten")
    assert (await client.next("thread_create")).id == thread.id


async def test_what_staff_write_in_the_thread_is_heard(polderlink: Polderlink, client: Listener) -> None:
    thread = await begun(polderlink, client)
    there = polderlink.server.world.channels[thread.id]
    polderlink.server.say(there, polderlink.ayse, "Stuur maar een monteur")
    heard = await client.next("message")
    while heard.content != "Stuur maar een monteur":
        heard = await client.next("message")
    assert heard.channel.id == thread.id
    assert isinstance(heard.channel, discord.Thread)


async def test_sending_into_an_archived_thread_opens_it_again(polderlink: Polderlink, client: Listener) -> None:
    thread = await begun(polderlink, client)
    there = polderlink.server.world.channels[thread.id]
    polderlink.server.archive_thread(there)
    await thread.send("nog iets")
    assert there.thread is not None
    assert not there.thread.archived


async def test_a_locked_thread_refuses_a_bot_that_may_not_manage(polderlink: Polderlink, client: Listener) -> None:
    thread = await begun(polderlink, client)
    polderlink.server.lock_thread(polderlink.server.world.channels[thread.id])
    polderlink.server.overwrite(
        polderlink.desk, polderlink.bot, allow=permissions.VIEW_CHANNEL, deny=permissions.MANAGE_THREADS
    )
    with pytest.raises(discord.Forbidden) as refused:
        await thread.send("mag dit?")
    assert refused.value.code == 160005


async def test_the_bot_archives_and_reopens(polderlink: Polderlink, client: Listener) -> None:
    thread = await begun(polderlink, client)
    await thread.edit(archived=True, locked=True)
    state = polderlink.server.world.channels[thread.id].thread
    assert state is not None
    assert (state.archived, state.locked) == (True, True)
    await thread.edit(archived=False, locked=False)
    assert (state.archived, state.locked) == (False, False)


async def test_a_deleted_thread_is_an_unknown_channel(polderlink: Polderlink, client: Listener) -> None:
    thread = await begun(polderlink, client)
    polderlink.server.delete_thread(polderlink.server.world.channels[thread.id])
    assert (await client.next("raw_thread_delete")).thread_id == thread.id
    with pytest.raises(discord.NotFound) as refused:
        await thread.send("ben je er nog?")
    assert refused.value.code == 10003


async def test_active_and_archived_threads_are_listed(polderlink: Polderlink, client: Listener) -> None:
    thread = await begun(polderlink, client)
    guild, channel = client.get_guild(polderlink.guild.id), client.get_channel(polderlink.desk.id)
    assert guild is not None
    assert isinstance(channel, discord.TextChannel)
    assert [t.id for t in await guild.active_threads()] == [thread.id]
    await thread.edit(archived=True)
    assert await guild.active_threads() == []
    assert [t.id async for t in channel.archived_threads()] == [thread.id]


async def test_a_silent_thread_is_archived_in_time(polderlink: Polderlink, client: Listener) -> None:
    thread = await begun(polderlink, client)
    assert polderlink.server.archive_idle_threads() == []
    polderlink.server.clock.advance(1441 * 60)
    assert [t.id for t in polderlink.server.archive_idle_threads()] == [thread.id]
    while not (await client.next("raw_thread_update")).data["thread_metadata"]["archived"]:
        pass


async def test_a_private_thread_is_seen_by_its_members_alone(polderlink: Polderlink, client: Listener) -> None:
    channel = client.get_channel(polderlink.channel.id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.create_thread(name="Alleen met Sanne", type=discord.ChannelType.private_thread)
    there = polderlink.server.world.channels[thread.id]
    world = polderlink.server.world
    assert not permissions.permissions_in(world, polderlink.sanne.id, there)
    await thread.add_user(discord.Object(polderlink.sanne.id))
    assert permissions.permissions_in(world, polderlink.sanne.id, there) & permissions.VIEW_CHANNEL
    assert {member.id for member in [await thread.fetch_member(polderlink.sanne.id)]} == {polderlink.sanne.id}


async def test_a_forum_post_is_a_thread_with_its_first_message(polderlink: Polderlink, client: Listener) -> None:
    forum = polderlink.server.add_channel(polderlink.guild, "vragen", kind=15)
    while (await client.next("guild_channel_create")).id != forum.id:
        pass
    channel = client.get_channel(forum.id)
    assert isinstance(channel, discord.ForumChannel)
    made = await channel.create_thread(name="Wifi", content="Wie herkent dit?")
    assert made.message.content == "Wie herkent dit?"


async def test_a_thread_list_sync_brings_the_threads(polderlink: Polderlink, client: Listener) -> None:
    thread = polderlink.server.start_thread(polderlink.channel, polderlink.sanne, "Storing")
    await client.next("thread_create")
    guild = client.get_guild(polderlink.guild.id)
    assert guild is not None
    guild._remove_thread(thread)
    polderlink.server.sync_threads(polderlink.guild)
    assert (await client.next("thread_join")).id == thread.id


async def test_a_thread_on_an_older_message_is_announced_in_the_channel(polderlink: Polderlink, rest: Rest) -> None:
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "Wifi weg")
    polderlink.server.say(polderlink.channel, polderlink.sanne, "Hallo?")
    path = f"/channels/{polderlink.channel.id}/messages/{said.id}/threads"
    status, _ = await rest("POST", path, {"name": "Wifi"})
    assert status == 201
    assert polderlink.server.messages(polderlink.channel)[-1].kind == 18
