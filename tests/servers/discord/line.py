"""One gateway socket: frames out in order, compressed as the client asked, cut or closed on command."""

from __future__ import annotations

import asyncio
import json
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web

    from tests.servers.discord.refusals import Closing
    from tests.servers.discord.state import Json

CLOSED_BY_SERVER = 1000


class Line:
    """The sending side of a socket."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, *, zlib_stream: bool) -> None:
        self._socket = socket
        self._request = request
        self._deflate = zlib.compressobj() if zlib_stream else None
        self._out: asyncio.Queue[str | int] = asyncio.Queue()
        self._writer = asyncio.get_running_loop().create_task(self._write())
        self.closed_with: int | None = None

    def send(self, frame: str) -> None:
        """Queue one frame; nothing is sent on a line that is gone."""
        self._out.put_nowait(frame)

    def say(self, op: int, data: Json | bool | None = None) -> None:
        """Queue a frame that is no event."""
        self.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def close(self, closing: Closing | int) -> None:
        """Close after what is queued."""
        self.closed_with = closing if isinstance(closing, int) else closing.code
        self._out.put_nowait(self.closed_with)

    def cut(self) -> None:
        """Tear the connection, without a close frame; what is queued is lost."""
        self._writer.cancel()
        if self._request.transport is not None:
            self._request.transport.abort()

    async def finish(self) -> None:
        """Stop writing (the socket is gone)."""
        if self.closed_with is None:
            self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)

    async def _write(self) -> None:
        while True:
            frame = await self._out.get()
            if isinstance(frame, int):
                await self._socket.close(code=frame)
                return
            if self._deflate is None:
                await self._socket.send_str(frame)
            else:
                packed = self._deflate.compress(frame.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self._socket.send_bytes(packed)
