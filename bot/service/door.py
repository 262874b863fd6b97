"""Hear: the inbox as handlers see it. What `put` has taken is on disk."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.ports import StoreFull
from bot.service.draft import Draft

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from bot.ports import Cursor, Ledger, RawRow, Store
    from bot.service.house import House

log = logging.getLogger("wegwijzer.hear")

_FULL_WAIT = 5.0


class Door:
    """ports.Inbox over the store. Wakes the judge after each batch."""

    def __init__(self, house: House, store: Store, heard: asyncio.Event) -> None:
        """`heard` is set when there is something to judge."""
        self.house, self.store, self.heard = house, store, heard

    async def put(self, rows: Sequence[RawRow], cursors: Sequence[Cursor] = ()) -> None:
        """Write in one transaction. A full disk makes it wait, so that the platform is not told "received" too early."""
        await self._kept(lambda ledger: ledger.ingest(rows, cursors, self.house.clock.now()))
        if rows:
            self.heard.set()

    async def cursors(self, platform: str, bot: str) -> dict[str, str]:
        """Source → value."""
        return await self.store.read(lambda ledger: ledger.cursors(platform, bot))

    async def tell(self, text: str, key: str) -> None:
        """Tell every staff channel once per key; the log hears nothing of it."""
        for platform in self.house.platforms:
            await self._kept(
                lambda ledger, name=platform: self._notice(  # type: ignore[misc]
                    Draft(self.house, ledger, self.house.clock.now()), name, text, f"{key}:{name}"
                )
            )
        self.heard.set()

    async def alarm(self, platform: str, text: str, key: str) -> None:
        """Tell staff once per key, and the log."""
        log.warning("%s: %s", platform, text)
        await self._kept(
            lambda ledger: self._notice(Draft(self.house, ledger, self.house.clock.now()), platform, text, key)
        )
        self.heard.set()

    async def _kept(self, work: Callable[[Ledger], object]) -> None:
        """Write, however long there is no room; said once."""
        said = False
        while True:
            try:
                await self.store.write(work)
            except StoreFull as error:
                if not said:
                    log.error("nothing can be stored (%s); the platform keeps the messages until there is room", error)  # noqa: TRY400
                    said = True
                await self.house.clock.sleep(_FULL_WAIT)
            else:
                if said:
                    log.warning("there is room again; messages are stored")
                return

    @staticmethod
    def _notice(draft: Draft, platform: str, text: str, key: str) -> None:
        draft.notice(platform, text, key)
        draft.save()
