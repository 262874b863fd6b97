"""The queue before a judge that blocks: bounded, timed, and never the reason that anything fails."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.opinion import Queue
from bot.opinion.queue import Unloadable
from tests.opinion.judges import Counting, Stuck, sure

if TYPE_CHECKING:
    import pytest


async def test_each_text_gets_its_view_in_order() -> None:
    judge = Counting(sure(1.0))
    queue = Queue(judge)
    assert await queue.judge(["een", "twee"]) == [sure(1.0), sure(1.0)]
    assert judge.asked == ["een", "twee"]
    await queue.close()


async def test_it_is_asked_for_topics_where_its_judge_tells_them() -> None:
    judge = Counting()
    queue = Queue(judge)
    assert queue.topical is None
    judge.tells_topics = True
    assert queue.topical is queue
    await queue.close()


async def test_a_text_that_was_judged_before_is_not_asked_again() -> None:
    judge = Counting()
    queue = Queue(judge)
    await queue.judge(["een"])
    await queue.judge(["een", "twee"])
    assert judge.asked == ["een", "twee"]
    await queue.close()


async def test_what_finds_no_place_gets_no_view(caplog: pytest.LogCaptureFixture) -> None:
    judge = Counting()
    queue = Queue(judge, most=2)
    views = await queue.judge(["een", "twee", "geheim"])
    assert [view is None for view in views] == [False, False, True]
    assert "queue is full" in caplog.text
    assert "geheim" not in caplog.text
    await queue.close()


async def test_what_takes_too_long_gets_no_view_and_the_places_come_free(caplog: pytest.LogCaptureFixture) -> None:
    judge = Stuck()
    queue = Queue(judge, most=2, patience=0.05)
    assert await queue.judge(["een", "twee"]) == [None, None]
    assert "took longer" in caplog.text
    judge.go.set()
    await asyncio.to_thread(judge.ended.wait, 30)
    await queue.close()
    await asyncio.sleep(0)
    assert judge.asked == ["een"]
    assert queue._waiting == 0


async def test_a_full_queue_of_another_question_leaves_no_place() -> None:
    judge = Stuck()
    queue = Queue(judge, most=1)
    first = asyncio.create_task(queue.judge(["een"]))
    await asyncio.to_thread(judge.begun.wait, 30)
    assert await queue.judge(["twee"]) == [None]
    judge.go.set()
    assert await first == [sure(0.0)]
    await queue.close()


async def test_encoders_that_cannot_be_loaded_are_named_once_and_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    judge = Counting(error=Unloadable("the sentence encoders cannot be loaded (OSError)"))
    queue = Queue(judge)
    assert await queue.judge(["een"]) == [None]
    assert await queue.judge(["twee"]) == [None]
    assert judge.asked == ["een"]
    assert caplog.text.count("cannot be loaded") == 1
    await queue.close()


async def test_one_text_that_cannot_be_judged_does_not_stop_the_next(caplog: pytest.LogCaptureFixture) -> None:
    judge = Counting(error=ValueError("geheim"))
    queue = Queue(judge)
    assert await queue.judge(["geheim"]) == [None]
    judge.error = None
    assert await queue.judge(["twee"]) == [sure(0.0)]
    assert "ValueError" in caplog.text
    assert "geheim" not in caplog.text
    await queue.close()


async def test_a_question_that_is_cancelled_leaves_nothing_in_the_queue() -> None:
    judge = Stuck()
    queue = Queue(judge)
    asking = asyncio.create_task(queue.judge(["een", "twee", "drie"]))
    await asyncio.to_thread(judge.begun.wait, 30)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    judge.go.set()
    assert await queue.judge(["vier"]) == [sure(0.0)]
    assert judge.asked == ["een", "vier"]
    await queue.close()
