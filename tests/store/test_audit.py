from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import text

from tests.store.people import NOW, at, broken_line, sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports import Ledger, Store


async def test_the_chain_is_whole_after_many_writers(store: Store) -> None:
    def note(n: int) -> Callable[[Ledger], None]:
        def work(ledger: Ledger) -> None:
            for k in range(3):
                ledger.audit("bot", f"did {n}.{k}", "a1", at(seconds=n))

        return work

    await asyncio.gather(*(store.write(note(n)) for n in range(20)))
    assert await store.read(broken_line) is None
    lines = await store.read(
        lambda ledger: sql(ledger).execute(text("SELECT count(*), count(DISTINCT hash) FROM audit")).one()
    )
    assert tuple(lines) == (60, 60)


async def test_a_line_that_was_changed_or_taken_out_shows(store: Store) -> None:
    for n in range(3):
        await store.write(lambda ledger, n=n: ledger.audit("bot", f"did {n}", "a1", NOW))  # type: ignore[misc]
    for forgery, first_wrong in (
        ("UPDATE audit SET what = 'x' WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 2", 3),
    ):
        await store.write(lambda ledger, forgery=forgery: sql(ledger).execute(text(forgery)))  # type: ignore[misc]
        assert await store.read(broken_line) == first_wrong


async def test_work_that_fails_leaves_no_line(store: Store) -> None:
    def fail(ledger: Ledger) -> None:
        ledger.audit("bot", "never happened", "a1", NOW)
        raise LookupError

    results = await asyncio.gather(
        store.write(fail),
        store.write(lambda ledger: ledger.audit("bot", "happened", "a1", NOW)),
        return_exceptions=True,
    )
    assert isinstance(results[0], LookupError)
    lines = await store.read(lambda ledger: sql(ledger).execute(text("SELECT what FROM audit")).scalars().all())
    assert lines == ["happened"]
