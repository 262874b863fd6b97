"""Where Discord is.

discord.py keeps its addresses in two class attributes, so this setting holds for the whole process: one process talks to Discord's own
servers or to one server of your own, never to both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

if TYPE_CHECKING:
    from discord.http import HTTPClient

_API = "/api/v10"
_OWN_API, _OWN_GATEWAY = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY


def point(root: str) -> None:
    """Let REST calls go to the server with this root; empty for Discord's own, gateway included."""
    Route.BASE = f"{root.rstrip('/')}{_API}" if root else _OWN_API
    if not root:
        DiscordWebSocket.DEFAULT_GATEWAY = _OWN_GATEWAY


async def find_gateway(http: HTTPClient) -> None:
    """Ask a server of your own where its gateway is. Raises what discord.py raises; ValueError for an answer without an address."""
    answer = await http.request(Route("GET", "/gateway"))
    address = answer.get("url") if isinstance(answer, dict) else None
    if not isinstance(address, str) or not address:
        raise ValueError("no gateway address")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
