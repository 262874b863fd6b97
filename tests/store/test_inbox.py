from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ports import Cursor
from tests.store.people import NOW, at, raw

if TYPE_CHECKING:
    from bot.ports import Ledger, Store


async def test_what_came_in_is_read_in_the_order_of_the_platform(store: Store) -> None:
    new = await store.write(lambda ledger: ledger.ingest([raw(n, text=f"text {n}") for n in (3, 1, 2)], (), NOW))
    rows = await store.write(lambda ledger: ledger.unread(10))
    assert new == 3
    assert [row.row for row in rows] == [raw(n, text=f"text {n}") for n in (3, 1, 2)]
    assert [row.id for row in rows] == sorted(row.id for row in rows)


async def test_a_row_that_comes_again_is_left_as_it_is(store: Store) -> None:
    await store.write(lambda ledger: ledger.ingest([raw(1, text="first")], (), NOW))
    new = await store.write(
        lambda ledger: ledger.ingest([raw(1, text="again"), raw(2), raw(2), raw(1, version=7)], (), NOW)
    )
    rows = await store.read(lambda ledger: ledger.unread(10))
    assert new == 2
    assert [(row.row.message, row.row.version, row.row.raw) for row in rows] == [
        ("1", 0, "first"),
        ("2", 0, "{}"),
        ("1", 7, "{}"),
    ]


async def test_a_row_that_was_judged_does_not_come_back_as_new(store: Store) -> None:
    await store.write(lambda ledger: ledger.ingest([raw(1)], (), NOW))
    await store.write(lambda ledger: ledger.read_done([row.id for row in ledger.unread(1)]))
    assert await store.write(lambda ledger: ledger.ingest([raw(1)], (), NOW)) == 0
    assert await store.read(lambda ledger: ledger.unread(10)) == []


async def test_a_cursor_moves_with_the_rows_and_the_last_value_counts(store: Store) -> None:
    moved = [Cursor("telegram", "42", "updates", value) for value in ("10", "11")]
    await store.write(lambda ledger: ledger.ingest([raw(1)], moved, NOW))
    await store.write(lambda ledger: ledger.ingest([], [Cursor("telegram", "42", "updates", "12")], NOW))
    assert await store.read(lambda ledger: ledger.cursors("telegram", "42")) == {"updates": "12"}
    assert await store.read(lambda ledger: ledger.cursors("telegram", "43")) == {}


async def test_a_parked_row_leaves_the_queue_and_is_counted(store: Store) -> None:
    await store.write(lambda ledger: ledger.ingest([raw(1), raw(2)], (), NOW))

    def park_first(ledger: Ledger) -> None:
        ledger.park(ledger.unread(1)[0].id, "no chat in it\0")

    await store.write(park_first)
    rows = await store.read(lambda ledger: ledger.unread(10))
    figures = await store.read(lambda ledger: ledger.figures())
    assert [row.row.message for row in rows] == ["2"]
    assert (figures["unread"], figures["parked"]) == (1, 1)


async def test_text_that_no_database_takes_is_kept_all_the_same(store: Store) -> None:
    await store.write(lambda ledger: ledger.ingest([raw(1, text="nul \0 half \ud83d whole 😀")], (), NOW))
    rows = await store.read(lambda ledger: ledger.unread(1))
    assert rows[0].row.raw == "nul \ufffd half \ufffd whole 😀"


async def test_read_and_parked_rows_go_when_their_time_is_over(store: Store) -> None:
    await store.write(lambda ledger: ledger.ingest([raw(n) for n in (1, 2, 3)], (), NOW))

    def judge(ledger: Ledger) -> None:
        first, second = ledger.unread(2)
        ledger.read_done([first.id])
        ledger.park(second.id, "unreadable")

    await store.write(judge)
    assert await store.write(lambda ledger: ledger.forget(at(days=6), 24, 7, 180)) == 0
    assert await store.write(lambda ledger: ledger.forget(at(days=8), 24, 7, 180)) == 2
    assert (await store.read(lambda ledger: ledger.figures()))["unread"] == 1
