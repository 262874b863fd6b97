"""Forum topics: opening, writing in them, closing, deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Update

if TYPE_CHECKING:
    from tests.servers.telegram.state import Chat
    from tests.servers.telegram.tests.conftest import Scene


def staff_forum(scene: Scene) -> Chat:
    return scene.server.add_forum("Team", members=[scene.customer], admins=[scene.account])


async def test_a_topic_is_opened_and_written_in(scene: Scene) -> None:
    forum = staff_forum(scene)
    topic = await scene.library.create_forum_topic(forum.id, "Zaak 12")
    sent = await scene.library.send_message(forum.id, "Kaart", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message
    assert sent.message_thread_id == topic.message_thread_id
    answer = scene.server.say(forum, scene.customer, "Ik pak hem", reply_to=sent.message_id)
    assert (answer["message_thread_id"], answer["is_topic_message"]) == (topic.message_thread_id, True)
    opened = Update.de_json((await scene.updates())[0], scene.library).message
    assert opened is not None
    assert opened.forum_topic_created is not None


async def test_what_answers_nothing_in_a_topic_answers_its_opening(scene: Scene) -> None:
    forum = staff_forum(scene)
    topic = scene.server.add_topic(forum, "Zaak 13", scene.customer)
    message = scene.server.say(forum, scene.customer, "Weet iemand dit?", thread=topic.id)
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "Zaak 13"
    general = scene.server.say(forum, scene.customer, "In het algemeen")
    assert "message_thread_id" not in general


async def test_a_topic_is_renamed_closed_and_reopened_with_service_messages(scene: Scene) -> None:
    forum = staff_forum(scene)
    topic = await scene.library.create_forum_topic(forum.id, "Zaak 14")
    thread = topic.message_thread_id
    assert await scene.library.edit_forum_topic(forum.id, thread, name="Zaak 14 ✓")
    assert await scene.library.close_forum_topic(forum.id, thread)
    assert await scene.library.reopen_forum_topic(forum.id, thread)
    told = [next(key for key in one["message"] if key.startswith("forum_topic")) for one in await scene.updates()]
    assert told == ["forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"]


async def test_a_deleted_topic_takes_its_messages_along(scene: Scene) -> None:
    forum = staff_forum(scene)
    topic = await scene.library.create_forum_topic(forum.id, "Zaak 15")
    await scene.library.send_message(forum.id, "Kaart", message_thread_id=topic.message_thread_id)
    assert await scene.library.delete_forum_topic(forum.id, topic.message_thread_id)
    assert forum.messages == {}
    refused = await scene.call(
        "sendMessage", chat_id=forum.id, text="Nog iets", message_thread_id=topic.message_thread_id
    )
    assert refused["description"] == "Bad Request: message thread not found"


async def test_an_administrator_with_the_right_may_write_in_a_closed_topic(scene: Scene) -> None:
    forum = staff_forum(scene)
    topic = scene.server.add_topic(forum, "Zaak 16", scene.customer)
    scene.server.close_topic(forum, topic.id, scene.customer)
    assert (await scene.sent(chat_id=forum.id, message_thread_id=topic.id))["message_thread_id"] == topic.id
