from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from bot.core.messages import Place
from tests.store.people import NOW, PLACE, a_job, at, raw, sql

if TYPE_CHECKING:
    from bot.ports import Job, Ledger, NewJob, Store


async def add(store: Store, *jobs: NewJob) -> int:
    return await store.write(lambda ledger: ledger.add_jobs(jobs, NOW))


async def claim(store: Store, limit: int = 10, **more: Any) -> list[Job]:
    moment = more.pop("now", NOW)
    return await store.write(lambda ledger: ledger.claim(moment, limit, 30.0, **more))


def keys(jobs: list[Job]) -> list[str]:
    return [job.new.key for job in jobs]


async def payloads(store: Store) -> dict[str, str]:
    def work(ledger: Ledger) -> dict[str, str]:
        return {row.key: row.payload for row in sql(ledger).execute(text("SELECT key, payload FROM jobs"))}

    return await store.read(work)


async def test_a_key_is_queued_once(store: Store) -> None:
    assert await add(store, a_job("a"), a_job("b"), a_job("a", payload={"n": 2})) == 2
    assert await add(store, a_job("a", payload={"n": 3}), a_job("c")) == 1
    assert await payloads(store) == {"a": '{"n":2}', "b": '{"text":"hoi"}', "c": '{"text":"hoi"}'}


async def test_a_card_edit_that_still_waits_takes_the_new_payload(store: Store) -> None:
    await add(store, a_job("edit", kind="card_edit", payload={"n": 1}))
    assert await add(store, a_job("edit", kind="card_edit", payload={"n": 2})) == 0
    (job,) = await claim(store)
    assert job.new.payload == {"n": 2}
    await add(store, a_job("edit", kind="card_edit", payload={"n": 3}))
    assert await payloads(store) == {"edit": '{"n":2}'}


async def test_a_claimed_job_is_whole_and_carries_its_attempt(store: Store) -> None:
    new = a_job(
        "a", payload={"words": ["Hoi \0\ud83d 😀", ["hier", "https://polderlink.example"]]}, case="k", priority=3
    )
    await add(store, new)
    (job,) = await claim(store)
    assert (job.new, job.attempt, job.doubt) == (new, 1, False)
    assert await claim(store) == []
    assert (await store.read(lambda ledger: ledger.figures()))["job.running"] == 1


async def test_only_what_is_due_is_claimed_in_order_of_priority_and_age(store: Store) -> None:
    await add(
        store,
        a_job("late", "1", due=at(seconds=1)),
        a_job("edit", "2", priority=3),
        a_job("old", "3"),
        a_job("press", "4", priority=0),
        a_job("new", "5"),
    )
    assert keys(await claim(store, 2)) == ["press", "old"]
    assert keys(await claim(store)) == ["new", "edit"]
    assert await store.read(lambda ledger: ledger.next_due()) == at(seconds=1)
    assert keys(await claim(store, now=at(seconds=1))) == ["late"]
    assert await store.read(lambda ledger: ledger.next_due()) is None


async def test_a_lane_runs_one_job_at_a_time_in_its_order(store: Store) -> None:
    await add(store, a_job("first", priority=5), a_job("second", priority=0), a_job("aside", "two"))
    first = await claim(store)
    assert keys(first) == ["aside", "first"]
    assert await claim(store) == []
    await store.write(lambda ledger: ledger.retry(first[1], at(minutes=1), "busy"))
    assert await claim(store) == []
    (again,) = await claim(store, now=at(minutes=1))
    assert (again.new.key, again.attempt) == ("first", 2)
    await store.write(lambda ledger: ledger.finish(again, "900"))
    assert keys(await claim(store)) == ["second"]


@pytest.mark.parametrize("end", ["unsure", "bury", "finish"])
async def test_an_ended_job_lets_its_lane_go_on(store: Store, end: str) -> None:
    await add(store, a_job("first"), a_job("second"))
    (first,) = await claim(store)
    assert await store.write(lambda ledger: getattr(ledger, end)(first, "because"))
    assert keys(await claim(store)) == ["second"]


