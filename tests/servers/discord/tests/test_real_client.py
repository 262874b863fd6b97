"""The real discord.py talks to the loopback server over real sockets."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import discord
import pytest

from tests.servers.discord import wired
from tests.servers.discord.intents import GUILD_MEMBERS, MESSAGE_CONTENT
from tests.servers.discord.tests.conftest import PATIENCE, Listener, connected, intents

if TYPE_CHECKING:
    from tests.servers.discord.tests.conftest import Polderlink


async def test_the_client_logs_in_and_sees_its_server(polderlink: Polderlink, client: Listener) -> None:
    assert client.user is not None
    assert client.user.id == polderlink.bot.user_id
    guild = client.get_guild(polderlink.guild.id)
    assert guild is not None
    assert {channel.name for channel in guild.text_channels} == {"klantenservice", "balie"}
    assert guild.me.guild_permissions.manage_threads


async def test_a_customer_speaks_and_the_bot_replies(polderlink: Polderlink, client: Listener) -> None:
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "Mijn wifi valt elke avond weg")
    heard = await client.next("message")
    assert heard.content == said.content
    answer = await heard.reply("Hoi Sanne, ik ben de bot van Polderlink.")
    assert [m.id for m in polderlink.server.replies_to(said)] == [answer.id]
    assert polderlink.server.journal.replies() == {(polderlink.channel.id, said.id): 1}


async def test_an_edit_and_a_deletion_are_heard(polderlink: Polderlink, client: Listener) -> None:
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "Wifi weg")
    await client.next("message")
    polderlink.server.edit(said, "Wifi weer terug")
    assert (await client.next("raw_message_edit")).data["content"] == "Wifi weer terug"
    polderlink.server.delete(said)
    assert (await client.next("raw_message_delete")).message_id == said.id


async def test_the_bot_edits_and_deletes_its_own_message(polderlink: Polderlink, client: Listener) -> None:
    channel = client.get_channel(polderlink.channel.id)
    assert isinstance(channel, discord.TextChannel)
    mine = await channel.send("eerste tekst")
    await mine.edit(content="tweede tekst")
    assert polderlink.server.messages(polderlink.channel)[-1].content == "tweede tekst"
    await mine.add_reaction("✅")
    assert (await client.next("raw_reaction_add")).emoji.name == "✅"
    await mine.delete()
    assert polderlink.server.messages(polderlink.channel) == []


async def test_a_picture_arrives_and_can_be_fetched(polderlink: Polderlink, client: Listener) -> None:
    picture = ("modem.png", "image/png", b"not really a picture")
    polderlink.server.say(polderlink.channel, polderlink.sanne, "", attachments=[picture])
    heard = await client.next("message")
    assert heard.content == ""
    assert await heard.attachments[0].read() == b"not really a picture"


async def test_the_bot_sends_a_file(polderlink: Polderlink, client: Listener) -> None:
    channel = client.get_channel(polderlink.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send("zie bijlage", file=discord.File(io.BytesIO(b"stap 1"), filename="stappen.txt"))
    stored = polderlink.server.messages(polderlink.channel)[-1]
    assert [(a.filename, a.data) for a in stored.attachments] == [("stappen.txt", b"stap 1")]


async def test_a_wrong_token_is_a_login_failure(polderlink: Polderlink) -> None:
    client = Listener(intents())
    with wired(polderlink.server), pytest.raises(discord.LoginFailure):
        await client.start("a-wrong-token")
    await client.close()


async def test_an_intent_that_is_switched_off_is_refused(polderlink: Polderlink) -> None:
    polderlink.bot.intents_enabled = 0
    client = Listener(intents("message_content"))
    with wired(polderlink.server), pytest.raises(discord.PrivilegedIntentsRequired):
        await asyncio.wait_for(client.start(polderlink.bot.token), PATIENCE)
    await client.close()


async def test_the_members_are_chunked_for_a_bot_that_may_see_them(polderlink: Polderlink) -> None:
    polderlink.bot.intents_enabled = MESSAGE_CONTENT | GUILD_MEMBERS
    async with connected(polderlink.server, intents("members")) as client:
        guild = client.get_guild(polderlink.guild.id)
        assert guild is not None
        assert guild.get_member(polderlink.sanne.id) is not None
        new = polderlink.server.add_user("Mo")
        polderlink.server.add_member(polderlink.guild, new)
        assert (await client.next("member_join")).id == new.id
        polderlink.server.kick(polderlink.guild, new)
        assert (await client.next("member_remove")).id == new.id


async def test_a_direct_message_goes_both_ways(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.direct_message(polderlink.sanne, polderlink.bot, "mag ik iets vragen?")
    heard = await client.next("message")
    assert isinstance(heard.channel, discord.DMChannel)
    user = await client.fetch_user(polderlink.sanne.id)
    await user.send("Natuurlijk.")
    private = polderlink.server.direct(polderlink.sanne.id, polderlink.bot.user_id)
    assert [m.content for m in polderlink.server.messages(private)] == ["mag ik iets vragen?", "Natuurlijk."]


async def test_closed_direct_messages_are_forbidden(polderlink: Polderlink, client: Listener) -> None:
    polderlink.sanne.dms_open = False
    user = await client.fetch_user(polderlink.sanne.id)
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("Hoi")
    assert refused.value.code == 50007


async def test_a_kicked_bot_hears_that_it_is_out(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.kick(polderlink.guild, polderlink.bot)
    assert (await client.next("guild_remove")).id == polderlink.guild.id


async def test_the_bot_leaves_a_foreign_server(polderlink: Polderlink, client: Listener) -> None:
    foreign = polderlink.server.add_guild("Een ander")
    polderlink.server.add_member(foreign, polderlink.bot)
    await (await client.next("guild_join")).leave()
    assert polderlink.bot.user_id not in foreign.members


async def test_commands_are_registered_and_used(polderlink: Polderlink) -> None:
    async with connected(polderlink.server, intents()) as client:
        tree: discord.app_commands.CommandTree[Listener] = discord.app_commands.CommandTree(client)

        @tree.command(name="uit", description="De bot gaat uit")
        async def uit(interaction: discord.Interaction[Listener]) -> None:
            await interaction.response.send_message("Ik ben uit.", ephemeral=True)

        await tree.sync()
        used = polderlink.server.command(polderlink.ayse, polderlink.bot, polderlink.desk, "uit")
        await asyncio.wait_for(used.answered(), PATIENCE)
        assert [m.content for m in polderlink.server.shown_to(polderlink.ayse)] == ["Ik ben uit."]
