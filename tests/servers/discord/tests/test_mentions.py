"""The judge's proof that a text rang for nobody, or for whom it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest

from tests.servers.discord.state import Pinged

if TYPE_CHECKING:
    from tests.servers.discord.tests.conftest import Listener, Polderlink, Rest


async def test_customer_text_repeated_with_mentions_off_pings_nobody(polderlink: Polderlink, client: Listener) -> None:
    text = f"@everyone @here <@{polderlink.ayse.id}> <@&{polderlink.staff.id}>"
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, text)
    heard = await client.next("message")
    await heard.reply(f"U schreef: {heard.content}", allowed_mentions=discord.AllowedMentions.none())
    [answer] = polderlink.server.replies_to(said)
    assert answer.pinged.nobody


async def test_the_same_text_without_a_guard_rings_for_all(polderlink: Polderlink, rest: Rest) -> None:
    text = f"@everyone <@{polderlink.ayse.id}> <@&{polderlink.staff.id}>"
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "hoi")
    body = {"content": text, "message_reference": {"message_id": str(said.id)}}
    await rest("POST", f"/channels/{polderlink.channel.id}/messages", body)
    [answer] = polderlink.server.replies_to(said)
    expected = Pinged(
        everyone=True, users=(polderlink.ayse.id,), roles=(polderlink.staff.id,), replied_user=polderlink.sanne.id
    )
    assert answer.pinged == expected


@pytest.mark.parametrize(
    ("allowed", "users", "everyone"),
    [
        ({"parse": []}, False, False),
        ({"parse": ["users"]}, True, False),
        ({"parse": ["everyone"]}, False, True),
        ({"users": ["AYSE"]}, True, False),
    ],
)
async def test_allowed_mentions_opens_what_it_names(
    polderlink: Polderlink, rest: Rest, allowed: dict[str, list[str]], *, users: bool, everyone: bool
) -> None:
    ayse = str(polderlink.ayse.id)
    allowed = {key: [ayse if value == "AYSE" else value for value in values] for key, values in allowed.items()}
    body = {"content": f"@everyone <@{ayse}>", "allowed_mentions": allowed}
    await rest("POST", f"/channels/{polderlink.channel.id}/messages", body)
    pinged = polderlink.server.messages(polderlink.channel)[-1].pinged
    assert bool(pinged.users) is users
    assert pinged.everyone is everyone


async def test_an_edit_shows_a_mention_and_rings_for_nobody(polderlink: Polderlink, client: Listener) -> None:
    channel = client.get_channel(polderlink.channel.id)
    assert isinstance(channel, discord.TextChannel)
    mine = await channel.send("een moment")
    changed = await mine.edit(content=f"<@{polderlink.ayse.id}>", allowed_mentions=discord.AllowedMentions(users=True))
    assert [user.id for user in changed.mentions] == [polderlink.ayse.id]
    assert polderlink.server.messages(polderlink.channel)[-1].pinged.nobody


async def test_a_customer_without_the_right_cannot_ring_everyone(polderlink: Polderlink) -> None:
    polderlink.server.overwrite(polderlink.channel, polderlink.guild, deny=1 << 17)
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "@everyone luister!")
    assert said.pinged.nobody


async def test_a_mention_of_the_bot_is_detected(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.say(polderlink.channel, polderlink.sanne, f"<@{polderlink.bot.user_id}> help")
    heard = await client.next("message")
    assert client.user in heard.mentions
