"""Run the loopback Discord by hand: `python -m tests.servers.discord --port 0`."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys

from tests.servers.discord.server import DiscordServer


async def serve(port: int, *, until_eof: bool) -> None:
    """Serve until SIGTERM, SIGINT or (with `until_eof`) the end of standard input."""
    end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, end.set)
    if until_eof:
        stdin = sys.stdin.fileno()
        loop.add_reader(stdin, lambda: end.set() if not os.read(stdin, 4096) else None)
    async with DiscordServer(port) as server:
        sys.stdout.write(f"rest={server.rest_base} gateway={server.gateway_url} side={server.root}/_side\n")
        sys.stdout.flush()
        await end.wait()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.discord", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--until-eof", action="store_true", help="stop when standard input ends (for harnesses)")
    asked = parser.parse_args()
    asyncio.run(serve(asked.port, until_eof=asked.until_eof))


if __name__ == "__main__":
    main()