async def test_a_cancelled_job_lets_its_lane_go_on(store: Store) -> None:
    await add(store, a_job("first"), a_job("second"))
    assert await store.write(lambda ledger: ledger.cancel_job("first"))
    assert not await store.write(lambda ledger: ledger.cancel_job("first"))
    assert keys(await claim(store)) == ["second"]
    assert not await store.write(lambda ledger: ledger.cancel_job("second"))
    assert not await store.write(lambda ledger: ledger.cancel_job("nobody"))


async def test_a_channel_that_rests_is_passed_over(store: Store) -> None:
    await add(
        store, a_job("here", "1"), a_job("there", "2", channel="telegram:-9"), a_job("third", "3", channel="discord:1")
    )
    assert keys(await claim(store, resting={"telegram:-1001", "discord:1"})) == ["there"]
    assert keys(await claim(store, resting=set())) == ["here", "third"]


async def test_an_answer_waits_while_its_channel_has_an_unread_row(store: Store) -> None:
    await add(store, *(a_job(kind, kind, kind=kind) for kind in ("answer", "attach", "relay")))
    await add(store, a_job("elsewhere", "e", kind="answer", channel="telegram:-9"))
    await store.write(lambda ledger: ledger.ingest([raw(1)], (), NOW))
    assert keys(await claim(store)) == ["relay", "elsewhere"]
    await store.write(lambda ledger: ledger.read_done([row.id for row in ledger.unread(1)]))
    assert keys(await claim(store)) == ["answer", "attach"]


async def test_a_parked_row_holds_no_answer_back(store: Store) -> None:
    await add(store, a_job("a", kind="answer"))
    await store.write(lambda ledger: ledger.ingest([raw(1)], (), NOW))
    await store.write(lambda ledger: ledger.park(ledger.unread(1)[0].id, "unreadable"))
    assert keys(await claim(store)) == ["a"]


async def test_a_job_that_ended_well_keeps_its_receipt_and_no_text(store: Store) -> None:
    await add(store, a_job("done", "1"), a_job("dead", "2"), a_job("gone", "3", due=at(hours=1)))
    done, dead = await claim(store)
    assert await store.write(lambda ledger: ledger.finish(done, "900"))
    assert await store.write(lambda ledger: ledger.bury(dead, "refused"))
    assert await store.write(lambda ledger: ledger.cancel_job("gone"))
    assert await payloads(store) == {"done": "{}", "dead": '{"text":"hoi"}', "gone": "{}"}

    def receipts(ledger: Ledger) -> list[tuple[str, ...]]:
        return sorted(tuple(row) for row in sql(ledger).execute(text("SELECT key, receipt, error FROM jobs")))

    assert await store.read(receipts) == [("dead", "", "refused"), ("done", "900", ""), ("gone", "", "")]
    assert await store.read(lambda ledger: [ledger.receipt_of(key) for key in ("done", "dead", "never")]) == [
        "900",
        "",
        "",
    ]


async def test_jobs_of_a_case_are_cancelled_by_kind_and_running_ones_are_left(store: Store) -> None:
    await add(store, a_job("running", "1", kind="answer", case="a"))
    await claim(store)
    await add(
        store,
        a_job("queued", "2", kind="answer", case="a"),
        a_job("timer", "3", kind="timer", case="a", due=at(days=1)),
        a_job("other kind", "4", case="a"),
        a_job("other case", "5", kind="answer", case="b"),
    )
    assert await store.write(lambda ledger: ledger.cancel_jobs("a", {"answer", "timer", "x"})) == 2
    assert await store.write(lambda ledger: ledger.cancel_jobs("a", ())) == 0
    assert keys(await claim(store, now=at(days=2))) == ["other kind", "other case"]


