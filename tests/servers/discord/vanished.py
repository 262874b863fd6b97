"""Clients that vanish in the middle of a request, as a bot that is killed does: that is no mistake of the server and prints nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@web.middleware
async def vanished(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """A reset line is no error when the client is the one who is gone; any other error stays one."""
    try:
        return await handler(request)
    except ConnectionResetError:
        if request.transport is not None and not request.transport.is_closing():
            raise
        # Nobody is there to read it.
        return web.Response()
