"""Writes whole units as fast as it can and prints the number of each confirmed one, until somebody kills it."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from bot.store import open_store
from tests.store.people import NOW, a_case, a_job, raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports import Ledger


def unit(number: int) -> Callable[[Ledger], None]:
    def work(ledger: Ledger) -> None:
        ledger.ingest([raw(number)], (), NOW)
        ledger.save_case(a_case(f"k{number}", said=str(number)))
        ledger.add_jobs([a_job(f"j{number}", f"lane {number}")], NOW)
        ledger.audit("bot", "heard", f"k{number}", NOW)

    return work


async def main(url: str) -> None:
    store = await open_store(url)

    async def write(first: int) -> None:
        for number in range(first, 1_000_000, 8):
            await store.write(unit(number))
            print(number, flush=True)  # noqa: T201 - what the test reads

    await asyncio.gather(*(write(first) for first in range(8)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
