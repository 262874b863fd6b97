"""A strict, stateful Telegram Bot API server on the loopback address, for tests.

`TelegramServer` is the whole surface inside a process; `python -m tests.servers.telegram` runs the same
server as a process of its own and `tests.servers.telegram.side.Side` drives it from another one.
"""

from tests.servers.telegram.server import TelegramServer

__all__ = ["TelegramServer"]
