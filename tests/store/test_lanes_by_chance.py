"""Jobs in their lanes under any sequence of events, on a real SQLite store, against a plain list."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.store import open_store
from tests.store.people import a_job, at

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports import Job, Ledger

pytestmark = pytest.mark.thorough

UNFINISHED = {"queued", "running", "waiting"}


@dataclass
class Told:
    """What a job must be."""

    lane: str
    state: str = "queued"
    due: int = 0
    attempt: int = 0
    doubt: bool = False
    old: list[Job] = field(default_factory=list)
    held: Job | None = None


class Lanes(RuleBasedStateMachine):
    """The store beside a dictionary in the order of adding."""

    empty: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="wegwijzer-lanes-"))
        shutil.copy(self.empty, self.folder / "store.db")
        self.loop = asyncio.Runner()
        self.store = self.loop.run(open_store(f"sqlite:///{self.folder}/store.db"))
        self.told: dict[str, Told] = {}
        self.now = 0

    def do(self, work: Callable[[Ledger], Any]) -> Any:
        return self.loop.run(self.store.write(work))

    def teardown(self) -> None:
        self.loop.run(self.store.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    def running(self) -> list[str]:
        return [key for key, told in self.told.items() if told.state == "running"]

    @rule(lane=st.sampled_from("xyz"), delay=st.integers(0, 3))
    def add(self, lane: str, delay: int) -> None:
        key = f"j{len(self.told)}"
        assert self.do(lambda ledger: ledger.add_jobs([a_job(key, lane, due=at(seconds=self.now + delay))], at())) == 1
        self.told[key] = Told(lane, due=self.now + delay)

    @rule(pick=st.randoms(use_true_random=False))
    def add_again(self, pick: Any) -> None:
        if self.told:
            key = pick.choice(list(self.told))
            assert self.do(lambda ledger: ledger.add_jobs([a_job(key, "w")], at())) == 0

    @rule(seconds=st.integers(1, 3))
    def wait(self, seconds: int) -> None:
        self.now += seconds

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        heads: dict[str, str] = {}
        for key, told in self.told.items():
            if told.state in UNFINISHED:
                heads.setdefault(told.lane, key)
        able = [key for key in self.told if key in heads.values()]
        able = [key for key in able if self.told[key].state != "running" and self.told[key].due <= self.now]
        jobs = self.do(lambda ledger: ledger.claim(at(seconds=self.now), limit, 5.0))
        assert [job.new.key for job in jobs] == able[:limit]
        for job in jobs:
            told = self.told[job.new.key]
            told.state, told.attempt, told.held = "running", told.attempt + 1, job
            assert (job.attempt, job.doubt) == (told.attempt, told.doubt)

    @precondition(lambda self: self.running())
    @rule(
        pick=st.randoms(use_true_random=False),
        end=st.sampled_from(["finish", "unsure", "bury", "retry", "requeue_behind"]),
    )
    def end(self, pick: Any, end: str) -> None:
        key = pick.choice(self.running())
        told = self.told[key]
        due = self.now + 1
        arguments: tuple[Any, ...] = ("x",)
        if end == "retry":
            arguments = (at(seconds=due), "busy")
        elif end == "requeue_behind":
            arguments = (at(seconds=due),)
        for old in told.old:
            assert not self.do(lambda ledger, old=old: getattr(ledger, end)(old, *arguments))  # type: ignore[misc]
        assert self.do(lambda ledger: getattr(ledger, end)(told.held, *arguments))
        told.old.append(told.held)  # type: ignore[arg-type] # it is running, so it is held
        told.held = None
        told.state = {"finish": "done", "unsure": "uncertain", "bury": "dead"}.get(end, "waiting")
        if told.state == "waiting":
            told.due = due
        if end == "requeue_behind":
            self.told[key] = self.told.pop(key)

    @precondition(lambda self: self.running())
    @rule(doubt=st.booleans())
    def restart(self, doubt: bool) -> None:
        orphans = self.do(lambda ledger: ledger.orphans(at(seconds=self.now), everything=True))
        assert {job.new.key for job in orphans} == set(self.running())
        for job in orphans:
            told = self.told[job.new.key]
            told.old.append(told.held)  # type: ignore[arg-type] # idem
            self.do(lambda ledger, job=job: ledger.release(job, at(seconds=self.now), doubt=doubt))  # type: ignore[misc]
            told.state, told.attempt, told.due, told.doubt, told.held = "queued", job.attempt, self.now, doubt, None

    @rule(pick=st.randoms(use_true_random=False))
    def cancel(self, pick: Any) -> None:
        if self.told:
            key = pick.choice(list(self.told))
            told = self.told[key]
            # What may have been sent is looked at before it ends, so it cannot be cancelled.
            can = told.state in {"queued", "waiting"} and not told.doubt
            assert self.do(lambda ledger: ledger.cancel_job(key)) == can
            if can:
                told.state = "cancelled"

    @invariant()
    def figures_agree(self) -> None:
        figures = self.loop.run(self.store.read(lambda ledger: ledger.figures()))
        for state in ("queued", "running", "waiting", "done", "uncertain", "dead", "cancelled"):
            assert figures[f"job.{state}"] == sum(told.state == state for told in self.told.values()), state


@pytest.mark.timeout(120)
def test_lanes_keep_their_order_whatever_happens(empty_sqlite: Path) -> None:
    Lanes.empty = empty_sqlite
    run_state_machine_as_test(
        Lanes,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
