"""Without the MESSAGE_CONTENT intent the written parts arrive empty, with the documented exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.discord.tests.conftest import Listener, connected, intents

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.servers.discord.tests.conftest import Polderlink, Rest


@pytest.fixture
async def deaf(polderlink: Polderlink) -> AsyncIterator[Listener]:
    polderlink.bot.intents_enabled = 0
    async with connected(polderlink.server, intents()) as client:
        yield client


async def test_a_plain_message_arrives_empty(polderlink: Polderlink, deaf: Listener) -> None:
    picture = ("modem.png", "image/png", b"x")
    polderlink.server.say(polderlink.channel, polderlink.sanne, "Wifi weg", attachments=[picture])
    heard = await deaf.next("message")
    assert (heard.content, heard.attachments) == ("", [])


async def test_a_message_that_mentions_the_bot_is_readable(polderlink: Polderlink, deaf: Listener) -> None:
    polderlink.server.say(polderlink.channel, polderlink.sanne, f"<@{polderlink.bot.user_id}> wifi weg")
    assert "wifi weg" in (await deaf.next("message")).content


async def test_a_direct_message_is_readable(polderlink: Polderlink, deaf: Listener) -> None:
    polderlink.server.direct_message(polderlink.sanne, polderlink.bot, "wifi weg")
    assert (await deaf.next("message")).content == "wifi weg"


async def test_its_own_message_is_readable(polderlink: Polderlink, deaf: Listener) -> None:
    await deaf.get_partial_messageable(polderlink.channel.id).send("ik ben de bot")
    assert (await deaf.next("message")).content == "ik ben de bot"


async def test_history_over_rest_is_empty_too(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.bot.intents_enabled = 0
    polderlink.server.say(polderlink.channel, polderlink.sanne, "Wifi weg")
    _, [found] = await rest("GET", f"/channels/{polderlink.channel.id}/messages")
    assert found["content"] == ""
