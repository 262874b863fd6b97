"""Sessions through cuts: resume with replay, identify after an invalid session, what is lost is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest

if TYPE_CHECKING:
    from tests.servers.discord.tests.conftest import Listener, Polderlink


async def test_after_a_cut_the_missed_messages_are_replayed(polderlink: Polderlink, client: Listener) -> None:
    assert polderlink.server.cut_gateway() == 1
    for number in range(5):
        polderlink.server.say(polderlink.channel, polderlink.sanne, f"bericht {number}")
    heard = [(await client.next("message")).content for _ in range(5)]
    assert heard == [f"bericht {number}" for number in range(5)]
    await client.next("resumed")
    assert (polderlink.server.gateway.identified, polderlink.server.gateway.resumed) == (1, 1)


async def test_a_reconnect_order_is_followed_by_a_resume(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.send_reconnect()
    await client.next("resumed")
    assert polderlink.server.gateway.identified == 1


async def test_an_invalid_session_is_followed_by_an_identify(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.invalidate_session()
    await client.next("ready")
    assert (polderlink.server.gateway.identified, polderlink.server.gateway.resumed) == (2, 0)


async def test_a_session_left_too_long_is_invalid_and_its_events_are_gone(
    polderlink: Polderlink, client: Listener
) -> None:
    server = polderlink.server
    server.gateway_down()
    missed = server.say(polderlink.channel, polderlink.sanne, "tijdens de storing")
    server.clock.advance(server.gateway.resume_window + 1)
    server.gateway_down(down=False)
    await client.next("ready")
    assert server.gateway.identified == 2
    assert "message" not in client.heard
    found = client.get_channel(polderlink.channel.id)
    assert isinstance(found, discord.TextChannel)
    assert [m.id async for m in found.history()] == [missed.id]


async def test_events_lost_while_cut_never_come_though_the_resume_succeeds(
    polderlink: Polderlink, client: Listener
) -> None:
    polderlink.server.cut_gateway(lose_events=True)
    polderlink.server.say(polderlink.channel, polderlink.sanne, "verloren")
    await client.next("resumed")
    polderlink.server.say(polderlink.channel, polderlink.sanne, "gehoord")
    assert (await client.next("message")).content == "gehoord"


async def test_a_backlog_that_is_too_short_makes_the_session_invalid(polderlink: Polderlink, client: Listener) -> None:
    server = polderlink.server
    server.cut_gateway()
    server.say(polderlink.channel, polderlink.sanne, "weg")
    server.say(polderlink.channel, polderlink.sanne, "ook weg")
    [session] = server.hub.sessions.values()
    session.backlog.popleft()
    session.backlog.clear()
    await client.next("ready")
    assert server.gateway.identified == 2


async def test_an_outage_takes_the_server_away_and_brings_it_back(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.outage(polderlink.guild)
    assert (await client.next("guild_unavailable")).id == polderlink.guild.id
    polderlink.server.outage(polderlink.guild, over=True)
    while (await client.next("guild_available")).unavailable:
        pass
    assert client.get_guild(polderlink.guild.id) is not None


async def test_an_unknown_event_and_an_unknown_opcode_do_no_harm(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.odd_event("SOMETHING_OF_TOMORROW", {"shape": "unheard of"})
    polderlink.server.raw_frame({"op": 77, "d": None})
    polderlink.server.say(polderlink.channel, polderlink.sanne, "nog daar?")
    assert (await client.next("message")).content == "nog daar?"


async def test_a_malformed_frame_ends_the_real_client(polderlink: Polderlink, client: Listener) -> None:
    # discord.py 2.7 lets the parser's ValueError out of its connect loop: whoever runs a client must start it again.
    polderlink.server.raw_frame("{not json")
    with pytest.raises(ValueError, match="Expecting property name"):
        await client.ended()


@pytest.mark.parametrize("code", [4000, 4009])
async def test_a_close_that_may_be_resumed_is_resumed(polderlink: Polderlink, client: Listener, code: int) -> None:
    polderlink.server.close_gateway(code)
    await client.next("resumed")
    assert polderlink.server.gateway.identified == 1


async def test_a_revoked_token_ends_the_client(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.revoke_token(polderlink.bot)
    with pytest.raises(discord.ConnectionClosed) as closed:
        await client.ended()
    assert closed.value.code == 4004
