"""Faults on command, and the send limits."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from telegram.error import NetworkError, RetryAfter, TimedOut

if TYPE_CHECKING:
    from tests.servers.telegram.tests.conftest import Scene


async def test_a_dropped_answer_means_sent_all_the_same(scene: Scene) -> None:
    scene.server.misbehave("drop", method="sendMessage")
    with pytest.raises(NetworkError):
        await scene.library.send_message(scene.group.id, "Hoi")
    (entry,) = scene.server.judge.calls("sendMessage")
    assert entry.answered is False
    assert scene.group.messages[entry.message_id]["text"] == "Hoi"
    await scene.library.send_message(scene.group.id, "Hoi weer")
    assert [one.answered for one in scene.server.judge.calls("sendMessage")] == [False, True]


async def test_a_cut_line_means_not_sent(scene: Scene) -> None:
    scene.server.misbehave("cut", method="sendMessage")
    with pytest.raises(NetworkError):
        await scene.library.send_message(scene.group.id, "Hoi")
    assert scene.group.messages == {}


async def test_too_many_requests_name_the_seconds(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    scene.server.misbehave("429", chat_id=scene.group.id, seconds=7)
    with pytest.raises(RetryAfter) as caught:
        await scene.library.send_message(scene.group.id, "Hoi")
    assert caught.value.retry_after == timedelta(seconds=7)
    assert scene.group.messages == {}


@pytest.mark.parametrize(("fault", "words"), [("500", "Internal Server Error"), ("502", "Bad Gateway")])
async def test_a_sick_server_is_a_network_error(scene: Scene, fault: str, words: str) -> None:
    scene.server.misbehave(fault)
    with pytest.raises(NetworkError, match=words):
        await scene.library.send_message(scene.group.id, "Hoi")


async def test_a_slow_answer_times_out_although_it_was_done(scene: Scene) -> None:
    scene.server.misbehave("hold_answer", method="sendMessage")
    with pytest.raises(TimedOut):
        await scene.library.send_message(scene.group.id, "Hoi", read_timeout=0.2)
    assert len(scene.server.judge.calls("sendMessage")) == 1


async def test_a_held_call_goes_on_when_it_is_released(scene: Scene) -> None:
    scene.server.misbehave("hold", method="sendMessage")
    sending = asyncio.create_task(scene.library.send_message(scene.group.id, "Hoi"))
    await scene.server.until(lambda: len(scene.server.misbehaviour.held) == 1)
    assert scene.group.messages == {}
    scene.server.misbehaviour.release()
    assert (await sending).text == "Hoi"


async def test_a_fault_holds_for_its_method_its_chat_and_its_number_of_calls(scene: Scene) -> None:
    other = scene.server.add_supergroup("Andere groep")
    scene.server.misbehave("500", method="sendMessage", chat_id=scene.group.id, times=2, skip=1)
    statuses = [(await scene.call("sendMessage", chat_id=scene.group.id, text="a"))["status"] for _ in range(4)]
    assert statuses == [200, 500, 500, 200]
    scene.server.misbehave("500", method="sendMessage", chat_id=scene.group.id, times=None)
    assert (await scene.call("sendMessage", chat_id=other.id, text="a"))["status"] == 200
    assert (await scene.call("getMe"))["status"] == 200
    scene.server.misbehaviour.calm()
    assert (await scene.call("sendMessage", chat_id=scene.group.id, text="a"))["status"] == 200


async def test_delay_and_latency_keep_the_answer_back(scene: Scene) -> None:
    scene.server.misbehave("delay", seconds=0.05)
    scene.server.misbehave("slow_answer", seconds=0.05)
    scene.server.misbehaviour.latency = 0.05
    loop = asyncio.get_running_loop()
    start = loop.time()
    await scene.call("getMe")
    await scene.call("getMe")
    assert loop.time() - start >= 0.2


async def test_the_limits_are_off_until_they_are_asked_for(scene: Scene) -> None:
    statuses = {(await scene.call("sendMessage", chat_id=scene.group.id, text="a"))["status"] for _ in range(40)}
    assert statuses == {200}


async def test_one_message_a_second_in_a_chat(scene: Scene) -> None:
    scene.server.limits.usual()
    await scene.sent()
    refused = await scene.call("sendMessage", chat_id=scene.group.id, text="a")
    assert refused["parameters"] == {"retry_after": 1}
    scene.server.advance(1)
    await scene.sent()


async def test_twenty_messages_a_minute_in_a_group(scene: Scene) -> None:
    scene.server.limits.usual()
    for _ in range(20):
        await scene.sent()
        scene.server.advance(1)
    refused = await scene.call("sendMessage", chat_id=scene.group.id, text="a")
    assert refused["parameters"] == {"retry_after": 40}


async def test_thirty_messages_a_second_for_a_bot(scene: Scene) -> None:
    scene.server.limits.usual()
    groups = [scene.server.add_supergroup(f"Groep {number}") for number in range(31)]
    answers = [await scene.call("sendMessage", chat_id=group.id, text="a") for group in groups]
    assert [one["status"] for one in answers] == [200] * 30 + [429]
