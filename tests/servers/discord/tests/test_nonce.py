"""`nonce` with `enforce_nonce`: the second send of the same message creates nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from tests.servers.discord.tests.conftest import Listener, Polderlink, Rest

BODY = {"content": "Hoi", "nonce": "job-17", "enforce_nonce": True}


async def test_a_repeated_send_returns_the_first_message(polderlink: Polderlink, rest: Rest) -> None:
    path = f"/channels/{polderlink.channel.id}/messages"
    _, first = await rest("POST", path, BODY)
    status, second = await rest("POST", path, BODY)
    assert (status, second["id"]) == (200, first["id"])
    assert len(polderlink.server.messages(polderlink.channel)) == 1
    assert len(polderlink.server.accepted) == 1
    assert len(polderlink.server.journal.repeated) == 1


async def test_another_channel_is_another_message(polderlink: Polderlink, rest: Rest) -> None:
    await rest("POST", f"/channels/{polderlink.channel.id}/messages", BODY)
    await rest("POST", f"/channels/{polderlink.desk.id}/messages", BODY)
    assert len(polderlink.server.accepted) == 2


async def test_past_the_window_the_nonce_is_forgotten(polderlink: Polderlink, rest: Rest) -> None:
    path = f"/channels/{polderlink.channel.id}/messages"
    await rest("POST", path, BODY)
    polderlink.server.clock.advance(polderlink.server.nonce_window + 1)
    await rest("POST", path, BODY)
    assert len(polderlink.server.accepted) == 2


async def test_without_enforce_nonce_it_is_only_a_label(polderlink: Polderlink, rest: Rest) -> None:
    path = f"/channels/{polderlink.channel.id}/messages"
    for _ in range(2):
        await rest("POST", path, {"content": "Hoi", "nonce": "job-17"})
    assert len(polderlink.server.accepted) == 2


async def test_discord_py_sends_the_given_nonce_and_enforces_it(polderlink: Polderlink, client: Listener) -> None:
    channel = client.get_channel(polderlink.channel.id)
    assert isinstance(channel, discord.TextChannel)
    first = await channel.send("Hoi", nonce="job-18")
    second = await channel.send("Hoi", nonce="job-18")
    assert first.id == second.id
