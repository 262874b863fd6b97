"""How the program lives through a story: whole, or killed in the middle of every step and after it, and started anew each time.

A story does not know: every step of it ends in `work`, and there the kills are. Killed means that nothing is drained and no object is
kept: the next program opens the files as they are, and meets a platform on which everything stands that was accepted.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from bot.core.actions import Timer
from bot.service.acting import REPEATABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ports import Store
    from bot.service import Webcare
    from bot.service.tasks import Task


class Kill(Enum):
    """A moment of a step."""

    HEARD = auto()
    """What was said is in the inbox; nothing of it is judged."""
    JUDGED = auto()
    """Judged and recorded; none of the jobs ran."""
    MARKED = auto()
    """A send is marked; the platform has not heard of it."""
    SENT = auto()
    """The platform accepted it; the receipt is not written."""
    DONE = auto()
    """The step is over."""


class Sends(Enum):
    """Which sends are cut off."""

    ALL = auto()
    REPEATABLE = auto()
    """What may be done again unseen: only staff see it, or twice is as once."""
    OTHERS = auto()


@dataclass(frozen=True)
class Life:
    """When the program is killed, by name, and in which sends."""

    name: str
    kills: frozenset[Kill] = frozenset()
    sends: Sends = Sends.ALL


WHOLE = Life("whole")
EVERYWHERE = Life("killed everywhere", frozenset(Kill))
TOLD = Life("killed everywhere but while it speaks to a customer", frozenset(Kill), Sends.REPEATABLE)
"""For a platform that cannot tell whether a post arrived: there a cut is not repeated but said to staff, so the story goes otherwise."""
CUT = Life("killed while it speaks to a customer", frozenset({Kill.SENT}), Sends.OTHERS)
ONE_BY_ONE = tuple(Life(f"killed when {kill.name.lower()}", frozenset({kill})) for kill in Kill)
LIVES = (WHOLE, EVERYWHERE, TOLD, CUT, *ONE_BY_ONE)

_now = [WHOLE]


def current() -> Life:
    """The life of the story that is told."""
    return _now[-1]


@contextmanager
def living(life: Life) -> Iterator[None]:
    """Tell stories with this life."""
    _now.append(life)
    try:
        yield
    finally:
        _now.pop()


@dataclass
class Count:
    """How often the program was killed so far, for the figures."""

    kills: int = 0


COUNT = Count()


class Mortal(Protocol):
    """A stage whose program can be killed."""

    store: Store
    webcare: Webcare

    async def reborn(self) -> None:
        """Killed, and started anew on what is on the disk."""
        ...


async def work(on: Mortal) -> None:
    """Judge and act until nothing is left that is due now, with the kills of this life."""
    life = current()
    if Kill.HEARD in life.kills and await on.store.read(lambda ledger: bool(ledger.unread(1))):
        await _die(on)
    if life.kills and await on.webcare.judge_once() and Kill.JUDGED in life.kills:
        await _die(on)
    if life.kills & {Kill.MARKED, Kill.SENT}:
        await _die_while_sending(on, life)
    await on.webcare.settle()
    if Kill.DONE in life.kills:
        await _die(on)
        await on.webcare.settle()


async def _die(on: Mortal) -> None:
    COUNT.kills += 1
    await on.reborn()


async def _die_while_sending(on: Mortal, life: Life) -> None:
    """Every send of this life is cut off once; what comes back in doubt is left in peace."""
    while tasks := await on.webcare._claim(on.webcare.sends):
        cut = [task for task in tasks if _is_cut(task, life)]
        whole = [task for task in tasks if task not in cut]
        # In one turn both: what is not cut off has its receipt when the program dies.
        await on.webcare.write_down(list(await asyncio.gather(*(on.webcare.perform(task) for task in whole))))
        await asyncio.gather(*(on.webcare.perform(task) for task in cut if _arrives(task, life)))
        if cut:
            await _die(on)


def _is_cut(task: Task, life: Life) -> bool:
    wanted = {Sends.ALL: True, Sends.REPEATABLE: isinstance(task.action, REPEATABLE)}
    return not task.job.doubt and wanted.get(life.sends, not isinstance(task.action, (*REPEATABLE, Timer)))


def _arrives(task: Task, life: Life) -> bool:
    """Whether the platform accepts it before the program dies; where both can be, one send in two."""
    return Kill.SENT in life.kills and (Kill.MARKED not in life.kills or task.job.id % 2 == 1)
