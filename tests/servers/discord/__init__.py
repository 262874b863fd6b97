"""A strict, stateful Discord on this machine: REST and gateway over real sockets, for tests."""

from tests.servers.discord.server import DiscordServer
from tests.servers.discord.wiring import wired

__all__ = ["DiscordServer", "wired"]
