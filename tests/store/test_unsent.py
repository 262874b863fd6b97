"""Words of staff that have not left yet: what is cancelled, and what cannot be cancelled any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.store.people import NOW, a_job, raw

if TYPE_CHECKING:
    from bot.ports import NewJob, Store


def words(key: str, source: str = "m1", **more: object) -> NewJob:
    return a_job(key, f"lane:{key}", payload={"source": source, "text": "hoi"}, case="c1", **more)


async def test_what_waits_of_one_message_is_cancelled_and_nothing_else(store: Store) -> None:
    other = words("other", "m2")
    change = words("change", kind="amend")
    await store.write(lambda ledger: ledger.add_jobs([words("one"), words("two"), change, other], NOW))
    assert await store.write(lambda ledger: ledger.waiting_words("c1")) == "m2"
    assert await store.write(lambda ledger: ledger.case_of_waiting("telegram", "m1")) == "c1"
    assert await store.write(lambda ledger: ledger.case_of_waiting("discord", "m1")) == ""
    assert await store.write(lambda ledger: ledger.cancel_words("c1", "m1"))
    assert not await store.write(lambda ledger: ledger.cancel_words("c1", "m1"))
    assert [job.new.key for job in await store.write(lambda ledger: ledger.claim(NOW, 9, 30.0))] == ["other"]


async def test_what_is_under_way_is_not_called_cancelled(store: Store) -> None:
    await store.write(lambda ledger: ledger.add_jobs([words("one")], NOW))
    await store.write(lambda ledger: ledger.claim(NOW, 1, 30.0))
    await store.write(lambda ledger: ledger.add_jobs([words("two")], NOW))
    assert not await store.write(lambda ledger: ledger.cancel_words("c1", "m1"))
    assert await store.write(lambda ledger: ledger.claim(NOW, 9, 30.0)) == []


async def test_what_may_have_left_is_not_cancelled(store: Store) -> None:
    await store.write(lambda ledger: ledger.add_jobs([words("one")], NOW))
    (job,) = await store.write(lambda ledger: ledger.claim(NOW, 1, 30.0))
    await store.write(lambda ledger: ledger.release(job, NOW, doubt=True))
    assert await store.write(lambda ledger: ledger.waiting_words("c1")) == ""
    assert not await store.write(lambda ledger: ledger.cancel_words("c1", "m1"))
    assert len(await store.write(lambda ledger: ledger.claim(NOW, 9, 30.0))) == 1


async def test_an_answer_waits_for_what_was_said_at_a_desk(store: Store) -> None:
    await store.write(lambda ledger: ledger.add_jobs([a_job("answer", kind="answer"), a_job("words", "two")], NOW))
    await store.write(lambda ledger: ledger.ingest([raw(1, channel="-2002")], (), NOW))
    desks = {"telegram:-2002"}
    first = await store.write(lambda ledger: ledger.claim(NOW, 9, 30.0, desks=desks))
    assert [job.new.key for job in first] == ["words"]
    await store.write(lambda ledger: ledger.read_done([row.id for row in ledger.unread(9)]))
    then = await store.write(lambda ledger: ledger.claim(NOW, 9, 30.0, desks=desks))
    assert [job.new.key for job in then] == ["answer"]
