"""Runs the demo: opens its folder and store, plays, serves the page, and stops cleanly on Ctrl-C and on SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import uvicorn

from bot.clock import SimulatedClock
from bot.config import load_config
from bot.console import demo_app
from bot.core.messages import Place
from bot.demo.keeping import Folder, InUse
from bot.demo.stage import DemoStage
from bot.demo.time import FASTEST, Timekeeper
from bot.library import Library
from bot.ports import StoreFull
from bot.service import House, Webcare
from bot.store import StoreError, open_store
from handlers.sandbox import SandboxPlatform, World
from handlers.sandbox.player import Player
from handlers.sandbox.script import BadScript, load_script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from bot.config import Config
    from bot.demo.keeping import ClockAt
    from bot.ports import Platform
    from handlers.sandbox.script import Script

HOST = "127.0.0.1"
PORT = 8600
SPEED = 16.0
_OPENING = 8.0
"""Seconds of the script's time before its first entry."""


def tell(text: str) -> None:
    """A hint or a mistake for the person at the terminal; stdout is for the address alone."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


class CannotPlay(Exception):
    """The demo cannot run; the text says why and what to do."""


def run_demo(config_path: Path | None, *, fresh: bool = False, port: int = PORT, speed: float | None = None) -> int:
    """Play until stopped; prints the page's address, and nothing else, on stdout. Returns the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        config = _config(config_path, speed)
        folder = Folder(config)
        try:
            if fresh:
                folder.start_afresh()
            asyncio.run(_play(config, folder, port, speed))
        finally:
            folder.close()
    except InUse as error:
        tell(f"wegwijzer demo: {error}. Stop it first, or look at that page.")
        return 1
    except (CannotPlay, BadScript, StoreError, StoreFull, OSError) as error:
        tell(f"wegwijzer demo: {error}")
        return 1
    return 0


def _config(path: Path | None, speed: float | None) -> Config:
    if speed is not None and not 1 <= speed <= FASTEST:
        raise CannotPlay(f"--speed goes from 1 to {FASTEST:g}; {speed:g} does not")
    config, troubles = load_config(path, os.environ)
    if config is None:
        for trouble in troubles:
            if trouble.level == "error":
                tell(f"{trouble.file}:{trouble.line}: {trouble.message}; {trouble.fix}")
        raise CannotPlay("the settings have mistakes; see above, or run: wegwijzer check")
    return config


def _places(config: Config) -> tuple[Place, Place]:
    channel = next((channel for channel in config.channels if channel.platform == "sandbox"), None)
    staff = config.staff.get("sandbox")
    if channel is None or staff is None:
        raise CannotPlay(
            f"{config.file} needs a channel with `platform: sandbox` and `staff.sandbox.id`, as in the config.yaml that comes with it"
        )
    return Place("sandbox", channel.id), Place("sandbox", staff.id)


def _listener(port: int) -> socket.socket:
    """A socket on this machine alone: the asked port, or any that is free where that one is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except (OSError, OverflowError) as error:
        tell(f"port {port} cannot be used ({error}); a free one is taken")
        made.bind((HOST, 0))
    made.listen(128)
    return made


def _begin(script: Script, world: World, kept: ClockAt | None) -> datetime:
    """Where the clock goes on: never before what has already been said."""
    moments = [post.at for post in world.posts.values()]
    if kept is not None:
        moments.append(kept.moment)
    return max(moments, default=script.start.fromtimestamp(script.start.timestamp() - _OPENING, script.start.tzinfo))


async def _play(config: Config, folder: Folder, port: int, speed: float | None) -> None:
    public, staff = _places(config)
    script = load_script(ZoneInfo(config.policy.timezone))
    store = await open_store(f"sqlite+aiosqlite:///{folder.store}")
    try:
        kept, world = folder.clock(), World(folder.journal)
        clock = SimulatedClock(_begin(script, world, kept))
        player = Player(world, script, clock, store, public, staff)
        chosen = speed or (kept.speed if kept is not None else SPEED)
        time = Timekeeper(clock, folder, chosen, waits=kept is None or kept.running)
        player.on_end = time.ended
        platform = SandboxPlatform(config, world, clock)
        library = Library(config).load()
        platforms: dict[str, Platform] = {"sandbox": platform}
        house = House(config, library, platforms, clock)
        stage = DemoStage(house, store, platform, player, time)
        await _serve(stage, Webcare(house, store), library, _listener(port), folder)
    finally:
        await store.close()


async def _serve(stage: DemoStage, webcare: Webcare, library: Library, listener: socket.socket, folder: Folder) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stop.set)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    server = _Server(
        uvicorn.Config(
            demo_app(stage), log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
    )
    try:
        async with asyncio.TaskGroup() as group:
            work = [
                group.create_task(webcare.run()),
                group.create_task(stage.player.run()),
                group.create_task(stage.time.keeping()),
                group.create_task(library.watch(stop)),
            ]
            serving = group.create_task(server.serve([listener]))
            folder.keep_address(address)
            await asyncio.wait({serving, group.create_task(server.ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
            sys.stdout.write(f"{address}\n")
            sys.stdout.flush()
            tell("stop with Ctrl-C; the next `wegwijzer demo` goes on from here, --fresh starts over")
            await stop.wait()
            server.should_exit = True
            await serving
            for task in work:
                task.cancel()
    finally:
        listener.close()


class _Server(uvicorn.Server):
    """Leaves the signals to us: the bot and the clock have to stop as well."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
