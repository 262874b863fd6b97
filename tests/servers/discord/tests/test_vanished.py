"""A client that is killed in the middle of something leaves no trace in the server's log; a mistake of the server does."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession, web

from tests.servers.discord.vanished import vanished

if TYPE_CHECKING:
    from tests.servers.discord.tests.conftest import Polderlink

HEAD = b"POST /api/v10/channels/1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bot an-invented-token\r\n"
UPGRADE = (
    b"GET /gateway?v=10 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
CUT_OFF = {
    "body": HEAD + b'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":',
    "chunks": HEAD + b'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n',
    "parts": HEAD + b"Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: 1000\r\n\r\n--xx\r\n"
    b'Content-Disposition: form-data; name="payload_json"\r\n\r\n{',
    "gateway": UPGRADE,
}


@pytest.mark.parametrize("what", CUT_OFF)
async def test_a_client_that_vanishes_is_no_error(
    polderlink: Polderlink, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    caplog.set_level(logging.ERROR, logger="aiohttp.server")
    host, _, port = polderlink.server.root.removeprefix("http://").partition(":")
    for _ in range(3):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(CUT_OFF[what])
        await writer.drain()
        writer.transport.abort()
    async with ClientSession() as session:
        for _ in range(3):
            # Answered after the server has seen the others go.
            async with session.get(f"{polderlink.server.rest_base}/gateway") as answer:
                assert answer.status == 200
    assert [record for record in caplog.records if record.name == "aiohttp.server"] == []


async def test_a_reset_of_the_servers_own_making_is_still_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="aiohttp.server")

    async def broken(_: web.Request) -> web.Response:
        raise ConnectionResetError

    app = web.Application(middlewares=[vanished])
    app.router.add_get("/", broken)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{runner.addresses[0][1]}/") as answer:
        assert answer.status == 500
    await runner.cleanup()
    assert [record for record in caplog.records if record.name == "aiohttp.server"] != []
