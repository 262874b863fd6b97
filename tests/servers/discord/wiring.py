"""Pointing the real discord.py at a server on this machine, and back.

discord.py has no setting for its addresses; these two class attributes are where it keeps them. They belong to the
library, not to us, so setting them is configuration and no mock of our code.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Addresses(Protocol):
    """Where a Discord is: the server in this process, or a Side client of one in another."""

    rest_base: str
    gateway_url: str


@contextmanager
def wired(there: Addresses) -> Iterator[None]:
    """Within this block discord.py talks to `there`; afterwards to whom it talked before."""
    # Loaded here: a server in a process of its own has no use for the client library.
    import yarl
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

    rest, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = there.rest_base, yarl.URL(there.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = rest, gateway
