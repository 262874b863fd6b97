"""Learning beside the running bot: a try each night in a process of its own, and the version that serves, followed as it changes."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.learning.keeping import gather, keep, worth_trying
from bot.learning.process import Failed, Task, teach_apart
from bot.learning.teaching import adjustment_of
from bot.learning.words import not_promoted_line, promoted_line
from bot.ports import StoreFull

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.config import Config
    from bot.core.adjusting import Adjustment
    from bot.core.scorer import Model
    from bot.ports import Clock, Ledger, Store

log = logging.getLogger("wegwijzer.learning")

FOLLOW = 15.0
"""Seconds between two looks at which version serves; one row by its key."""
_NAP = 600.0
_WEEK = timedelta(days=7)


@dataclass
class Night:
    """The two loops of learning. `tell` posts a line in the staff channels under a key; `serve` puts an adjustment to work."""

    config: Config
    store: Store
    clock: Clock
    model: Model | None
    tell: Callable[[str, str], Awaitable[None]]
    serve: Callable[[Adjustment | None], None]
    teach: Callable[[Task], Awaitable[dict[str, Any]]] = teach_apart
    _serving: int = field(default=0, init=False)
    _tried: str = field(default="", init=False)

    async def run(self) -> None:
        """Both loops, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._following())
            if self.config.learning.nightly:
                group.create_task(self._nights())

    # which version serves ----------------------------------------------------------------------------------------------------
    async def _following(self) -> None:
        while True:
            try:
                await self.follow()
            except Exception:
                # Idem.
                log.exception("which version serves could not be seen; looked at again in a moment")
            await self.clock.sleep(FOLLOW)

    async def follow(self) -> None:
        """Put the version to work that serves now: promoted here, by the command, by another process, or taken back."""
        number = await self.store.read(lambda ledger: ledger.learned_number())
        if number == self._serving:
            return
        learned = await self.store.read(lambda ledger: ledger.learned())
        adjustment = adjustment_of(learned, self.model)
        self._serving = number
        self.serve(adjustment)
        if adjustment is not None:
            log.info("version %d of what was learned judges from now on", number)
        elif learned is not None:
            log.warning(
                "version %d was learned for another packaged model and rests; the next night learns anew",
                learned.number,
            )
        else:
            log.info("the packaged model judges alone from now on")

    # nights ------------------------------------------------------------------------------------------------------------------
    async def _nights(self) -> None:
        while True:
            now = self.clock.now()
            try:
                await self.try_once(now)
            except StoreFull as error:
                log.error("learning waits for room on the disk (%s)", error)  # noqa: TRY400
            except Exception:
                # Whatever it is, it must not end the bot: what serves goes on.
                log.exception("learning failed in an unforeseen way; the next night tries again")
            await self.clock.sleep(_NAP)

    def _last_due(self, now: datetime) -> datetime:
        """The latest moment, not after `now`, at which the brand's clock showed the hour of learning."""
        local = now.astimezone(ZoneInfo(self.config.policy.timezone))
        due = datetime.combine(local.date(), self.config.learning.at, tzinfo=local.tzinfo)
        return due if due <= local else due - timedelta(days=1)

    async def try_once(self, now: datetime) -> bool:
        """Learn, unless it was tried since the hour of learning was last there; True when a version was promoted."""
        day = f"{self._last_due(now):%Y-%m-%d}"
        if day == self._tried:
            return False
        first = await self.store.write(lambda ledger: ledger.first_to("night", day))
        self._tried = day
        if not first:
            return False
        task = await self.store.read(lambda ledger: gather(ledger, self.config))
        decision = worth_trying(task)
        if not decision.promote:
            await self._say_why_not(decision.sentences(self._language, only_failed=True), now)
            return False
        try:
            result = await self.teach(task)
        except (Failed, OSError) as error:
            log.error("learning failed (%s); what serves goes on, and the next night tries again", error)  # noqa: TRY400
            return False
        kept = await self.store.write(lambda ledger: keep(ledger, result, now))
        if kept is None:
            failed = result["failed"]
            await self._say_why_not(failed.get(self._language) or failed["en"], now)
            return False
        await self.tell(promoted_line(result["report"], kept.number, self._language), f"learned:{kept.number}")
        await self.follow()
        return True

    @property
    def _language(self) -> str:
        return self.config.brand.languages[0]

    async def _say_why_not(self, why: list[str], now: datetime) -> None:
        """Once a week at most, and only when somebody labelled something in it."""
        day, since = f"{now:%Y-%m-%d}", f"{now - _WEEK + timedelta(days=1):%Y-%m-%d}"

        def first(ledger: Ledger) -> bool:
            return ledger.count_labels(now - _WEEK) > 0 and ledger.first_to("why not", day, since)

        log.info("nothing was promoted: %s", "; ".join(why))
        if await self.store.write(first):
            await self.tell(not_promoted_line(why, self._language), f"not_learned:{day}")
