"""Learning beside the bot: a try each night, the version that serves followed, and what staff hear of it; on both engines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import SimulatedClock
from bot.learning import Failed, Night, model_of, result_of, roll_back
from tests.learning.brand import vaartbuur

if TYPE_CHECKING:
    from bot.config import Config
    from bot.core.adjusting import Adjustment
    from bot.learning import Outcome, Task, Teacher
    from bot.ports import Store

pytestmark = pytest.mark.thorough

EVENING = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


@dataclass
class Stage:
    """One installation's nights, with what staff heard and what serves."""

    config: Config
    store: Store
    result: dict[str, Any]
    teacher: Teacher
    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(EVENING))
    told: list[str] = field(default_factory=list)
    serves: list[Adjustment | None] = field(default_factory=list)
    taught: int = 0
    fails: bool = False

    def __post_init__(self) -> None:
        model = model_of(self.teacher.lexicons)
        self.night = Night(self.config, self.store, self.clock, model, self.hear, self.serves.append, teach=self.teach)

    async def teach(self, task: Task) -> dict[str, Any]:
        self.taught += len(task.labels)
        if self.fails:
            raise Failed("exit code 1")
        return self.result

    async def hear(self, text: str, key: str) -> None:
        assert key
        self.told.append(text)

    async def try_once(self) -> bool:
        return await self.night.try_once(self.clock.now())

    async def label(self, many: int = 250) -> None:
        now = self.clock.now()
        batch = [replace(one, at=now) for one in vaartbuur(many)]
        await self.store.write(lambda ledger: ledger.keep_labels(batch))


@pytest.fixture
def stage(config: Config, store: Store, taught: Outcome, teacher: Teacher) -> Stage:
    return Stage(config, store, result_of(taught), teacher)


async def test_a_promoted_version_serves_at_once_and_staff_read_one_line(stage: Stage) -> None:
    await stage.label()
    assert await stage.try_once()
    (serving,) = stage.serves
    assert serving is not None
    assert "bolder" in serving.words
    (line,) = stage.told
    assert line.startswith("Bijgeleerd van 250 oordelen")
    assert "bolder" in line
    assert "\n" not in line


async def test_it_is_tried_once_a_night_at_half_past_three_by_the_brand_s_clock(stage: Stage) -> None:
    await stage.label()
    await stage.try_once()
    stage.clock.set(datetime(2026, 3, 3, 2, 29, tzinfo=UTC))
    await stage.try_once()
    assert stage.taught == 250
    stage.clock.set(datetime(2026, 3, 3, 2, 31, tzinfo=UTC))
    await stage.try_once()
    assert stage.taught == 500


async def test_of_two_processes_one_learns(stage: Stage, taught: Outcome) -> None:
    await stage.label()
    other = Stage(stage.config, stage.store, result_of(taught), stage.teacher)
    assert [await stage.try_once(), await other.try_once()] == [True, False]
    assert (other.taught, other.told) == (0, [])
    await other.night.follow()
    assert [one.number for one in other.serves if one is not None] == [1]


async def test_why_nothing_was_learned_is_said_once_a_week_and_only_to_who_labelled(stage: Stage) -> None:
    for _ in range(3):
        assert not await stage.try_once()
        stage.clock.advance(timedelta(days=1).total_seconds())
    assert stage.told == []
    await stage.label(30)
    for _ in range(7):
        await stage.try_once()
        stage.clock.advance(timedelta(days=1).total_seconds())
    assert stage.told == ["Vannacht niets bijgeleerd: 30 oordelen; er zijn er minstens 200 nodig."]
    await stage.label(31)
    await stage.try_once()
    assert len(stage.told) == 2
    assert stage.taught == 0


async def test_rolling_back_serves_the_packaged_model_and_the_next_night_does_not_bring_it_again(stage: Stage) -> None:
    await stage.label()
    await stage.try_once()
    now = stage.clock.now() + timedelta(minutes=1)
    await stage.store.write(lambda ledger: roll_back(ledger, now))
    await stage.night.follow()
    assert stage.serves[-1] is None
    stage.clock.advance(timedelta(days=1).total_seconds())
    assert not await stage.try_once()
    assert stage.taught == 250
    assert "teruggedraaid" in stage.told[-1]
    stage.clock.advance(timedelta(days=1).total_seconds())
    await stage.label(310)
    assert await stage.try_once()


async def test_a_night_that_fails_leaves_what_serves(stage: Stage) -> None:
    await stage.label()
    stage.fails = True
    assert not await stage.try_once()
    assert (stage.serves, stage.told) == ([], [])


async def test_what_was_learned_for_another_packaged_model_rests(stage: Stage) -> None:
    await stage.label()
    stage.result = {**stage.result, "base": "older"}
    assert await stage.try_once()
    assert stage.serves == [None]
