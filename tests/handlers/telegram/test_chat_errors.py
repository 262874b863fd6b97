"""What every failure of a send becomes: whose fault it is, and whether it may have been delivered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.core.messages import Place
from bot.core.words import Words
from bot.ports import Busy, ChannelMoved, ChatError, Gone, Refused, Revoked, Unreachable, Unsure
from handlers.telegram.chat import TelegramChat
from handlers.telegram.door import Door

if TYPE_CHECKING:
    from bot.ports import Chat
    from tests.handlers.telegram.conftest import Scene


async def failure(chat: Chat, place: Place, reply_to: str = "") -> ChatError:
    with pytest.raises(ChatError) as raised:
        await chat.post(place, Words.of("Hoi CANARY"), key="k", reply_to=reply_to)
    assert "CANARY" not in str(raised.value)
    assert "invented-token" not in str(raised.value)
    assert "http" not in str(raised.value)
    return raised.value


async def test_busy_carries_the_wait_of_that_chat(scene: Scene) -> None:
    chat = (await scene.started()).chat
    scene.server.misbehave("429", method="sendMessage", chat_id=scene.group.id, seconds=17)
    error = await failure(chat, scene.public)
    assert isinstance(error, Busy)
    assert error.retry_after == 17
    await chat.post(scene.public, Words.of("Hoi"), key="k")


@pytest.mark.parametrize("fault", ["drop", "cut", "500", "502"])
async def test_a_lost_answer_to_a_send_is_unsure(scene: Scene, fault: str) -> None:
    chat = (await scene.started()).chat
    scene.server.misbehave(fault, method="sendMessage")
    assert isinstance(await failure(chat, scene.public), Unsure)


@pytest.mark.parametrize("fault", ["drop", "cut", "500", "502"])
async def test_a_lost_answer_to_what_may_be_done_twice_is_no_doubt(scene: Scene, fault: str) -> None:
    chat = (await scene.started()).chat
    sent = await chat.post(scene.public, Words.of("Hoi"), key="k")
    for method in ("editMessageText", "deleteMessage"):
        scene.server.misbehave(fault, method=method)
    with pytest.raises(Unreachable):
        await chat.edit(scene.public, sent, Words.of("Hoi!"))
    with pytest.raises(Unreachable):
        await chat.delete(scene.public, sent)


async def test_an_answer_that_takes_too_long_is_unsure(scene: Scene) -> None:
    chat, door = hasty(scene)
    await door.open()
    scene.server.misbehave("slow_answer", method="sendMessage", seconds=2)
    assert isinstance(await failure(chat, scene.public), Unsure)
    await door.close()
    assert len(scene.group.messages) == 1, "it was delivered"


def hasty(scene: Scene, connections: int = 4) -> tuple[TelegramChat, Door]:
    """A chat that waits half a second for an answer, and its door."""
    door = Door(scene.account.token, scene.server.url, connections=connections, connect=0.3, answer=0.5)
    return TelegramChat(door, scene.platform().sight), door


async def test_no_free_connection_is_surely_not_sent(scene: Scene) -> None:
    chat, door = hasty(scene, connections=1)
    await door.open()
    scene.server.misbehave("hold", method="sendMessage")
    first = asyncio.create_task(chat.post(scene.public, Words.of("eerste"), key="k"))
    await scene.server.until(lambda: ("sendmessage", "hold") in scene.server.misbehaviour.used)
    assert isinstance(await failure(chat, scene.public), Unreachable)
    with pytest.raises(Unsure):
        await first
    await door.close()


async def test_nobody_listening_is_surely_not_sent(scene: Scene) -> None:
    await scene.server.stop()
    chat, door = hasty(scene)
    await door.open()
    assert isinstance(await failure(chat, scene.public), Unreachable)
    await door.close()


async def test_a_closed_door_sends_nothing(scene: Scene) -> None:
    assert isinstance(await failure(scene.platform().chat, scene.public), Unreachable)


async def test_a_complaint_that_was_deleted_is_gone(scene: Scene) -> None:
    chat = (await scene.started()).chat
    said = scene.server.say(scene.group, scene.sanne, "Wifi weg")
    scene.server.erase(scene.group, said)
    for reply_to in (str(said["message_id"]), "-100999/4"):
        error = await failure(chat, scene.public, reply_to=reply_to)
        assert isinstance(error, Gone)
        assert error.what == "message"


async def test_a_topic_that_is_gone_or_closed_never_lets_text_into_the_group(scene: Scene) -> None:
    chat = (await scene.started()).chat
    thread = await chat.open_thread(scene.private, "Zaak 7", Words.of("Kaart"), key="k")
    scene.server.delete_topic(scene.desk, int(thread.place.thread))
    before = dict(scene.desk.messages)
    error = await failure(chat, thread.place)
    assert isinstance(error, Gone)
    assert error.what == "thread"
    scene.server.demote(scene.desk, scene.account, scene.ab)
    topic = scene.server.add_topic(scene.desk, "Dicht", scene.ab)
    scene.server.close_topic(scene.desk, topic.id, scene.ab)
    before = dict(scene.desk.messages)
    error = await failure(chat, Place("telegram", str(scene.desk.id), str(topic.id)))
    assert isinstance(error, Gone)
    assert error.what == "thread"
    assert scene.desk.messages == before


async def test_a_group_that_moved_says_where_to(scene: Scene) -> None:
    old = scene.server.add_group("Oude groep", admins=[scene.ab])
    chat = (await scene.started()).chat
    new = scene.server.migrate(old, scene.ab)
    error = await failure(chat, Place("telegram", str(old.id)))
    assert isinstance(error, ChannelMoved)
    assert error.new == str(new.id)


async def test_a_group_the_bot_is_not_in_is_gone(scene: Scene) -> None:
    chat = (await scene.started()).chat
    scene.server.kick(scene.group, scene.account, scene.sanne)
    for place in (scene.public, Place("telegram", "-1009999999999"), Place("telegram", "klanten")):
        error = await failure(chat, place)
        assert isinstance(error, Gone)
        assert error.what == "channel"


async def test_a_person_who_blocked_the_bot_or_left_telegram_is_gone(scene: Scene) -> None:
    chat = (await scene.started()).chat
    scene.server.say(scene.sanne, scene.sanne, "/start")
    scene.server.block(scene.sanne)
    mo = scene.server.add_user("Mo")
    mo.deactivated = True
    scene.server.say(mo, mo, "/start")
    for user in (scene.sanne, mo):
        error = await failure(chat, Place("telegram", str(user.id)))
        assert isinstance(error, Gone)
        assert error.what == "user"


async def test_no_right_to_write_is_refused(scene: Scene) -> None:
    chat = (await scene.started()).chat
    scene.server.restrict(scene.group, scene.account, scene.ab, can_send_messages=False)
    error = await failure(chat, scene.public)
    assert isinstance(error, Refused)
    assert "not enough rights" in str(error).lower()


async def test_a_revoked_token_is_revoked(scene: Scene) -> None:
    chat = (await scene.started()).chat
    scene.server.revoke()
    assert isinstance(await failure(chat, scene.public), Revoked)
