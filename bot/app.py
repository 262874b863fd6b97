"""Introduces the rooms to each other, starts and stops them; the only file that knows them all."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import TYPE_CHECKING, TypeVar

from bot.clock import WallClock
from bot.learning import Night, model_of
from bot.library import Library
from bot.opinion import open_opinion
from bot.ports import ChatError, Revoked
from bot.service import House, Webcare
from bot.store import open_store
from handlers import load

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.config import Config
    from bot.ports import Clock, Ledger, Platform, Store, Trouble
    from bot.service.door import Door

log = logging.getLogger("wegwijzer.app")

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
"""Seconds between two tries to reach a platform at start, or the database; doubled each time."""
_LOST_STATES = ("08", "57P", "55000")
"""PostgreSQL: connection trouble, shutting down or starting up, a database that takes no connections now (appendix A of its manual)."""

T = TypeVar("T")

LAST_SENDS = 10.0
"""Seconds that sends under way get at a stop; what is cut off then is uncertain, not lost."""


class NothingToDo(Exception):
    """No platform is set up; the text says what to fill in."""


class Patient:
    """ports.Store over another one: while the database cannot be reached, work waits and is then begun again. Told in one line each way.

    A commit whose answer was lost is done twice; everything the service writes bears that (unique keys, fenced attempts).
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        """`clock` measures the waits."""
        self._store, self._clock = store, clock
        self.exclusive = store.exclusive
        self._away = False

    async def write(self, work: Callable[[Ledger], T]) -> T:
        """Run `work` in a transaction; it is on disk when this returns."""
        return await self._patiently(lambda: self._store.write(work))

    async def read(self, work: Callable[[Ledger], T]) -> T:
        """Run `work` on a consistent view."""
        return await self._patiently(lambda: self._store.read(work))

    async def close(self) -> None:
        """Finish what is queued and close."""
        await self._store.close()

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        wait = FIRST_WAIT
        while True:
            try:
                result = await ask()
            except Exception as error:
                if not _lost(error):
                    raise
                if not self._away:
                    self._away = True
                    kind = type(error).__name__
                    log.error("the database cannot be reached (%s); everything waits until it can", kind)  # noqa: TRY400
                await self._clock.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)
            else:
                if self._away:
                    self._away = False
                    log.warning("the database can be reached again")
                return result


def _lost(error: BaseException) -> bool:
    """Whether an error of the store says that the database went away or is not there yet."""
    said = getattr(error, "orig", None)
    state = str(getattr(said, "sqlstate", None) or "")
    return (
        isinstance(error, OSError)
        or bool(getattr(error, "connection_invalidated", False))
        or state.startswith(_LOST_STATES)
    )


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
    store: Store = Patient(await open_store(config.store.url), clock)
    try:
        platforms = await connect_platforms(config, store, clock)
        library = Library(config).load()
        opinion = open_opinion(config, clock)
        try:
            await _run(House(config, library, platforms, clock, opinion=opinion), store, library)
        finally:
            if opinion is not None:
                await opinion.close()
    finally:
        await store.close()


async def _run(house: House, store: Store, library: Library) -> None:
    webcare = Webcare(house, store)
    night = Night(
        house.config,
        store,
        house.clock,
        model_of(library.shelf.lexicons),
        webcare.door.tell,
        lambda adjustment: setattr(house, "adjustment", adjustment),
    )
    await night.follow()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    try:
        for platform in house.platforms.values():
            await _begin(platform, webcare.door, house.clock, stop)
        if not stop.is_set():
            log.info("Wegwijzer listens for %s on %s", house.config.brand.name, ", ".join(house.platforms))
            await _work(webcare, library, stop, night)
    finally:
        for platform in house.platforms.values():
            await platform.stop()
    log.info("stopped; nothing is lost, what waits goes on at the next start")


async def _begin(platform: Platform, door: Door, clock: Clock, stop: asyncio.Event) -> None:
    """Start a platform, however long it cannot be reached: told once, then tried again until it works or the bot is stopped."""
    wait = FIRST_WAIT
    while not stop.is_set():
        try:
            troubles = await platform.start()
        except Revoked:
            raise
        except ChatError as error:
            if wait == FIRST_WAIT:
                log.warning("%s cannot be reached at start (%s); trying again until it works", platform.name, error)
            await _nap(clock, wait, stop)
            wait = min(2 * wait, LONGEST_WAIT)
            continue
        if wait != FIRST_WAIT:
            log.warning("%s works now", platform.name)
        for trouble in troubles:
            key = f"start:{platform.name}:{trouble.path}:{trouble.message}"
            await door.alarm(platform.name, _line(trouble), key)
        return


async def _nap(clock: Clock, seconds: float, stop: asyncio.Event) -> None:
    """So long by the clock, or until the bot is stopped."""
    sleeping, stopping = asyncio.ensure_future(clock.sleep(seconds)), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({sleeping, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        sleeping.cancel()
        stopping.cancel()


async def _work(webcare: Webcare, library: Library, stop: asyncio.Event, night: Night | None = None) -> None:
    """Until `stop` is set, or until something ends the work: that is raised here, by itself and not in a group."""
    work = asyncio.create_task(webcare.run())
    watch = asyncio.create_task(library.watch(stop))
    beside = [asyncio.create_task(night.run())] if night is not None else []
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    work.cancel()
    for task in beside:
        task.cancel()
    await asyncio.gather(watch, waiting, *beside, return_exceptions=True)
    try:
        await work
    except asyncio.CancelledError:
        return
    except BaseExceptionGroup as group:
        raise _cause(group) from None


def _cause(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Of all that went wrong at once, a refused token before anything else."""
    error: BaseException = group.subgroup(Revoked) or group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


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
