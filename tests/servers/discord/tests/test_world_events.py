"""Changes of the world as the real client hears them, and habits of this server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import discord

from tests.servers.discord import permissions, wired
from tests.servers.discord.misbehaviour import KINDS
from tests.servers.discord.side_door import VERBS
from tests.servers.discord.tests.conftest import Listener, connected, intents

if TYPE_CHECKING:
    from tests.servers.discord.tests.conftest import Polderlink, Rest


async def test_channels_come_change_and_go(polderlink: Polderlink, client: Listener) -> None:
    made = polderlink.server.add_channel(polderlink.guild, "storingen")
    assert (await client.next("guild_channel_create")).id == made.id
    polderlink.server.overwrite(made, polderlink.guild, deny=permissions.SEND_MESSAGES)
    assert (await client.next("guild_channel_update")).id == made.id
    polderlink.server.delete_channel(made)
    assert (await client.next("guild_channel_delete")).id == made.id


async def test_the_bot_hears_of_its_own_new_role_without_the_members_intent(
    polderlink: Polderlink, client: Listener
) -> None:
    role = polderlink.server.add_role(polderlink.guild, "Beheer")
    assert (await client.next("guild_role_create")).id == role.id
    polderlink.server.add_member(polderlink.guild, polderlink.bot, [role])
    before = await client.next("member_update")
    assert before.guild.me.get_role(role.id) is not None


async def test_two_clients_of_one_bot_both_hear(polderlink: Polderlink, client: Listener) -> None:
    async with connected(polderlink.server, intents("message_content")) as second:
        polderlink.server.say(polderlink.channel, polderlink.sanne, "hoort iedereen mij?")
        heard = [(await one.next("message")).content for one in (client, second)]
    assert heard == ["hoort iedereen mij?"] * 2


async def test_a_session_nobody_can_resume_is_forgotten(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.gateway_down()
    polderlink.server.clock.advance(polderlink.server.gateway.resume_window + 1)
    polderlink.server.gateway_down(down=False)
    await client.next("ready")
    assert len(polderlink.server.hub.sessions) == 1


async def test_ids_rise_and_carry_the_servers_own_time(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.clock.set(1_795_300_000.0)
    first = polderlink.server.say(polderlink.channel, polderlink.sanne, "een")
    polderlink.server.clock.set(1_795_200_000.0)
    second = polderlink.server.say(polderlink.channel, polderlink.sanne, "twee")
    assert second.id > first.id
    heard = await client.next("message")
    assert heard.created_at.timestamp() == discord.utils.snowflake_time(first.id).timestamp()


async def test_an_address_discord_does_not_have_is_noted(polderlink: Polderlink, rest: Rest) -> None:
    await rest("GET", "/guilds/1/nonsense")
    assert polderlink.server.journal.unknown_calls == ["GET /api/v10/guilds/1/nonsense"]


def test_wiring_is_undone_afterwards(polderlink: Polderlink) -> None:
    before = discord.http.Route.BASE
    with wired(polderlink.server):
        assert polderlink.server.rest_base == discord.http.Route.BASE
    assert before == discord.http.Route.BASE


def test_the_readme_names_every_verb_and_every_misbehaviour() -> None:
    text = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert [word for word in (*VERBS, *KINDS) if f"`{word}`" not in text] == []
