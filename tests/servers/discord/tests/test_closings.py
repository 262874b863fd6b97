"""Each close code of the gateway, by a raw socket that earns it."""

from __future__ import annotations

import json
import zlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.servers.discord.refusals import CLOSINGS
from tests.servers.discord.tests.conftest import PATIENCE, TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.servers.discord.tests.conftest import Polderlink

IDENTIFY = {"op": 2, "d": {"token": TOKEN, "intents": 513, "properties": {}}}


class Raw:
    """A bare gateway socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, frame: object) -> None:
        await self.socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))

    async def hear(self) -> dict[str, Any]:
        found: dict[str, Any] = await self.socket.receive_json(timeout=PATIENCE)
        return found

    async def closing(self) -> int | None:
        """Read on until the server closes; its code."""
        while True:
            message = await self.socket.receive(timeout=PATIENCE)
            if message.type is not aiohttp.WSMsgType.TEXT:
                return self.socket.close_code


@asynccontextmanager
async def raw(polderlink: Polderlink, query: str = "?v=10&encoding=json") -> AsyncIterator[Raw]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(polderlink.server.gateway_url + query) as socket,
    ):
        yield Raw(socket)


SAID: dict[str, list[object]] = {
    "unknown_opcode": [IDENTIFY, {"op": 99, "d": None}],
    "decode_error": ["{not json"],
    "not_authenticated": [{"op": 8, "d": {"guild_id": "1"}}],
    "authentication_failed": [{"op": 2, "d": {"token": "wrong", "intents": 0}}],
    "already_authenticated": [IDENTIFY, IDENTIFY],
    "rate_limited": [{"op": 1, "d": None}] * 121,
    "invalid_shard": [{"op": 2, "d": {"token": TOKEN, "intents": 0, "shard": [1, 1]}}],
    "invalid_intents": [{"op": 2, "d": {"token": TOKEN, "intents": 1 << 40}}],
    "disallowed_intents": [{"op": 2, "d": {"token": TOKEN, "intents": 1 << 1}}],
}
SPECIAL = {"invalid_version", "invalid_seq"}


def test_every_close_code_is_met() -> None:
    assert set(SAID) | SPECIAL == set(CLOSINGS)


@pytest.mark.parametrize("key", sorted(SAID))
async def test_the_gateway_closes_with_its_code(key: str, polderlink: Polderlink) -> None:
    async with raw(polderlink) as line:
        for frame in SAID[key]:
            await line.say(frame)
        assert await line.closing() == CLOSINGS[key].code


async def test_an_old_version_is_refused(polderlink: Polderlink) -> None:
    async with raw(polderlink, "?v=6") as line:
        assert await line.closing() == CLOSINGS["invalid_version"].code


async def test_a_resume_with_a_sequence_from_the_future_is_refused(polderlink: Polderlink) -> None:
    async with raw(polderlink) as line:
        await line.say(IDENTIFY)
        await line.hear()
        ready = await line.hear()
    resume = {"op": 6, "d": {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": 999}}
    polderlink.server.hub.sessions.clear()
    async with raw(polderlink) as line:
        await line.say(resume)
        await line.hear()
        # The session ended with the clean close above, so it is unknown: invalid, not a wrong sequence.
        assert await line.hear() == {"op": 9, "d": False, "s": None, "t": None}
    async with raw(polderlink) as first:
        await first.say(IDENTIFY)
        await first.hear()
        ready = await first.hear()
        resume["d"]["session_id"] = ready["d"]["session_id"]  # type: ignore[index]
        async with raw(polderlink) as second:
            await second.say(resume)
            assert await second.closing() == CLOSINGS["invalid_seq"].code


async def test_hello_heartbeat_and_plain_text_without_compression(polderlink: Polderlink) -> None:
    async with raw(polderlink) as line:
        hello = await line.hear()
        assert hello["op"] == 10
        assert hello["d"]["heartbeat_interval"] == 41250
        await line.say({"op": 1, "d": None})
        assert (await line.hear())["op"] == 11
        await line.say(IDENTIFY)
        assert (await line.hear())["t"] == "READY"
        assert (await line.hear())["t"] == "GUILD_CREATE"


async def test_zlib_stream_is_one_context_for_the_connection(polderlink: Polderlink) -> None:
    async with raw(polderlink, "?v=10&encoding=json&compress=zlib-stream") as line:
        inflate = zlib.decompressobj()
        await line.say(IDENTIFY)
        ops = []
        for _ in range(2):
            message = await line.socket.receive_bytes(timeout=PATIENCE)
            assert message.endswith(b"\x00\x00\xff\xff")
            ops.append(json.loads(inflate.decompress(message))["op"])
        assert ops == [10, 0]


async def test_a_shard_hears_of_its_own_servers_only(polderlink: Polderlink) -> None:
    number = (polderlink.guild.id >> 22) % 2
    async with raw(polderlink) as line:
        await line.hear()
        await line.say({"op": 2, "d": {"token": TOKEN, "intents": 513, "shard": [1 - number, 2]}})
        assert (await line.hear())["d"]["guilds"] == []


async def test_another_compression_is_refused_in_words(polderlink: Polderlink) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError):
        async with raw(polderlink, "?v=10&compress=zstd-stream"):
            pass
