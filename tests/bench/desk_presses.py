"""Open cases by the store's own functions, and presses that the running service answers."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import WallClock
from bot.config import load_config
from bot.core.actions import Timer
from bot.core.cases import Case, State
from bot.core.clocks import ClockEvent, ClockVerb
from bot.core.menus import button
from bot.core.messages import Place
from bot.core.verbs import BY_NAME
from bot.core.words import Words
from bot.library import Library
from bot.ports import Seen
from bot.service import House, Webcare
from bot.service.plans import job
from bot.store import open_store
from handlers.sandbox import Person, Post, SandboxPlatform, World
from tests.bench.usage import queued

if TYPE_CHECKING:
    from datetime import datetime

    from bot.ports import Ledger, NewJob

_ROOT = Path(__file__).parents[2]
PUBLIC, STAFF = "klantgroep-utrecht", "staf"
VERBS = ("write", "more", "claim", "history", "answer", "why", "not_complaint", "private", "solve", "snooze")
TOPICS = ("outage", "billing", "delivery", "service", "app", "other")
_BATCH = 2_000
_WARM = 20
"""Presses before the watch starts."""
_LONGEST = 60.0


@dataclass(frozen=True, slots=True)
class Answered:
    """A press that was answered: seconds by the clock from the press to the answer, our own of them, and seconds of a core.

    Not our own is the time in which the service could have run and other programs had the cores.
    """

    verb: str
    wait: float
    own: float
    core: float


class Pressed(World):
    """A world that tells when a press was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = asyncio.Event()

    def whisper(self, token: str, text: str, at: datetime) -> None:
        """As ever, and heard."""
        super().whisper(token, text, at)
        self.answered.set()


async def press_all(folder: Path, cases: int, presses: int) -> list[Answered]:
    """Presses one after the other, on cases that lie evenly among all open ones."""
    config, troubles = load_config(_ROOT / "config.yaml", {})
    if config is None:
        raise RuntimeError(str(troubles))
    world, clock = Pressed(), WallClock()
    platform = SandboxPlatform(config, world, clock)
    store = await open_store(f"sqlite:///{folder / 'desk.db'}")
    try:
        webcare = Webcare(House(config, Library(config).load(), {"sandbox": platform}, clock), store)
        world.join(Person("noor", "Noor Bos", "staff"))
        many = min(presses + _WARM, cases)
        pressed = [n * cases // many for n in range(many)]
        await _fill(webcare, world, cases, frozenset(pressed))
        running = asyncio.create_task(webcare.run())
        try:
            waits = [await _press(world, running, n, number) for n, number in enumerate(pressed)]
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return waits[min(_WARM, len(waits) // 2) :]
    finally:
        await store.close()


async def _press(world: Pressed, running: asyncio.Task[None], n: int, number: int) -> Answered:
    verb = VERBS[n % len(VERBS)]
    world.answered.clear()
    waiting = asyncio.ensure_future(world.answered.wait())
    began, used, stood = time.perf_counter(), time.process_time(), queued(os.getpid())
    data = button(BY_NAME[verb], _name(number), "nl").data
    world.press("noor", world.keys[f"card:{number}"], data, WallClock().now())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED, timeout=_LONGEST)
    if not waiting.done():
        waiting.cancel()
        raise RuntimeError(f"no answer to {verb}")
    wait, core = time.perf_counter() - began, time.process_time() - used
    return Answered(verb, wait, max(core, wait - (queued(os.getpid()) - stood)), core)


def _name(number: int) -> str:
    return f"{number:016x}"


async def _fill(webcare: Webcare, world: World, many: int, pressed: frozenset[int]) -> None:
    """Cases with staff as an installation has them: customer, message, timer and clock each, and a card in a thread."""
    for first in range(0, many, _BATCH):
        numbers = range(first, min(first + _BATCH, many))
        await webcare.store.write(partial(_write, house=webcare.house, world=world, numbers=numbers, pressed=pressed))
        if sys.stderr.isatty():
            print(f"\r  {numbers[-1] + 1:>9,} of {many:,} cases", end="\r", file=sys.stderr, flush=True)


def _write(ledger: Ledger, *, house: House, world: World, numbers: range, pressed: frozenset[int]) -> None:
    now = house.clock.now()
    cases: list[Case] = []
    seen: list[Seen] = []
    timers: list[NewJob] = []
    for number in numbers:
        customer = ledger.customer("sandbox", f"k{number}", f"Klant {number}").id
        case = _case(number, customer, now - timedelta(minutes=number % 10_000), house)
        if number in pressed:
            case = _with_card(case, world, number, now)
        cases.append(case)
        seen.append(
            Seen(case.place, case.message, 0, customer, "customer", case.opened, case.masked, "hand_over", case=case.id)
        )
        timers.append(job(Timer("deadline"), f"deadline:{case.id}", now + timedelta(days=1, seconds=number), case))
        ledger.add_clock_events(case.id, [ClockEvent(case.opened, ClockVerb.COMPLAINT)])
    ledger.save_cases(cases)
    ledger.remember(seen)
    ledger.add_jobs(timers, now)


def _case(number: int, customer: str, opened: datetime, house: House) -> Case:
    """A complaint that was handed over; all stand in one channel."""
    topic = TOPICS[number % len(TOPICS)]
    facts = house.facts("nl", f"Klant {number}", topic, "16:00", "", "sandbox")
    reply = house.library.shelf.reply("nl", "picked_up", number, facts)
    return Case(
        id=_name(number),
        customer=customer,
        place=Place("sandbox", PUBLIC),
        message=f"m{number}",
        language="nl",
        opened=opened,
        updated=opened,
        state=State.HANDED_OVER,
        topic=topic,
        severity=2 + number % 2,
        probability=0.97,
        masked=f"Al {number} minuten geen verbinding en niemand die terugbelt, ik wil nu een mens spreken",
        why="zegt dat iets uitvalt",
        suggested=tuple(reply.words.dump()),
        suggestion=reply.name,
        deadline=opened + timedelta(days=2),
        card=f"card{number}",
        thread=Place("sandbox", STAFF, f"thread{number}"),
        last_message=f"m{number}",
    )


def _with_card(case: Case, world: World, number: int, now: datetime) -> Case:
    """Its complaint and its card really stand on the platform."""
    world.join(Person(f"k{number}", f"Klant {number}"))
    world.posts[case.message] = Post(case.message, PUBLIC, "", f"k{number}", [case.masked], now)
    thread = world.open_thread(f"Zaak {number}", f"thread:{number}")
    card = world.post(STAFF, thread, Words.of(case.masked).dump(), now, key=f"card:{number}")
    return replace(case, card=card, thread=Place("sandbox", STAFF, thread))
