"""`python -m tests.servers.telegram --port 0 --token 7000000001:invented`: the server as a process of its own.

Its first and only line of output is its address; it stops on SIGTERM or SIGINT.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import signal
import sys

from tests.servers.telegram.server import TelegramServer


async def serve(port: int, tokens: list[str], username: str, *, reads_all: bool) -> None:
    """Serve until a signal comes."""
    async with TelegramServer(port) as server:
        for number, token in enumerate(tokens):
            server.add_bot(token, username if number == 0 else "", reads_all=reads_all)
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(one, stop.set)
        sys.stdout.write(server.url + "\n")
        sys.stdout.flush()
        gc.freeze()
        await stop.wait()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.servers.telegram", description="A loopback Telegram Bot API server for tests."
    )
    parser.add_argument("--port", type=int, default=0, help="0 for a free one")
    parser.add_argument(
        "--token", action="append", default=[], help="add a bot with this token; may be given more than once"
    )
    parser.add_argument("--username", default="", help="the first bot's username")
    parser.add_argument("--reads-all", action="store_true", help="switch privacy mode off for these bots")
    args = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(args.port, args.token, args.username, reads_all=args.reads_all))


main()
