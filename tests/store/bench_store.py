# ruff: noqa: T201 - printing is its purpose
"""Prints how much the store does in a second. By hand: `python -m tests.store.bench_store [store url]`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.cases import Event
from bot.store import open_store
from tests.store.people import MIDNIGHT, NOW, a_case, a_job, message, raw, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports import Job, Ledger, Store

from bot.ports import PastAsk

TEXT = '{"update_id": 1, "message": {"text": "' + "een gewone zin van iemand in de groep " * 8 + '"}}'


def judge(size: int, kept: int, *, complaints: bool) -> Callable[[Ledger], int]:
    """What a judge does with a batch, without the judging. `kept` makes ids distinct."""

    def work(ledger: Ledger) -> int:
        rows = ledger.unread(size)
        said = [message(row.row.message, user=f"u{row.id % 500}", name="Mo") for row in rows]
        pasts = ledger.past([PastAsk(m.place, m, MIDNIGHT, NOW) for m in said])
        because = [{"signal": "no_complaint", "weight": 0, "fired": True, "text": "geen klacht"}]
        ledger.remember(
            [
                seen(m.id, author=p.customer.id, masked=m.text, verdict="leave", because=because)
                for m, p in zip(said, pasts, strict=True)
            ]
        )
        if complaints:
            new = [
                a_case(f"k{kept}-{m.id}", customer=p.customer.id, said=m.id, topic=f"t{int(m.id) % 5}")
                for m, p in zip(said, pasts, strict=True)
            ]
            ledger.save_cases(new)
            ledger.add_jobs(
                [
                    a_job(f"answer:{c.id}", f"case:{c.id}", kind="answer", case=c.id, payload={"text": "hoi " * 60})
                    for c in new
                ],
                NOW,
            )
            for c in new:
                ledger.audit("bot", "answer", c.id, NOW)
        ledger.read_done([row.id for row in rows])
        return len(rows)

    return work


class Meter:
    """Time on the wall, and on the processor: on a busy machine only the second says something about the store."""

    def __init__(self) -> None:
        self.wall, self.busy = time.perf_counter(), time.process_time()

    def per_second(self, many: int) -> str:
        wall, busy = time.perf_counter() - self.wall, time.process_time() - self.busy
        return f"{many / wall:8.0f} / s ({many / busy:.0f} per second of processor time)"


async def ingest(store: Store, start: int, many: int) -> None:
    for first in range(start, start + many, 100):
        rows = [raw(number, text=TEXT) for number in range(first, first + 100)]
        await store.write(lambda ledger, rows=rows: ledger.ingest(rows, (), NOW))  # type: ignore[misc]


async def unmatched(store: Store, many: int) -> str:
    meter = Meter()
    await ingest(store, 0, many)
    while await store.write(judge(64, 0, complaints=False)):
        pass
    return meter.per_second(many)


async def send(store: Store, senders: int) -> int:
    """Claim and finish until nothing is due."""
    done = 0
    while jobs := await store.write(lambda ledger: ledger.claim(NOW, senders, 60.0)):

        async def finish(job: Job) -> None:
            def work(ledger: Ledger) -> None:
                ledger.finish(job, f"r{job.id}")
                case = ledger.case(job.new.case)
                assert case is not None
                ledger.save_case(replace(case.after(Event.ANSWER_SENT, NOW), answered=NOW, answer=f"r{job.id}"))
                ledger.audit("bot", "answered", case.id, NOW)

            await store.write(work)

        await asyncio.gather(*(finish(job) for job in jobs))
        done += len(jobs)
    return done


async def answers(store: Store, many: int) -> tuple[str, str, str]:
    await ingest(store, 1_000_000, many)
    whole = Meter()
    while await store.write(judge(64, 1, complaints=True)):
        pass
    judged = whole.per_second(many)
    sending = Meter()
    assert await send(store, 16) == many
    return whole.per_second(many), judged, sending.per_second(many)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/bench.db")
        print(f"unmatched messages, stored and decided: {await unmatched(store, 12_800)}")
        whole, judged, sent = await answers(store, 3_200)
        print(f"answer cycles, heard to answered:       {whole}")
        print(f"  of which decided:                     {judged}")
        print(f"  of which claimed, finished, saved:    {sent}")
        await store.close()


if __name__ == "__main__":
    asyncio.run(main())
