"""Introduces the rooms to each other, starts and stops them; the only file that knows them all."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import TYPE_CHECKING

from bot.clock import WallClock
from bot.library import Library
from bot.ports import Revoked
from bot.service import House, Webcare
from bot.store import open_store
from handlers import load

if TYPE_CHECKING:
    from bot.config import Config
    from bot.ports import Clock, Platform, Store, Trouble

log = logging.getLogger("wegwijzer.app")

LAST_SENDS = 10.0
"""Seconds that sends under way get at a stop; what is cut off then is uncertain, not lost."""


class NothingToDo(Exception):
    """No platform is set up; the text says what to fill in."""


async def connect_platforms(config: Config, store: Store | None, clock: Clock) -> dict[str, Platform]:
    """Every platform that the settings name, with the moves that the store remembers. The sandbox is the demo's alone."""
    platforms: dict[str, Platform] = {}
    for name, settings in config.platforms.items():
        if settings.mode == "off" or name == "sandbox":
            continue
        moves: dict[str, str] = {}
        if store is not None:
            moves = await store.read(lambda ledger, platform=name: ledger.moves(platform))  # type: ignore[misc]
        platforms[name] = load(name)(config, moves, clock=clock)
    if not platforms:
        raise NothingToDo(
            f"{config.file}: no platform is set up; fill in platforms.telegram or platforms.discord, or try: wegwijzer demo"
        )
    return platforms


async def serve(config: Config, clock: Clock | None = None) -> None:
    """Run the bot until it is told to stop (SIGINT, SIGTERM). Raises NothingToDo, Revoked, and what open_store raises."""
    clock = clock or WallClock()
    store = await open_store(config.store.url)
    try:
        platforms = await connect_platforms(config, store, clock)
        library = Library(config).load()
        await _run(House(config, library, platforms, clock), store, library)
    finally:
        await store.close()


async def _run(house: House, store: Store, library: Library) -> None:
    webcare = Webcare(house, store)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    try:
        for name, platform in house.platforms.items():
            for trouble in await platform.start():
                log.warning("%s: %s", name, _line(trouble))
                await webcare.door.alarm(name, _line(trouble), f"start:{name}:{trouble.path}:{trouble.message}")
        work = asyncio.create_task(webcare.run())
        watch = asyncio.create_task(library.watch(stop))
        waiting = asyncio.create_task(stop.wait())
        log.info("Wegwijzer listens for %s on %s", house.config.brand.name, ", ".join(house.platforms))
        done, _ = await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        if work not in done:
            await webcare.drain(LAST_SENDS)
        work.cancel()
        await asyncio.gather(watch, waiting, return_exceptions=True)
        with contextlib.suppress(asyncio.CancelledError):
            await work
        if work in done:
            work.result()
    except* Revoked as group:
        raise _first(group) from None
    finally:
        for platform in house.platforms.values():
            await platform.stop()
    log.info("stopped; nothing is lost, what waits goes on at the next start")


def _first(group: BaseExceptionGroup[Revoked]) -> Revoked:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error if isinstance(error, Revoked) else Revoked(str(error))


def _line(trouble: Trouble) -> str:
    return f"{trouble.path + ': ' if trouble.path else ''}{trouble.message} — {trouble.fix}"


async def check_online(config: Config) -> list[Trouble]:
    """Ask every platform whether token, rights, intents, channels and staff channel are right."""
    platforms = await connect_platforms(config, None, WallClock())
    troubles: list[Trouble] = []
    for platform in platforms.values():
        try:
            troubles += await platform.check_online()
        finally:
            await platform.stop()
    return troubles
