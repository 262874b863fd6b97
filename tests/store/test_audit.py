from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import text

from tests.store.people import NOW, at

if TYPE_CHECKING:
    from bot.ports import Store


async def test_the_chain_is_whole_after_many_writers(store: Store) -> None:
    def note(n: int):  # type: ignore[no-untyped-def]
        return lambda ledger: [ledger.audit("bot", f"did {n}.{k}", "a1", at(seconds=n)) for k in range(3)]

    await asyncio.gather(*(store.write(note(n)) for n in range(20)))
    assert await store.read(lambda ledger: ledger.broken_line()) is None  # type: ignore[attr-defined]
    lines = await store.read(
        lambda ledger: ledger.sql.execute(text("SELECT count(*), count(DISTINCT hash) FROM audit")).one()  # type: ignore[attr-defined]
    )
    assert tuple(lines) == (60, 60)


async def test_a_line_that_was_changed_or_taken_out_shows(store: Store) -> None:
    await store.write(lambda ledger: [ledger.audit("bot", f"did {n}", "a1", NOW) for n in range(3)])
    for forgery, first_wrong in (
        ("UPDATE audit SET what = 'x' WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 2", 3),
    ):
        await store.write(lambda ledger, forgery=forgery: ledger.sql.execute(text(forgery)))  # type: ignore[misc,attr-defined]
        assert await store.read(lambda ledger: ledger.broken_line()) == first_wrong  # type: ignore[attr-defined]


async def test_work_that_fails_leaves_no_line(store: Store) -> None:
    def fail(ledger):  # type: ignore[no-untyped-def]
        ledger.audit("bot", "never happened", "a1", NOW)
        raise LookupError

    results = await asyncio.gather(
        store.write(fail),
        store.write(lambda ledger: ledger.audit("bot", "happened", "a1", NOW)),
        return_exceptions=True,
    )
    assert isinstance(results[0], LookupError)
    lines = await store.read(lambda ledger: ledger.sql.execute(text("SELECT what FROM audit")).scalars().all())  # type: ignore[attr-defined]
    assert lines == ["happened"]
