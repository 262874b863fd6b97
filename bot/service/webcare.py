"""The service at work: listeners, one judge, one actor with several sends under way, and upkeep."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from bot.core.actions import Whisper
from bot.ports import Busy, Revoked, StoreFull, Unsure
from bot.service.acting import Actor
from bot.service.door import Door
from bot.service.doubting import Doubts
from bot.service.draft import Draft
from bot.service.judging import BATCH, Judge
from bot.service.outcomes import Outcomes
from bot.service.pace import Pace
from bot.service.places import silence_mark
from bot.service.tasks import Outcome, Task, load_tasks

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from datetime import datetime

    from bot.ports import Ledger, Platform, Store
    from bot.service.house import House

log = logging.getLogger("wegwijzer.service")

SENDS = 16
"""Sends under way at once: enough to hide a platform's latency, few enough that a crash leaves few of them uncertain."""
_IDLE = 30.0
_POLL = 1.0
_FULL_WAIT = 5.0
_UPKEEP = 3600.0
_LAST_SENDS = 15.0
"""Seconds that sends under way get to end when the bot is stopped."""


class Webcare:
    """Runs one installation on its platforms and its store."""

    def __init__(self, house: House, store: Store, *, sends: int = SENDS) -> None:
        """`sends` bounds the sends under way."""
        self.house, self.store, self.sends = house, store, sends
        self.heard, self.due = asyncio.Event(), asyncio.Event()
        self.door = Door(house, store, self.heard)
        self.judge, self.actor, self.outcomes = Judge(house), Actor(house), Outcomes(house)
        self.doubts = Doubts(house, store)
        self.pace = Pace({name: settings.pace for name, settings in house.config.platforms.items()})
        self._done: list[Outcome] = []
        self._running: set[asyncio.Task[None]] = set()
        self._in_hand = 0

    # life --------------------------------------------------------------------------------------------------------------------
    async def start(self) -> None:
        """Take over what an earlier run left: remembered moves, and jobs that were cut off."""
        for platform in self.house.platforms:
            moves = await self.store.read(lambda ledger, name=platform: ledger.moves(name))  # type: ignore[misc]
            for old, new in moves.items():
                self.house.remember_move(platform, old, new)
        for place in self.house.guests():
            mark = silence_mark(place.channel)
            person = await self.store.write(lambda ledger, p=place, m=mark: ledger.customer(p.platform, m, ""))  # type: ignore[misc]
            if person.stopped:
                self.house.silence(place)
        if await self.take_over(everything=self.store.exclusive):
            await self._look_first()

    async def _look_first(self) -> None:
        """What was cut off is looked at before anything is judged: staff may have written under a card whose receipt was lost."""
        while tasks := await self._claim(self.sends):
            await self.write_down(list(await asyncio.gather(*(self.perform(task) for task in tasks))))

    async def take_over(self, *, everything: bool) -> int:
        """Put jobs of a dead process back in the queue, in doubt: they may have been sent."""

        def work(ledger: Ledger) -> int:
            orphans = ledger.orphans(self.house.clock.now(), everything=everything)
            for job in orphans:
                ledger.release(job, self.house.clock.now(), doubt=True)
            return len(orphans)

        taken = await self.store.write(work)
        if taken:
            log.warning(
                "%d sends were cut off by an earlier stop; they are looked at before anything is repeated", taken
            )
            self.due.set()
        return taken

    async def run(self) -> None:
        """Work until cancelled. Raises Revoked when a token is no longer valid."""
        await self.start()
        try:
            async with asyncio.TaskGroup() as group:
                for platform in self.house.platforms.values():
                    group.create_task(self._listen(platform))
                for work in self.loops():
                    group.create_task(work)
        finally:
            await self._end()

    async def _end(self) -> None:
        """Sends under way come to their end and are written down: an orderly stop leaves nothing uncertain."""
        if self._running:
            await asyncio.wait(self._running, timeout=_LAST_SENDS)
        for late in self._running:
            late.cancel()
        outcomes, self._done = self._done, []
        try:
            await self._write(outcomes)
        except Exception as error:  # noqa: BLE001 - the bot ends anyway; the next start finds these sends cut off
            log.error("what came of %d sends could not be written down (%s)", len(outcomes), type(error).__name__)  # noqa: TRY400

    def loops(self) -> Sequence[Coroutine[None, None, None]]:
        """What must run beside the listeners."""
        return (self._judging(), self._acting(), self._upkeep())

    async def _listen(self, platform: Platform) -> None:
        await platform.listen(self.door)

    async def settle(self) -> None:
        """Judge and act until nothing is left that is due now (rehearsals and tests; not beside `run`)."""
        while True:
            judged = await self.judge_once()
            tasks = await self._claim(self.sends)
            outcomes = await asyncio.gather(*(self.perform(task) for task in tasks))
            if outcomes:
                await self.write_down(list(outcomes))
            if not judged and not tasks:
                return

    async def _wait(self, nudge: asyncio.Event, seconds: float) -> None:
        """Until nudged, or so long by the clock."""
        nudged, slept = asyncio.ensure_future(nudge.wait()), asyncio.ensure_future(self.house.clock.sleep(seconds))
        try:
            await asyncio.wait({nudged, slept}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            nudged.cancel()
            slept.cancel()
        nudge.clear()

    # judge -------------------------------------------------------------------------------------------------------------------
    async def judge_once(self) -> int:
        """Judge one batch; when a row makes that fail, find it, set it aside and go on with the others."""
        try:
            return await self._judge(BATCH)
        except StoreFull:
            raise
        except Exception:
            log.exception("a batch could not be judged; its rows are judged one by one")
        try:
            return await self._judge(1)
        except StoreFull:
            raise
        except Exception as error:
            log.exception("a message could not be judged and was set aside")
            return await self.store.write(partial(self._set_aside, why=type(error).__name__))

    async def _judge(self, limit: int) -> int:
        if self.house.opinion is None:
            return await self.store.write(lambda ledger: self.judge.work(ledger, self.house.clock.now(), limit))
        seen = await self.doubts.ask(limit)
        if not seen.rows:
            return 0
        now = self.house.clock.now
        return await self.store.write(lambda ledger: self.judge.work(ledger, now(), seen.rows, seen))

    def _set_aside(self, ledger: Ledger, why: str) -> int:
        rows = ledger.unread(1)
        draft = Draft(self.house, ledger, self.house.clock.now())
        for row in rows:
            ledger.park(row.id, f"could not be judged: {why}")
            text = self.house.desk("parked", platform=row.row.platform, reason=why)
            draft.notice(row.row.platform, text, f"parked:{row.id}")
        draft.save()
        return len(rows)

    async def _judging(self) -> None:
        while True:
            try:
                judged = await self.judge_once()
            except StoreFull as error:
                log.error("nothing can be stored (%s); judging waits for room", error)  # noqa: TRY400
                await self.house.clock.sleep(_FULL_WAIT)
                continue
            if judged:
                self.due.set()
            else:
                await self._wait(self.heard, _IDLE if self.store.exclusive else _POLL)

    # act ---------------------------------------------------------------------------------------------------------------------
    def _unheard(self) -> set[str]:
        """Public channels in which somebody may have spoken that the bot has not heard yet: it says nothing there until it has."""
        away = {name for name, platform in self.house.platforms.items() if not platform.is_caught_up()}
        return {f"{place.platform}:{place.channel}" for place in self.house.public_places() if place.platform in away}

    async def _claim(self, free: int) -> list[Task]:
        now = self.house.clock.now()
        resting = self.pace.resting(now.timestamp()) | self._unheard()
        paced = any(self.pace.enabled.get(name, True) and name != "sandbox" for name in self.house.platforms)
        limit = 1 if paced else free
        desks = {f"{desk.platform}:{desk.channel}" for desk in self.house.desks()}

        def work(ledger: Ledger) -> list[Task]:
            claimed = ledger.claim(now, limit, self.house.config.store.lease, resting, desks)
            return load_tasks(ledger, claimed, self.house)

        tasks = await self.store.write(work)
        for task in tasks:
            if not isinstance(task.action, Whisper):
                self.pace.spoke(task.job.new.channel, now.timestamp())
        return tasks

    async def perform(self, task: Task) -> Outcome:
        """One send. A fault that is not a ChatError counts as "nobody knows whether it arrived"."""
        try:
            outcome = await self.actor.perform(task)
        except Exception as error:
            log.exception("job %s (%s) failed in an unforeseen way", task.job.id, task.job.new.kind)
            outcome = Outcome(task, error=Unsure(type(error).__name__))
        if isinstance(outcome.error, Busy):
            self.pace.block(
                task.job.new.channel, self.house.clock.now().timestamp() + (outcome.error.retry_after or 1.0)
            )
        return outcome

    async def _acting(self) -> None:
        """Each turn saves what came of sends and claims the next ones: asked for together, both are one commit."""
        while True:
            outcomes = list(self._done)
            stops = any(isinstance(outcome.error, Revoked) for outcome in outcomes)
            free = 0 if stops else self.sends - self._in_hand + len(outcomes)
            _, tasks = await asyncio.gather(self.write_down(outcomes), self._next(free))
            del self._done[: len(outcomes)]
            self._in_hand += len(tasks) - len(outcomes)
            for task in tasks:
                running = asyncio.create_task(self._send(task))
                self._running.add(running)
                running.add_done_callback(self._running.discard)
            if not tasks:
                await self._wait(self.due, await self._until_next())

    async def _next(self, free: int) -> list[Task]:
        try:
            return await self._claim(free) if free > 0 else []
        except StoreFull as error:
            log.error("nothing can be stored (%s); sending waits for room", error)  # noqa: TRY400
            await self.house.clock.sleep(_FULL_WAIT)
            return []

    async def _send(self, task: Task) -> None:
        outcome = await self.perform(task)
        self._done.append(outcome)
        self.due.set()

    async def _until_next(self) -> float:
        """Seconds until something may become due."""
        longest = _IDLE if self.store.exclusive else _POLL
        if self._in_hand >= self.sends:
            return longest
        now = self.house.clock.now()
        due = await self.store.read(lambda ledger: ledger.next_due())
        wait = longest if due is None else (due - now).total_seconds()
        if wait <= 0:
            rest = self.pace.next_ready(self.pace.resting(now.timestamp()), now.timestamp())
            wait = rest - now.timestamp() if rest is not None else _POLL
        return min(max(wait, 0.01), longest)

    # write down --------------------------------------------------------------------------------------------------------------
    async def write_down(self, outcomes: list[Outcome]) -> None:
        """Save what came of sends; together, and one by one when that fails. Waits for room on a full disk: receipts are not dropped.

        Raises Revoked, after saving, when a platform refused the token.
        """
        while outcomes:
            try:
                await self._write(outcomes)
            except StoreFull as error:
                log.error("nothing can be stored (%s); %d receipts wait for room", error, len(outcomes))  # noqa: TRY400
                await self.house.clock.sleep(_FULL_WAIT)
                continue
            except Exception:
                log.exception("what came of %d sends could not be written down together", len(outcomes))
                if len(outcomes) > 1:
                    for outcome in outcomes:
                        await self.write_down([outcome])
            break
        for outcome in outcomes:
            if isinstance(outcome.error, Revoked):
                raise outcome.error

    async def _write(self, outcomes: list[Outcome]) -> None:
        await self.store.write(lambda ledger: self.outcomes.work(ledger, outcomes, self.house.clock.now()))

    # upkeep ------------------------------------------------------------------------------------------------------------------
    async def _upkeep(self) -> None:
        keep = self.house.config.retention
        last_forget: datetime | None = None
        while True:
            now = self.house.clock.now()
            if last_forget is None or (now - last_forget).total_seconds() >= _UPKEEP:
                last_forget = now
                await self._forget(now, keep.context_hours, keep.parked_days, keep.case_days)
            if not self.store.exclusive:
                await self.take_over(everything=False)
            await self.house.clock.sleep(_UPKEEP if self.store.exclusive else self.house.config.store.lease / 2)

    async def _forget(self, now: datetime, hours: float, parked: float, cases: float) -> None:
        try:
            gone = await self.store.write(lambda ledger: ledger.forget(now, hours, parked, cases))
        except StoreFull as error:
            log.error("upkeep waits for room on the disk (%s)", error)  # noqa: TRY400
            return
        if gone:
            log.info("retention: %d rows erased", gone)
