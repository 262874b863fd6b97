"""Promises and clock events are kept with their case, and go with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.clocks import ClockEvent, ClockVerb
from bot.core.promises.keeping import GivenPromise, PromiseState

if TYPE_CHECKING:
    from bot.ports import Store

NOW = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
PROMISE = GivenPromise("p1", "c1", "w1", "morgen voor 12:00", NOW, NOW + timedelta(days=1))


async def test_a_promise_is_read_as_it_was_saved_last(store: Store) -> None:
    await store.write(lambda ledger: ledger.save_promise(PROMISE))
    opened = PROMISE.opened("w2", NOW + timedelta(minutes=1))
    await store.write(lambda ledger: ledger.save_promise(opened))
    assert await store.read(lambda ledger: ledger.promises_of("c1")) == [opened]
    assert await store.read(lambda ledger: ledger.promises_of("c2")) == []


async def test_promises_come_by_when_they_are_due(store: Store) -> None:
    later = replace(PROMISE, id="p0", due=PROMISE.due + timedelta(hours=1), state=PromiseState.KEPT)
    for promise in (later, PROMISE):
        await store.write(lambda ledger, promise=promise: ledger.save_promise(promise))  # type: ignore[misc]
    assert [p.id for p in await store.read(lambda ledger: ledger.promises_of("c1"))] == ["p1", "p0"]
    found = await store.read(lambda ledger: ledger.promises_due(PROMISE.due, later.due))
    assert [p.id for p in found] == ["p1"]


async def test_clock_events_come_in_the_order_in_which_they_were_written(store: Store) -> None:
    first = [ClockEvent(NOW, ClockVerb.COMPLAINT), ClockEvent(NOW, ClockVerb.ANSWER)]
    await store.write(lambda ledger: ledger.add_clock_events("c1", first))
    await store.write(lambda ledger: ledger.add_clock_events("c1", []))
    await store.write(lambda ledger: ledger.add_clock_events("c1", [ClockEvent(NOW, ClockVerb.SOLVE)]))
    assert await store.read(lambda ledger: ledger.clock_events("c1")) == [*first, ClockEvent(NOW, ClockVerb.SOLVE)]
