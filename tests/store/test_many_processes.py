"""Several transactions at once on PostgreSQL: who is first, who waits, who passes over."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.store import open_store
from tests.store.people import NOW, a_case, a_job, ask, raw

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.ports import Ledger, Store

pytestmark = [pytest.mark.postgres, pytest.mark.thorough]


@pytest.fixture
async def rival(postgres_store_url: str) -> AsyncIterator[Callable[[Callable[[Ledger], Any]], Any]]:
    """Runs work as another process would, on its own store in its own thread, and waits inside the transaction until told."""
    release = threading.Event()
    inside = threading.Event()
    threads: list[threading.Thread] = []

    def start(work: Callable[[Ledger], Any]) -> Any:
        found: list[Any] = []

        def held(ledger: Ledger) -> None:
            found.append(work(ledger))
            inside.set()
            release.wait(20)

        async def run() -> None:
            store = await open_store(postgres_store_url)
            await store.write(held)
            await store.close()

        thread = threading.Thread(target=asyncio.run, args=(run(),))
        thread.start()
        threads.append(thread)
        inside.wait(20)

        def let_go() -> None:
            release.set()
            thread.join()

        return found[0], let_go

    yield start
    release.set()
    for thread in threads:
        thread.join()


@pytest.fixture
async def store(postgres_store_url: str) -> AsyncIterator[Store]:
    opened = await open_store(postgres_store_url)
    yield opened
    await opened.close()


async def test_postgres_is_shared(store: Store) -> None:
    assert not store.exclusive


async def test_a_channel_is_read_by_one_process_at_a_time_and_the_others_read_on_elsewhere(
    store: Store, rival: Any
) -> None:
    rows = [raw(1), raw(2, channel="-9"), raw(3)]
    await store.write(lambda ledger: ledger.ingest(rows, (), NOW))
    theirs, let_go = await asyncio.to_thread(rival, lambda ledger: ledger.unread(1))
    ours = await store.write(lambda ledger: ledger.unread(10))
    assert [row.row.message for row in theirs] == ["1"]
    assert [row.row.message for row in ours] == ["2"]
    await asyncio.to_thread(let_go)
    later = await store.write(lambda ledger: ledger.unread(10))
    assert [row.row.message for row in later] == ["1", "2", "3"]


async def test_a_job_that_another_process_is_taking_is_passed_over_with_its_lane(store: Store, rival: Any) -> None:
    jobs = [a_job("first"), a_job("second"), a_job("aside", "two")]
    await store.write(lambda ledger: ledger.add_jobs(jobs, NOW))
    theirs, let_go = await asyncio.to_thread(rival, lambda ledger: ledger.claim(NOW, 1, 9.0))
    ours = await store.write(lambda ledger: ledger.claim(NOW, 10, 9.0))
    assert [[job.new.key for job in taken] for taken in (theirs, ours)] == [["first"], ["aside"]]
    await asyncio.to_thread(let_go)
    assert await store.write(lambda ledger: ledger.claim(NOW, 10, 9.0)) == []


async def test_an_answer_waits_while_another_process_still_judges_its_channel(store: Store, rival: Any) -> None:
    await store.write(lambda ledger: ledger.add_jobs([a_job("answer", kind="answer")], NOW))
    await store.write(lambda ledger: ledger.ingest([raw(1)], (), NOW))
    _, let_go = await asyncio.to_thread(rival, lambda ledger: ledger.read_done([row.id for row in ledger.unread(1)]))
    assert await store.write(lambda ledger: ledger.claim(NOW, 10, 9.0)) == []
    await asyncio.to_thread(let_go)
    assert len(await store.write(lambda ledger: ledger.claim(NOW, 10, 9.0))) == 1


async def test_a_press_waits_for_the_press_before_it_and_sees_what_it_did(store: Store, rival: Any) -> None:
    await store.write(lambda ledger: ledger.save_case(a_case("a")))

    def take(who: str) -> Callable[[Ledger], str]:
        def work(ledger: Ledger) -> str:
            case = ledger.case("a")
            assert case is not None
            if not case.owner:
                ledger.save_case(replace(case, owner=who))
            return case.owner or who

        return work

    theirs, let_go = await asyncio.to_thread(rival, take("theirs"))
    ours = asyncio.create_task(store.write(take("ours")))
    await asyncio.to_thread(let_go)
    assert (theirs, await ours) == ("theirs", "theirs")


async def test_two_processes_that_hear_somebody_new_make_one_customer(store: Store) -> None:
    found = await asyncio.gather(*(store.write(lambda ledger: ledger.past([ask(1)])[0].customer) for _ in range(8)))
    assert len({customer.id for customer in found}) == 1


async def test_work_that_meets_a_deadlock_is_done_again(store: Store) -> None:
    await store.write(lambda ledger: ledger.save_cases([a_case("a"), a_case("b")]))
    runs: list[str] = []

    def touch(first: str, second: str) -> Callable[[Ledger], None]:
        def work(ledger: Ledger) -> None:
            runs.append(first)
            for name in (first, second):
                case = ledger.case(name)
                assert case is not None
                ledger.save_case(case)

        return work

    await asyncio.gather(*(store.write(touch(*order)) for order in (("a", "b"), ("b", "a")) * 2))
    assert len(runs) >= 4