async def test_jobs_of_a_place_are_cancelled_there_and_nowhere_else(store: Store) -> None:
    def in_(thread: str) -> dict[str, Any]:
        return {"place": {"platform": "telegram", "channel": "-1001", "thread": thread}}

    await add(
        store,
        a_job("main", "1", kind="answer", payload=in_("")),
        a_job("thread", "2", kind="answer", payload=in_("7")),
        a_job("kind", "3", payload=in_("")),
    )
    assert await store.write(lambda ledger: ledger.cancel_in(PLACE, ["answer"])) == 1
    assert await store.write(lambda ledger: ledger.cancel_in(Place("telegram", "-9"), ["answer"])) == 0
    assert await store.write(lambda ledger: ledger.cancel_in(PLACE, [])) == 0
    assert keys(await claim(store)) == ["thread", "kind"]


async def test_an_orphan_is_taken_when_its_lease_is_over_and_the_old_attempt_is_fenced_out(store: Store) -> None:
    await add(store, a_job("a"))
    (old,) = await claim(store)
    assert await store.write(lambda ledger: ledger.orphans(at(seconds=29), everything=False)) == []
    (orphan,) = await store.write(lambda ledger: ledger.orphans(at(seconds=31), everything=False))
    assert (orphan.id, orphan.attempt, orphan.doubt, orphan.new) == (old.id, 2, True, old.new)
    assert await store.write(lambda ledger: ledger.orphans(at(seconds=31), everything=False)) == []
    for end in ("finish", "unsure", "bury"):
        assert not await store.write(lambda ledger, end=end: getattr(ledger, end)(old, "late"))  # type: ignore[misc]
    assert not await store.write(lambda ledger: ledger.retry(old, NOW, "late"))
    assert not await store.write(lambda ledger: ledger.requeue_behind(old, NOW))
    assert await store.write(lambda ledger: ledger.finish(orphan, "900"))


async def test_at_a_start_all_running_jobs_are_orphans(store: Store) -> None:
    await add(store, a_job("a", "1"), a_job("b", "2"))
    await claim(store)
    assert len(await store.write(lambda ledger: ledger.orphans(NOW, everything=True))) == 2


@pytest.mark.parametrize("doubt", [True, False])
async def test_a_released_orphan_comes_back_with_its_doubt(store: Store, *, doubt: bool) -> None:
    await add(store, a_job("a"))
    await claim(store)
    (orphan,) = await store.write(lambda ledger: ledger.orphans(NOW, everything=True))
    await store.write(lambda ledger: ledger.release(orphan, NOW, doubt=doubt))
    (again,) = await claim(store)
    assert (again.attempt, again.doubt) == (3, doubt)
    await store.write(lambda ledger: ledger.retry(again, NOW, "busy"))
    (third,) = await claim(store)
    assert third.doubt == doubt


async def test_a_job_put_behind_its_lane_keeps_its_key_and_its_attempts(store: Store) -> None:
    await add(store, a_job("first"), a_job("second"))
    (first,) = await claim(store)
    assert await store.write(lambda ledger: ledger.requeue_behind(first, at(seconds=5)))
    (second,) = await claim(store, now=at(seconds=9))
    assert second.new.key == "second"
    await store.write(lambda ledger: ledger.finish(second, "1"))
    assert await claim(store) == []
    (again,) = await claim(store, now=at(seconds=9))
    assert (again.new.key, again.attempt, again.new.payload) == ("first", 2, {"text": "hoi"})
    assert await add(store, a_job("first")) == 0


async def test_many_workers_claim_every_job_once(store: Store) -> None:
    await add(store, *(a_job(f"{lane}-{n}", f"lane {lane}") for n in range(3) for lane in range(10)))
    done: list[str] = []

    async def worker() -> None:
        while (await store.read(lambda ledger: ledger.figures()))["job.queued"]:
            for job in await claim(store, 3):
                assert await store.write(lambda ledger, job=job: ledger.finish(job, "1"))  # type: ignore[misc]
                done.append(job.new.key)

    await asyncio.gather(*(worker() for _ in range(4)))
    assert sorted(done) == sorted(f"{lane}-{n}" for n in range(3) for lane in range(10))
    for lane in range(10):
        assert [key for key in done if key.startswith(f"{lane}-")] == [f"{lane}-{n}" for n in range(3)]
